//! The form of what the server answers.

use pkce_core::{
    OAuthError,
    server::{Binding, BoundMethod, Client, Decisions, Destination, Grant, Refusal, Standard},
};

use crate::mutant::{Mutant, wrong};

const NO_REDIRECT: &str = "rfc6749-4.1.2.1-no-redirect-to-unregistered-uri";
const VALUE: &str = "hardening-error-value";

pub(super) fn mutants() -> Vec<Mutant> {
    [errors(), redirects(), forms()].concat()
}

fn errors() -> Vec<Mutant> {
    vec![
        Mutant::server(
            "error-absent",
            &[
                "rfc6749-5.2-error-present",
                "rfc6749-4.1.2.1-error-present",
                "rfc7636-4.6-invalid-grant",
            ],
            "refusals don't say which",
            wrong!(Decisions {
                fn error_code(&self, _: Refusal) -> Option<OAuthError> {
                    None
                }
            }),
        ),
        Mutant::server(
            "wrong-verifier-invalid-request",
            &["rfc7636-4.6-invalid-grant", "hardening-fapi2-missing-verifier-error"],
            "a wrong verifier is called an invalid request",
            wrong!(Decisions {
                fn error_code(&self, refusal: Refusal) -> Option<OAuthError> {
                    match refusal {
                        Refusal::Verifier(_) => Some(OAuthError::InvalidRequest),
                        other => Standard.error_code(other),
                    }
                }
            }),
        ),
        Mutant::server(
            "stray-verifier-invalid-client",
            &["oauth21-stray-verifier-error"],
            "a verifier without a challenge is blamed on the client's authentication",
            wrong!(Decisions {
                fn error_code(&self, refusal: Refusal) -> Option<OAuthError> {
                    match refusal {
                        Refusal::VerifierStray => Some(OAuthError::InvalidClient),
                        other => Standard.error_code(other),
                    }
                }
            }),
        ),
        Mutant::server(
            "bad-code-invalid-request",
            &[VALUE],
            "a spent, expired or foreign code is called an invalid request",
            wrong!(Decisions {
                fn error_code(&self, refusal: Refusal) -> Option<OAuthError> {
                    match refusal {
                        Refusal::CodeReplayed
                        | Refusal::CodeExpired
                        | Refusal::CodeOfOtherClient => Some(OAuthError::InvalidRequest),
                        other => Standard.error_code(other),
                    }
                }
            }),
        ),
        Mutant::server(
            "authorization-error-access-denied",
            &[VALUE],
            "what is wrong with a challenge or method is told as if the user had said no",
            wrong!(Decisions {
                fn error_code(&self, refusal: Refusal) -> Option<OAuthError> {
                    match refusal {
                        Refusal::ChallengeRequired
                        | Refusal::Method(_)
                        | Refusal::MethodNotOffered => Some(OAuthError::AccessDenied),
                        other => Standard.error_code(other),
                    }
                }
            }),
        ),
    ]
}

fn redirects() -> Vec<Mutant> {
    vec![
        Mutant::server(
            "error-redirected-anywhere",
            &[NO_REDIRECT],
            "an error goes to the redirect URI that was sent, registered or not",
            wrong!(Decisions {
                fn error_destination(
                    &self,
                    _: Refusal,
                    redirect_uri: Option<&[u8]>,
                    _: bool,
                ) -> Destination {
                    redirect_uri.map_or(Destination::Page, |uri| Destination::Redirect(uri.into()))
                }
            }),
        ),
        Mutant::server(
            "code-redirected-anywhere",
            &[NO_REDIRECT],
            "any redirect URI counts as registered, and gets the code",
            wrong!(Decisions {
                fn redirect_uri_registered(&self, _: &Client, _: &[u8]) -> bool {
                    true
                }
            }),
        ),
        Mutant::server(
            "code-before-checks",
            &[NO_REDIRECT],
            "a redirect URI that is not registered gets a code before anything else is looked \
             at",
            wrong!(Decisions {
                fn redirect_uri_registered(&self, _: &Client, _: &[u8]) -> bool {
                    true
                }
                fn binding(
                    &self,
                    asked: &pkce_core::server::Asked<'_>,
                ) -> Result<Binding, Refusal> {
                    let uri = asked.request.redirect_uri.value().unwrap_or_default();
                    let good = Standard.redirect_uri_registered(asked.client, uri);
                    if good { Standard.binding(asked) } else { Ok(Binding::Lost) }
                }
            }),
        ),
        Mutant::server(
            "pkce-error-redirected-first",
            &[NO_REDIRECT],
            "a fault of challenge or method is told to the redirect URI before that is looked \
             at",
            wrong!(Decisions {
                fn redirect_uri_registered(&self, client: &Client, uri: &[u8]) -> bool {
                    // Looked at when the code is given: see `binding`.
                    let _ = (client, uri);
                    true
                }
                fn binding(
                    &self,
                    asked: &pkce_core::server::Asked<'_>,
                ) -> Result<Binding, Refusal> {
                    let binding = Standard.binding(asked)?;
                    let uri = asked.request.redirect_uri.value().unwrap_or_default();
                    if uri.is_empty() || Standard.redirect_uri_registered(asked.client, uri) {
                        Ok(binding)
                    } else {
                        Err(Refusal::RedirectUriUnregistered)
                    }
                }
                fn error_destination(
                    &self,
                    refusal: Refusal,
                    uri: Option<&[u8]>,
                    trusted: bool,
                ) -> Destination {
                    let trusted = trusted && refusal != Refusal::RedirectUriUnregistered;
                    Standard.error_destination(refusal, uri, trusted)
                }
            }),
        ),
        Mutant::server(
            "error-page",
            &["hardening-error-redirected"],
            "the client never learns of an authorization error: the user sees a page",
            wrong!(Decisions {
                fn error_destination(&self, _: Refusal, _: Option<&[u8]>, _: bool) -> Destination {
                    Destination::Page
                }
            }),
        ),
        Mutant::server(
            "state-missing-beside-error",
            &["rfc6749-4.1.2-state-echoed"],
            "an error is redirected without the state",
            wrong!(Decisions {
                fn state_beside_error(&self, _: Option<Vec<u8>>) -> Option<Vec<u8>> {
                    None
                }
            }),
        ),
        Mutant::server(
            "state-missing-beside-code",
            &["rfc6749-4.1.2-state-echoed"],
            "a code is redirected without the state",
            wrong!(Decisions {
                fn state_beside_code(&self, _: Option<Vec<u8>>) -> Option<Vec<u8>> {
                    None
                }
            }),
        ),
    ]
}

