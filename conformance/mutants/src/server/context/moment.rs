//! Time that passes, and requests at the same moment.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use pkce_conformance::{
    implementation::{Answered, Implementation},
    reference::{Reference, StandardLibrary},
    wire::{About, Open, StepAnswer, StepCall},
};
use pkce_core::server::{Decisions, Proof, Standard};
use pkce_vectors::requirement_ids as ids;

use super::UNCHECKED;
use crate::{
    Role,
    mutant::{Mutant, wrong},
    server::{Decided, unchecked_where},
};

pub(super) fn mutants() -> Vec<Mutant> {
    vec![
        Mutant::server(
            "challenge-expires-before-its-code",
            UNCHECKED,
            "the challenge is kept in a cache, and is gone before the code is",
            unchecked_where!(proof => proof.now >= proof.grant.issued + Duration::from_secs(20)),
        ),
        Mutant::made(
            "race-shares-its-verdict",
            Role::Server,
            &[ids::RFC7636_4_6_UNEQUAL_REFUSED],
            "requests at the same moment share a place for the verdict: once one verifier was \
             right, each is",
            |seed| {
                let moment = Arc::new(Moment::default());
                let (name, library) = ("race-shares-its-verdict", Box::new(StandardLibrary));
                let decisions = Arc::new(SharedVerdict(Arc::clone(&moment)));
                Box::new(Raced(Reference::with(name, library, decisions, seed), moment))
            },
        ),
    ]
}

/// Whether requests come at the same moment, and one of them was right.
#[derive(Default)]
struct Moment {
    racing: AtomicBool,
    proven: AtomicBool,
}

/// A server whose requests at the same moment share one verdict on the verifier.
struct SharedVerdict(Arc<Moment>);

impl Decisions for SharedVerdict {
    fn possession(&self, proof: &Proof<'_>) -> Decided {
        let verdict = Standard.possession(proof);
        if !self.0.racing.load(Ordering::Relaxed) {
            return verdict;
        }
        let proven = self.0.proven.fetch_or(verdict.is_ok(), Ordering::Relaxed);
        if proven { Ok(()) } else { verdict }
    }
}

/// A server, and the moment that its decisions look at.
struct Raced(Reference, Arc<Moment>);

impl Implementation for Raced {
    fn about(&self) -> About {
        let mut about = self.0.about();
        about.ops.retain(|op| op.starts_with("flow."));
        about
    }

    fn flow_open(&mut self, open: &Open) -> Answered<()> {
        self.0.flow_open(open)
    }

    fn flow_step(&mut self, session: &str, step: &StepCall) -> Answered<StepAnswer> {
        self.0.flow_step(session, step)
    }

    fn flow_race(&mut self, session: &str, steps: &[StepCall]) -> Answered<Vec<StepAnswer>> {
        self.1.proven.store(false, Ordering::Relaxed);
        self.1.racing.store(true, Ordering::Relaxed);
        let answers = steps.iter().map(|step| self.0.flow_step(session, step)).collect();
        self.1.racing.store(false, Ordering::Relaxed);
        answers
    }

    fn flow_close(&mut self, session: &str) -> Answered<()> {
        self.0.flow_close(session)
    }
}
