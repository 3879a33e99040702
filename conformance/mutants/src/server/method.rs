//! The method, misread.

use pkce_core::{
    ChallengeMethod, OAuthError,
    server::{Asked, Binding, BoundMethod, Decisions, Proof, Refusal, Standard},
};

use super::{Decided, Mutant};
use crate::{mutant::wrong, names};
use pkce_vectors::{requirement_ids as ids, transformations::pieces};

pub(super) fn mutants() -> Vec<Mutant> {
    [unknown(), omitted(), spelling()].concat()
}

fn unknown() -> Vec<Mutant> {
    vec![
        Mutant::server(
            "unknown-method-as-plain",
            &[
                ids::RFC7636_4_4_1_UNSUPPORTED_METHOD_REFUSED,
                ids::RFC7636_4_3_OTHER_NAME_IS_NEITHER,
                ids::RFC9126_2_1_PUSHED_REQUEST_VALIDATED,
            ],
            "a method that the server does not know is taken as plain",
            wrong!(Decisions {
                fn method_named(&self, name: &[u8], asked: &Asked<'_>) -> Decided<BoundMethod> {
                    Standard.method_named(name, asked).or(Ok(BoundMethod::PLAIN))
                }
            }),
        ),
        Mutant::server(
            "unknown-method-as-s256",
            &[ids::RFC7636_4_4_1_UNSUPPORTED_METHOD_REFUSED, ids::HARDENING_METHOD_NEAR_MISS_S256],
            "a method that the server does not know is taken as S256",
            wrong!(Decisions {
                fn method_named(&self, name: &[u8], asked: &Asked<'_>) -> Decided<BoundMethod> {
                    Standard.method_named(name, asked).or(Ok(BoundMethod::S256))
                }
            }),
        ),
        Mutant::server(
            "unknown-method-code-for-nothing",
            &[ids::RFC7636_4_4_1_UNSUPPORTED_METHOD_REFUSED],
            "a method that the server does not know gets a code that nothing redeems",
            wrong!(Decisions {
                fn method_named(&self, name: &[u8], asked: &Asked<'_>) -> Decided<BoundMethod> {
                    Standard.method_named(name, asked).or(Ok(BoundMethod::Other(name.into())))
                }
            }),
        ),
        Mutant::server(
            "unknown-method-unchecked",
            &[
                ids::RFC7636_4_4_1_UNSUPPORTED_METHOD_REFUSED,
                ids::RFC7636_4_3_OTHER_NAME_IS_NEITHER,
                ids::RFC7636_4_5_VERIFIER_REQUIRED,
                ids::RFC7636_4_6_UNEQUAL_REFUSED,
            ],
            "a method that the server does not know turns PKCE off",
            wrong!(Decisions {
                fn binding(&self, asked: &Asked<'_>) -> Decided<Binding> {
                    match Standard.binding(asked) {
                        Err(Refusal::Method(_) | Refusal::MethodNotOffered) => Ok(Binding::Lost),
                        other => other,
                    }
                }
            }),
        )
        .wide("each of a hundred names of methods is sent to servers in two ways"),
        Mutant::server(
            "plain-honoured-where-off",
            &[
                ids::RFC7636_4_4_1_UNSUPPORTED_METHOD_REFUSED,
                ids::RFC7636_4_4_1_PLAIN_NOT_OFFERED_NOT_HONOURED,
                ids::FAPI2_S256_REQUIRED,
                ids::FAPI1_PUSHED_S256_REQUIRED,
                ids::OAUTH21_PLAIN_FORBIDDEN,
                ids::SMART_PLAIN_NOT_SUPPORTED,
                ids::NLGOV_PLAIN_NOT_ALLOWED,
            ],
            "plain is taken from clients though the server does not offer it",
            wrong!(Decisions {
                fn method_offered(
                    &self,
                    method: ChallengeMethod,
                    _: &Asked<'_>,
                ) -> Decided<BoundMethod> {
                    Ok(BoundMethod::Known(method))
                }
            }),
        ),
        Mutant::server(
            "plain-offered-and-refused",
            &[ids::RFC7636_4_6_EQUAL_CONTINUES],
            "plain is offered, and refused to whoever asks for it",
            wrong!(Decisions {
                fn method_named(&self, name: &[u8], asked: &Asked<'_>) -> Decided<BoundMethod> {
                    if name == b"plain" {
                        Err(Refusal::MethodNotOffered)
                    } else {
                        Standard.method_named(name, asked)
                    }
                }
            }),
        )
        .cites(&["https://github.com/pocket-id/pocket-id/issues/1534"])
        .limit(
            "there only the metadata list plain, which `metadata-with-plain-refused` does; here the target is said to \
             offer it",
        ),
        Mutant::server(
            "s256-not-supported",
            &[ids::RFC7636_4_2_S256_ON_SERVER],
            "S256 is refused",
            wrong!(Decisions {
                fn method_offered(
                    &self,
                    method: ChallengeMethod,
                    asked: &Asked<'_>,
                ) -> Decided<BoundMethod> {
                    match method {
                        ChallengeMethod::S256 => Err(Refusal::MethodNotOffered),
                        ChallengeMethod::Plain => Standard.method_offered(method, asked),
                    }
                }
            }),
        ),
        Mutant::server(
            "s256-wanted-in-lower-case",
            &[ids::RFC7636_4_2_S256_ON_SERVER, ids::HARDENING_METHOD_NEAR_MISS_S256],
            "the method is called `s256` here, and `S256` is refused",
            wrong!(Decisions {
                fn method_named(&self, name: &[u8], asked: &Asked<'_>) -> Decided<BoundMethod> {
                    match name {
                        b"s256" => Ok(BoundMethod::S256),
                        b"S256" => Err(Refusal::MethodNotOffered),
                        other => Standard.method_named(other, asked),
                    }
                }
            }),
        )
        .cites(&["https://github.com/jasonraimondi/ts-oauth2-server/issues/25"]),
    ]
}

