//! The challenge is dropped on the way to the code.

use pkce_core::{
    request::Parameter,
    server::{Asked, Binding, BoundChallenge, BoundMethod, Decisions, Duplicates, Standard},
};
use pkce_vectors::requirement_ids as ids;

use super::{Decided, Mutant, is_empty};
use crate::wrong;

pub(super) fn mutants() -> Vec<Mutant> {
    vec![
        Mutant::server(
            "pkce-ignored",
            &[
                ids::RFC7636_4_5_VERIFIER_REQUIRED,
                ids::RFC7636_4_6_UNEQUAL_REFUSED,
                ids::RFC7636_4_4_1_MISSING_CHALLENGE_REFUSED,
                ids::RFC7636_4_4_1_UNSUPPORTED_METHOD_REFUSED,
                ids::RFC9700_2_1_1_SERVER_SUPPORTS_PKCE,
            ],
            "neither endpoint knows of PKCE",
            wrong!(Decisions {
                fn binding(&self, _: &Asked<'_>) -> Decided<Binding> {
                    Ok(Binding::Lost)
                }
            }),
        )
        .cites(&["https://github.com/TNG/keycloak-mock/issues/9"])
        .wide("every flow that ends in a refusal sees it"),
        Mutant::server(
            "challenge-dropped-without-method",
            &[ids::RFC7636_4_5_VERIFIER_REQUIRED, ids::RFC7636_4_6_UNEQUAL_REFUSED],
            "a challenge whose method is omitted counts for nothing",
            wrong!(Decisions {
                fn binding(&self, asked: &Asked<'_>) -> Decided<Binding> {
                    let alone = asked.request.challenge.value().is_some()
                        && asked.request.method == Parameter::Missing;
                    if alone { Ok(Binding::Lost) } else { Standard.binding(asked) }
                }
            }),
        )
        .cites(&["https://github.com/go-gitea/gitea/commit/046f7a0"]),
        Mutant::server(
            "challenge-dropped-with-empty-method",
            &[
                ids::RFC7636_4_5_VERIFIER_REQUIRED,
                ids::RFC7636_4_6_UNEQUAL_REFUSED,
                ids::RFC6749_3_1_EMPTY_PARAMETER_OMITTED,
            ],
            "a challenge whose method is empty is accepted without a check",
            wrong!(Decisions {
                fn binding(&self, asked: &Asked<'_>) -> Decided<Binding> {
                    let empty = is_empty(asked.sent, "code_challenge_method");
                    if empty { Ok(Binding::Lost) } else { Standard.binding(asked) }
                }
            }),
        ),
        Mutant::server(
            "challenge-dropped-when-sent-twice",
            &[ids::RFC7636_4_5_VERIFIER_REQUIRED, ids::RFC7636_4_6_UNEQUAL_REFUSED],
            "two challenges are as good as none",
            wrong!(Decisions {
                fn binding(&self, asked: &Asked<'_>) -> Decided<Binding> {
                    let twice = asked.request.challenge == Parameter::Duplicate;
                    if twice { Ok(Binding::Lost) } else { Standard.binding(asked) }
                }
            }),
        ),
        Mutant::server(
            "challenge-dropped-by-empty-namesake",
            &[ids::RFC7636_4_5_VERIFIER_REQUIRED, ids::RFC7636_4_6_UNEQUAL_REFUSED],
            "an empty challenge beside the right one takes its place, and is then none",
            wrong!(Decisions {
                fn binding(&self, asked: &Asked<'_>) -> Decided<Binding> {
                    let beside = asked.request.challenge != Parameter::Missing
                        && is_empty(asked.sent, "code_challenge");
                    if beside { Ok(Binding::Lost) } else { Standard.binding(asked) }
                }
            }),
        ),
        Mutant::server(
            "duplicates-omitted",
            &[ids::RFC7636_4_5_VERIFIER_REQUIRED],
            "a parameter that is sent twice is as good as omitted",
            wrong!(Decisions {
                fn duplicate(&self, _: &str) -> Duplicates {
                    Duplicates::Omit
                }
            }),
        ),
        Mutant::server(
            "method-dropped-when-sent-twice",
            &[ids::RFC7636_4_6_UNEQUAL_REFUSED],
            "a method that is sent twice is as good as omitted, and the challenge its own \
             verifier",
            wrong!(Decisions {
                fn duplicate(&self, name: &str) -> Duplicates {
                    if name == "code_challenge_method" {
                        Duplicates::Omit
                    } else {
                        Duplicates::Refuse
                    }
                }
            }),
        ),
        Mutant::server(
            "pkce-dropped-when-method-sent-twice",
            &[ids::RFC7636_4_5_VERIFIER_REQUIRED, ids::RFC7636_4_6_UNEQUAL_REFUSED],
            "two methods confuse the server, which then forgets the challenge",
            wrong!(Decisions {
                fn binding(&self, asked: &Asked<'_>) -> Decided<Binding> {
                    let twice = asked.request.method == Parameter::Duplicate;
                    if twice { Ok(Binding::Lost) } else { Standard.binding(asked) }
                }
            }),
        ),
        Mutant::server(
            "challenge-dropped-at-consent",
            &[ids::RFC7636_4_5_VERIFIER_REQUIRED, ids::RFC7636_4_6_UNEQUAL_REFUSED],
            "the form that the user consents with does not carry the challenge on, and any verifier \
             or none redeems the code",
            wrong!(Decisions {
                fn kept_through_consent(&self, binding: Binding, _: &Asked<'_>) -> Binding {
                    match binding {
                        Binding::Challenge(_) => Binding::Lost,
                        other => other,
                    }
                }
            }),
        )
        .wide("every flow that ends in a wrong or missing verifier sees it"),
        Mutant::server(
            "plain-challenge-dropped",
            &[ids::RFC7636_4_5_VERIFIER_REQUIRED, ids::RFC7636_4_6_UNEQUAL_REFUSED],
            "the code of a plain challenge is not bound to it",
            wrong!(Decisions {
                fn kept_through_consent(&self, binding: Binding, _: &Asked<'_>) -> Binding {
                    match binding {
                        Binding::Challenge(known)
                            if known.method == BoundMethod::PLAIN =>
                        {
                            Binding::Lost
                        }
                        other => other,
                    }
                }
            }),
        ),
        Mutant::server(
            "s256-with-empty-challenge",
            &[ids::RFC7636_4_4_1_MISSING_CHALLENGE_REFUSED],
            "a method with an empty challenge passes for PKCE, and gets a code that nothing redeems",
            wrong!(Decisions {
                fn without_challenge(&self, asked: &Asked<'_>) -> Decided<Binding> {
                    match asked.request.method.value() {
                        Some(_) if is_empty(asked.sent, "code_challenge") => {
                            let (method, text) = (BoundMethod::S256, Vec::new());
                            Ok(Binding::Challenge(BoundChallenge { method, text }))
                        }
                        _ => Standard.without_challenge(asked),
                    }
                }
            }),
        )
        .cites(&["https://github.com/go-authgate/authgate/issues/221"]),
    ]
}
