//! The method, misread.

use pkce_core::{
    ChallengeMethod, OAuthError,
    server::{Asked, Binding, BoundMethod, Decisions, Proof, Refusal, Standard},
};

use super::Decided;
use crate::{
    ids::{EQUAL, NEAR_PLAIN, NEAR_S256, NEITHER},
    mutant::{Mutant, wrong},
};

const REFUSED: &str = "rfc7636-4.4.1-unsupported-method-refused";
const NOT_HONOURED: &str = "rfc7636-4.4.1-plain-not-offered-not-honoured";

pub(super) fn mutants() -> Vec<Mutant> {
    [unknown(), omitted(), spelling()].concat()
}

fn unknown() -> Vec<Mutant> {
    vec![
        Mutant::server(
            "unknown-method-as-plain",
            &[REFUSED, NEITHER, "rfc9126-2.1-pushed-request-validated"],
            "a method that the server does not know is taken as plain",
            wrong!(Decisions {
                fn method_named(&self, name: &[u8], asked: &Asked<'_>) -> Decided<BoundMethod> {
                    Standard.method_named(name, asked).or(Ok(BoundMethod::PLAIN))
                }
            }),
        ),
        Mutant::server(
            "unknown-method-as-s256",
            &[REFUSED, NEAR_S256],
            "a method that the server does not know is taken as S256",
            wrong!(Decisions {
                fn method_named(&self, name: &[u8], asked: &Asked<'_>) -> Decided<BoundMethod> {
                    Standard.method_named(name, asked).or(Ok(BoundMethod::S256))
                }
            }),
        ),
        Mutant::server(
            "unknown-method-code-for-nothing",
            &[REFUSED],
            "a method that the server does not know gets a code that nothing redeems",
            wrong!(Decisions {
                fn method_named(&self, name: &[u8], asked: &Asked<'_>) -> Decided<BoundMethod> {
                    Standard.method_named(name, asked).or(Ok(BoundMethod::Other(name.into())))
                }
            }),
        ),
        Mutant::server(
            "unknown-method-unchecked",
            &[REFUSED, NEITHER, "rfc7636-4.5-verifier-required", "rfc7636-4.6-unequal-refused"],
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
            &[REFUSED, NOT_HONOURED, "fapi2-s256-required"],
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
            &[EQUAL],
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
            "there only the metadata list plain; no vector reads them, so that it is seen where the \
             target is said to offer plain",
        ),
        Mutant::server(
            "s256-not-supported",
            &["rfc7636-4.2-s256-on-server"],
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
            &["rfc7636-4.2-s256-on-server", NEAR_S256],
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
            &[NOT_HONOURED],
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
                "rfc7636-4.3-method-defaults-to-plain",
                "hardening-omitted-method-taken-as-s256",
                "hardening-unsupported-omitted-code-issued",
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
            &["hardening-omitted-method-refused"],
            "an omitted method is an error, also where plain is offered",
            wrong!(Decisions {
                fn method_when_omitted(&self, _: &Asked<'_>) -> Decided<BoundMethod> {
                    Err(Refusal::MethodNotOffered)
                }
            }),
        ),
        Mutant::server(
            "omitted-method-not-recognised-later",
            &["rfc7636-4.3-method-defaults-to-plain"],
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
            &["hardening-unsupported-omitted-code-issued"],
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
            &["hardening-method-without-challenge"],
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
            &[NEAR_S256, NEAR_PLAIN],
            "the names of methods are compared without regard to case",
            read_as!(name => {
                match name.to_ascii_lowercase().as_slice() {
                    b"s256" => b"S256".to_vec(),
                    lower => lower.to_vec(),
                }
            }),
        ),
        Mutant::server(
            "method-trimmed",
            &[NEAR_S256, NEAR_PLAIN],
            "white space around a method's name is cut off",
            read_as!(name => name.trim_ascii().to_vec()),
        ),
        Mutant::server(
            "method-stops-at-nul",
            &[NEAR_S256],
            "a method's name ends at its first NUL",
            read_as!(name => name.split(|octet| *octet == 0).next().unwrap_or_default().to_vec()),
        ),
        Mutant::server(
            "method-by-its-beginning",
            &[NEAR_S256],
            "a name that begins with a method's name is that method",
            read_as!(name => {
                match name {
                    [b'S', b'2', b'5', b'6', ..] => b"S256".to_vec(),
                    [b'p', b'l', b'a', b'i', b'n', ..] => b"plain".to_vec(),
                    other => other.to_vec(),
                }
            }),
        ),
        Mutant::server(
            "method-found-within",
            &[NEAR_S256],
            "a name in which a method's name stands is that method",
            read_as!(name => {
                let within = |known: &[u8]| name.windows(known.len()).any(|part| part == known);
                if within(b"plain") {
                    b"plain".to_vec()
                } else if within(b"256") {
                    b"S256".to_vec()
                } else {
                    name.to_vec()
                }
            }),
        ),
        Mutant::server(
            "falsy-method-as-plain",
            &[NEITHER],
            "a name that some language calls nothing means plain",
            wrong!(Decisions {
                fn method_named(&self, name: &[u8], asked: &Asked<'_>) -> Decided<BoundMethod> {
                    match name {
                        b"null" | b"nil" | b"None" | b"undefined" | b"NaN" | b"false" | b"0"
                        | b"none" => Ok(BoundMethod::PLAIN),
                        other => Standard.method_named(other, asked),
                    }
                }
            }),
        ),
        Mutant::server(
            "method-named-for-its-hash",
            &[NEAR_S256],
            "the names that other registries give SHA-256 are taken for S256",
            read_as!(name => {
                match name.to_ascii_lowercase().as_slice() {
                    b"sha256" | b"sha-256" | b"sha2-256" | b"rs256" | b"hs256" => b"S256".to_vec(),
                    _ => name.to_vec(),
                }
            }),
        ),
    ]
}
