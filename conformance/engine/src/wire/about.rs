//! What a target says of itself.

use serde::{Deserialize, Serialize};

use super::{object, offers::Offers};

/// A target's introduction: the answer to `hello`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct About {
    /// The implementation's name.
    pub name: String,
    /// Its version, as it tells it itself.
    pub version: String,
    /// The language it is written in.
    pub language: String,
    /// The operations that it offers: `derive`, `verify`, …, `flow.open`, `flow.step`, `flow.close`.
    pub ops: Vec<String>,
    /// Globs over requirement ids that the adapter's own glue decides, not the implementation.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub not_ours: Vec<String>,
    /// What it offers; what it does not say is probed.
    #[serde(
        default,
        deserialize_with = "object::deserialize",
        skip_serializing_if = "Offers::is_empty"
    )]
    pub offers: Offers,
}

impl About {
    /// A Rust implementation that offers these operations.
    #[must_use]
    pub fn library(name: &str, version: &str, ops: &[&str]) -> Self {
        Self {
            name: name.to_owned(),
            version: version.to_owned(),
            language: "Rust".to_owned(),
            ops: ops.iter().map(|op| (*op).to_owned()).collect(),
            not_ours: Vec::new(),
            offers: Offers::default(),
        }
    }
}
