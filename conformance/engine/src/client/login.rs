//! What a client knows of itself, and what it keeps of a login.

use serde_json::{Map, Value};

use crate::messages::encode_pairs;

/// A source of random octets.
pub type Draw<'d> = dyn FnMut() -> [u8; 32] + 'd;

/// What a client is told before its first login.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Setup {
    /// Its id.
    pub client_id: String,
    /// Its secret, where it is a confidential client.
    pub client_secret: Option<String>,
    /// Where its answers go.
    pub redirect_uri: String,
    /// It goes by the rules of the MCP authorization specification.
    pub mcp: bool,
}

/// A login under way.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Login {
    /// Its number, from 1.
    pub number: u64,
    /// The issuer that it was begun at.
    pub issuer: String,
    /// The metadata, as they were read then.
    pub metadata: Map<String, Value>,
    /// The verifier; nothing: PKCE is not used.
    pub verifier: Option<String>,
    /// The method of the challenge.
    pub method: Option<&'static str>,
    /// `state`.
    pub state: Option<String>,
    /// The nonce of the ID token that is asked for.
    pub nonce: Option<String>,
}

impl Login {
    /// A text of the metadata.
    #[must_use]
    pub fn says(&self, name: &str) -> Option<&str> {
        self.metadata.get(name)?.as_str()
    }

    /// Whether the metadata announce `iss` (RFC 9207 §3).
    #[must_use]
    pub fn announces_iss(&self) -> bool {
        self.metadata.get("authorization_response_iss_parameter_supported")
            == Some(&Value::Bool(true))
    }
}

/// An answer of an authorization server, taken apart.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Came {
    /// Its parameters, in order.
    pub parameters: Vec<(String, String)>,
}

impl Came {
    /// The first value of a parameter.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        self.parameters.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

/// A message that a client sends: a body or a query, and how it authenticates.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Answer {
    /// The parameters, in order.
    pub parameters: Vec<(String, String)>,
    /// A user and a password for HTTP Basic.
    pub basic: Option<(String, String)>,
}

impl Answer {
    /// Adds a parameter.
    pub fn add(&mut self, name: &str, value: impl Into<String>) {
        self.parameters.push((name.to_owned(), value.into()));
    }

    /// Takes a parameter out.
    pub fn remove(&mut self, name: &str) {
        self.parameters.retain(|(known, _)| known != name);
    }

    /// The parameters, form-encoded.
    #[must_use]
    pub fn form(&self) -> Vec<u8> {
        let pairs = self.parameters.iter();
        encode_pairs(pairs.map(|(name, value)| (name.as_bytes(), value.as_bytes())))
    }
}
