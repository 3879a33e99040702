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
    /// What beyond plain strings it can be sent; what is not in it is not sent.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub accepts: Vec<Accept>,
}

impl About {
    /// A Rust implementation that offers these operations, and accepts all that the protocol has: what its calls cannot
    /// be given it declines itself.
    #[must_use]
    pub fn library(name: &str, version: &str, ops: &[&str]) -> Self {
        Self {
            name: name.to_owned(),
            version: version.to_owned(),
            language: "Rust".to_owned(),
            ops: ops.iter().map(|op| (*op).to_owned()).collect(),
            not_ours: Vec::new(),
            offers: Offers::default(),
            accepts: Accept::ALL.to_vec(),
        }
    }
}

/// Something beyond plain strings that an adapter can be sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Accept {
    /// Octets that are not UTF-8: members named `…_hex`, and `{"hex": "…"}` in the place of a string.
    Hex,
    /// A piece of form-encoded text, as it is.
    Raw,
    /// Parameters in the query of a token request.
    Query,
    /// More than one user agent.
    UserAgent,
    /// Steps at the same moment.
    Race,
    /// A parameter more than once.
    Duplicates,
    /// An authorization request by POST.
    Post,
    /// A request object by value.
    RequestObject,
    /// The metadata document that is asked for by name.
    MetadataOf,
    /// A word that this version of the protocol does not have: nothing is sent for it.
    #[serde(untagged)]
    Unknown(String),
}

impl Accept {
    /// Every word of this version of the protocol.
    pub const ALL: [Self; 9] = [
        Self::Hex,
        Self::Raw,
        Self::Query,
        Self::UserAgent,
        Self::Race,
        Self::Duplicates,
        Self::Post,
        Self::RequestObject,
        Self::MetadataOf,
    ];

    /// The word on the wire; one that is not known is the target's own: hostile text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Hex => "hex",
            Self::Raw => "raw",
            Self::Query => "query",
            Self::UserAgent => "user_agent",
            Self::Race => "race",
            Self::Duplicates => "duplicates",
            Self::Post => "post",
            Self::RequestObject => "request_object",
            Self::MetadataOf => "metadata_of",
            Self::Unknown(word) => word,
        }
    }
}
