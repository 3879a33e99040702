//! What a target has to be like for a case to apply: its policy, and what it offers.

use serde::{Deserialize, Serialize};

/// For whom the authorization server requires PKCE.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PolicyName {
    /// For nobody.
    Optional,
    /// For every client.
    Required,
    /// For public clients.
    RequiredPublic,
    /// For the client of the case's role alone, not for its neighbour.
    RequiredOne,
    /// As the target has it by itself: what nobody set is held against it.
    Own,
}

impl PolicyName {
    /// Every policy.
    pub const ALL: [Self; 5] =
        [Self::Optional, Self::Required, Self::RequiredPublic, Self::RequiredOne, Self::Own];

    /// The name used in the data and in case ids.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Optional => "optional",
            Self::Required => "required",
            Self::RequiredPublic => "required-public",
            Self::RequiredOne => "required-one",
            Self::Own => "own",
        }
    }
}

/// Further predicates on the target. Absent: it does not matter.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Needs {
    /// Whether the `plain` method is offered.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub plain: Option<bool>,
    /// Whether pushed authorization requests (RFC 9126) are offered.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub par: Option<bool>,
    /// Whether a code's lifetime is known and short enough to wait for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code_lifetime: Option<bool>,
    /// Whether an access token can be tried (userinfo or introspection).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub userinfo: Option<bool>,
    /// Whether there is a metadata document.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub metadata: Option<bool>,
}

impl Needs {
    /// Nothing is asked of the target.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}
