//! Pushed authorization requests that are examined less than others.

use std::{collections::HashMap, sync::Arc};

use pkce_core::{
    policy::Required,
    server::{Asked, Binding, BoundMethod, Decisions, Standard},
};

use super::{Decided, Mutant, is_empty};
use crate::{
    implementation::{Answered, Implementation},
    mutants::{Role, wrong},
    reference::{Reference, StandardLibrary},
    wire::{About, Octets, Open, StepAnswer, StepCall},
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
            &["rfc9126-2.1-pushed-request-validated"],
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
            &["rfc9126-2.1-pushed-request-validated"],
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
            &["rfc7636-4.4.1-plain-not-offered-not-honoured"],
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
            &["rfc9126-2-challenge-bound-when-pushed"],
            "of two pushed requests the later takes the place of the earlier",
            |seed| {
                let reference = Reference::new(seed).named("par-last-pushed-counts");
                Box::new(Pushing { reference, last: Some(HashMap::new()) })
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
        Box::new(Pushing { reference, last: None })
    })
}

/// The reference, told which requests are pushed.
struct Pushing {
    reference: Reference,
    /// The last request URI of each session, where it takes the place of all.
    last: Option<HashMap<String, String>>,
}

impl Implementation for Pushing {
    fn about(&self) -> About {
        self.reference.about()
    }

    fn flow_open(&mut self, open: &Open) -> Answered<()> {
        self.reference.flow_open(open)
    }

    fn flow_step(&mut self, session: &str, step: &StepCall) -> Answered<StepAnswer> {
        let mut step = step.clone();
        match (&mut step, &self.last) {
            (StepCall::Par(request), _) => {
                request.params.push((MARK.to_owned(), Octets(b"1".to_vec())));
            }
            (StepCall::Authorize(request), Some(last)) => {
                for (name, value) in &mut request.params {
                    if let Some(uri) = last.get(session).filter(|_| name == "request_uri") {
                        *value = Octets(uri.clone().into_bytes());
                    }
                }
            }
            _ => {}
        }
        let answer = self.reference.flow_step(session, &step)?;
        if let (Some(last), Some(uri)) = (&mut self.last, &answer.request_uri) {
            last.insert(session.to_owned(), uri.clone());
        }
        Ok(answer)
    }

    fn flow_race(&mut self, session: &str, steps: &[StepCall]) -> Answered<Vec<StepAnswer>> {
        self.reference.flow_race(session, steps)
    }

    fn flow_close(&mut self, session: &str) -> Answered<()> {
        if let Some(last) = &mut self.last {
            last.remove(session);
        }
        self.reference.flow_close(session)
    }
}
