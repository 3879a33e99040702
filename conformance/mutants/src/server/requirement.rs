//! For whom PKCE is required, misread.

use pkce_core::{
    policy::Required,
    request::Parameter,
    server::{Asked, Binding, Decisions, Proof, Refusal, Standard},
};

use super::Decided;
use crate::{
    ids::REQUIRED,
    mutant::{Mutant, wrong},
};

const FREE: &str = "rfc7636-5-clients-without-pkce";

pub(super) fn mutants() -> Vec<Mutant> {
    vec![
        Mutant::server(
            "requirement-ignored",
            &[
                REQUIRED,
                "rfc9126-2.1-pushed-request-validated",
                "hardening-pkce-not-required-of-public",
                "oauth21-public-challenge-required",
                "oauth21-no-challenge-no-token",
                "fapi2-s256-required",
            ],
            "no client is ever required to use PKCE",
            wrong!(Decisions {
                fn challenge_required(&self, _: &Asked<'_>) -> bool {
                    false
                }
            }),
        ),
        Mutant::server(
            "requirement-ignored-for-confidential-clients",
            &[REQUIRED, "hardening-required-confidential"],
            "a client that authenticates is never required to use PKCE",
            wrong!(Decisions {
                fn challenge_required(&self, asked: &Asked<'_>) -> bool {
                    asked.client.is_public() && asked.client.must_use_pkce(asked.policy)
                }
            }),
        ),
        Mutant::server(
            "requirement-met-by-empty-challenge",
            &[REQUIRED, "rfc6749-3.1-empty-parameter-omitted", "hardening-inferred-required"],
            "where PKCE is required, an empty challenge is enough",
            wrong!(Decisions {
                fn without_challenge(&self, asked: &Asked<'_>) -> Decided<Binding> {
                    let named = asked.sent.values("code_challenge").next().is_some();
                    if named { Ok(Binding::Absent) } else { Standard.without_challenge(asked) }
                }
            }),
        ),
        Mutant::server(
            "requirement-met-by-method",
            &[REQUIRED],
            "where PKCE is required, a method without a challenge is enough",
            wrong!(Decisions {
                fn without_challenge(&self, asked: &Asked<'_>) -> Decided<Binding> {
                    let named = asked.request.method != Parameter::Missing;
                    if named { Ok(Binding::Absent) } else { Standard.without_challenge(asked) }
                }
            }),
        ),
        Mutant::server(
            "requirement-checked-at-token-endpoint",
            &[REQUIRED],
            "a code is given without the challenge that is required, and only its redemption \
             refused",
            wrong!(Decisions {
                fn challenge_required(&self, _: &Asked<'_>) -> bool {
                    false
                }
                fn possession(&self, proof: &Proof<'_>) -> Decided {
                    let late =
                        proof.client.must_use_pkce(proof.policy) && matches!(proof.binding, Binding::Absent);
                    if late { Err(Refusal::VerifierMissing) } else { Standard.possession(proof) }
                }
            }),
        ),
        Mutant::server(
            "requirement-of-one-client-ignored",
            &[REQUIRED],
            "PKCE that is required of single clients is required of none",
            wrong!(Decisions {
                fn challenge_required(&self, asked: &Asked<'_>) -> bool {
                    !matches!(asked.policy.pkce_required, Required::Clients(_))
                        && asked.client.must_use_pkce(asked.policy)
                }
            }),
        ),
        Mutant::server(
            "requirement-of-one-client-for-all",
            &[FREE],
            "PKCE that is required of one client is required of its neighbours too",
            wrong!(Decisions {
                fn challenge_required(&self, asked: &Asked<'_>) -> bool {
                    matches!(asked.policy.pkce_required, Required::Clients(_))
                        || asked.client.must_use_pkce(asked.policy)
                }
            }),
        ),
        Mutant::server(
            "requirement-of-public-clients-ignored",
            &[REQUIRED],
            "PKCE that is required of public clients is required of none",
            wrong!(Decisions {
                fn challenge_required(&self, asked: &Asked<'_>) -> bool {
                    asked.policy.pkce_required != Required::PublicClients
                        && asked.client.must_use_pkce(asked.policy)
                }
            }),
        ),
        Mutant::server(
            "requirement-of-public-clients-for-all",
            &[FREE],
            "PKCE that is required of public clients is required of confidential ones too",
            wrong!(Decisions {
                fn challenge_required(&self, asked: &Asked<'_>) -> bool {
                    asked.policy.pkce_required == Required::PublicClients
                        || asked.client.must_use_pkce(asked.policy)
                }
            }),
        ),
        Mutant::server(
            "clients-without-pkce-refused",
            &[FREE],
            "where PKCE is optional, a client that does not know of it is refused",
            wrong!(Decisions {
                fn without_challenge(&self, asked: &Asked<'_>) -> Decided<Binding> {
                    if asked.policy.pkce_required == Required::None {
                        return Err(Refusal::ChallengeRequired);
                    }
                    Standard.without_challenge(asked)
                }
            }),
        ),
        Mutant::server(
            "client-outside-requirement-unchecked",
            &[
                "rfc7636-4.5-verifier-required",
                "rfc7636-4.6-unequal-refused",
                "rfc9700-4.8-verifier-needs-challenge",
            ],
            "where PKCE is required of others, a client that uses it all the same is not \
             checked",
            wrong!(Decisions {
                fn possession(&self, proof: &Proof<'_>) -> Decided {
                    let free = proof.policy.pkce_required != Required::None
                        && !proof.client.must_use_pkce(proof.policy);
                    if free { Ok(()) } else { Standard.possession(proof) }
                }
            }),
        ),
    ]
}
