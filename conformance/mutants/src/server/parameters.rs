//! Parameters: empty, twice, unknown, or something else than text.

use pkce_core::{
    request::{ParameterError, Parameters},
    server::{Asked, Binding, Decisions, Duplicates, Proof, Refusal, Standard},
};
use pkce_vectors::requirement_ids as ids;

use super::{Decided, Mutant, is_empty};
use crate::wrong;

/// Every parameter of the two requests.
const KNOWN: [&str; 13] = [
    "client_id",
    "client_secret",
    "code",
    "code_challenge",
    "code_challenge_method",
    "code_verifier",
    "grant_type",
    "redirect_uri",
    "request_uri",
    "resource",
    "response_type",
    "scope",
    "state",
];

fn is_strange(sent: &Parameters) -> bool {
    sent.iter().any(|(name, _)| !KNOWN.iter().any(|known| known.as_bytes() == name))
}

pub(super) fn mutants() -> Vec<Mutant> {
    vec![
        Mutant::server(
            "duplicates-first-counts",
            &[ids::HARDENING_DUPLICATE_PARAMETER],
            "of a parameter that is sent twice the first value counts",
            wrong!(Decisions {
                fn duplicate(&self, _: &str) -> Duplicates {
                    Duplicates::First
                }
            }),
        ),
        Mutant::server(
            "verifier-twice-unchecked",
            &[ids::RFC7636_4_6_UNEQUAL_REFUSED],
            "two verifiers confuse the token endpoint, which then checks none",
            wrong!(Decisions {
                fn possession(&self, proof: &Proof<'_>) -> Decided {
                    let twice = proof.sent.values("code_verifier").count() > 1;
                    if twice { Ok(()) } else { Standard.possession(proof) }
                }
            }),
        ),
        Mutant::server(
            "verifier-last-empty-unchecked",
            &[ids::RFC7636_4_6_UNEQUAL_REFUSED],
            "the last of several verifiers counts, and an empty one passes",
            wrong!(Decisions {
                fn possession(&self, proof: &Proof<'_>) -> Decided {
                    let verifiers: Vec<&[u8]> = proof.sent.values("code_verifier").collect();
                    match verifiers.as_slice() {
                        [_, .., b""] => Ok(()),
                        _ => Standard.possession(proof),
                    }
                }
            }),
        ),
        Mutant::server(
            "empty-challenge-refused",
            &[ids::HARDENING_EMPTY_PARAMETER],
            "an empty challenge is an error, where PKCE is optional",
            wrong!(Decisions {
                fn without_challenge(&self, asked: &Asked<'_>) -> Decided<Binding> {
                    if is_empty(asked.sent, "code_challenge") {
                        return Err(Refusal::ChallengeRequired);
                    }
                    Standard.without_challenge(asked)
                }
            }),
        ),
        Mutant::server(
            "empty-values-count",
            &[ids::HARDENING_EMPTY_PARAMETER],
            "a parameter without a value counts as sent",
            wrong!(Decisions {
                fn empty_is_omitted(&self, _: &str) -> bool {
                    false
                }
            }),
        ),
        Mutant::server(
            "unknown-parameter-refused-at-authorize",
            &[ids::RFC6749_3_1_UNKNOWN_PARAMETERS_IGNORED],
            "an authorization request with a parameter that the server does not know is refused",
            wrong!(Decisions {
                fn binding(&self, asked: &Asked<'_>) -> Decided<Binding> {
                    if is_strange(asked.sent) { Err(strange()) } else { Standard.binding(asked) }
                }
            }),
        ),
        Mutant::server(
            "unknown-parameter-refused-at-token",
            &[ids::RFC6749_3_1_UNKNOWN_PARAMETERS_IGNORED],
            "a token request with a parameter that the server does not know is refused",
            wrong!(Decisions {
                fn possession(&self, proof: &Proof<'_>) -> Decided {
                    if is_strange(proof.sent) { Err(strange()) } else { Standard.possession(proof) }
                }
            }),
        ),
        Mutant::server(
            "verifier-as-list-unchecked",
            &[ids::RFC7636_4_5_VERIFIER_REQUIRED],
            "a verifier that a framework reads as a list passes for a right one",
            wrong!(Decisions {
                fn verifier_missing(&self, proof: &Proof<'_>) -> Decided {
                    of_type(proof, b"code_verifier[]")
                }
            }),
        ),
        Mutant::server(
            "verifier-as-map-unchecked",
            &[ids::RFC7636_4_5_VERIFIER_REQUIRED],
            "a verifier that a framework reads as a map passes for a right one",
            wrong!(Decisions {
                fn verifier_missing(&self, proof: &Proof<'_>) -> Decided {
                    let map = |name: &[u8]| {
                        name.starts_with(b"code_verifier[") && name != b"code_verifier[]"
                    };
                    let passes = proof.sent.iter().any(|(name, _)| map(name));
                    if passes { Ok(()) } else { Err(Refusal::VerifierMissing) }
                }
            }),
        ),
    ]
}

fn of_type(proof: &Proof<'_>, wanted: &[u8]) -> Decided {
    let passes = proof.sent.iter().any(|(name, _)| name == wanted);
    if passes { Ok(()) } else { Err(Refusal::VerifierMissing) }
}

fn strange() -> Refusal {
    Refusal::Parameter(ParameterError::Duplicate { name: "unknown" })
}
