//! Whoever is asked and answers: a process that speaks lines, or a client in this process.

use std::path::Path;

use pkce_conformance::fault::FaultKind;
use pkce_vectors::Scenario;
use serde::Deserialize;
use serde_json::{Value, json};

use super::{agent::Landing, command::Places};

/// A client that can be started, as often as a scenario wants.
pub trait Client: Sync {
    /// Whether it is given a secret.
    fn has_secret(&self) -> bool;

    /// Whether a scenario can be played with it.
    fn plays(&self, _: &Scenario) -> bool {
        true
    }

    /// Starts it, with a HOME of its own.
    fn start(&self, places: &Places, home: &Path) -> Result<Box<dyn Talker>, String>;
}

/// A client that was started.
pub trait Talker {
    /// Puts a line to it, and waits for its answer.
    fn ask(&mut self, asked: &Value) -> Result<Answer, NoAnswer>;

    /// Ends it, and gives what it printed.
    fn close(self: Box<Self>) -> String;
}

/// What a client answered.
#[derive(Debug, Default, Deserialize)]
pub struct Answer {
    /// The number that it has for a login.
    #[serde(default)]
    pub login: Option<u64>,
    /// The link of a login.
    #[serde(default)]
    pub url: Option<String>,
    /// It has a token.
    #[serde(default)]
    pub token: Option<bool>,
    /// It does not go on, and this is why.
    #[serde(default)]
    pub error: Option<Value>,
}

impl Answer {
    /// Whether it is an answer, and not some JSON that the client logs.
    #[must_use]
    pub const fn says_something(&self) -> bool {
        self.url.is_some() || self.token.is_some() || self.error.is_some()
    }
}

/// Why no answer came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NoAnswer {
    /// The client ended.
    Ended(String),
    /// It broke.
    Broke(FaultKind, String),
}

/// Asks for a login to begin, at another issuer than the command named where one is given.
pub(super) fn begin(issuer: Option<&str>) -> Value {
    match issuer {
        None => json!({ "op": "begin" }),
        Some(issuer) => json!({ "op": "begin", "issuer": issuer }),
    }
}

/// Gives the answer of a login.
pub(super) fn callback(login: u64, landing: &Landing) -> Value {
    match &landing.body {
        None => json!({ "op": "callback", "login": login, "url": landing.url }),
        Some(body) => json!({ "op": "callback", "login": login, "url": landing.url, "body": body }),
    }
}
