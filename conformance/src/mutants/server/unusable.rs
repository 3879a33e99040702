//! PKCE dropped without a word, where the server cannot use what was sent: the code is then one without PKCE, and a
//! verifier would be a stray one.

use pkce_core::server::{Asked, Binding, BoundChallenge, Decisions, Refusal, Standard};

use super::{Decided, Mutant, is_empty};
use crate::mutants::wrong;

const MISSING: &str = "rfc7636-4.5-verifier-required";

pub(super) fn mutants() -> Vec<Mutant> {
    let mutants = vec![
        Mutant::server(
            "malformed-challenge-dropped",
            &[MISSING],
            "a challenge that is none by its form is as good as omitted",
            wrong!(Decisions {
                fn binding(&self, asked: &Asked<'_>) -> Decided<Binding> {
                    match Standard.binding(asked) {
                        Err(Refusal::Challenge(_)) => Ok(Binding::Absent),
                        other => other,
                    }
                }
            }),
        ),
        Mutant::server(
            "blank-challenge-dropped",
            &[MISSING],
            "a challenge of white space alone is as good as omitted, also where PKCE is required",
            wrong!(Decisions {
                fn binding(&self, asked: &Asked<'_>) -> Decided<Binding> {
                    let challenge = asked.request.challenge.value();
                    if challenge.is_some_and(|text| text.trim_ascii().is_empty()) {
                        return Ok(Binding::Absent);
                    }
                    Standard.binding(asked)
                }
            }),
        ),
        Mutant::server(
            "unknown-method-dropped",
            &[MISSING],
            "a challenge whose method the server does not know is as good as omitted",
            wrong!(Decisions {
                fn binding(&self, asked: &Asked<'_>) -> Decided<Binding> {
                    match Standard.binding(asked) {
                        Err(Refusal::Method(_)) => Ok(Binding::Absent),
                        other => other,
                    }
                }
            }),
        ),
        Mutant::server(
            "method-none-drops-challenge",
            &[MISSING],
            "the method `none`, or `null`, says that there is no PKCE",
            wrong!(Decisions {
                fn binding(&self, asked: &Asked<'_>) -> Decided<Binding> {
                    match asked.request.method.value() {
                        Some(b"none" | b"null" | b"None") => Ok(Binding::Absent),
                        _ => Standard.binding(asked),
                    }
                }
            }),
        ),
        Mutant::server(
            "empty-method-takes-the-place-of-another",
            &["hardening-duplicate-parameter"],
            "a method beside an empty one counts for nothing, and what is omitted is plain",
            wrong!(Decisions {
                fn binding(&self, asked: &Asked<'_>) -> Decided<Binding> {
                    let challenge = asked.request.challenge.value();
                    let beside = asked.request.method.value().is_some()
                        && is_empty(asked.sent, "code_challenge_method");
                    match challenge.filter(|_| beside) {
                        Some(text) => Ok(Binding::Challenge(BoundChallenge {
                            method: self.method_when_omitted(asked)?,
                            text: text.into(),
                        })),
                        None => Standard.binding(asked),
                    }
                }
            }),
        ),
    ];
    mutants.into_iter().map(Mutant::unseen).collect()
}
