//! The form of what the server answers.

use pkce_core::{
    OAuthError,
    server::{Binding, BoundMethod, Client, Decisions, Destination, Grant, Refusal, Standard},
};
use pkce_vectors::requirement_ids as ids;

use crate::mutant::{Mutant, wrong};

pub(super) fn mutants() -> Vec<Mutant> {
    [errors(), redirects(), forms()].concat()
}

fn errors() -> Vec<Mutant> {
    vec![
        Mutant::server(
            "error-absent",
            &[
                ids::RFC6749_5_2_ERROR_PRESENT,
                ids::RFC6749_4_1_2_1_ERROR_PRESENT,
                ids::RFC7636_4_6_INVALID_GRANT,
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
            &[ids::RFC7636_4_6_INVALID_GRANT, ids::HARDENING_FAPI2_MISSING_VERIFIER_ERROR],
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
            &[ids::OAUTH21_STRAY_VERIFIER_ERROR],
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
            &[ids::HARDENING_ERROR_VALUE],
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
            &[ids::RFC7636_4_4_1_ERROR_VALUE, ids::HARDENING_ERROR_VALUE],
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
            &[ids::RFC6749_4_1_2_1_NO_REDIRECT_TO_UNREGISTERED_URI],
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
            &[ids::RFC6749_4_1_2_1_NO_REDIRECT_TO_UNREGISTERED_URI],
            "any redirect URI counts as registered, and gets the code",
            wrong!(Decisions {
                fn redirect_uri_registered(&self, _: &Client, _: &[u8]) -> bool {
                    true
                }
            }),
        ),
        Mutant::server(
            "code-before-checks",
            &[ids::RFC6749_4_1_2_1_NO_REDIRECT_TO_UNREGISTERED_URI],
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
            &[ids::RFC6749_4_1_2_1_NO_REDIRECT_TO_UNREGISTERED_URI],
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
            &[ids::HARDENING_ERROR_REDIRECTED],
            "the client never learns of an authorization error: the user sees a page",
            wrong!(Decisions {
                fn error_destination(&self, _: Refusal, _: Option<&[u8]>, _: bool) -> Destination {
                    Destination::Page
                }
            }),
        ),
        Mutant::server(
            "state-missing-beside-error",
            &[ids::RFC6749_4_1_2_STATE_ECHOED],
            "an error is redirected without the state",
            wrong!(Decisions {
                fn state_beside_error(&self, _: Option<Vec<u8>>) -> Option<Vec<u8>> {
                    None
                }
            }),
        ),
        Mutant::server(
            "state-missing-beside-code",
            &[ids::RFC6749_4_1_2_STATE_ECHOED],
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
            &[ids::HARDENING_ERROR_400, ids::HARDENING_FAPI2_MISSING_VERIFIER_ERROR],
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
            &[ids::HARDENING_ERROR_400],
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
            &[ids::HARDENING_ERROR_JSON],
            "an error of the token endpoint is a page",
            wrong!(Decisions {
                fn error_content_type(&self) -> &'static str {
                    "text/html"
                }
            }),
        ),
        Mutant::server(
            "token-as-html",
            &[ids::HARDENING_TOKEN_JSON],
            "a token is a page",
            wrong!(Decisions {
                fn token_content_type(&self) -> &'static str {
                    "text/html"
                }
            }),
        ),
        Mutant::server(
            "token-cacheable",
            &[ids::RFC6749_5_1_NO_STORE],
            "a token may be cached",
            wrong!(Decisions {
                fn token_cache_control(&self) -> Option<&'static str> {
                    Some("private, max-age=60")
                }
            }),
        ),
        Mutant::server(
            "challenge-beside-code",
            &[ids::RFC7636_4_4_CHALLENGE_NOT_EXTRACTABLE],
            "the redirect shows the challenge to whoever sees the code",
            wrong!(Decisions {
                fn beside_code(&self, grant: &Grant) -> Vec<(String, Vec<u8>)> {
                    challenge(grant)
                }
            }),
        ),
        Mutant::server(
            "challenge-beside-token",
            &[ids::OAUTH21_CHALLENGE_NOT_IN_RESPONSE],
            "the token response shows the challenge",
            wrong!(Decisions {
                fn beside_token(&self, grant: &Grant) -> Vec<(String, Vec<u8>)> {
                    challenge(grant)
                }
            }),
        ),
        Mutant::server(
            "plain-challenge-beside-code",
            &[ids::RFC7636_7_2_PLAIN_CHALLENGE_IN_CODE_ENCRYPTED],
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
