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
            judgement.exception = failure.reason == Reason::Exception;
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
        Expect::Verifiers(_) => "verifiers".to_owned(),
        _ => "not accepted".to_owned(),
    });
    each.collect::<Vec<_>>().join(" or ")
}

fn observed(reply: &Reply) -> String {
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
