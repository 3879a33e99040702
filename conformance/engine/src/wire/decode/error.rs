//! Why a line is not a message.

use crate::wire::PROTOCOL;

/// A line that is not a message of the protocol.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DecodeError {
    /// Not a JSON object of the expected form.
    #[error("not an answer of the protocol: {0}")]
    Malformed(String),
    /// None or several of `ok`, `error`, `unsupported`.
    #[error("an answer has exactly one of ok, error, unsupported")]
    NotOne,
    /// Another version of the protocol.
    #[error("the adapter speaks protocol {0}, the runner speaks {PROTOCOL}")]
    Protocol(u32),
}

impl From<serde_json::Error> for DecodeError {
    fn from(error: serde_json::Error) -> Self {
        Self::Malformed(error.to_string())
    }
}