fn forms() -> Vec<Mutant> {
    vec![
        Mutant::server(
            "error-status-401",
            &["hardening-error-400", "hardening-fapi2-missing-verifier-error"],
            "every refusal of the token endpoint has status 401",
            wrong!(Decisions {
                fn error_status(&self, _: Option<OAuthError>) -> u16 {
                    401
                }
            }),
        )
        .cites(&["https://github.com/JanssenProject/jans-auth-server/issues/236"]),
        Mutant::server(
            "secret-refused-with-403",
            &["hardening-error-400"],
            "a client that fails to authenticate gets status 403",
            wrong!(Decisions {
                fn error_status(&self, error: Option<OAuthError>) -> u16 {
                    if error == Some(OAuthError::InvalidClient) {
                        403
                    } else {
                        Standard.error_status(error)
                    }
                }
            }),
        ),
        Mutant::server(
            "error-as-html",
            &["hardening-error-json"],
            "an error of the token endpoint is a page",
            wrong!(Decisions {
                fn error_content_type(&self) -> &'static str {
                    "text/html"
                }
            }),
        ),
        Mutant::server(
            "token-as-html",
            &["hardening-token-json"],
            "a token is a page",
            wrong!(Decisions {
                fn token_content_type(&self) -> &'static str {
                    "text/html"
                }
            }),
        ),
        Mutant::server(
            "token-cacheable",
            &["rfc6749-5.1-no-store"],
            "a token may be cached",
            wrong!(Decisions {
                fn token_cache_control(&self) -> Option<&'static str> {
                    Some("private, max-age=60")
                }
            }),
        ),
        Mutant::server(
            "challenge-beside-code",
            &["rfc7636-4.4-challenge-not-extractable"],
            "the redirect shows the challenge to whoever sees the code",
            wrong!(Decisions {
                fn beside_code(&self, grant: &Grant) -> Vec<(String, Vec<u8>)> {
                    challenge(grant)
                }
            }),
        ),
        Mutant::server(
            "challenge-beside-token",
            &["rfc7636-4.4-challenge-not-extractable"],
            "the token response shows the challenge",
            wrong!(Decisions {
                fn beside_token(&self, grant: &Grant) -> Vec<(String, Vec<u8>)> {
                    challenge(grant)
                }
            }),
        ),
        Mutant::server(
            "plain-challenge-beside-code",
            &["rfc7636-7.2-plain-challenge-in-code-encrypted"],
            "the redirect shows a plain challenge, which is the verifier, to whoever sees the \
             code",
            wrong!(Decisions {
                fn beside_code(&self, grant: &Grant) -> Vec<(String, Vec<u8>)> {
                    match &grant.binding {
                        Binding::Challenge(known) if known.method == BoundMethod::PLAIN => {
                            challenge(grant)
                        }
                        _ => Vec::new(),
                    }
                }
            }),
        ),
    ]
}

fn challenge(grant: &Grant) -> Vec<(String, Vec<u8>)> {
    match &grant.binding {
        Binding::Challenge(known) => vec![("code_challenge".to_owned(), known.text.clone())],
        Binding::Absent | Binding::Lost => Vec::new(),
    }
}
