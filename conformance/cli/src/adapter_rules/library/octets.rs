//! What is read of an input: members that are not known, and octets.

use pkce_conformance::wire::{Accept, Call, Octets};
use pkce_vectors::{APPENDIX_B_VERIFIER, Op, s256};
use serde_json::{Value, json};

use super::values::{Pair, deaf, derived, is_match, pair, verify};
use crate::adapter_rules::{
    ask::{self, Ask, LATER, call, offered, offers, right, with},
    conversation::Conversation,
    rule::{Seen, Tried},
};

fn accepts_hex(adapter: &Conversation<'_>) -> bool {
    adapter.about.accepts.contains(&Accept::Hex)
}

/// The same input with these members in hexadecimal.
fn in_hex(call: &Call, names: &[&str]) -> Value {
    let mut input = ask::input(call);
    if let Some(members) = input.as_object_mut() {
        for name in names {
            let text = members.remove(*name).unwrap_or_default();
            let octets = Octets::from(text.as_str().unwrap_or_default());
            members.insert(format!("{name}_hex"), json!(octets.to_hex()));
        }
    }
    input
}

/// The names of the values that a call has, each alone and all together.
fn choices(call: &Call) -> Vec<Vec<&'static str>> {
    let input = ask::input(call);
    let names = ["method", "challenge", "verifier"];
    let given: Vec<&str> = names.into_iter().filter(|name| input.get(*name).is_some()).collect();
    let mut choices: Vec<Vec<&str>> = given.iter().map(|name| vec![*name]).collect();
    if given.len() > 1 {
        choices.push(given);
    }
    choices
}

pub(super) fn unknown_members(adapter: &mut Conversation<'_>) -> Tried {
    for op in offered(&adapter.about) {
        let said = |adapter: &mut Conversation<'_>, ask: &Ask| {
            Ok::<_, String>(ask::essence(&adapter.ask(ask)?)?.1)
        };
        let text = said(adapter, &Ask::Call(right(op)))?;
        let later = with(&ask::input(&right(op)), LATER, json!({"a": [null]}));
        let later = (LATER.to_owned(), later, "unsupported");
        // Hexadecimal that is not accepted is never sent. An adapter that reads it all the same reads it rightly.
        let hex = choices(&right(op)).into_iter().map(|names| {
            let told = names.iter().map(|name| format!("{name}_hex")).collect::<Vec<_>>();
            (told.join(", "), in_hex(&right(op), &names), text.as_str())
        });
        let is_asked = !accepts_hex(adapter);
        for (what, input, read) in hex.filter(|_| is_asked).chain([later]) {
            let said = said(adapter, &Ask::Written(right(op), input))?;
            if said != "unsupported" && said != read {
                return Err(format!("with {what} in its `input` {} answered {said}", op.as_str()));
            }
        }
    }
    Ok(Seen::Kept)
}

pub(super) fn hexadecimal(adapter: &mut Conversation<'_>) -> Tried {
    if !accepts_hex(adapter) {
        return Ok(Seen::nothing("`hex` is not in `accepts`: octets are not sent"));
    }
    let other = s256(b"another");
    for op in offered(&adapter.about) {
        let wrong = call(op, "S256", &other, APPENDIX_B_VERIFIER);
        for asked in [right(op), wrong] {
            let text = ask::essence(&adapter.ask(&Ask::Call(asked.clone()))?)?.1;
            for names in choices(&asked) {
                let input = in_hex(&asked, &names);
                let hex = adapter.ask(&Ask::Written(asked.clone(), input))?;
                let hex = ask::essence(&hex)?.1;
                if hex != text && hex != "unsupported" {
                    let (op, names) = (op.as_str(), names.join(", "));
                    return Err(format!(
                        "{op} answered {text}; with {names} in hexadecimal, {hex}"
                    ));
                }
            }
        }
    }
    Ok(Seen::Kept)
}

/// 43 octets that are `é` in Latin-1 and nothing in UTF-8.
const NO_TEXT: [u8; 43] = [0xe9; 43];

pub(super) fn octets(adapter: &mut Conversation<'_>) -> Tried {
    if !accepts_hex(adapter) {
        return Ok(Seen::nothing("`hex` is not in `accepts`: octets are not sent"));
    }
    let deaf = deaf(adapter)?;
    let has_derive = offers(&adapter.about, Op::Derive);
    if let Some(why) = deaf.filter(|_| !has_derive) {
        return Ok(Seen::nothing(why));
    }
    let readings =
        [("é", "read as Latin-1"), ("?", "replaced by `?`"), ("\u{fffd}", "replaced by U+FFFD")];
    let derived_of = derived(adapter, Octets(NO_TEXT.to_vec()))?;
    for (character, how) in readings {
        let challenge = s256(character.repeat(NO_TEXT.len()).as_bytes());
        let is_taken = deaf.is_none() && {
            let asked = with_octets(verify(&challenge, ""), &NO_TEXT);
            is_match(adapter, asked)?
        };
        if is_taken || derived_of.as_ref() == Some(&challenge) {
            return Err(format!("octets that are not text were {how}"));
        }
    }
    // One octet more, in the middle of a right verifier.
    let Pair { verifier, challenge } = pair(adapter);
    let mut more = verifier.into_bytes();
    more.insert(20, 0xff);
    let is_taken = deaf.is_none() && is_match(adapter, with_octets(verify(&challenge, ""), &more))?;
    if is_taken || derived(adapter, Octets(more))? == Some(challenge) {
        let why = "an octet that is not text was left out, and the rest was taken for the verifier: does the library do that, \
                   or the adapter (errors=\"ignore\")?";
        return Ok(Seen::Doubt(why.to_owned()));
    }
    Ok(Seen::Kept)
}

fn with_octets(asked: Call, octets: &[u8]) -> Call {
    match asked {
        Call::Library(mut call) => {
            call.verifier = Some(Octets(octets.to_vec()));
            Call::Library(call)
        }
        other => other,
    }
}
