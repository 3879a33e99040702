//! Flags: kinds of bug, explained once.

use serde::{Deserialize, Serialize};

/// One entry of `flags.json`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Flag {
    /// The kind of bug, in a few words.
    pub bug_type: String,
    /// What an implementation with it suffers.
    pub effect: String,
    /// How it comes about.
    pub description: String,
    /// Published cases.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub links: Vec<String>,
    /// CVE numbers of published cases.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cves: Vec<String>,
}
