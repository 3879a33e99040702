//! A code's life: once, and not for long.

use pkce_vectors::requirement_ids as ids;
use std::time::Duration;

use pkce_core::{
    policy::Policy,
    server::{Decisions, Grant, Proof, Standard},
};

use super::{Decided, Mutant};
use crate::{Role, wrong};
use pkce_conformance::reference::Reference;

pub(super) fn mutants() -> Vec<Mutant> {
    vec![
        Mutant::server(
            "code-reusable",
            &[ids::RFC6749_4_1_2_SECOND_USE_DENIED],
            "a code may be redeemed as often as one likes, with its verifier",
            wrong!(Decisions {
                fn spent(&self, _: &Grant, _: Duration) -> bool {
                    false
                }
            }),
        ),
        Mutant::server(
            "spent-code-unchecked",
            &[
                ids::RFC6749_4_1_2_SECOND_USE_DENIED,
                ids::RFC7636_4_5_VERIFIER_REQUIRED,
                ids::RFC7636_4_6_UNEQUAL_REFUSED,
            ],
            "a repeated token request is answered again, without a look at its verifier",
            wrong!(Decisions {
                fn possession(&self, proof: &Proof<'_>) -> Decided {
                    if proof.grant.redeemed.is_some() { Ok(()) } else { Standard.possession(proof) }
                }
                fn spent(&self, _: &Grant, _: Duration) -> bool {
                    false
                }
            }),
        ),
        Mutant::made(
            "code-raced",
            Role::Server,
            &[ids::RFC6749_4_1_2_SECOND_USE_DENIED],
            "requests that come at the same moment each find the code unspent",
            |seed| Box::new(Reference::new(seed).named("code-raced").judging_races_at_once()),
        )
        .cites(&[
            "https://github.com/better-auth/better-auth/security/advisories/GHSA-7w99-5wm4-3g79",
            "https://github.com/nocodb/nocodb/security/advisories/GHSA-8m7c-hf24-5g47",
            "https://github.com/supabase/auth/issues/2613",
        ]),
        Mutant::server(
            "replay-does-not-revoke",
            &[ids::RFC6749_4_1_2_REPLAY_REVOKES],
            "the token of a code that is replayed stays good",
            wrong!(Decisions {
                fn revokes(&self, _: bool) -> bool {
                    false
                }
            }),
        ),
        Mutant::server(
            "any-replay-revokes",
            &[ids::OAUTH21_NO_REVOCATION_ON_INVALID_REPLAY],
            "whoever has seen a code can take its token back, without the verifier",
            wrong!(Decisions {
                fn revokes(&self, _: bool) -> bool {
                    true
                }
            }),
        ),
        Mutant::server(
            "code-never-expires",
            &[ids::RFC6749_4_1_2_CODE_EXPIRES],
            "a code that nobody redeems stays good",
            wrong!(Decisions {
                fn code_alive(&self, _: &Grant, _: &Policy, _: Duration) -> bool {
                    true
                }
            }),
        ),
    ]
}
