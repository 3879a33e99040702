//! What is made of a call that refuses.

use pkce_conformance::{
    text::clip,
    wire::{Reason, Reply},
};
use pkce_vectors::Op;
use serde_json::Value;

use super::values::{TAKES_ALL, cut, deaf, pair};
use crate::adapter_rules::{
    ask::{self, Ask, call, offered},
    conversation::Conversation,
    rule::{Seen, Tried},
};

pub(super) fn silence(adapter: &mut Conversation<'_>) -> Tried {
    match deaf(adapter)? {
        Some(TAKES_ALL) => Err("a wrong verifier was a match, as the right one is".to_owned()),
        Some(why) => Ok(Seen::nothing(why)),
        None => Ok(Seen::Kept),
    }
}

pub(super) fn refusals(adapter: &mut Conversation<'_>) -> Tried {
    let (one, other) = (pair(adapter), pair(adapter));
    let short = cut(&one.verifier);
    let mut tried = false;
    for op in offered(&adapter.about) {
        let of = |challenge: &str, verifier: &str| call(op, "S256", challenge, verifier);
        let right = of(&one.challenge, &one.verifier);
        let wrongs = match op {
            Op::Derive | Op::CheckVerifier => vec![("a verifier of 42 characters", of("", short))],
            Op::CheckChallenge => {
                vec![("a challenge of 42 characters", of(cut(&one.challenge), ""))]
            }
            Op::Verify => vec![
                ("a wrong verifier", of(&one.challenge, &other.verifier)),
                ("a verifier of 42 characters", of(&one.challenge, short)),
            ],
            Op::ParseMethod | Op::Generate => continue,
        };
        if !matches!(
            adapter.reply(&Ask::Call(right))?,
            Reply::Match(true) | Reply::Valid(true) | Reply::Challenge { .. }
        ) {
            continue;
        }
        tried = true;
        for (what, wrong) in wrongs {
            if let Reply::Unsupported(why) = adapter.reply(&Ask::Call(wrong))? {
                let (op, why) = (op.as_str(), clip(&why));
                return Err(format!(
                    "{op} took a right value, and {what} was `unsupported`: {why}"
                ));
            }
        }
    }
    Ok(if tried { Seen::Kept } else { Seen::nothing("no operation of it takes a right value") })
}

pub(super) fn reasons(adapter: &mut Conversation<'_>) -> Tried {
    let (one, other) = (pair(adapter), pair(adapter));
    let mut exception = None;
    let long = "a".repeat(129);
    for op in offered(&adapter.about) {
        let of = |method: &str, challenge: &str, verifier: &str| {
            Ask::Call(call(op, method, challenge, verifier))
        };
        let mut asks = vec![
            of("S256", &one.challenge, &other.verifier),
            of("S256", &one.challenge, cut(&one.verifier)),
            of("S256", &one.challenge, &long),
            of("S256", &one.challenge, &one.verifier.replace(|_| true, "%")),
            of("S256", cut(&one.challenge), &one.verifier),
            of("S512", &one.challenge, &one.verifier),
        ];
        if op == Op::Generate {
            asks = [0, 42, 129].map(Some).map(length_asked).into();
        }
        for ask in asks {
            let line = adapter.ask(&ask)?;
            ask.reply(&line)?;
            let said: Value = serde_json::from_str(&line).unwrap_or_default();
            let told = |member: &str| said.pointer(member).and_then(Value::as_str);
            let Some(reason) = told("/error/reason") else { continue };
            if !Reason::ALL.iter().any(|known| known.as_str() == reason) {
                return Err(format!("{} refused with the reason `{}`", op.as_str(), clip(reason)));
            }
            if reason == "exception" && exception.is_none() {
                let words = clip(told("/error/message").unwrap_or_default());
                exception = Some(format!("{}: {words}", op.as_str()));
            }
        }
    }
    Ok(match exception {
        Some(words) => Seen::Doubt(format!(
            "a wrong value came to an `exception` ({words}): did nobody catch it, or is it the error by which the library \
             refuses?"
        )),
        None => Seen::Kept,
    })
}

fn length_asked(length: Option<u32>) -> Ask {
    Ask::Call(ask::library(Op::Generate, |call| (call.count, call.length) = (1, length)))
}
