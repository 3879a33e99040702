//! Plots: what is drawn, before it is a vector or a flow. Simpler ones come first, so that shrinking leads there.

mod flow;
mod library;
mod method;
mod text;
mod twin;

use pkce_vectors::Op;
use proptest::prelude::*;

pub(super) use flow::{FlowPlot, Ground, needs, settings};
pub(super) use library::LibraryPlot;

/// One case, as it is drawn.
#[derive(Debug, Clone)]
pub(super) enum Plot {
    /// A call of a library.
    Library(LibraryPlot),
    /// A session with a server.
    Flow(FlowPlot),
}

/// What is drawn from.
pub(super) fn plots(ops: &[Op], ground: Option<&Ground>) -> Option<BoxedStrategy<Plot>> {
    let mut kinds: Vec<(u32, BoxedStrategy<Plot>)> = ops
        .iter()
        .map(|op| (weight(*op), library::calls(*op).prop_map(Plot::Library).boxed()))
        .collect();
    if let Some(ground) = ground.filter(|ground| !ground.settings.is_empty()) {
        kinds.push((10, flow::flows(ground).prop_map(Plot::Flow).boxed()));
    }
    (!kinds.is_empty()).then(|| proptest::strategy::Union::new_weighted(kinds).boxed())
}

/// Where there is more to go wrong, more is asked.
const fn weight(op: Op) -> u32 {
    match op {
        Op::Verify => 8,
        Op::Derive => 4,
        Op::CheckVerifier | Op::CheckChallenge => 3,
        Op::ParseMethod => 2,
        Op::Generate => 1,
    }
}
