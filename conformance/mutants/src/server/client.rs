//! Client, redirect URI and secret: what a code is bound to beside its challenge.

use pkce_core::server::{
    Binding, Client, ClientKind, Decisions, Grant, Grants, Login, Pushed, Refusal, Standard,
};
use pkce_vectors::requirement_ids as ids;

use super::Decided;
use crate::mutant::{Mutant, wrong};

pub(super) fn mutants() -> Vec<Mutant> {
    [bindings(), secrets()].concat()
}

fn bindings() -> Vec<Mutant> {
    vec![
        Mutant::server(
            "code-for-any-client",
            &[ids::RFC6749_4_1_3_CODE_BOUND_TO_CLIENT],
            "a code is good for whichever client brings it",
            wrong!(Decisions {
                fn code_issued_to(&self, _: &Grant, _: &Client) -> bool {
                    true
                }
            }),
        )
        .cites(&["https://github.com/keycloak/keycloak/issues/51003"])
        .limit(
            "there the code names its client, and whoever brings it writes another name into it",
        ),
        Mutant::server(
            "code-retargeted-to-another-client",
            &[ids::RFC6749_4_1_3_CODE_BOUND_TO_CLIENT],
            "another client that brings a redirect URI of its own gets the token",
            wrong!(Decisions {
                fn code_issued_to(&self, _: &Grant, _: &Client) -> bool {
                    true
                }
                fn redirect_uri_same(&self, _: &Grant, sent: Option<&[u8]>) -> bool {
                    sent.is_some()
                }
            }),
        ),
        Mutant::server(
            "code-for-any-authenticated-client",
            &[ids::RFC6749_4_1_3_CODE_BOUND_TO_CLIENT],
            "a client that authenticates may redeem anybody's code",
            wrong!(Decisions {
                fn code_issued_to(&self, grant: &Grant, client: &Client) -> bool {
                    !client.is_public() || grant.client_id == client.id
                }
            }),
        ),
        Mutant::server(
            "code-of-public-client-for-any",
            &[ids::RFC6749_4_1_3_CODE_BOUND_TO_CLIENT],
            "a public client's code is bound to no client, since none authenticates",
            wrong!(Decisions {
                fn code_issued_to(&self, grant: &Grant, client: &Client) -> bool {
                    client.is_public() || grant.client_id == client.id
                }
            }),
        ),
        Mutant::server(
            "challenge-of-latest-request-of-client",
            &[ids::RFC7636_4_4_CHALLENGE_BOUND_TO_CODE],
            "the server keeps one challenge for each client, the latest",
            wrong!(Decisions {
                fn binding_of<'a>(&self, grant: &'a Grant, grants: &'a Grants) -> &'a Binding {
                    let latest =
                        grants.iter().rev().find(|known| known.client_id == grant.client_id);
                    latest.map_or(&grant.binding, |known| &known.binding)
                }
            }),
        ),
        Mutant::server(
            "challenge-of-first-request-of-client",
            &[ids::RFC7636_4_6_EQUAL_CONTINUES],
            "the server keeps one challenge for each client, the first",
            wrong!(Decisions {
                fn binding_of<'a>(&self, grant: &'a Grant, grants: &'a Grants) -> &'a Binding {
                    let first = grants.iter().find(|known| known.client_id == grant.client_id);
                    first.map_or(&grant.binding, |known| &known.binding)
                }
            }),
        ),
        Mutant::server(
            "challenge-of-session",
            &[ids::RFC7636_4_4_CHALLENGE_BOUND_TO_CODE],
            "the server keeps one challenge for each browser session, the latest",
            wrong!(Decisions {
                fn binding_of<'a>(&self, grant: &'a Grant, grants: &'a Grants) -> &'a Binding {
                    let latest = grants.iter().rev().find(|known| known.user_agent == grant.user_agent);
                    latest.map_or(&grant.binding, |known| &known.binding)
                }
            }),
        ),
        Mutant::server(
            "redirect-uri-unchecked",
            &[ids::RFC6749_4_1_3_REDIRECT_URI_SAME],
            "the token request may bring any redirect URI",
            wrong!(Decisions {
                fn redirect_uri_same(&self, _: &Grant, _: Option<&[u8]>) -> bool {
                    true
                }
            }),
        ),
        Mutant::server(
            "redirect-uri-by-its-beginning",
            &[ids::RFC6749_4_1_3_REDIRECT_URI_SAME],
            "a redirect URI that begins with the right one is taken for it",
            wrong!(Decisions {
                fn redirect_uri_same(&self, grant: &Grant, sent: Option<&[u8]>) -> bool {
                    sent.is_none_or(|sent| sent.starts_with(&grant.redirect_uri))
                }
            }),
        ),
        Mutant::server(
            "request-uri-of-any-client",
            &[ids::RFC9126_2_2_REQUEST_URI_BOUND_TO_CLIENT],
            "a pushed request is good for whichever client names it",
            wrong!(Decisions {
                fn pushed_by(&self, _: &Pushed, _: &[u8]) -> bool {
                    true
                }
            }),
        ),
    ]
}

