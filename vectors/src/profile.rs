//! Profiles and documents: which requirements bind, and how strictly.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{level::Level, role::RoleName, unique_map::unique};

/// A document that requirements quote.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Document {
    /// Short name, used by sources.
    pub id: String,
    /// Title.
    pub title: String,
    /// Where it is published.
    pub url: String,
    /// The licence of its text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub licence: Option<String>,
    /// It writes the words that bind in lower case.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub lower_case: bool,
}

/// A set of requirements that someone wants held.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Profile {
    /// Its name on the command line.
    pub id: String,
    /// What it stands for.
    pub title: String,
    /// The profile whose requirements it takes over.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub inherits: Option<String>,
    /// Other names.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub aliases: Vec<String>,
    /// The profile taken when none is named.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub default: bool,
    /// The clients that it is about; without, every kind.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub roles: Option<Vec<RoleName>>,
    /// It demands that authorization requests be pushed (RFC 9126).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub pushed: bool,
    /// Levels that change from here on.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty", deserialize_with = "unique")]
    pub levels: BTreeMap<String, Level>,
    /// Requirements that give way to another from here on.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty", deserialize_with = "unique")]
    pub replaces: BTreeMap<String, String>,
    /// It binds nothing but what these rows name of what it inherits; without, all of that.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub selects: Vec<Selection>,
}

/// A row of somebody else's list, and the requirements that it comes down to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Selection {
    /// The row's own name: `10.4.6`.
    pub row: String,
    /// A link to it.
    pub url: String,
    /// The ids of inherited requirements.
    pub requirements: Vec<String>,
}

impl Profile {
    /// Its name and the others that it goes by.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        std::iter::once(&self.id).chain(&self.aliases).map(String::as_str)
    }
}
