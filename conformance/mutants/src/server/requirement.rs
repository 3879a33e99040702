//! For whom PKCE is required, misread.

use pkce_core::{
    policy::Required,
    request::Parameter,
    server::{Asked, Binding, Decisions, Proof, Refusal, Standard},
};
use pkce_vectors::requirement_ids as ids;

use super::{Decided, Mutant};
use crate::mutant::wrong;

pub(super) fn mutants() -> Vec<Mutant> {
    vec![
        Mutant::server(
            "requirement-ignored",
            &[
                ids::RFC7636_4_4_1_MISSING_CHALLENGE_REFUSED,
                ids::RFC9126_2_1_PUSHED_REQUEST_VALIDATED,
                ids::HARDENING_PKCE_NOT_REQUIRED_OF_PUBLIC,
                ids::OAUTH21_PUBLIC_CHALLENGE_REQUIRED,
                ids::OAUTH21_NO_CHALLENGE_NO_TOKEN,
                ids::FAPI2_S256_REQUIRED,
                ids::FAPI1_PUSHED_S256_REQUIRED,
                ids::SMART_VERIFIER_PRESENT_AND_VALID,
                ids::ATPROTO_CHALLENGE_REQUIRED,
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
            &[ids::RFC7636_4_4_1_MISSING_CHALLENGE_REFUSED, ids::HARDENING_REQUIRED_CONFIDENTIAL],
            "a client that authenticates is never required to use PKCE",
            wrong!(Decisions {
                fn challenge_required(&self, asked: &Asked<'_>) -> bool {
                    asked.client.is_public() && asked.client.must_use_pkce(asked.policy)
                }
            }),
        ),
        Mutant::server(
            "requirement-met-by-empty-challenge",
            &[
                ids::RFC7636_4_4_1_MISSING_CHALLENGE_REFUSED,
                ids::RFC6749_3_1_EMPTY_PARAMETER_OMITTED,
                ids::HARDENING_INFERRED_REQUIRED,
            ],
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
            &[ids::RFC7636_4_4_1_MISSING_CHALLENGE_REFUSED],
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
            &[ids::RFC7636_4_4_1_MISSING_CHALLENGE_REFUSED],
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
            &[ids::RFC7636_4_4_1_MISSING_CHALLENGE_REFUSED],
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
            &[ids::RFC7636_5_CLIENTS_WITHOUT_PKCE],
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
            &[ids::RFC7636_4_4_1_MISSING_CHALLENGE_REFUSED],
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
            &[ids::RFC7636_5_CLIENTS_WITHOUT_PKCE],
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
            &[ids::RFC7636_5_CLIENTS_WITHOUT_PKCE],
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
                ids::RFC7636_4_5_VERIFIER_REQUIRED,
                ids::RFC7636_4_6_UNEQUAL_REFUSED,
                ids::RFC9700_4_8_VERIFIER_NEEDS_CHALLENGE,
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
        )
        .wide(
            "every flow of a client that a policy leaves free sees it, where its verifier is wrong",
        ),
    ]
}
