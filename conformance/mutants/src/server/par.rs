//! Pushed authorization requests, and what stands beside them.

use pkce_core::{
    request::Parameters,
    server::{Decisions, Standard},
};
use pkce_vectors::requirement_ids as ids;

use super::{Decided, Mutant};
use crate::wrong;

const NAMES: [&str; 2] = ["code_challenge", "code_challenge_method"];

/// The pushed parameters, with those of `names` that the query has too in their place.
fn overridden(pushed: &Parameters, query: &Parameters, names: &[&str]) -> Parameters {
    let mut parameters = pushed.clone();
    for name in names {
        if query.values(name).next().is_some() {
            parameters.remove(name);
            for value in query.values(name) {
                parameters.push(*name, value);
            }
        }
    }
    parameters
}

pub(super) fn mutants() -> Vec<Mutant> {
    vec![
        Mutant::server(
            "par-overridden-by-query",
            &[ids::RFC9101_5_ONLY_THE_REQUEST_OBJECT],
            "a challenge and method in the query take the place of the pushed ones",
            wrong!(Decisions {
                fn parameters_of_pushed(
                    &self,
                    pushed: &Parameters,
                    query: &Parameters,
                ) -> Decided<Parameters> {
                    Ok(overridden(pushed, query, &NAMES))
                }
            }),
        ),
        Mutant::server(
            "par-method-overridden-by-query",
            &[ids::RFC9101_5_ONLY_THE_REQUEST_OBJECT],
            "a method in the query takes the place of the pushed one",
            wrong!(Decisions {
                fn parameters_of_pushed(
                    &self,
                    pushed: &Parameters,
                    query: &Parameters,
                ) -> Decided<Parameters> {
                    Ok(overridden(pushed, query, &["code_challenge_method"]))
                }
            }),
        ),
        Mutant::server(
            "par-challenge-removed-by-empty-query",
            &[ids::RFC9101_5_ONLY_THE_REQUEST_OBJECT],
            "an empty challenge in the query takes the pushed one away",
            wrong!(Decisions {
                fn parameters_of_pushed(
                    &self,
                    pushed: &Parameters,
                    query: &Parameters,
                ) -> Decided<Parameters> {
                    let mut parameters = pushed.clone();
                    if super::is_empty(query, "code_challenge") {
                        for name in NAMES {
                            parameters.remove(name);
                        }
                    }
                    Ok(parameters)
                }
            }),
        ),
        Mutant::server(
            "par-challenge-dropped",
            &[ids::RFC7636_4_5_VERIFIER_REQUIRED],
            "the challenge of a pushed request is not read",
            wrong!(Decisions {
                fn parameters_of_pushed(
                    &self,
                    pushed: &Parameters,
                    _: &Parameters,
                ) -> Decided<Parameters> {
                    let mut parameters = pushed.clone();
                    for name in NAMES {
                        parameters.remove(name);
                    }
                    Ok(parameters)
                }
            }),
        ),
        Mutant::server(
            "par-challenge-read-from-query",
            &[ids::RFC9700_4_8_VERIFIER_NEEDS_CHALLENGE],
            "a verifier for a pushed request is checked only if the query has a challenge",
            wrong!(Decisions {
                fn kept_through_consent(
                    &self,
                    binding: pkce_core::server::Binding,
                    asked: &pkce_core::server::Asked<'_>,
                ) -> pkce_core::server::Binding {
                    if asked.sent.values("added").next().is_some() {
                        pkce_core::server::Binding::Lost
                    } else {
                        binding
                    }
                }
                fn parameters_of_pushed(
                    &self,
                    pushed: &Parameters,
                    query: &Parameters,
                ) -> Decided<Parameters> {
                    let mut parameters = Standard.parameters_of_pushed(pushed, query)?;
                    let added = query.values("code_challenge").next().is_some();
                    if added && pushed.values("code_challenge").next().is_none() {
                        parameters.push("added", "1");
                    }
                    Ok(parameters)
                }
            }),
        ),
    ]
}
