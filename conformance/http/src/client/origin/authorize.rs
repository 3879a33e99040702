//! The authorization endpoint, and the one to which requests are pushed.

use std::collections::BTreeSet;

use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD as BASE64URL};
use pkce_conformance::messages::{Headers, Response, encode_pairs};
use pkce_vectors::{AuthorizeAnswer, CodeSent, Issuer, StateSent};
use serde_json::{Map, Value, json};

use super::{Issued, MOST, Origin, fields, pairs};
use crate::{
    client::log::{Authorization, What},
    serve::{Asked, plain},
};

/// An issuer that is nobody's.
const OTHER_ISSUER: &str = "https://other.example";

impl Origin {
    /// Answers an authorization request: the user agrees at once.
    pub(super) fn authorize(&self, origin: &str, asked: &Asked<'_>) -> Response {
        let mut sent = pairs(asked.query);
        sent.extend(pairs(&asked.body));
        let mut request = Authorization {
            server: self.server,
            login: self.recorder.opening(),
            repeated: repeated(&sent),
            request_uri: value(&sent, "request_uri"),
            text: format!("{}{}", String::from_utf8_lossy(asked.query), fields(&asked.headers)),
            ..Authorization::default()
        };
        if let Some(pushed) =
            request.request_uri.as_ref().and_then(|uri| self.state().waiting.get(uri).cloned())
        {
            request.pushed = true;
            sent.splice(0..0, pushed);
        }
        match value(&sent, "request").as_deref().map(claims) {
            Some(Some(claims)) => {
                sent.splice(0..0, claims);
            }
            Some(None) => request.sealed = true,
            None => {}
        }
        request.parameters = sent;
        let Some(redirect_uri) = request.get("redirect_uri").map(str::to_owned) else {
            self.recorder.note(What::Authorization(Box::new(request)));
            return plain(400, "The request has no redirect URI.\n");
        };
        let answer = self.answer_to(&request);
        let answered = self.parameters(origin, &answer, &mut request);
        let form_post = request.get("response_mode") == Some("form_post");
        self.recorder.note(What::Authorization(Box::new(request)));
        if form_post { form(&redirect_uri, &answered) } else { redirect(&redirect_uri, &answered) }
    }

    /// The answer that is due: the same to a request that came before.
    fn answer_to(&self, request: &Authorization) -> AuthorizeAnswer {
        let names = ["code_challenge", "state", "redirect_uri", "request_uri"];
        let key = format!("{:?}", names.map(|name| request.get(name)));
        let at = {
            let requests = &mut self.state().requests;
            requests.iter().position(|known| *known == key).unwrap_or_else(|| {
                // The count is bounded by the log's.
                requests.push(key);
                requests.len() - 1
            })
        };
        let answers = &self.says.authorize;
        answers.get(at).or(answers.last()).cloned().unwrap_or_default()
    }

    fn parameters(
        &self,
        origin: &str,
        answer: &AuthorizeAnswer,
        request: &mut Authorization,
    ) -> Vec<(String, String)> {
        let mut answered = Vec::new();
        let mut add = |name: &str, value: String| answered.push((name.to_owned(), value));
        let owned = |name: &str| request.get(name).map(str::to_owned);
        let issued = Issued {
            server: self.server,
            challenge: owned("code_challenge"),
            method: request.method().map(str::to_owned),
            nonce: owned("nonce"),
            scope: owned("scope"),
            client_id: owned("client_id"),
            used: false,
        };
        if let Some(error) = &answer.error {
            add("error", error.clone());
            request.error = Some(error.clone());
        } else {
            let other = || Issued {
                challenge: Some(pkce_vectors::s256(
                    b"the verifier of somebody else, whom nobody knows",
                )),
                method: Some("S256".to_owned()),
                ..issued.clone()
            };
            match &answer.code {
                CodeSent::Missing => {}
                CodeSent::Injected => add("code", self.recorder.issue("", other())),
                CodeSent::Own | CodeSent::Twice | CodeSent::Odd(_) => {
                    let odd = match &answer.code {
                        CodeSent::Odd(odd) => odd,
                        _ => "",
                    };
                    let code = self.recorder.issue(odd, issued.clone());
                    add("code", code.clone());
                    if answer.code == CodeSent::Twice {
                        add("code", self.recorder.issue("", other()));
                    }
                    request.code = Some(code);
                }
            }
        }
        let state = request.get("state").map(str::to_owned);
        match answer.state {
            StateSent::Same => state.into_iter().for_each(|state| add("state", state)),
            StateSent::Wrong => add("state", self.recorder.draw("state")),
            StateSent::Missing => {}
        }
        match answer.iss {
            Issuer::Missing => {}
            Issuer::Right => add("iss", self.issuer(origin)),
            Issuer::Wrong => add("iss", OTHER_ISSUER.to_owned()),
        }
        answered.extend(answer.params.iter().cloned());
        answered
    }

