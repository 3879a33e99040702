//! Faults that lie before or behind the server's decisions: where a value is taken from, and what breaks over it.

use pkce_vectors::requirement_ids as ids;
use std::{collections::HashMap, sync::Arc};

use pkce_core::server::{Decisions, Proof, Refusal, Standard};

use crate::{
    Role,
    mutant::{Mutant, wrong},
    server::front::{Front, breaks, fronted, has, token, value},
};
use pkce_conformance::{
    reference::{Reference, StandardLibrary, Surrounded, Surroundings},
    wire::{Octets, Outcome, StepAnswer, StepCall},
};

/// Refusals at the token endpoint say what they had wanted: the last challenge of each session.
#[derive(Default)]
struct Talkative(HashMap<String, Octets>);

impl Surroundings for Talkative {
    fn after(&mut self, session: &str, step: &StepCall, answer: &mut StepAnswer) {
        if let StepCall::Authorize(request) | StepCall::Par(request) = step
            && let Some(text) = value(request, "code_challenge")
        {
            self.0.insert(session.to_owned(), text.clone());
        }
        if matches!(step, StepCall::Token(_)) && answer.outcome == Outcome::Refused {
            let wanted = self.0.get(session).and_then(Octets::as_text).unwrap_or_default();
            if let Some(body) = &mut answer.body {
                body.push_str(" wanted: ");
                body.push_str(wanted);
            }
        }
    }

    fn closed(&mut self, session: &str) {
        self.0.remove(session);
    }
}

pub(super) fn mutants() -> Vec<Mutant> {
    vec![
        fronted(
            "verifier-read-from-query",
            &[ids::HARDENING_VERIFIER_IN_QUERY],
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
            &[ids::HARDENING_DUPLICATE_PARAMETER],
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
            &[ids::RFC7636_4_5_VERIFIER_REQUIRED],
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
                Box::new(Surrounded::new(reference, Front(front)))
            },
        ),
        fronted(
            "strange-verifier-server-error",
            &[ids::HARDENING_SERVER_ERROR],
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
            &[ids::HARDENING_SERVER_ERROR],
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
            &[ids::HARDENING_SERVER_ERROR],
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
            &[ids::HARDENING_SERVER_ERROR],
            "a token request without a code breaks the endpoint",
            |step| {
                let request = token(step)?;
                breaks(!has(&request.params, "code"))
            },
        ),
        Mutant::made(
            "challenge-told-in-refusal",
            Role::Server,
            &[ids::OAUTH21_CHALLENGE_NOT_IN_RESPONSE],
            "a refusal says to which challenge the verifier does not belong",
            |seed| {
                let reference = Reference::new(seed).named("challenge-told-in-refusal");
                Box::new(Surrounded::new(reference, Talkative::default()))
            },
        ),
    ]
}

/// Under this name the token endpoint sees a verifier of the query.
const OF_QUERY: &str = "code_verifier of the query";

fn strange(value: &Octets) -> bool {
    !value.0.is_ascii() || value.0.contains(&0)
}
