//! The last exchanges, for a person who looks at what a client sends. No value that opens anything is kept.

use std::{collections::VecDeque, time::Duration};

use pkce_conformance::messages::{Request, Response};
use pkce_core::request::Parameters;

/// One exchange, masked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Exchange {
    /// When, since the server began.
    pub(super) at: Duration,
    /// Method and path.
    pub(super) request: String,
    /// The parameters: values that harm nobody, and of the others their length.
    pub(super) parameters: Vec<(String, String)>,
    /// The status of the response.
    pub(super) status: u16,
    /// What it came to, in a few words.
    pub(super) says: String,
}

/// The last of them.
#[derive(Debug, Default)]
pub(super) struct Journal(VecDeque<Exchange>);

/// How many are kept.
const MOST: usize = 40;

/// How many parameters of one request are kept.
const MOST_PARAMETERS: usize = 24;

/// The parameters whose values are shown.
const SHOWN: [&str; 6] =
    ["client_id", "code_challenge_method", "error", "grant_type", "redirect_uri", "response_type"];

impl Journal {
    /// Keeps an exchange, and forgets the oldest beyond the limit.
    pub(super) fn keep(&mut self, at: Duration, request: &Request, response: &Response) {
        if self.0.len() >= MOST {
            self.0.pop_front();
        }
        self.0.push_back(Exchange {
            at,
            request: format!("{} {}", request.method.as_str(), request.endpoint.path()),
            parameters: parameters(request),
            status: response.status,
            says: says(response),
        });
    }

    /// The exchanges, the latest first.
    pub(super) fn latest(&self) -> impl Iterator<Item = &Exchange> {
        self.0.iter().rev()
    }
}

fn parameters(request: &Request) -> Vec<(String, String)> {
    let read = |form: &[u8]| Parameters::parse_form(form).unwrap_or_default();
    let (query, body) = (read(&request.query), read(&request.body));
    let shown = |(name, value): (&[u8], &[u8])| {
        let name = short(name);
        let value = if SHOWN.contains(&&*name) {
            short(value)
        } else {
            format!("[{} octets]", value.len())
        };
        (name, value)
    };
    query.iter().chain(body.iter()).take(MOST_PARAMETERS).map(shown).collect()
}

fn short(octets: &[u8]) -> String {
    const MOST: usize = 100;
    let octets = octets.get(..MOST).unwrap_or(octets);
    String::from_utf8_lossy(octets).into_owned()
}

/// A code, a token or an error, by name.
fn says(response: &Response) -> String {
    let location = response.headers.first("Location").unwrap_or_default();
    let redirected = pkce_conformance::messages::redirected_parameters(location);
    let has = |name: &str| redirected.values(name).next().is_some();
    let error = redirected.values("error").last().map(short);
    let body: Option<serde_json::Map<String, serde_json::Value>> =
        serde_json::from_slice(&response.body).ok();
    let member = |name: &str| body.as_ref().and_then(|body| body.get(name));
    let error = error.or_else(|| Some(short(member("error")?.as_str()?.as_bytes())));
    if let Some(error) = error {
        error
    } else if has("code") {
        "a code".to_owned()
    } else if member("access_token").is_some() {
        "an access token".to_owned()
    } else if member("request_uri").is_some() {
        "a request URI".to_owned()
    } else {
        String::new()
    }
}
