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

/// Why a case has no pass and no fail, beside broken and inconclusive: what a reader counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Unjudged {
    /// The subject serves no such clients: the case does not apply.
    NotServed,
    /// The subject does not offer what the case is about: it does not apply.
    NotOffered,
    /// The call has no place for what the case puts into it, such as octets that are not text.
    NoPlace,
    /// The subject's policy is fixed, and it is another.
    PolicyFixed,
    /// What surrounds the subject decides it (`not_ours`).
    NotOurs,
    /// The subject answered `unsupported`, or does not tell what is asked about.
    Unsupported,
    /// Nothing came that the question is about.
    NotExercised,
}

impl Unjudged {
    /// Whether the case then does not apply to the subject, so that nobody misses it.
    #[must_use]
    pub const fn does_not_apply(self) -> bool {
        matches!(self, Self::NotServed | Self::NotOffered)
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
