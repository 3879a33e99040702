//! A model in this process, with the clients and the word of the server that is driven.

use std::{sync::Arc, time::Instant};

use pkce_conformance::{
    fault::Fault,
    fixture::Fixture,
    implementation::{Answered, Implementation},
    transport::{InProcess, Received, Transport},
    wire::{About, Call, Open, StepAnswer, StepCall},
};

/// An implementation as one server for all flows, with the clients and the policy that it began with: so a live one is.
pub(crate) struct Fixed {
    inner: Box<dyn Implementation>,
    about: About,
    session: String,
}

impl Fixed {
    pub(crate) fn new(mut inner: Box<dyn Implementation>, about: About, open: &Open) -> Self {
        inner.flow_open(open).unwrap();
        Self { inner, about, session: open.session.clone() }
    }
}

impl Implementation for Fixed {
    fn about(&self) -> About {
        self.about.clone()
    }

    fn flow_open(&mut self, _: &Open) -> Answered<()> {
        Ok(())
    }

    fn flow_step(&mut self, _: &str, step: &StepCall) -> Answered<StepAnswer> {
        self.inner.flow_step(&self.session, step)
    }

    fn flow_race(&mut self, _: &str, steps: &[StepCall]) -> Answered<Vec<StepAnswer>> {
        self.inner.flow_race(&self.session, steps)
    }
}

/// A target in this process whose clients stand ready.
pub(crate) struct Fitted<'a> {
    inner: InProcess<'a>,
    fixture: Arc<Fixture>,
}

impl<'a> Fitted<'a> {
    pub(crate) fn new(model: &'a mut Fixed, fixture: Arc<Fixture>) -> Self {
        Self { inner: InProcess::new(model), fixture }
    }
}

impl Transport for Fitted<'_> {
    fn start(&mut self) -> Result<About, Fault> {
        self.inner.start()
    }

    fn send(&mut self, id: u64, call: Call) -> Result<(), Fault> {
        self.inner.send(id, call)
    }

    fn receive(&mut self, deadline: Instant) -> Received {
        self.inner.receive(deadline)
    }

    fn window(&self) -> usize {
        self.inner.window()
    }

    fn fixture(&self) -> Option<Arc<Fixture>> {
        Some(Arc::clone(&self.fixture))
    }
}
