//! How a target breaks.

use serde::{Deserialize, Serialize};

/// How a target broke, in words for a report.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{words}")]
pub struct Fault {
    /// Which kind.
    pub kind: FaultKind,
    /// What happened; what of it is the target's own is hostile text.
    pub words: String,
}

/// The ways to break.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FaultKind {
    /// It ended, or closed its output.
    Crashed,
    /// It did not answer in time.
    TimedOut,
    /// It wrote what is no answer of the protocol.
    Nonsense,
    /// It was not asked any more, after it broke too often.
    Abandoned,
}

impl Fault {
    /// It ended, closed its output, or does not start.
    #[must_use]
    pub fn crashed(words: impl Into<String>) -> Self {
        Self { kind: FaultKind::Crashed, words: words.into() }
    }

    /// It did not answer in time.
    #[must_use]
    pub fn timed_out(words: impl Into<String>) -> Self {
        Self { kind: FaultKind::TimedOut, words: words.into() }
    }

    /// It wrote what is no answer of the protocol.
    #[must_use]
    pub fn nonsense(words: impl Into<String>) -> Self {
        Self { kind: FaultKind::Nonsense, words: words.into() }
    }
}
