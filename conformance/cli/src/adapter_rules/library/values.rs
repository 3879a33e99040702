//! Values that no request had before, and what an operation makes of them.

use pkce_conformance::wire::{Call, Octets, Reply};
use pkce_vectors::{Op, s256};

use crate::adapter_rules::{
    ask::{self, Ask, call, offers},
    conversation::Conversation,
};

/// Values that no request had before: what an adapter remembers is told from what it decides.
pub(super) struct Pair {
    pub(super) verifier: String,
    pub(super) challenge: String,
}

pub(super) fn pair(adapter: &mut Conversation<'_>) -> Pair {
    let verifier = s256(format!("check-adapter {}", adapter.id()).as_bytes());
    let challenge = s256(verifier.as_bytes());
    Pair { verifier, challenge }
}

/// One character too few.
pub(super) fn cut(text: &str) -> &str {
    text.get(..42).unwrap_or_default()
}

pub(super) fn verify(challenge: &str, verifier: &str) -> Call {
    call(Op::Verify, "S256", challenge, verifier)
}

pub(super) fn is_match(adapter: &mut Conversation<'_>, call: Call) -> Result<bool, String> {
    Ok(adapter.reply(&Ask::Call(call))? == Reply::Match(true))
}

/// Why nothing can be learnt of `verify`, if so: it must tell a right verifier from a wrong one.
pub(super) fn deaf(adapter: &mut Conversation<'_>) -> Result<Option<&'static str>, String> {
    if !offers(&adapter.about, Op::Verify) {
        return Ok(Some("it offers no verify"));
    }
    let right = pair(adapter);
    if !is_match(adapter, verify(&right.challenge, &right.verifier))? {
        return Ok(Some("verify does not take a right verifier under S256"));
    }
    // Neither of them came before: what is remembered is another rule's.
    let (one, other) = (pair(adapter), pair(adapter));
    let wrong = is_match(adapter, verify(&one.challenge, &other.verifier))?;
    Ok(wrong.then_some(TAKES_ALL))
}

pub(super) const TAKES_ALL: &str = "verify takes a wrong verifier";

/// The challenge that `derive` gives of a verifier under S256, if it gives one.
pub(super) fn derived(
    adapter: &mut Conversation<'_>,
    verifier: Octets,
) -> Result<Option<String>, String> {
    if !offers(&adapter.about, Op::Derive) {
        return Ok(None);
    }
    let asked = ask::library(Op::Derive, |call| {
        (call.method, call.verifier) = (Some(Octets::from("S256")), Some(verifier));
    });
    Ok(match adapter.reply(&Ask::Call(asked))? {
        Reply::Challenge { challenge, .. } => Some(challenge),
        _ => None,
    })
}
