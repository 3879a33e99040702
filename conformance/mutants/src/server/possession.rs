//! The verifier is not looked at, or not always.

use pkce_core::{
    VerifyError,
    server::{
        Asked, Binding, BoundChallenge, BoundMethod, Decisions, Proof, Refusal, Standard, Way,
    },
    transform,
};
use pkce_vectors::requirement_ids as ids;

use super::{Decided, Mutant, is_empty};
use crate::mutant::wrong;

pub(super) fn mutants() -> Vec<Mutant> {
    vec![
        Mutant::server(
            "verifier-unchecked",
            &[
                ids::RFC7636_4_5_VERIFIER_REQUIRED,
                ids::RFC7636_4_6_UNEQUAL_REFUSED,
                ids::RFC9700_4_8_VERIFIER_NEEDS_CHALLENGE,
            ],
            "the challenge is lost on the way to the token endpoint, which takes any verifier \
             and none",
            wrong!(Decisions {
                fn possession(&self, _: &Proof<'_>) -> Decided {
                    Ok(())
                }
            }),
        )
        .cites(&[
            "https://github.com/Waishnav/devspace/issues/39",
            "https://github.com/jasonraimondi/ts-oauth2-server/issues/249",
        ])
        .wide("every flow that ends in a wrong, missing or stray verifier sees it"),
        Mutant::server(
            "verifier-value-unused",
            &[ids::RFC7636_4_6_UNEQUAL_REFUSED, ids::HARDENING_FAPI2_MISSING_VERIFIER_ERROR],
            "a verifier must be there, and any will do",
            wrong!(Decisions {
                fn verify(&self, _: &BoundMethod, _: &[u8], _: &[u8]) -> Result<(), VerifyError> {
                    Ok(())
                }
            }),
        ),
        Mutant::server(
            "verifier-checked-only-if-sent",
            &[ids::RFC7636_4_5_VERIFIER_REQUIRED, ids::HARDENING_FAPI2_MISSING_VERIFIER_ERROR],
            "a token request without a verifier is never asked for one",
            wrong!(Decisions {
                fn verifier_missing(&self, _: &Proof<'_>) -> Decided {
                    Ok(())
                }
            }),
        )
        .cites(&[
            "https://github.com/goauthentik/authentik/security/advisories/GHSA-fm34-v8xq-f2c3",
            "https://github.com/obot-platform/mcp-oauth-proxy/issues/49",
        ]),
        Mutant::server(
            "empty-verifier-unchecked",
            &[ids::RFC7636_4_5_VERIFIER_REQUIRED],
            "a verifier that is sent without a value passes for a right one",
            wrong!(Decisions {
                fn possession(&self, proof: &Proof<'_>) -> Decided {
                    if is_empty(proof.sent, "code_verifier") {
                        Ok(())
                    } else {
                        Standard.possession(proof)
                    }
                }
            }),
        ),
        Mutant::server(
            "verifier-checked-only-for-public-clients",
            &[
                ids::RFC7636_4_5_VERIFIER_REQUIRED,
                ids::RFC7636_4_6_UNEQUAL_REFUSED,
                ids::RFC9700_4_8_VERIFIER_NEEDS_CHALLENGE,
            ],
            "the verifier of a client that authenticates is not looked at",
            wrong!(Decisions {
                fn possession(&self, proof: &Proof<'_>) -> Decided {
                    if proof.client.is_public() { Standard.possession(proof) } else { Ok(()) }
                }
            }),
        )
        .cites(&["https://github.com/zitadel/oidc/issues/721"])
        .wide("flows that end in a wrong verifier run for both kinds of client"),
        Mutant::server(
            "verifier-checked-only-where-required",
            &[ids::RFC7636_4_5_VERIFIER_REQUIRED, ids::RFC7636_4_6_UNEQUAL_REFUSED],
            "a challenge is ignored unless the policy requires one",
            wrong!(Decisions {
                fn possession(&self, proof: &Proof<'_>) -> Decided {
                    if proof.client.must_use_pkce(proof.policy) { Standard.possession(proof) } else { Ok(()) }
                }
            }),
        )
        .cites(&["https://github.com/OpenIdentityPlatform/OpenAM/issues/506"])
        .wide("flows that end in a wrong verifier run under both policies"),
        Mutant::server(
            "verifier-checked-only-without-secret",
            &[ids::RFC7636_4_5_VERIFIER_REQUIRED, ids::RFC7636_4_6_UNEQUAL_REFUSED],
            "a token request with a client secret has the verifier of its challenge skipped",
            wrong!(Decisions {
                fn possession(&self, proof: &Proof<'_>) -> Decided {
                    match proof.binding {
                        Binding::Challenge(_) if secret_sent(proof) => Ok(()),
                        _ => Standard.possession(proof),
                    }
                }
            }),
        )
        .cites(&[
            "https://github.com/apereo/cas/pull/4262",
            "https://github.com/spring-attic/spring-authorization-server/issues/453",
            "https://github.com/spring-attic/spring-authorization-server/pull/465",
        ])
        .wide("flows that end in a wrong verifier run for both kinds of client"),
        Mutant::server(
            "missing-verifier-excused-by-secret",
            &[ids::RFC7636_4_5_VERIFIER_REQUIRED],
            "a client secret stands in for the verifier, unless one is sent",
            wrong!(Decisions {
                fn verifier_missing(&self, proof: &Proof<'_>) -> Decided {
                    if secret_sent(proof) { Ok(()) } else { Err(Refusal::VerifierMissing) }
                }
            }),
        ),
        Mutant::server(
            "missing-verifier-excused-where-optional",
            &[ids::RFC7636_4_5_VERIFIER_REQUIRED],
            "where PKCE is optional, so is the verifier of a challenge",
            wrong!(Decisions {
                fn verifier_missing(&self, proof: &Proof<'_>) -> Decided {
                    if proof.client.must_use_pkce(proof.policy) {
                        Err(Refusal::VerifierMissing)
                    } else {
                        Ok(())
                    }
                }
            }),
        ),
        Mutant::server(
            "plain-unchecked",
            &[ids::RFC7636_4_6_UNEQUAL_REFUSED],
            "under plain the verifier is not compared",
            wrong!(Decisions {
                fn verify(
                    &self,
                    method: &BoundMethod,
                    challenge: &[u8],
                    verifier: &[u8],
                ) -> Result<(), VerifyError> {
                    if *method == BoundMethod::PLAIN {
                        Ok(())
                    } else {
                        Standard.verify(method, challenge, verifier)
                    }
                }
            }),
        ),
        Mutant::server(
            "challenge-itself-accepted",
            &[ids::RFC7636_4_6_UNEQUAL_REFUSED],
            "whoever saw the challenge may send it for a verifier, whatever the method",
            wrong!(Decisions {
                fn verify(
                    &self,
                    method: &BoundMethod,
                    challenge: &[u8],
                    verifier: &[u8],
                ) -> Result<(), VerifyError> {
                    if verifier == challenge {
                        Ok(())
                    } else {
                        Standard.verify(method, challenge, verifier)
                    }
                }
            }),
        ),
        Mutant::server(
            "plain-challenge-read-as-s256",
            &[ids::RFC7636_4_6_UNEQUAL_REFUSED],
            "a plain challenge is also met by the verifier whose S256 it is",
            wrong!(Decisions {
                fn verify(
                    &self,
                    method: &BoundMethod,
                    challenge: &[u8],
                    verifier: &[u8],
                ) -> Result<(), VerifyError> {
                    if transform::s256(verifier) == *challenge {
                        return Ok(());
                    }
                    Standard.verify(method, challenge, verifier)
                }
            }),
        ),
        Mutant::server(
            "method-of-token-request",
            &[ids::RFC7636_4_5_BOUND_METHOD_USED],
            "the token request says by which method its verifier is judged",
            wrong!(Decisions {
                fn method_bound(
                    &self,
                    challenge: &BoundChallenge,
                    proof: &Proof<'_>,
                ) -> BoundMethod {
                    match proof.method.value() {
                        Some(b"plain") => BoundMethod::PLAIN,
                        Some(b"S256") => BoundMethod::S256,
                        _ => challenge.method.clone(),
                    }
                }
            }),
        ),
        Mutant::server(
            "challenge-of-token-request",
            &[ids::RFC7636_4_4_CHALLENGE_BOUND_TO_CODE, ids::RFC9700_4_8_VERIFIER_NEEDS_CHALLENGE],
            "a challenge in the token request takes the place of the one that the code is \
             bound to",
            wrong!(Decisions {
                fn possession(&self, proof: &Proof<'_>) -> Decided {
                    let Some(text) = proof.sent.values("code_challenge").next() else {
                        return Standard.possession(proof);
                    };
                    let challenge = BoundChallenge { method: BoundMethod::S256, text: text.into() };
                    Standard
                        .possession(&Proof { binding: &Binding::Challenge(challenge), ..*proof })
                }
            }),
        ),
        Mutant::server(
            "stray-verifier-ignored",
            &[ids::RFC9700_4_8_VERIFIER_NEEDS_CHALLENGE],
            "a verifier for a code without a challenge is overlooked: who takes the challenge \
             out of the request turns PKCE off",
            wrong!(Decisions {
                fn verifier_stray(&self, _: &Proof<'_>) -> Decided {
                    Ok(())
                }
            }),
        )
        .cites(&[
            "https://github.com/goauthentik/authentik/security/advisories/GHSA-mrx3-gxjx-hjqj",
            "https://github.com/cloudflare/workers-oauth-provider/issues/27",
            "https://github.com/thephpleague/oauth2-server/issues/1323",
            "https://github.com/thephpleague/oauth2-server/pull/1326",
            "https://github.com/zitadel/oidc/issues/741",
            "https://github.com/keycloak/keycloak/issues/26430",
            "https://github.com/keycloak/keycloak/issues/26808",
            "https://github.com/openiddict/openiddict-core/issues/903",
        ]),
        Mutant::server(
            "stray-verifier-of-confidential-client-ignored",
            &[ids::RFC9700_4_8_VERIFIER_NEEDS_CHALLENGE],
            "the downgrade is refused to public clients alone",
            wrong!(Decisions {
                fn verifier_stray(&self, proof: &Proof<'_>) -> Decided {
                    if proof.client.is_public() { Err(Refusal::VerifierStray) } else { Ok(()) }
                }
            }),
        )
        .cites(&["https://spring.io/security/cve-2024-22258"]),
        Mutant::server(
            "public-client-without-challenge-trusted",
            &[ids::OAUTH21_VERIFIER_IFF_CHALLENGE, ids::RFC9700_4_8_VERIFIER_NEEDS_CHALLENGE],
            "a public client's code without a challenge takes any verifier",
            wrong!(Decisions {
                fn without_challenge(&self, asked: &Asked<'_>) -> Decided<Binding> {
                    match Standard.without_challenge(asked)? {
                        Binding::Absent if asked.client.is_public() => Ok(Binding::Lost),
                        other => Ok(other),
                    }
                }
            }),
        ),
    ]
}

const fn secret_sent(proof: &Proof<'_>) -> bool {
    matches!(proof.way, Way::Basic | Way::Body)
}
