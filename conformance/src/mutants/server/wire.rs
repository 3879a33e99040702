//! Faults that lie before or behind the server's decisions: where a value is taken from, and what breaks over it.

use std::{collections::HashMap, sync::Arc};

use pkce_core::server::{Decisions, Proof, Refusal, Standard};

use super::Mutant;
use crate::{
    implementation::{Answered, Implementation},
    mutants::{Role, wrong},
    reference::{Reference, StandardLibrary},
    wire::{About, Octets, Open, Outcome, SentRequest, StepAnswer, StepCall},
};

/// The reference with something in front of its endpoints.
struct Fronted {
    reference: Reference,
    /// Changes a request, or answers it before the server sees it.
    front: fn(&mut StepCall) -> Option<StepAnswer>,
}

impl Implementation for Fronted {
    fn about(&self) -> About {
        self.reference.about()
    }

    fn flow_open(&mut self, open: &Open) -> Answered<()> {
        self.reference.flow_open(open)
    }

    fn flow_step(&mut self, session: &str, step: &StepCall) -> Answered<StepAnswer> {
        let mut step = step.clone();
        match (self.front)(&mut step) {
            Some(answer) => Ok(answer),
            None => self.reference.flow_step(session, &step),
        }
    }

    fn flow_race(&mut self, session: &str, steps: &[StepCall]) -> Answered<Vec<StepAnswer>> {
        steps.iter().map(|step| self.flow_step(session, step)).collect()
    }

    fn flow_close(&mut self, session: &str) -> Answered<()> {
        self.reference.flow_close(session)
    }
}

/// The reference, whose refusals at the token endpoint say what they had wanted.
struct Talkative {
    reference: Reference,
    /// The last challenge of each session.
    challenges: HashMap<String, Octets>,
}

impl Implementation for Talkative {
    fn about(&self) -> About {
        self.reference.about()
    }

    fn flow_open(&mut self, open: &Open) -> Answered<()> {
        self.reference.flow_open(open)
    }

    fn flow_step(&mut self, session: &str, step: &StepCall) -> Answered<StepAnswer> {
        if let StepCall::Authorize(request) | StepCall::Par(request) = step
            && let Some((_, text)) =
                request.params.iter().find(|(name, _)| name == "code_challenge")
        {
            self.challenges.insert(session.to_owned(), text.clone());
        }
        let mut answer = self.reference.flow_step(session, step)?;
        if matches!(step, StepCall::Token(_)) && answer.outcome == Outcome::Refused {
            let wanted = self.challenges.get(session).and_then(Octets::as_text).unwrap_or_default();
            answer.body = answer.body.map(|body| format!("{body} wanted: {wanted}"));
        }
        Ok(answer)
    }

    fn flow_race(&mut self, session: &str, steps: &[StepCall]) -> Answered<Vec<StepAnswer>> {
        self.reference.flow_race(session, steps)
    }

    fn flow_close(&mut self, session: &str) -> Answered<()> {
        self.challenges.remove(session);
        self.reference.flow_close(session)
    }
}

fn fronted(
    name: &'static str,
    breaks: &'static [&'static str],
    says: &'static str,
    front: fn(&mut StepCall) -> Option<StepAnswer>,
) -> Mutant {
    Mutant::made(name, Role::Server, breaks, says, move |seed| {
        Box::new(Fronted { reference: Reference::new(seed).named(name), front })
    })
}