fn omitted() -> Vec<Mutant> {
    vec![
        Mutant::server(
            "omitted-method-gets-round-no-plain",
            &[ids::RFC7636_4_4_1_PLAIN_NOT_OFFERED_NOT_HONOURED],
            "plain can't be named where it is off, but an omitted method means it all the same",
            wrong!(Decisions {
                fn method_when_omitted(&self, _: &Asked<'_>) -> Decided<BoundMethod> {
                    Ok(BoundMethod::PLAIN)
                }
            }),
        ),
        Mutant::server(
            "omitted-method-as-s256",
            &[
                ids::RFC7636_4_3_METHOD_DEFAULTS_TO_PLAIN,
                ids::HARDENING_OMITTED_METHOD_TAKEN_AS_S256,
                ids::HARDENING_UNSUPPORTED_OMITTED_CODE_ISSUED,
            ],
            "an omitted method is S256, also where plain is offered",
            wrong!(Decisions {
                fn method_when_omitted(&self, _: &Asked<'_>) -> Decided<BoundMethod> {
                    Ok(BoundMethod::S256)
                }
            }),
        ),
        Mutant::server(
            "omitted-method-refused",
            &[ids::HARDENING_OMITTED_METHOD_REFUSED],
            "an omitted method is an error, also where plain is offered",
            wrong!(Decisions {
                fn method_when_omitted(&self, _: &Asked<'_>) -> Decided<BoundMethod> {
                    Err(Refusal::MethodNotOffered)
                }
            }),
        ),
        Mutant::server(
            "omitted-method-not-recognised-later",
            &[ids::RFC7636_4_3_METHOD_DEFAULTS_TO_PLAIN],
            "a code whose method was omitted is refused at the token endpoint, whatever the verifier",
            wrong!(Decisions {
                fn method_when_omitted(&self, _: &Asked<'_>) -> Decided<BoundMethod> {
                    Ok(BoundMethod::Other(Vec::new()))
                }
                fn challenge_syntax(&self, _: &BoundMethod, _: &[u8]) -> Decided {
                    Ok(())
                }
            }),
        )
        .cites(&["https://github.com/apereo/cas/pull/4532"]),
        Mutant::server(
            "omitted-method-server-error",
            &[ids::HARDENING_UNSUPPORTED_OMITTED_CODE_ISSUED],
            "where plain is off, an omitted method gets a code, which the token endpoint refuses \
             with status 400 and the error server_error",
            wrong!(Decisions {
                fn method_when_omitted(&self, asked: &Asked<'_>) -> Decided<BoundMethod> {
                    Standard.method_when_omitted(asked).or(Ok(BoundMethod::Other(Vec::new())))
                }
                fn possession(&self, proof: &Proof<'_>) -> Decided {
                    match proof.binding {
                        Binding::Challenge(known)
                            if known.method == BoundMethod::Other(Vec::new()) =>
                        {
                            Err(Refusal::Internal)
                        }
                        _ => Standard.possession(proof),
                    }
                }
                fn error_status(&self, error: Option<OAuthError>) -> u16 {
                    match error {
                        Some(OAuthError::ServerError) => 400,
                        other => Standard.error_status(other),
                    }
                }
            }),
        )
        .cites(&["https://github.com/spring-attic/spring-authorization-server/issues/770"])
        .limit("seen by its code; no vector asks which error a code that nothing redeems gets"),
        Mutant::server(
            "method-without-challenge-gets-code",
            &[ids::HARDENING_METHOD_WITHOUT_CHALLENGE],
            "a method without a challenge gets a code like a request that does not know of PKCE",
            wrong!(Decisions {
                fn method_without_challenge(&self, _: &Asked<'_>) -> Decided {
                    Ok(())
                }
            }),
        ),
    ]
}

