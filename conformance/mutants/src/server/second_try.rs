//! The first failure changes what the second try needs.

use pkce_core::server::{Binding, Decisions, Fate, Grant, Proof, Refusal, Standard};
use pkce_vectors::requirement_ids as ids;

use super::{Decided, Mutant};
use crate::wrong;

pub(super) fn mutants() -> Vec<Mutant> {
    vec![
        Mutant::server(
            "challenge-deleted-by-failed-attempt",
            &[ids::RFC7636_4_5_VERIFIER_REQUIRED],
            "the stored challenge is deleted before the check, so that after a failure no \
             verifier is needed where PKCE isn't enforced",
            wrong!(Decisions {
                fn possession(&self, proof: &Proof<'_>) -> Decided {
                    let deleted = proof.grant.failures > 0 && !proof.client.must_use_pkce(proof.policy);
                    if deleted && proof.verifier.value().is_none() {
                        Ok(())
                    } else {
                        Standard.possession(proof)
                    }
                }
                fn fate(&self, _: Refusal, _: &Grant) -> Fate {
                    Fate::Keep
                }
            }),
        )
        .cites(&["https://github.com/ory/fosite/issues/883"]),
        Mutant::server(
            "challenge-forgotten-after-failure",
            &[ids::RFC7636_4_6_UNEQUAL_REFUSED],
            "after one failure the challenge is gone, and the same wrong verifier gets a token",
            wrong!(Decisions {
                fn fate(&self, refusal: Refusal, _: &Grant) -> Fate {
                    if refusal.is_about_possession() {
                        Fate::Rebind(Binding::Lost)
                    } else {
                        Fate::Keep
                    }
                }
            }),
        )
        .cites(&[
            "https://github.com/navikt/mock-oauth2-server/issues/815",
            "https://github.com/navikt/mock-oauth2-server/pull/934",
        ]),
        Mutant::server(
            "challenge-forgotten-after-missing-verifier",
            &[ids::RFC7636_4_5_VERIFIER_REQUIRED],
            "a request without a verifier takes the challenge from the code, and the next one \
             needs none",
            wrong!(Decisions {
                fn fate(&self, refusal: Refusal, grant: &Grant) -> Fate {
                    if refusal == Refusal::VerifierMissing {
                        Fate::Rebind(Binding::Absent)
                    } else {
                        Standard.fate(refusal, grant)
                    }
                }
            }),
        ),
        Mutant::server(
            "wrong-verifier-passes-after-failure",
            &[ids::RFC7636_4_6_UNEQUAL_REFUSED],
            "only the first verifier that comes for a code is compared",
            wrong!(Decisions {
                fn possession(&self, proof: &Proof<'_>) -> Decided {
                    let compared = proof.grant.failures > 0 && proof.verifier.value().is_some();
                    if compared { Ok(()) } else { Standard.possession(proof) }
                }
                fn fate(&self, _: Refusal, _: &Grant) -> Fate {
                    Fate::Keep
                }
            }),
        ),
        Mutant::server(
            "code-survives-wrong-verifier",
            &[ids::HARDENING_CODE_SURVIVES_WRONG_VERIFIER],
            "a code may be tried with as many verifiers as one likes",
            wrong!(Decisions {
                fn fate(&self, _: Refusal, _: &Grant) -> Fate {
                    Fate::Keep
                }
            }),
        )
        .cites(&[
            "https://github.com/node-oauth/node-oauth2-server/security/advisories/GHSA-jhm7-29pj-4xvf",
            "https://github.com/coder/coder/pull/28003",
        ]),
    ]
}