    /// Takes a request that is pushed (RFC 9126).
    pub(super) fn push(&self, asked: &Asked<'_>) -> Response {
        let request_uri =
            format!("urn:ietf:params:oauth:request_uri:{}", self.recorder.draw("uri"));
        let state = &mut *self.state();
        if state.waiting.len() < MOST {
            state.waiting.insert(request_uri.clone(), pairs(&asked.body));
        }
        self.recorder.note(What::Pushed { request_uri: request_uri.clone() });
        Response::json(201, &json!({ "request_uri": request_uri, "expires_in": 60 }))
    }
}

fn value(pairs: &[(String, String)], name: &str) -> Option<String> {
    let mut values = pairs.iter().filter(|(known, value)| known == name && !value.is_empty());
    values.next().map(|(_, value)| value.clone())
}

/// Names that stand there more than once. `resource` (RFC 8707) may, and so may `audience`.
pub(super) fn repeated(pairs: &[(String, String)]) -> BTreeSet<String> {
    let mut seen = BTreeSet::new();
    let named = pairs.iter().map(|(name, _)| name.as_str());
    let twice = named.filter(|name| !seen.insert(*name));
    twice.filter(|name| !matches!(*name, "resource" | "audience")).map(str::to_owned).collect()
}

/// The claims of a request object (RFC 9101), whoever signed it; nothing where it is encrypted.
fn claims(object: &str) -> Option<Vec<(String, String)>> {
    let mut parts = object.split('.');
    let (_, payload, _, None) = (parts.next()?, parts.next()?, parts.next()?, parts.next()) else {
        return None;
    };
    let payload = BASE64URL.decode(payload.trim_end_matches('=')).ok()?;
    let claims: Map<String, Value> = serde_json::from_slice(&payload).ok()?;
    let text = |value: Value| match value {
        Value::String(text) => text,
        other => other.to_string(),
    };
    Some(claims.into_iter().map(|(name, value)| (name, text(value))).collect())
}

/// An answer in the query of the redirect URI, which keeps its own.
pub(in crate::client) fn answered(redirect_uri: &str, answered: &[(String, String)]) -> String {
    let pairs = answered.iter().map(|(name, value)| (name.as_bytes(), value.as_bytes()));
    let query = String::from_utf8_lossy(&encode_pairs(pairs)).into_owned();
    let joint = if redirect_uri.contains('?') { '&' } else { '?' };
    format!("{redirect_uri}{joint}{query}")
}

fn redirect(redirect_uri: &str, parameters: &[(String, String)]) -> Response {
    let headers = Headers::new()
        .with("Location", answered(redirect_uri, parameters))
        .with("Cache-Control", *b"no-store");
    Response { status: 302, headers, body: Vec::new() }
}

/// OAuth 2.0 Form Post Response Mode: a page whose form a browser sends at once.
fn form(redirect_uri: &str, parameters: &[(String, String)]) -> Response {
    let inputs = parameters.iter().fold(String::new(), |inputs, (name, value)| {
        let (name, value) = (attribute(name), attribute(value));
        inputs + &format!("<input type=\"hidden\" name=\"{name}\" value=\"{value}\">")
    });
    let action = attribute(redirect_uri);
    let page = format!(
        "<!doctype html><title>Back to the client</title><body onload=\"document.forms[0].submit()\">\
         <form method=\"post\" action=\"{action}\">{inputs}</form></body>"
    );
    let headers = Headers::new().with("Content-Type", *b"text/html; charset=utf-8");
    Response { status: 200, headers, body: page.into_bytes() }
}

fn attribute(text: &str) -> String {
    text.replace('&', "&amp;").replace('"', "&quot;").replace('<', "&lt;")
}
