//! What an exploration is told.

use std::{sync::atomic::AtomicBool, time::Duration};

use pkce_vectors::Op;

/// Cases that are drawn where nobody says how many.
pub const CASES: usize = 20_000;

/// What an exploration is told beside its target.
pub struct Options<'o> {
    /// The profile whose requirements bind; without, the default one.
    pub profile: Option<&'o str>,
    /// The operations, and whether flows, are explored. Empty: all that the target offers.
    pub only: &'o [Kind],
    /// Decides every draw.
    pub seed: u64,
    /// How many cases are drawn.
    pub cases: usize,
    /// When drawing ends at the latest.
    pub time: Option<Duration>,
    /// How long one request may take.
    pub request_limit: Duration,
    /// Set from outside to end the exploration early.
    pub interrupted: &'o AtomicBool,
}

/// What is explored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// An operation of a library.
    Library(Op),
    /// An authorization server.
    Flow,
}

impl Kind {
    /// All of them.
    #[must_use]
    pub fn all() -> Vec<Self> {
        Op::ALL.into_iter().map(Self::Library).chain([Self::Flow]).collect()
    }

    /// The name on the command line.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Library(op) => op.as_str(),
            Self::Flow => "flow",
        }
    }
}
