//! Pushed authorization requests that are examined less than others.

use pkce_vectors::requirement_ids as ids;
use std::{collections::HashMap, sync::Arc};

use pkce_core::{
    policy::Required,
    server::{Asked, Binding, BoundMethod, Decisions, Standard},
};

use super::{Decided, Mutant, is_empty};
use crate::{Role, wrong};
use pkce_conformance::{
    reference::{Reference, StandardLibrary, Surrounded, Surroundings},
    wire::{Octets, StepAnswer, StepCall},
};

/// What marks a request as pushed, for decisions that see its parameters alone.
const MARK: &str = "pushed";

fn pushed(asked: &Asked<'_>) -> bool {
    asked.sent.values(MARK).next().is_some()
}

pub(super) fn mutants() -> Vec<Mutant> {
    let mutants = vec![
        marking(
            "par-empty-challenge-served",
            &[ids::RFC9126_2_1_PUSHED_REQUEST_VALIDATED],
            "a pushed request with an empty challenge needs none, also where PKCE is required",
            wrong!(Decisions {
                fn without_challenge(&self, asked: &Asked<'_>) -> Decided<Binding> {
                    if pushed(asked) && is_empty(asked.sent, "code_challenge") {
                        return Ok(Binding::Absent);
                    }
                    Standard.without_challenge(asked)
                }
            }),
        ),
        marking(
            "par-requirement-of-some-ignored",
            &[ids::RFC9126_2_1_PUSHED_REQUEST_VALIDATED],
            "PKCE that is required of some clients is not required of what they push",
            wrong!(Decisions {
                fn challenge_required(&self, asked: &Asked<'_>) -> bool {
                    let all = matches!(asked.policy.pkce_required, Required::All);
                    Standard.challenge_required(asked) && (all || !pushed(asked))
                }
            }),
        ),
        marking(
            "par-omitted-method-as-plain",
            &[ids::RFC7636_4_4_1_PLAIN_NOT_OFFERED_NOT_HONOURED],
            "a pushed request without a method means plain, also where that is not offered",
            wrong!(Decisions {
                fn method_when_omitted(&self, asked: &Asked<'_>) -> Decided<BoundMethod> {
                    if pushed(asked) { Ok(BoundMethod::PLAIN) } else { Standard.method_when_omitted(asked) }
                }
            }),
        ),
        Mutant::made(
            "par-last-pushed-counts",
            Role::Server,
            &[ids::RFC9126_2_CHALLENGE_BOUND_WHEN_PUSHED],
            "of two pushed requests the later takes the place of the earlier",
            |seed| {
                let reference = Reference::new(seed).named("par-last-pushed-counts");
                Box::new(Surrounded::new(reference, LastPushed::default()))
            },
        ),
    ];
    mutants.into_iter().map(Mutant::unseen).collect()
}

fn marking(
    name: &'static str,
    breaks: &'static [&'static str],
    says: &'static str,
    decisions: impl Decisions + Clone + 'static,
) -> Mutant {
    Mutant::made(name, Role::Server, breaks, says, move |seed| {
        let (library, decisions) = (Box::new(StandardLibrary), Arc::new(decisions.clone()));
        let reference = Reference::with(name, library, decisions, seed);
        Box::new(Surrounded::new(reference, Marked))
    })
}

/// Tells the server's decisions which requests are pushed.
struct Marked;

impl Surroundings for Marked {
    fn before(&mut self, _: &str, step: &mut StepCall) -> Option<StepAnswer> {
        if let StepCall::Par(request) = step {
            request.params.push((MARK.to_owned(), Octets(b"1".to_vec())));
        }
        None
    }
}

/// The last request URI of each session takes the place of all.
#[derive(Default)]
struct LastPushed(HashMap<String, String>);

impl Surroundings for LastPushed {
    fn before(&mut self, session: &str, step: &mut StepCall) -> Option<StepAnswer> {
        if let (StepCall::Authorize(request), Some(last)) = (step, self.0.get(session)) {
            for (_, value) in request.params.iter_mut().filter(|(name, _)| name == "request_uri") {
                *value = Octets(last.clone().into_bytes());
            }
        }
        None
    }

    fn after(&mut self, session: &str, _: &StepCall, answer: &mut StepAnswer) {
        if let Some(uri) = &answer.request_uri {
            self.0.insert(session.to_owned(), uri.clone());
        }
    }

    fn closed(&mut self, session: &str) {
        self.0.remove(session);
    }
}
