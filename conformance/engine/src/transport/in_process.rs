//! A target in this process: each call is answered when it is asked for.

use std::{collections::VecDeque, time::Instant};

use super::{Fault, Received, Transport};
use crate::{
    implementation::{Implementation, answer},
    wire::{About, Call, Reply, StepAnswer},
};

/// An [`Implementation`] as a target.
pub struct InProcess<'a> {
    implementation: &'a mut dyn Implementation,
    waiting: VecDeque<(u64, Call)>,
}

impl<'a> InProcess<'a> {
    /// Wraps an implementation.
    #[must_use]
    pub fn new(implementation: &'a mut dyn Implementation) -> Self {
        Self { implementation, waiting: VecDeque::new() }
    }
}

impl Transport for InProcess<'_> {
    fn start(&mut self) -> Result<About, Fault> {
        self.waiting.clear();
        Ok(self.implementation.about())
    }

    fn send(&mut self, id: u64, call: Call) -> Result<(), Fault> {
        self.waiting.push_back((id, call));
        Ok(())
    }

    fn receive(&mut self, _deadline: Instant) -> Received {
        match self.waiting.pop_front() {
            Some((id, call)) => {
                let reply = answer(self.implementation, &call);
                match incomplete(&reply) {
                    Some(words) => Received::Fault(Fault::nonsense(words), Some(id)),
                    None => Received::Answer(id, reply),
                }
            }
            None => Received::Nothing,
        }
    }

    fn window(&self) -> usize {
        1
    }
}

/// What an answer lacks that its outcome needs: the types alone do not say so.
fn incomplete(reply: &Reply) -> Option<String> {
    let steps = match reply {
        Reply::Step(step) => std::slice::from_ref(&**step),
        Reply::Steps(steps) => steps,
        _ => return None,
    };
    steps.iter().find_map(StepAnswer::incomplete)
}
