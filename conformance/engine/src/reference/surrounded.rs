//! The reference with something around its endpoints: what lies before or behind a server's decisions.

use super::Reference;
use crate::{
    implementation::{Answered, Implementation},
    wire::{About, Open, StepAnswer, StepCall},
};

/// What stands around the endpoints; where nothing is overridden, nothing does.
#[expect(unused_variables, reason = "parameter names are documentation")]
pub trait Surroundings {
    /// Changes a request, or answers it before the server sees it.
    fn before(&mut self, session: &str, step: &mut StepCall) -> Option<StepAnswer> {
        None
    }

    /// Changes what the server answers.
    fn after(&mut self, session: &str, step: &StepCall, answer: &mut StepAnswer) {}

    /// A session is over.
    fn closed(&mut self, session: &str) {}
}

/// The server model of the reference in its surroundings: flows alone, and the requests of a race one after another.
pub struct Surrounded<S> {
    reference: Reference,
    surroundings: S,
}

impl<S: Surroundings> Surrounded<S> {
    /// Puts the reference into its surroundings.
    #[must_use]
    pub const fn new(reference: Reference, surroundings: S) -> Self {
        Self { reference, surroundings }
    }
}

impl<S: Surroundings> Implementation for Surrounded<S> {
    fn about(&self) -> About {
        let mut about = self.reference.about();
        about.ops.retain(|op| op.starts_with("flow."));
        about
    }

    fn flow_open(&mut self, open: &Open) -> Answered<()> {
        self.reference.flow_open(open)
    }

    fn flow_step(&mut self, session: &str, step: &StepCall) -> Answered<StepAnswer> {
        let mut step = step.clone();
        if let Some(answer) = self.surroundings.before(session, &mut step) {
            return Ok(answer);
        }
        let mut answer = self.reference.flow_step(session, &step)?;
        self.surroundings.after(session, &step, &mut answer);
        Ok(answer)
    }

    fn flow_race(&mut self, session: &str, steps: &[StepCall]) -> Answered<Vec<StepAnswer>> {
        steps.iter().map(|step| self.flow_step(session, step)).collect()
    }

    fn flow_close(&mut self, session: &str) -> Answered<()> {
        self.surroundings.closed(session);
        self.reference.flow_close(session)
    }
}
