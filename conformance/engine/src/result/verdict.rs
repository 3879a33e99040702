//! Verdicts, and what a subject plays.

use serde::{Deserialize, Serialize};

/// What came of one case or check.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// The answer is right.
    Pass,
    /// The answer is wrong.
    Fail,
    /// No answer: crashed, timed out, or answered nonsense.
    Broken,
    /// The answer means nothing: its control failed, or what it needed did not come.
    Inconclusive,
    /// The target declares that it does not offer this.
    Unsupported,
    /// Not asked, or not counted: policy, fixture, or known failure.
    Skipped,
}

impl Verdict {
    /// The name used in reports.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Pass => "pass",
            Self::Fail => "fail",
            Self::Broken => "broken",
            Self::Inconclusive => "inconclusive",
            Self::Unsupported => "unsupported",
            Self::Skipped => "skipped",
        }
    }

    /// Whether the target answered and the answer was judged.
    #[must_use]
    pub const fn is_judged(self) -> bool {
        matches!(self, Self::Pass | Self::Fail | Self::Broken)
    }
}

/// What a subject plays, and so which vectors are held against it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// A library: the operations on verifiers, challenges and methods.
    Library,
    /// An authorization server: flows.
    Server,
}

impl Role {
    /// The word for it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Library => "library",
            Self::Server => "server",
        }
    }
}
