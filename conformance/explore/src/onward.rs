//! One process through many schedules: each counts its calls from 0, and the target hears ids that go on.

use std::{sync::Arc, time::Instant};

use pkce_conformance::{
    fixture::Fixture,
    transport::{Fault, Received, Transport},
    wire::{About, Call},
};

/// A transport that is already started and used again.
pub(super) struct Onward<'t> {
    transport: &'t mut dyn Transport,
    first: u64,
    next: u64,
}

impl<'t> Onward<'t> {
    pub(super) fn new(transport: &'t mut dyn Transport) -> Self {
        Self { transport, first: 0, next: 0 }
    }

    /// Another schedule begins.
    pub(super) fn anew(&mut self) {
        self.first = self.next;
    }
}

impl Transport for Onward<'_> {
    fn start(&mut self) -> Result<About, Fault> {
        self.transport.start()
    }

    fn send(&mut self, id: u64, call: Call) -> Result<(), Fault> {
        let id = self.first + id;
        self.next = self.next.max(id + 1);
        self.transport.send(id, call)
    }

    fn receive(&mut self, deadline: Instant) -> Received {
        match self.transport.receive(deadline) {
            Received::Answer(id, reply) => match id.checked_sub(self.first) {
                Some(id) => Received::Answer(id, reply),
                None => Received::Nothing,
            },
            Received::Fault(fault, id) => {
                Received::Fault(fault, id.and_then(|id| id.checked_sub(self.first)))
            }
            Received::Nothing => Received::Nothing,
        }
    }

    fn last_words(&self) -> Option<String> {
        self.transport.last_words()
    }

    fn window(&self) -> usize {
        self.transport.window()
    }

    fn fixture(&self) -> Option<Arc<Fixture>> {
        self.transport.fixture()
    }
}
