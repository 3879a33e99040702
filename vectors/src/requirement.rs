//! A requirement: one normative sentence, or one lesson of a published bug.

use serde::{Deserialize, Serialize};

use crate::level::Level;

/// One entry of `requirements.json`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Requirement {
    /// Words, stable for ever: `rfc7636-4.6-unequal-refused`.
    pub id: String,
    /// How strictly it binds, where no profile says otherwise.
    pub level: Level,
    /// What the level rests on.
    pub basis: Basis,
    /// Who is bound by it.
    pub role: Role,
    /// What it says, in our own words.
    pub says: String,
    /// Where it is stated.
    pub sources: Vec<Source>,
    /// The profile from which it binds, with all that inherit it.
    pub profile: String,
    /// Why no vector can show it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub untestable: Option<String>,
    /// The part that will bring its vectors.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub planned: Option<Planned>,
}

/// What a requirement's level rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Basis {
    /// The word of the sentence.
    Keyword,
    /// A definition without such a word: a grammar, a formula, a default.
    Definition,
    /// A published bug or attack.
    Attack,
}

/// Who is bound.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// The client.
    Client,
    /// The authorization server.
    Server,
    /// Both of them.
    Both,
}

/// A part of the suite that comes later.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Planned {
    /// The judge of clients.
    Client,
}

/// Where a requirement is stated.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// The id of a document.
    pub document: String,
    /// The section, or the number of an advisory.
    pub section: String,
    /// The sentence itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quote: Option<String>,
    /// A link to it.
    pub url: String,
}
