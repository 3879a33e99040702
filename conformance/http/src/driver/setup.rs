//! The requests before a user agent's first authorization request, such as a login by an API.

use pkce_conformance::messages::{Headers, Response, encode_pairs};
use serde_json::Value;

use super::{
    agent::Agent,
    connections::Outgoing,
    fault::Trouble,
    form::{Page, Values, filled},
    jar::Jar,
    mask::Mask,
    site::{Site, origin},
};
use crate::target::{Capture, SetupRequest};

/// Sends them in order, with the cookies of the jar.
pub(super) fn set_up(agent: &mut Agent, jar: &mut Jar, mask: &Mask) -> Result<(), Trouble> {
    let requests = agent.site.file.session.setup.clone();
    let mut values = agent.site.values.clone();
    for (at, request) in requests.iter().enumerate() {
        let sent = send(agent, jar, mask, request, &values);
        let response = sent.map_err(|why| numbered(at, &why))?;
        for (name, capture) in &request.capture {
            let value = captured(capture, request, &response).ok_or_else(|| {
                let why = format!("`{name}` is not in its answer (status {})", response.status);
                numbered(at, &Trouble::SetUp(why))
            })?;
            values.insert(name.clone(), value);
        }
        for (name, value) in &request.cookies {
            let value = filled(value, &values).map_err(Trouble::SetUp)?;
            jar.set(&request.url.0, name, &value);
        }
    }
    Ok(())
}

fn numbered(at: usize, why: &Trouble) -> Trouble {
    Trouble::SetUp(format!("request {} of the setup: {why}", at + 1))
}

fn send(
    agent: &mut Agent,
    jar: &mut Jar,
    mask: &Mask,
    request: &SetupRequest,
    values: &Values,
) -> Result<Response, Trouble> {
    let url = &request.url.0;
    let secure = agent.site.gate.is_loopback(url);
    let mut headers =
        Headers::new().with("Accept", *b"application/json, text/html;q=0.9, */*;q=0.8");
    for (name, value) in &request.headers {
        headers.push(name.clone(), filled(value, values).map_err(Trouble::SetUp)?);
    }
    if let Some(cookies) = jar.field(url, secure) {
        headers.push("Cookie", cookies);
    }
    let body = if let Some(json) = &request.json {
        headers.push("Content-Type", *b"application/json");
        Some(filled_json(json, values).map_err(Trouble::SetUp)?.to_string().into_bytes())
    } else if let Some(form) = &request.form {
        headers.push("Content-Type", *b"application/x-www-form-urlencoded");
        let mut pairs = Vec::new();
        for (name, value) in form {
            pairs.push((name.clone(), filled(value, values).map_err(Trouble::SetUp)?));
        }
        let borrowed = pairs.iter().map(|(name, value)| (name.as_bytes(), value.as_bytes()));
        Some(encode_pairs(borrowed))
    } else {
        (request.method == "POST").then(Vec::new)
    };
    guard_password(&agent.site, url, body.as_deref())?;
    let outgoing = Outgoing {
        method: &request.method,
        url,
        query: b"",
        headers: &headers,
        body: body.as_deref(),
    };
    let response = agent.ask(outgoing, mask)?;
    jar.keep(url, secure, &response);
    Ok(response)
}

/// The file itself names where this request goes, so only a password needs an origin that is allowed.
fn guard_password(site: &Site, url: &url::Url, body: Option<&[u8]>) -> Result<(), Trouble> {
    let Some(password) = site.values.get("password") else { return Ok(()) };
    let body = String::from_utf8_lossy(body.unwrap_or_default());
    if body.contains(&**password) && !site.passwords_to.contains(&origin(url)) {
        let why = format!(
            "it would send the password to {}; name it in `origins` under [session]",
            origin(url)
        );
        return Err(Trouble::SetUp(why));
    }
    Ok(())
}

fn filled_json(value: &Value, values: &Values) -> Result<Value, String> {
    Ok(match value {
        Value::String(text) => Value::String(filled(text, values)?),
        Value::Array(items) => Value::Array(
            items.iter().map(|item| filled_json(item, values)).collect::<Result<_, _>>()?,
        ),
        Value::Object(members) => {
            let member = |(name, value): (&String, &Value)| {
                Ok::<_, String>((name.clone(), filled_json(value, values)?))
            };
            Value::Object(members.iter().map(member).collect::<Result<_, _>>()?)
        }
        other => other.clone(),
    })
}

fn captured(capture: &Capture, request: &SetupRequest, response: &Response) -> Option<String> {
    if let Some(pointer) = &capture.pointer {
        let document: Value = serde_json::from_slice(&response.body).ok()?;
        let value = document.pointer(pointer)?;
        return Some(value.as_str().map_or_else(|| value.to_string(), str::to_owned));
    }
    if let Some(css) = &capture.css {
        let page = Page::read(&request.url.0, &response.body);
        return page.captured(css, capture.attribute.as_deref());
    }
    let (before, after) = capture.between.as_ref()?;
    let text = String::from_utf8_lossy(&response.body);
    let (_, rest) = text.split_once(before.as_str())?;
    Some(rest.split_once(after.as_str())?.0.to_owned())
}
