//! Exploring: structured inputs near every boundary, put to any target and judged by what the requirements allow.
//!
//! A case is drawn as a plot, becomes a library vector or a flow, and is put to the target by the same scripts,
//! schedule and judge as those of a run. The oracle says which outcomes are right and what a wrong one breaks. A
//! difference is shrunk to its minimum and is then a draft of a vector.

mod cases;
mod complete;
mod difference;
mod measure;
mod onward;
mod oracle;
mod plot;
mod probe;
mod search;
mod settle;

use std::{sync::atomic::AtomicBool, time::Duration};

use pkce_vectors::{Op, VectorSet};

use pkce_conformance::{result::Exploration, transport::Transport};

pub use complete::{CannotDraft, completed};
pub use measure::measure;

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

/// Explores a target. Whatever the target does, what was found comes back.
///
/// `progress` hears how many cases were drawn so far.
pub fn explore(
    set: &VectorSet,
    transport: &mut dyn Transport,
    options: &Options<'_>,
    progress: &mut dyn FnMut(usize),
) -> Result<Exploration, pkce_vectors::UnknownProfile> {
    search::explore(set, transport, options, &search::Until::Told, progress)
}