/// A server that makes another name of the one that was sent.
macro_rules! read_as {
    ($name:ident => $read:expr) => {
        wrong!(Decisions {
            fn method_named(&self, $name: &[u8], asked: &Asked<'_>) -> Decided<BoundMethod> {
                let read: Vec<u8> = $read;
                Standard.method_named(&read, asked)
            }
        })
    };
}

fn spelling() -> Vec<Mutant> {
    vec![
        Mutant::server(
            "method-in-any-case",
            &[ids::HARDENING_METHOD_NEAR_MISS_S256, ids::HARDENING_PLAIN_NEAR_MISS],
            "the names of methods are compared without regard to case",
            read_as!(name => names::in_any_case(name)),
        ),
        Mutant::server(
            "method-trimmed",
            &[ids::HARDENING_METHOD_NEAR_MISS_S256, ids::HARDENING_PLAIN_NEAR_MISS],
            "white space around a method's name is cut off",
            read_as!(name => name.trim_ascii().to_vec()),
        ),
        Mutant::server(
            "method-stops-at-nul",
            &[ids::HARDENING_METHOD_NEAR_MISS_S256],
            "a method's name ends at its first NUL",
            read_as!(name => pieces::until_nul(name)),
        ),
        Mutant::server(
            "method-by-its-beginning",
            &[ids::HARDENING_METHOD_NEAR_MISS_S256],
            "a name that begins with a method's name is that method",
            read_as!(name => names::by_its_beginning(name)),
        ),
        Mutant::server(
            "method-found-within",
            &[ids::HARDENING_METHOD_NEAR_MISS_S256],
            "a name in which a method's name stands is that method",
            read_as!(name => names::found_within(name)),
        ),
        Mutant::server(
            "falsy-method-as-plain",
            &[ids::RFC7636_4_3_OTHER_NAME_IS_NEITHER],
            "a name that some language calls nothing means plain",
            wrong!(Decisions {
                fn method_named(&self, name: &[u8], asked: &Asked<'_>) -> Decided<BoundMethod> {
                    if names::is_falsy(name) { Ok(BoundMethod::PLAIN) } else { Standard.method_named(name, asked) }
                }
            }),
        ),
        Mutant::server(
            "method-named-for-its-hash",
            &[ids::HARDENING_METHOD_NEAR_MISS_S256],
            "the names that other registries give SHA-256 are taken for S256",
            read_as!(name => names::by_its_hash(name)),
        ),
    ]
}
