//! How the client shows who it is.

use pkce_core::{
    VerifyError,
    server::{Binding, Decisions, Login, Proof, Refusal, Standard, Way},
};
use pkce_vectors::requirement_ids as ids;

use super::UNCHECKED;
use crate::{
    mutant::{Mutant, wrong},
    server::{Decided, unchecked_where},
};

pub(super) fn mutants() -> Vec<Mutant> {
    const STRAY_TOO: &[&str] = &[
        ids::RFC7636_4_5_VERIFIER_REQUIRED,
        ids::RFC7636_4_6_UNEQUAL_REFUSED,
        ids::RFC9700_4_8_VERIFIER_NEEDS_CHALLENGE,
    ];
    vec![
        Mutant::server(
            "verifier-unchecked-with-secret-in-body",
            STRAY_TOO,
            "a client whose secret comes in the body is believed without a verifier",
            unchecked_where!(proof => proof.way == Way::Body),
        ),
        Mutant::server(
            "verifier-unchecked-with-basic",
            STRAY_TOO,
            "a client whose secret comes by HTTP Basic is believed without a verifier",
            unchecked_where!(proof => proof.way == Way::Basic),
        )
        .wide("flows that end in a wrong verifier run for both kinds of client"),
        Mutant::server(
            "verifier-unchecked-with-key",
            STRAY_TOO,
            "a client that authenticates with its key is believed without a verifier",
            unchecked_where!(proof => proof.way == Way::Key),
        )
        .cites(&["https://github.com/18F/identity-idp/pull/13561"]),
        Mutant::server(
            "verifier-refused-with-basic",
            &[ids::RFC7636_4_6_EQUAL_CONTINUES],
            "PKCE works where the secret comes in the body, and not where it comes by HTTP Basic",
            refused_where(Way::Basic),
        )
        .cites(&["https://github.com/apereo/cas/pull/4671"]),
        Mutant::server(
            "verifier-refused-with-secret-in-body",
            &[ids::RFC7636_4_6_EQUAL_CONTINUES],
            "PKCE works where the secret comes by HTTP Basic, and not where it comes in the body",
            refused_where(Way::Body),
        ),
        Mutant::server(
            "secret-of-public-client-excuses-verifier",
            UNCHECKED,
            "whoever sends a secret counts as authenticated, and is asked for no verifier: a \
             public client with any secret too",
            wrong!(Decisions {
                fn authenticated(&self, login: &Login<'_>) -> Decided {
                    let excused = login.client.is_public() && login.way == Way::Body;
                    if excused { Ok(()) } else { Standard.authenticated(login) }
                }
                fn possession(&self, proof: &Proof<'_>) -> Decided {
                    let excused = proof.client.is_public() && proof.way == Way::Body;
                    if excused { Ok(()) } else { Standard.possession(proof) }
                }
            }),
        ),
    ]
}

/// A server that refuses a right verifier beside this way of authenticating.
fn refused_where(way: Way) -> impl Decisions {
    struct Refusing(Way);
    impl Decisions for Refusing {
        fn possession(&self, proof: &Proof<'_>) -> Decided {
            match proof.binding {
                Binding::Challenge(_) if proof.way == self.0 => {
                    Err(Refusal::Verifier(VerifyError::Mismatch))
                }
                _ => Standard.possession(proof),
            }
        }
    }
    Refusing(way)
}
