//! PKCE dropped without a word, where the server cannot use what was sent: the code is then one without PKCE, and a
//! verifier would be a stray one.

use pkce_core::server::{Asked, Binding, BoundChallenge, Decisions, Refusal, Standard};
use pkce_vectors::requirement_ids as ids;

use super::{Decided, Mutant, is_empty};
use crate::wrong;

pub(super) fn mutants() -> Vec<Mutant> {
    let mutants = vec![
        dropped(
            "malformed-challenge-dropped",
            "a challenge that is none by its form is as good as omitted",
            |asked| matches!(Standard.binding(asked), Err(Refusal::Challenge(_))),
        ),
        dropped(
            "blank-challenge-dropped",
            "a challenge of white space alone is as good as omitted, also where PKCE is required",
            |asked| {
                let challenge = asked.request.challenge.value();
                challenge.is_some_and(|text| text.trim_ascii().is_empty())
            },
        ),
        dropped(
            "unknown-method-dropped",
            "a challenge whose method the server does not know is as good as omitted",
            |asked| matches!(Standard.binding(asked), Err(Refusal::Method(_))),
        ),
        dropped(
            "method-none-drops-challenge",
            "the method `none`, or `null`, says that there is no PKCE",
            |asked| matches!(asked.request.method.value(), Some(b"none" | b"null" | b"None")),
        ),
        Mutant::server(
            "empty-method-takes-the-place-of-another",
            &[ids::HARDENING_DUPLICATE_PARAMETER],
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

/// Binds the code to nothing for some requests.
#[derive(Clone, Copy)]
struct Drops(fn(&Asked<'_>) -> bool);

impl Decisions for Drops {
    fn binding(&self, asked: &Asked<'_>) -> Decided<Binding> {
        if (self.0)(asked) { Ok(Binding::Absent) } else { Standard.binding(asked) }
    }
}

fn dropped(name: &'static str, says: &'static str, when: fn(&Asked<'_>) -> bool) -> Mutant {
    Mutant::server(name, &[ids::RFC7636_4_5_VERIFIER_REQUIRED], says, Drops(when))
}