fn secrets() -> Vec<Mutant> {
    vec![
        Mutant::server(
            "secret-unchecked-beside-verifier",
            &[ids::RFC6749_3_2_1_SECRET_NOT_REPLACED],
            "a verifier stands in for the client's secret: a missing one and a wrong one",
            wrong!(Decisions {
                fn authenticated(&self, login: &Login<'_>) -> Decided {
                    if login.verifier.value().is_some() {
                        Ok(())
                    } else {
                        Standard.authenticated(login)
                    }
                }
            }),
        ),
        Mutant::server(
            "secret-optional-beside-verifier",
            &[ids::RFC6749_3_2_1_SECRET_NOT_REPLACED],
            "with a verifier the secret may be left out; one that is sent is checked",
            wrong!(Decisions {
                fn authenticated(&self, login: &Login<'_>) -> Decided {
                    let left_out = login.secret.is_none() && login.verifier.value().is_some();
                    if left_out { Ok(()) } else { Standard.authenticated(login) }
                }
            }),
        )
        .cites(&["https://github.com/twentyhq/twenty/pull/22548"]),
        Mutant::server(
            "secret-value-unused",
            &[ids::RFC6749_3_2_1_SECRET_NOT_REPLACED],
            "a secret must be there, and any will do",
            wrong!(Decisions {
                fn secret_equal(&self, _: &[u8], _: &[u8]) -> bool {
                    true
                }
            }),
        ),
        Mutant::server(
            "verifier-for-secret",
            &[ids::RFC6749_3_2_1_SECRET_NOT_REPLACED],
            "the verifier, sent in the place of the secret, authenticates the client",
            wrong!(Decisions {
                fn authenticated(&self, login: &Login<'_>) -> Decided {
                    let same = login.secret.is_some() && login.secret == login.verifier.value();
                    if same { Ok(()) } else { Standard.authenticated(login) }
                }
            }),
        ),
        Mutant::server(
            "secret-for-verifier",
            &[ids::RFC7636_4_6_UNEQUAL_REFUSED],
            "the client's secret, sent as the verifier, redeems any of its codes",
            wrong!(Decisions {
                fn possession(&self, proof: &pkce_core::server::Proof<'_>) -> Decided {
                    match &proof.client.kind {
                        ClientKind::Confidential { secret }
                            if proof.verifier.value() == Some(secret.as_bytes()) =>
                        {
                            Ok(())
                        }
                        _ => Standard.possession(proof),
                    }
                }
            }),
        ),
        Mutant::server(
            "secret-of-verifier-refused-as-grant",
            &[ids::HARDENING_ERROR_VALUE],
            "a client that fails to authenticate is told that its grant is invalid",
            wrong!(Decisions {
                fn error_code(&self, refusal: Refusal) -> Option<pkce_core::OAuthError> {
                    match refusal {
                        Refusal::ClientUnauthenticated => Some(pkce_core::OAuthError::InvalidGrant),
                        other => Standard.error_code(other),
                    }
                }
            }),
        ),
    ]
}
