//! Transports: the ways to put calls to a target. The runner trusts none of them.

mod exchange;
mod in_process;
pub mod lines;
mod process;
mod stdio;

use std::time::Instant;

use serde::{Deserialize, Serialize};

use crate::wire::{About, Call, Reply};

pub use exchange::Exchange;
pub use in_process::InProcess;
pub use process::{Process, end_all};
pub use stdio::{Limits, Stdio};

/// A way to put calls to a target. Calls may be sent ahead; answers come in any order.
pub trait Transport {
    /// Starts the target and asks what it is. Called again after a fault: every call in flight is then lost.
    fn start(&mut self) -> Result<About, Fault>;

    /// Sends a call. Never waits for an answer.
    fn send(&mut self, id: u64, call: Call) -> Result<(), Fault>;

    /// The next answer. `deadline` is when the oldest call in flight has had its time.
    fn receive(&mut self, deadline: Instant) -> Received;

    /// The target's last words on standard error, for a report of what broke.
    fn last_words(&self) -> Option<String> {
        None
    }

    /// How many calls may be in flight.
    fn window(&self) -> usize;
}

/// What came of waiting for an answer.
#[derive(Debug)]
pub enum Received {
    /// An answer.
    Answer(u64, Reply),
    /// The target broke. Where the fault is one call's for sure, its id is told.
    Fault(Fault, Option<u64>),
    /// Nothing yet: a chance to look whether the run was interrupted.
    Nothing,
}

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
    /// It answered 5xx where the documents demand an answer.
    ServerError,
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
