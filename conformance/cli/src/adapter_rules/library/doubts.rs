//! What the implementation itself may do, and what an adapter must not.

use std::collections::BTreeSet;

use pkce_conformance::wire::{Octets, Reply};
use pkce_vectors::Op;

use super::values::{Pair, deaf, derived, is_match, pair, verify};
use crate::adapter_rules::{
    ask::{self, Ask, call, offers},
    conversation::Conversation,
    rule::{Seen, Tried},
};

pub(super) fn trimming(adapter: &mut Conversation<'_>) -> Tried {
    let deaf = deaf(adapter)?;
    if let Some(why) = deaf.filter(|_| !offers(&adapter.about, Op::Derive)) {
        return Ok(Seen::nothing(why));
    }
    let Pair { verifier, challenge } = pair(adapter);
    for (before, after) in [("", "\n"), (" ", ""), ("", " "), ("\t", "\r\n")] {
        let padded = |text: &str| format!("{before}{text}{after}");
        let mut taken = Vec::new();
        if deaf.is_none() {
            for (name, asked) in [
                ("verifier", verify(&challenge, &padded(&verifier))),
                ("challenge", verify(&padded(&challenge), &verifier)),
                ("method", call(Op::Verify, &padded("S256"), &challenge, &verifier)),
            ] {
                taken.extend(is_match(adapter, asked)?.then_some(name));
            }
        }
        let of_padded = derived(adapter, Octets::from(padded(&verifier).as_str()))?;
        if of_padded.as_ref() == Some(&challenge) {
            taken.push("verifier");
        }
        if let Some(name) = taken.first() {
            return Ok(Seen::Doubt(format!(
                "white space around the {name} was stripped: does the library do that, or the adapter?"
            )));
        }
    }
    Ok(Seen::Kept)
}

/// One verifier against two challenges, and one challenge against two verifiers, the right one first and last.
pub(super) fn memory(adapter: &mut Conversation<'_>) -> Tried {
    if let Some(why) = deaf(adapter)? {
        return Ok(Seen::nothing(why));
    }
    for what in ["verifier", "challenge"] {
        for right_first in [true, false] {
            let (this, other) = (pair(adapter), pair(adapter));
            let right = verify(&this.challenge, &this.verifier);
            let wrong = match what {
                "verifier" => verify(&other.challenge, &this.verifier),
                _ => verify(&this.challenge, &other.verifier),
            };
            let (first, second) = if right_first { (right, wrong) } else { (wrong, right) };
            if is_match(adapter, first)? == is_match(adapter, second)? {
                return Ok(Seen::Doubt(format!(
                    "a {what} that came a second time, with another partner, got the answer of the first time: does the \
                     library remember it, or the adapter?"
                )));
            }
        }
    }
    Ok(Seen::Kept)
}

pub(super) fn draws(adapter: &mut Conversation<'_>) -> Tried {
    if !offers(&adapter.about, Op::Generate) {
        return Ok(Seen::nothing("it offers no generate"));
    }
    let (mut first, mut second) = (adapter.another()?, adapter.another()?);
    let (mut length, mut seen) = (None, Vec::new());
    for other in [None, Some(43), Some(64), Some(128)] {
        (length, seen) = (other, drawn(&mut first, other)?);
        if !seen.is_empty() {
            break;
        }
    }
    if seen.is_empty() {
        return Ok(Seen::nothing("it gives no verifiers of any usual length"));
    }
    let doubt =
        |what: &str| Ok(Seen::Doubt(format!("{what}: does the library draw so, or the adapter?")));
    let more = drawn(&mut first, length)?;
    if repeats(seen.iter().chain(&more)) {
        return doubt("a verifier came twice in one process");
    }
    if seen.iter().zip(seen.iter().skip(1)).any(|(one, other)| are_near(one, other)) {
        return doubt("one verifier differs from the next in a few characters alone");
    }
    let others = drawn(&mut second, length)?;
    if repeats(seen.iter().chain(&more).chain(&others)) {
        return doubt("a second process gave the verifiers of the first");
    }
    Ok(Seen::Kept)
}

fn drawn(adapter: &mut Conversation<'_>, length: Option<u32>) -> Result<Vec<String>, String> {
    let ask = Ask::Call(ask::library(Op::Generate, |call| (call.count, call.length) = (4, length)));
    Ok(match adapter.reply(&ask)? {
        Reply::Verifiers(list) => list,
        _ => Vec::new(),
    })
}

fn repeats<'d>(mut drawn: impl Iterator<Item = &'d String>) -> bool {
    let mut seen = BTreeSet::new();
    drawn.any(|verifier| !seen.insert(verifier))
}

/// Of two verifiers that are drawn, at most a few characters are the same in the same place.
fn are_near(one: &str, other: &str) -> bool {
    let same = one.bytes().zip(other.bytes()).filter(|(one, other)| one == other).count();
    one.len() == other.len() && same * 4 > one.len() * 3
}
