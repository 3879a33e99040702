//! Roles: the clients that a flow names without knowing them.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A client of the target, by what it is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum RoleName {
    /// A public client.
    Public,
    /// Another public client.
    Public2,
    /// A confidential client.
    Confidential,
    /// Another confidential client.
    Confidential2,
}

impl RoleName {
    /// Every role.
    pub const ALL: [Self; 4] =
        [Self::Public, Self::Public2, Self::Confidential, Self::Confidential2];

    /// The name used in the data.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Public => "public",
            Self::Public2 => "public2",
            Self::Confidential => "confidential",
            Self::Confidential2 => "confidential2",
        }
    }

    /// The other client of the same kind.
    #[must_use]
    pub const fn other(self) -> Self {
        match self {
            Self::Public => Self::Public2,
            Self::Public2 => Self::Public,
            Self::Confidential => Self::Confidential2,
            Self::Confidential2 => Self::Confidential,
        }
    }

    /// Whether the client has a secret.
    #[must_use]
    pub const fn is_confidential(self) -> bool {
        matches!(self, Self::Confidential | Self::Confidential2)
    }
}

impl fmt::Display for RoleName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