pub(super) fn mutants() -> Vec<Mutant> {
    vec![
        fronted(
            "verifier-read-from-query",
            &["hardening-verifier-in-query"],
            "a verifier in the token request's query is taken where the body has none",
            |step| {
                let request = token(step)?;
                if !has(&request.params, "code_verifier") {
                    let verifier = request.query.iter().find(|(name, _)| name == "code_verifier");
                    request.params.extend(verifier.cloned());
                }
                None
            },
        ),
        fronted(
            "verifier-of-query-wins",
            &["rfc7636-4.6-unequal-refused"],
            "a verifier in the token request's query takes the place of the one in its body",
            |step| {
                let request = token(step)?;
                if has(&request.params, "code_verifier") && has(&request.query, "code_verifier") {
                    request.params.retain(|(name, _)| name != "code_verifier");
                    request.params.extend(request.query.iter().cloned());
                }
                None
            },
        ),
        Mutant::made(
            "verifier-of-query-unchecked",
            Role::Server,
            &["rfc7636-4.5-verifier-required"],
            "a verifier in the token request's query counts as sent, and is not compared; code, \
             client and redirect URI are",
            |seed| {
                let decisions = wrong!(Decisions {
                    fn verifier_missing(&self, proof: &Proof<'_>) -> Result<(), Refusal> {
                        let in_query = proof.sent.values(OF_QUERY).next().is_some();
                        if in_query { Ok(()) } else { Standard.verifier_missing(proof) }
                    }
                });
                let (name, library) = ("verifier-of-query-unchecked", Box::new(StandardLibrary));
                let reference = Reference::with(name, library, Arc::new(decisions), seed);
                let front = |step: &mut StepCall| {
                    let request = token(step)?;
                    let verifier = request.query.iter().find(|(name, _)| name == "code_verifier");
                    let value = verifier?.1.clone();
                    request.params.push((OF_QUERY.to_owned(), value));
                    None
                };
                Box::new(Fronted { reference, front })
            },
        ),
        fronted(
            "strange-verifier-server-error",
            &["hardening-server-error"],
            "a verifier that is not ASCII breaks the token endpoint",
            |step| {
                let request = token(step)?;
                breaks(
                    request
                        .params
                        .iter()
                        .any(|(name, value)| name == "code_verifier" && strange(value)),
                )
            },
        )
        .cites(&["https://github.com/ArchiveLabs/lenny/issues/211"]),
        fronted(
            "strange-challenge-server-error",
            &["hardening-server-error"],
            "a challenge that is not ASCII breaks the authorization endpoint",
            |step| {
                let StepCall::Authorize(request) = step else { return None };
                breaks(
                    request
                        .params
                        .iter()
                        .any(|(name, value)| name == "code_challenge" && strange(value)),
                )
            },
        ),
        fronted(
            "list-server-error",
            &["hardening-server-error"],
            "a parameter that a framework reads as a list breaks the endpoint",
            |step| {
                let (StepCall::Authorize(request) | StepCall::Token(request)) = step else {
                    return None;
                };
                breaks(request.params.iter().any(|(name, _)| name.contains('[')))
            },
        ),
        fronted(
            "missing-code-server-error",
            &["hardening-server-error"],
            "a token request without a code breaks the endpoint",
            |step| {
                let request = token(step)?;
                breaks(!has(&request.params, "code"))
            },
        ),
        Mutant::made(
            "challenge-told-in-refusal",
            Role::Server,
            &["rfc7636-4.4-challenge-not-extractable"],
            "a refusal says to which challenge the verifier does not belong",
            |seed| {
                let reference = Reference::new(seed).named("challenge-told-in-refusal");
                Box::new(Talkative { reference, challenges: HashMap::new() })
            },
        ),
    ]
}

/// Under this name the token endpoint sees a verifier of the query.
const OF_QUERY: &str = "code_verifier of the query";

fn token(step: &mut StepCall) -> Option<&mut SentRequest> {
    match step {
        StepCall::Token(request) => Some(request),
        _ => None,
    }
}

fn has(parameters: &[(String, Octets)], wanted: &str) -> bool {
    parameters.iter().any(|(name, _)| name == wanted)
}

fn strange(value: &Octets) -> bool {
    !value.0.is_ascii() || value.0.contains(&0)
}

fn breaks(condition: bool) -> Option<StepAnswer> {
    condition.then(|| StepAnswer { status: Some(500), ..StepAnswer::new(Outcome::ServerError) })
}
