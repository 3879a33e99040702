//! Responses.

use std::fmt;

use super::headers::Headers;

/// A response as it comes over the wire.
#[derive(Clone, PartialEq, Eq)]
pub struct Response {
    /// The status.
    pub status: u16,
    /// The header fields.
    pub headers: Headers,
    /// The body.
    pub body: Vec<u8>,
}

impl Response {
    /// A JSON document.
    #[must_use]
    pub fn json(status: u16, document: &serde_json::Value) -> Self {
        Self {
            status,
            headers: Headers::new().with("Content-Type", *b"application/json"),
            body: document.to_string().into_bytes(),
        }
    }
}

/// Status and names: what it carries may be a secret.
impl fmt::Debug for Response {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Response")
            .field("status", &self.status)
            .field("headers", &self.headers)
            .finish_non_exhaustive()
    }
}
