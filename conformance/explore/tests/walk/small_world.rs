//! Walks the server model through a small world, in every order of events.

#[path = "breach.rs"]
mod breach;
#[path = "draft.rs"]
mod draft;
#[path = "event.rs"]
mod event;
#[path = "requests.rs"]
mod requests;
#[path = "state.rs"]
mod state;
#[path = "trial.rs"]
mod trial;
#[path = "world.rs"]
mod world;

use std::sync::Arc;

use pkce_core::server::Decisions;
use stateright::{Checker as _, HasDiscoveries, Model as _};

pub(crate) use breach::Breach;
pub(crate) use event::{Event, Faults};
pub(crate) use requests::Requests;
pub(crate) use trial::verdict;
pub(crate) use world::{Setting, Until, settings};

use world::{BOTH_REDEEMED, LAW, World};

/// What a walk came to.
#[derive(Debug)]
pub(crate) struct Walk {
    /// How many moments were seen, each once.
    pub(crate) states: usize,
    /// How many steps led to them.
    pub(crate) steps: usize,
    /// How many events lie behind the farthest.
    pub(crate) depth: usize,
    /// Whether two codes were redeemed somewhere: else nothing was walked.
    pub(crate) both_redeemed: bool,
    /// The shortest way to a token that should not have been given.
    pub(crate) trace: Option<Trace>,
}

/// Events that end in a breach.
#[derive(Debug, Clone)]
pub(crate) struct Trace {
    pub(crate) setting: Setting,
    pub(crate) events: Vec<Event>,
    pub(crate) breach: Breach,
}

/// Walks, breadth first.
pub(crate) fn walk(
    settings: Vec<Setting>,
    faults: Faults,
    decisions: Arc<dyn Decisions>,
    requests: Arc<Requests>,
    until: Until,
) -> Walk {
    let world = World::new(settings, faults, until, decisions, requests);
    // One thread, so that the first counterexample is a shortest one.
    let checker = world.checker().threads(1).finish_when(HasDiscoveries::AnyFailures);
    let done = checker.spawn_bfs().join();
    let trace = done.discovery(LAW).and_then(|path| {
        let end = path.last_state();
        let setting = done.model().setting(end.setting)?;
        let breach = end.breach?;
        Some(Trace { setting, breach, events: path.into_actions() })
    });
    Walk {
        states: done.unique_state_count(),
        steps: done.state_count(),
        depth: done.max_depth() - 1,
        both_redeemed: done.discovery(BOTH_REDEEMED).is_some(),
        trace,
    }
}
