//! Transports: the ways to put calls to a target. The runner trusts none of them.

mod cannot_start;
mod exchange;
mod in_process;
pub mod lines;
mod mark;
mod process;
mod stdio;

use std::{sync::Arc, time::Instant};

use crate::{
    fixture::Fixture,
    wire::{About, Call, Reply},
};

pub use crate::fault::{Fault, FaultKind};
pub use exchange::Exchange;
pub use in_process::InProcess;
pub use lines::Event as LineEvent;
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

    /// How often a race is put to the target. Nothing: whoever answers takes its requests one after another, or in an order
    /// of its own, and one round shows all.
    fn rounds(&self) -> Option<u32> {
        None
    }

    /// Whether each start is another process.
    fn starts_a_process(&self) -> bool {
        false
    }

    /// The clients that the target has. Without, it registers those that each flow draws.
    fn fixture(&self) -> Option<Arc<Fixture>> {
        None
    }
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
