//! Every exchange, masked, into a file that its user asked for.

use std::{
    fmt::Write as _,
    fs::File,
    io::{self, BufWriter, Write as _},
    path::Path,
    sync::Mutex,
};

use pkce_conformance::{
    messages::{Response, redirected_parameters},
    text::clean,
};
use serde_json::Value;

use super::mask::Mask;

/// The file.
pub(super) struct Trace(Mutex<BufWriter<File>>);

/// So much of a message is written, in octets.
const MOST: usize = 16 * 1024;

impl Trace {
    /// Begins a file; one that is there is written anew.
    pub(super) fn create(path: &Path) -> io::Result<Self> {
        Ok(Self(Mutex::new(BufWriter::new(File::create(path)?))))
    }

    /// Writes one exchange. A disk that is full loses the trace, never the run.
    pub(super) fn write(&self, mask: &Mask, sent: &[u8], response: &Response) {
        let Ok(mut file) = self.0.lock() else { return };
        let mask = &with_given(mask, response);
        let mut came = format!("HTTP/1.1 {}\r\n", response.status);
        for (name, value) in response.headers.iter() {
            // Writing to a String cannot fail.
            let _ = write!(came, "{name}: {}\r\n", String::from_utf8_lossy(value));
        }
        came.push_str("\r\n");
        let body = response.body.get(..MOST).unwrap_or(&response.body);
        came.push_str(&without_values(&String::from_utf8_lossy(body)));
        let sent = String::from_utf8_lossy(sent.get(..MOST).unwrap_or(sent)).into_owned();
        for (mark, text) in [('>', &sent), ('<', &came)] {
            for line in mask.apply(text).lines() {
                let _ = writeln!(file, "{mark} {}", hidden(&clean(line)));
            }
        }
        let _ = writeln!(file);
        let _ = file.flush();
    }
}

/// The mask, with what this response gives: a code, tokens, whatever a document calls a secret.
fn with_given(mask: &Mask, response: &Response) -> Mask {
    let mut mask = mask.clone();
    let location = response.headers.first("Location").unwrap_or_default();
    for (name, value) in redirected_parameters(location).iter() {
        if is_secret(&String::from_utf8_lossy(name)) {
            mask.add(&String::from_utf8_lossy(value), "$CODE");
        }
    }
    if let Ok(document) = serde_json::from_slice::<Value>(&response.body) {
        add_members(&document, &mut mask);
    }
    mask
}

fn add_members(value: &Value, mask: &mut Mask) {
    match value {
        Value::Object(members) => {
            for (name, member) in members {
                match member {
                    Value::String(text) if is_secret(name) => mask.add(text, shown_as(name)),
                    other => add_members(other, mask),
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|item| add_members(item, mask)),
        _ => {}
    }
}

/// The word in the place of what bears this name.
fn shown_as(name: &str) -> &'static str {
    if name.contains("token") { "$TOKEN" } else { "$GIVEN" }
}

/// Whether what bears this name may open something.
fn is_secret(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    let shown = ["token_type", "code_challenge", "code_challenge_method"];
    let words = ["code", "token", "secret", "password", "session", "request_uri", "key"];
    let is_endpoint = name.ends_with("_endpoint") || name.ends_with("_supported");
    !is_endpoint && !shown.contains(&&*name) && words.iter().any(|word| name.contains(word))
}

/// A page without the values of its fields.
fn without_values(body: &str) -> String {
    let mut rest = body;
    let mut shown = String::with_capacity(body.len());
    while let Some((before, after)) = rest.split_once("value=") {
        shown.push_str(before);
        shown.push_str("value=[masked]");
        rest = match after.chars().next() {
            Some(quote @ ('"' | '\'')) => after
                .get(1..)
                .and_then(|after| after.split_once(quote))
                .map_or("", |(_, rest)| rest),
            _ => after.trim_start_matches(|c: char| !c.is_whitespace() && c != '>'),
        };
    }
    shown.push_str(rest);
    shown
}

/// The values of fields that are secrets whoever sets them.
fn hidden(line: &str) -> String {
    let secret = ["authorization:", "cookie:", "set-cookie:", "proxy-authorization:"];
    match line.split_once(": ") {
        Some((name, value)) if secret.contains(&&*format!("{}:", name.to_ascii_lowercase())) => {
            let kind = value.split([' ', '=']).next().unwrap_or_default();
            format!("{name}: {kind} [masked]")
        }
        _ => line.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use pkce_conformance::messages::Headers;

    use super::*;

    #[test]
    fn what_a_response_gives_is_masked_where_it_is_given() {
        let path = std::env::temp_dir().join(format!("pkce-trace-{}", std::process::id()));
        let trace = Trace::create(&path).unwrap();
        let mut mask = Mask::default();
        mask.add("the-client-secret", "$SECRET");
        let redirect = Response {
            status: 302,
            headers: Headers::new()
                .with("Location", *b"app:/cb?code=the-code&state=the-state")
                .with("Set-Cookie", *b"sid=the-cookie; Path=/"),
            body: b"Found. Go to app:/cb?code=the-code".to_vec(),
        };
        trace.write(&mask, b"GET /a HTTP/1.1\r\nCookie: sid=the-cookie\r\n\r\n", &redirect);
        let given = br#"{"access_token":"the-token","token_type":"Bearer","n":[{"client_secret":"hushed"}]}"#;
        let token = Response { status: 200, headers: Headers::new(), body: given.to_vec() };
        trace.write(&mask, b"POST /t HTTP/1.1\r\n\r\nclient_secret=the-client-secret", &token);
        let form = b"<input name=code value=the-code><input value='the-code'>\x1b[31m";
        let page = Response { status: 200, headers: Headers::new(), body: form.to_vec() };
        trace.write(&mask, b"GET /f HTTP/1.1\r\n\r\n", &page);
        drop(trace);
        let text = std::fs::read_to_string(&path).unwrap();
        std::fs::remove_file(&path).unwrap();
        for secret in
            ["the-code", "the-token", "the-cookie", "hushed", "the-client-secret", "\u{1b}"]
        {
            assert!(!text.contains(secret), "{secret}:\n{text}");
        }
        assert!(text.contains("state=the-state") && text.contains("Bearer"), "{text}");
        assert!(text.contains("> POST /t HTTP/1.1") && text.contains("$SECRET"), "{text}");
    }
}
