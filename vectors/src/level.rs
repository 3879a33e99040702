//! How strictly a document demands something, and who gains when it is broken.

use serde::{Deserialize, Serialize};

/// The word of the sentence behind a requirement, weakest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Level {
    /// No sentence demands it; a published bug or attack shows why it matters. It never fails a run.
    Hardening,
    /// `MAY`, `OPTIONAL`.
    May,
    /// `SHOULD`, `RECOMMENDED`.
    Should,
    /// `MUST`, `REQUIRED`, `SHALL`, or a definition that binds bit for bit.
    Must,
}

impl Level {
    /// The name used in the data and on the command line.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Hardening => "hardening",
            Self::May => "may",
            Self::Should => "should",
            Self::Must => "must",
        }
    }
}

/// Who gains when a requirement is broken, worst first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Effect {
    /// A token without the one verifier, or by the wrong client.
    Bypass,
    /// A secret where it does not belong.
    Leak,
    /// A right request refused.
    Lockout,
    /// Nobody gains or loses.
    Deviation,
}

impl Effect {
    /// The name used in the data and in reports.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Bypass => "bypass",
            Self::Leak => "leak",
            Self::Lockout => "lockout",
            Self::Deviation => "deviation",
        }
    }
}
