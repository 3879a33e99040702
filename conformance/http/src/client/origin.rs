//! The server of a scenario: an origin of its own, which answers from the scenario's data and writes down what came.

mod authorize;
mod documents;
mod openid;
mod recorder;
mod resource;
mod token;

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use pkce_conformance::messages::{Headers, Response};
use pkce_core::request::Parameters;
use pkce_vectors::ServerSays;
use serde_json::json;

pub(super) use authorize::answered;
pub(super) use openid::Keys;
pub(super) use recorder::{Issued, Recorder, Stray};

use super::log::What;
use crate::serve::{Answers, Asked, Said};

/// One server.
pub(super) struct Origin {
    /// 0, or 1 for the second.
    pub(super) server: u8,
    pub(super) says: ServerSays,
    pub(super) recorder: Arc<Recorder>,
    pub(super) keys: Arc<Keys>,
    /// Where the origin is that only records.
    pub(super) other: String,
    /// It wants requests to be pushed.
    pub(super) pushed: bool,
    pub(super) state: Mutex<State>,
}

/// What it remembers.
#[derive(Default)]
pub(super) struct State {
    /// How often each document was fetched: OAuth's and OpenID's.
    fetched: [usize; 2],
    /// Authorization requests, as they are told from each other.
    requests: Vec<String>,
    /// Requests that were pushed, by their URI.
    waiting: HashMap<String, Vec<(String, String)>>,
    /// Token requests of the code grant.
    exchanges: usize,
    clients: usize,
}

/// Pushed requests and clients kept at most.
const MOST: usize = 256;

impl Origin {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The issuer at an origin.
    fn issuer(&self, origin: &str) -> String {
        format!("{origin}{}", self.says.path)
    }
}

impl Answers for Origin {
    fn answer(&self, origin: &str, asked: Asked<'_>) -> Said {
        let path = String::from_utf8_lossy(asked.path).into_owned();
        if asked.method == "OPTIONS" {
            return Said::Response(preflight(&asked.headers));
        }
        if let Some(openid) = documents::document_of(&path, &self.says.path) {
            return Said::Response(open_to_pages(self.document(origin, openid, &path)));
        }
        if let Some(response) = self.resource(origin, &path, &asked) {
            return Said::Response(open_to_pages(response));
        }
        let own = path.strip_prefix(self.says.path.as_str()).unwrap_or(&path);
        match (asked.method, own) {
            ("GET" | "POST", "/authorize") => Said::Response(self.authorize(origin, &asked)),
            ("POST", "/par") => Said::Response(self.push(&asked)),
            ("POST", "/token") => match self.token(origin, &asked) {
                Said::Response(response) => Said::Response(open_to_pages(response)),
                Said::HangUp => Said::HangUp,
            },
            ("POST", "/register") => Said::Response(self.register(&asked.body)),
            ("GET", "/jwks") => {
                Said::Response(open_to_pages(Response::json(200, &self.keys.set())))
            }
            ("GET" | "POST", "/userinfo") => {
                Said::Response(open_to_pages(Response::json(200, &openid::user())))
            }
            _ => {
                self.recorder.note(What::Other { text: format!("{} {path}", asked.method) });
                Said::Response(Response::json(404, &json!({ "error": "not_found" })))
            }
        }
    }
}

impl Origin {
    /// Registers whoever asks (RFC 7591): what it says of itself is said back.
    fn register(&self, body: &[u8]) -> Response {
        let said = serde_json::from_slice::<serde_json::Value>(body).unwrap_or_default();
        let mut members = said.as_object().cloned().unwrap_or_default();
        let number = {
            let state = &mut *self.state();
            state.clients = (state.clients + 1).min(MOST);
            state.clients
        };
        members.insert("client_id".to_owned(), json!(format!("registered-{number}")));
        let method = members
            .get("token_endpoint_auth_method")
            .and_then(serde_json::Value::as_str)
            .unwrap_or("client_secret_basic")
            .to_owned();
        members.insert("token_endpoint_auth_method".to_owned(), json!(method));
        if method != "none" {
            members.insert("client_secret".to_owned(), json!(super::command::SECRET));
            members.insert("client_secret_expires_at".to_owned(), json!(0));
        }
        self.recorder.note(What::Other { text: "POST /register".to_owned() });
        open_to_pages(Response::json(201, &serde_json::Value::Object(members)))
    }
}

/// Pairs of a form, as text.
fn pairs(form: &[u8]) -> Vec<(String, String)> {
    let text = |octets: &[u8]| String::from_utf8_lossy(octets).into_owned();
    let parameters = Parameters::parse_form(form).unwrap_or_default();
    parameters.iter().map(|(name, value)| (text(name), text(value))).collect()
}

/// Header fields as text, for whoever looks for a value in them. What authenticates stands elsewhere.
fn fields(headers: &Headers) -> String {
    let lines = headers.iter().filter(|(name, _)| !name.eq_ignore_ascii_case("Authorization"));
    let lines = lines.map(|(name, value)| format!("{name}: {}", String::from_utf8_lossy(value)));
    lines.fold(String::new(), |text, line| text + "\n" + &line)
}

/// A page of a browser may read it.
fn open_to_pages(mut response: Response) -> Response {
    response.headers.push("Access-Control-Allow-Origin", *b"*");
    response.headers.push("Access-Control-Expose-Headers", *b"WWW-Authenticate");
    response
}

/// The answer to a preflight.
fn preflight(headers: &Headers) -> Response {
    let wanted = headers.text("Access-Control-Request-Headers").unwrap_or_default();
    let headers = Headers::new()
        .with("Access-Control-Allow-Origin", *b"*")
        .with("Access-Control-Allow-Methods", *b"GET, POST, DELETE")
        .with("Access-Control-Allow-Headers", wanted.into_bytes());
    Response { status: 204, headers, body: Vec::new() }
}
