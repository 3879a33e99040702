//! A library's answer against a library vector.

use pkce_vectors::{Effect, Expect, Op, Vector};

use super::{
    generate,
    judgement::{Detail, Judgement},
    reasons,
};
use crate::{
    result::{Unjudged, Verdict},
    text::clip,
    wire::{Reason, Reply},
};

/// Judges the answer to one operation.
pub(super) fn judge(vector: &Vector, reply: &Reply) -> Judgement {
    match (vector.op, vector.expect.as_slice(), reply) {
        (_, _, Reply::Verifiers(list)) => return generate::judge(vector, list),
        (
            Op::Derive,
            [Expect::Method(_)],
            Reply::Challenge { method: None, .. } | Reply::Nothing,
        ) => {
            return Judgement::unjudged(
                Verdict::Unsupported,
                Unjudged::NotOffered,
                "it tells no method beside the challenge",
            );
        }
        _ => {}
    }
    let right = vector.expect.iter().any(|expect| agrees(expect, reply));
    let mut judgement = if right {
        Judgement::pass()
    } else {
        let effect = vector.effect.unwrap_or_else(|| effect(vector, reply));
        Judgement::fail(effect, expected(vector), observed(reply))
    };
    if not_accepted(reply) {
        judgement.rests_on_refusal = judgement.verdict == Verdict::Pass;
        if let Reply::Failed(failure) = reply {
            let is_exception = failure.reason == Reason::Exception;
            judgement.exception = is_exception.then(|| clip(&failure.message).into());
            if judgement.verdict == Verdict::Pass
                && let Some(other) = reasons::other_than(vector, failure.reason)
            {
                let detail = Detail { other_reason: Some(other), ..Detail::default() };
                judgement.detail = Some(Box::new(detail));
            }
        }
    }
    judgement
}

/// `match: false`, `valid: false`, an error, and a method's name kept as unknown are all "not accepted".
fn not_accepted(reply: &Reply) -> bool {
    match reply {
        Reply::Failed(_) | Reply::Match(false) | Reply::Valid(false) => true,
        Reply::Method(name) => !matches!(name.as_str(), "S256" | "plain"),
        _ => false,
    }
}

fn agrees(expect: &Expect, reply: &Reply) -> bool {
    match (expect, reply) {
        (Expect::Refused | Expect::Match(false) | Expect::Valid(false), reply) => {
            not_accepted(reply)
        }
        (Expect::Challenge(wanted), Reply::Challenge { challenge, .. }) => wanted == challenge,
        (Expect::Match(true), Reply::Match(true)) | (Expect::Valid(true), Reply::Valid(true)) => {
            true
        }
        (
            Expect::Method(wanted),
            Reply::Method(name) | Reply::Challenge { method: Some(name), .. },
        ) => wanted == name,
        _ => false,
    }
}

fn effect(vector: &Vector, reply: &Reply) -> Effect {
    let refusal_is_right = vector.expect.iter().any(|expect| {
        matches!(expect, Expect::Refused | Expect::Match(false) | Expect::Valid(false))
    });
    match reply {
        Reply::Match(true) => Effect::Bypass,
        reply if not_accepted(reply) && !refusal_is_right => Effect::Lockout,
        _ => Effect::Deviation,
    }
}

fn expected(vector: &Vector) -> String {
    let each = vector.expect.iter().map(|expect| match expect {
        Expect::Challenge(text) => format!("challenge {}", clip(text)),
        Expect::Match(true) => "a match".to_owned(),
        Expect::Valid(true) => "valid".to_owned(),
        Expect::Method(name) => format!("method {name:?}"),
        Expect::Verifiers(_) => verifiers(vector),
        _ => "not accepted".to_owned(),
    });
    each.collect::<Vec<_>>().join(" or ")
}

/// What a call of `generate` is due, whatever is then asked of it.
fn verifiers(vector: &Vector) -> String {
    let count = vector.input.count.unwrap_or(0);
    match vector.input.length.flatten() {
        Some(length) => format!("{count} verifiers of {length} characters"),
        None => format!("{count} verifiers"),
    }
}

pub(super) fn observed(reply: &Reply) -> String {
    match reply {
        Reply::Challenge { challenge, method: None } => format!("challenge {}", clip(challenge)),
        Reply::Challenge { challenge, method: Some(method) } => {
            format!("challenge {} under method {:?}", clip(challenge), clip(method))
        }
        Reply::Match(true) => "a match".to_owned(),
        Reply::Match(false) => "no match".to_owned(),
        Reply::Valid(true) => "valid".to_owned(),
        Reply::Valid(false) => "not valid".to_owned(),
        Reply::Method(name) => format!("method {:?}", clip(name)),
        Reply::Nothing => "nothing at all".to_owned(),
        Reply::Failed(failure) if failure.message.is_empty() => {
            format!("a refusal ({})", failure.reason.as_str())
        }
        Reply::Failed(failure) => {
            format!("{}: {}", failure.reason.as_str(), clip(&failure.message))
        }
        _ => "an answer to another operation".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use pkce_vectors::VectorSet;

    use super::*;
    use crate::{judge::uncaught_exception, wire::Failure};

    fn judged(id: &str, reply: &Reply) -> Judgement {
        let set = VectorSet::bundled().unwrap();
        judge(set.vectors.iter().find(|vector| vector.id == id).unwrap(), reply)
    }

    fn failed(reason: Reason, message: &str) -> Reply {
        Reply::Failed(Failure::new(reason, message))
    }

    #[test]
    fn the_message_of_an_exception_is_kept_and_shown() {
        let id = "verify/verifier-length-42";
        let right = judged(id, &failed(Reason::Exception, "KeyError: 'v'"));
        assert_eq!(
            (right.verdict, right.exception.as_deref()),
            (Verdict::Pass, Some("KeyError: 'v'"))
        );
        assert_eq!(judged(id, &failed(Reason::Other, "KeyError: 'v'")).exception, None);
        let told = |message| uncaught_exception(message).detail.unwrap().observed.unwrap();
        assert_eq!(told("KeyError: 'v'"), "an exception from beneath: KeyError: 'v'");
        assert_eq!(told(""), "an exception from beneath");
    }

    #[test]
    fn a_refusal_where_a_value_was_due_says_what_was_due() {
        for (id, message, expected, observed) in [
            ("generate/length-default/distinct", "", "2000 verifiers", "a refusal (other)"),
            ("generate/length-43/obeyed", "no", "20 verifiers of 43 characters", "other: no"),
            (
                "derive/appendix-b",
                "",
                "challenge E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
                "a refusal (other)",
            ),
        ] {
            let detail = judged(id, &failed(Reason::Other, message)).detail.unwrap();
            assert_eq!(detail.expected.as_deref(), Some(expected));
            assert_eq!(detail.observed.as_deref(), Some(observed));
        }
    }
}
