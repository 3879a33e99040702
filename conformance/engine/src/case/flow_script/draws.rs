//! Where the values of a flow come from.

use std::sync::Arc;

use pkce_vectors::{Bindings, Flow};

use crate::{
    case::setting::{Setting, flow_case_id},
    fixture::Fixture,
    wire::Offers,
};

/// Where the values of a flow come from.
#[derive(Debug, Clone, Copy)]
pub struct Draws<'d> {
    /// Decides every value that is drawn.
    pub seed: u64,
    /// The target's own clients; without, the case draws its own.
    pub fixture: Option<&'d Arc<Fixture>>,
    /// What the subject says that requests to it need.
    pub offers: &'d Offers,
    /// How often the case was put before: each time has values of its own.
    pub again: u32,
}

impl<'d> Draws<'d> {
    /// The values of a case that is put for the first time to a target without clients of its own.
    #[must_use]
    pub const fn first(seed: u64, offers: &'d Offers) -> Self {
        Self { seed, fixture: None, offers, again: 0 }
    }

    /// What the draws are keyed by, beside the seed.
    pub(super) fn key(&self, flow: &Flow, setting: Setting) -> String {
        let id = flow_case_id(flow, setting);
        if self.again == 0 { id } else { format!("{id}#{}", self.again) }
    }

    /// The clients, and what requests need.
    pub(super) fn fixture(&self, flow: &Flow, setting: Setting) -> Arc<Fixture> {
        self.fixture.cloned().unwrap_or_else(|| {
            let clients = flow.clients(setting.role);
            Arc::new(Fixture::drawn(clients, &self.key(flow, setting), self.seed, self.offers))
        })
    }

    /// The values that a flow sends, as its script evaluates them.
    #[must_use]
    pub fn bindings(&self, flow: &Flow, setting: Setting) -> Bindings {
        let clients = self.fixture(flow, setting).clients.clone();
        Bindings::new(self.seed, &self.key(flow, setting), clients)
    }
}
