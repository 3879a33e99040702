//! A row of a kill matrix, as `pkce mutants --format json` writes it, read back.

use serde::Deserialize;

use crate::ReadError;

/// A mutant, and the vectors that catch it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Kill {
    /// The mutant's name.
    pub name: String,
    /// The family of which it is a member.
    pub family: Option<String>,
    /// What it does wrong.
    pub says: String,
    /// Where the bug was reported.
    pub cites: Vec<String>,
    /// Whether every requirement that it breaks has a vector that kills it.
    pub killed: bool,
    /// The vectors that do, and with `#` their checks.
    pub vectors: Vec<String>,
}

/// Reads what `pkce mutants --format json` wrote.
pub fn read_kills(text: &str) -> Result<Vec<Kill>, ReadError> {
    Ok(serde_json::from_str(text)?)
}
