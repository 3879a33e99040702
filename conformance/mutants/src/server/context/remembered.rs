//! What happened before, in the same user agent or under the same name.

use std::sync::LazyLock;

use pkce_core::server::{Binding, BoundChallenge, BoundMethod, Decisions, Grant, Grants};
use pkce_vectors::requirement_ids as ids;

use super::UNCHECKED;
use crate::mutant::{Mutant, wrong};

/// What a server breaks that keeps a challenge where another request's lies.
const KEPT_ELSEWHERE: &[&str] = &[
    ids::RFC7636_4_4_CHALLENGE_BOUND_TO_CODE,
    ids::RFC7636_4_6_EQUAL_CONTINUES,
    ids::RFC7636_4_5_VERIFIER_REQUIRED,
];

/// A server whose code has the binding of another one, where there is such a one.
macro_rules! bound_to {
    (|$grant:ident, $other:ident| $same:expr) => {
        wrong!(Decisions {
            fn binding_of<'a>(&self, $grant: &'a Grant, grants: &'a Grants) -> &'a Binding {
                let last = grants.iter().rev().find(|$other| $same);
                last.map_or(&$grant.binding, |last| &last.binding)
            }
        })
    };
}

pub(super) fn mutants() -> Vec<Mutant> {
    vec![
        Mutant::server(
            "challenge-of-first-in-user-agent",
            &[
                ids::RFC7636_4_4_CHALLENGE_BOUND_TO_CODE,
                ids::RFC7636_4_6_EQUAL_CONTINUES,
                ids::RFC9700_4_8_VERIFIER_NEEDS_CHALLENGE,
                ids::RFC7636_5_CLIENTS_WITHOUT_PKCE,
            ],
            "the challenge stays in the session of the user agent: what another client asks \
             for there later has it too",
            wrong!(Decisions {
                fn binding_of<'a>(&self, grant: &'a Grant, grants: &'a Grants) -> &'a Binding {
                    let before = |other: &&Grant| {
                        other.user_agent == grant.user_agent
                            && other.client_id != grant.client_id
                            && matches!(other.binding, Binding::Challenge(_))
                    };
                    grants.iter().find(before).map_or(&grant.binding, |first| &first.binding)
                }
            }),
        )
        .cites(&[
            "https://github.com/GluuFederation/oxAuth/issues/1733",
            "https://github.com/JanssenProject/jans/issues/2560",
            "https://github.com/H2CK/oidc/issues/620",
        ]),
        Mutant::server(
            "challenge-kept-by-state",
            KEPT_ELSEWHERE,
            "what was asked is kept under the client's `state`: of two requests with one \
             state, the last counts for both",
            bound_to!(|grant, other| state(other) == state(grant)),
        ),
        Mutant::server(
            "challenge-kept-by-missing-state",
            KEPT_ELSEWHERE,
            "what was asked is kept under the client's `state`: requests without one share a \
             place",
            bound_to!(|grant, other| state(grant).is_none() && state(other).is_none()),
        ),
        Mutant::server(
            "challenge-is-the-key-of-its-request",
            &[ids::RFC7636_4_6_EQUAL_CONTINUES],
            "what was asked is kept under its challenge: once one of two codes with the same \
             is redeemed, the other is lost",
            wrong!(Decisions {
                fn binding_of<'a>(&self, grant: &'a Grant, grants: &'a Grants) -> &'a Binding {
                    let is_lost = text(grant).is_some()
                        && grant.redeemed.is_none()
                        && grants.iter().any(|other| {
                            other.redeemed.is_some() && text(other) == text(grant)
                        });
                    if is_lost { &NOBODYS } else { &grant.binding }
                }
            }),
        )
        .cites(&["https://github.com/geldata/gel/pull/6271"]),
        Mutant::server(
            "challenge-lost-at-second-login",
            UNCHECKED,
            "who is logged in, and has agreed before, is sent back at once: without the \
             challenge of the request",
            wrong!(Decisions {
                fn binding_of<'a>(&self, grant: &'a Grant, grants: &'a Grants) -> &'a Binding {
                    let first = grants.iter().find(|other| other.user_agent == grant.user_agent);
                    let again = first.is_some_and(|first| !std::ptr::eq(first, grant));
                    if again { &Binding::Lost } else { &grant.binding }
                }
            }),
        )
        .cites(&["https://github.com/casdoor/casdoor/issues/2910"]),
    ]
}

/// What no verifier answers.
static NOBODYS: LazyLock<Binding> = LazyLock::new(|| {
    let method = BoundMethod::Other(Vec::new());
    Binding::Challenge(BoundChallenge { method, text: Vec::new() })
});

fn state(grant: &Grant) -> Option<&[u8]> {
    grant.asked.values("state").next()
}

fn text(grant: &Grant) -> Option<&[u8]> {
    match &grant.binding {
        Binding::Challenge(challenge) => Some(&challenge.text),
        Binding::Absent | Binding::Lost => None,
    }
}
