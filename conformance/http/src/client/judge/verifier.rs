//! Verifiers, and the challenges that they answer.

use pkce_conformance::{judge::Judgement, text::clip};
use pkce_core::grammar::is_code_verifier;
use pkce_vectors::Effect;

use super::{
    answer::{holds, not_asked, not_exercised, wrong},
    sight::Sight,
};

/// RFC 7636 §4.2:
/// > S256 code_challenge = BASE64URL-ENCODE(SHA256(ASCII(code_verifier)))
///
/// The verifier of a login that was left is none of the one that is ended: the server refuses it, and a right user is locked
/// out.
pub(super) fn s256(sight: &Sight<'_>) -> Judgement {
    let pairs = sight.exchanges.iter().filter_map(|exchange| {
        let request = sight.authorization_of(exchange)?;
        let is_s256 = request.method() == Some("S256");
        Some((request.challenge()?, exchange.request.verifier()?)).filter(|_| is_s256)
    });
    let mut pairs = pairs.peekable();
    if pairs.peek().is_none() {
        return not_exercised("no challenge by S256 and verifier came for one code");
    }
    let other =
        pairs.find(|(challenge, verifier)| *challenge != pkce_vectors::s256(verifier.as_bytes()));
    holds(other.map(|(challenge, verifier)| {
        let expected = pkce_vectors::s256(verifier.as_bytes());
        let sent = sight.challenged().filter_map(|request| request.challenge());
        let of_another = sent.into_iter().any(|known| known == expected);
        let observed = if of_another {
            "the verifier of another login".to_owned()
        } else {
            format!("{} with the verifier {}", clip(challenge), clip(verifier))
        };
        wrong(Effect::Lockout, format!("the challenge {expected} for this verifier"), observed)
    }))
}

/// RFC 7636 §4.5:
/// > code_verifier REQUIRED.  Code verifier
pub(super) fn sent(sight: &Sight<'_>) -> Judgement {
    let mut due = sight.exchanges.iter().filter(|exchange| {
        sight.authorization_of(exchange).is_some_and(|request| request.challenge().is_some())
    });
    let Some(first) = due.next() else {
        return not_exercised("no code that belongs to a challenge came to the token endpoint");
    };
    let without = std::iter::once(first).chain(due).find(|exchange| exchange.verifier().is_none());
    holds(without.map(|_| {
        wrong(
            Effect::Lockout,
            "a `code_verifier` with the code of a request that has a challenge",
            "none",
        )
    }))
}

/// OAuth 2.1 §4.1.3: a verifier is sent where a challenge was, and nowhere else.
pub(super) fn after_challenge(sight: &Sight<'_>) -> Judgement {
    let with = |exchange: &crate::client::log::Exchange| exchange.verifier().is_some();
    // A verifier in another grant belongs to no challenge at all.
    let elsewhere =
        sight.token_requests().find(|(_, exchange)| with(exchange) && !exchange.is_of_code());
    if elsewhere.is_some() {
        return wrong(
            Effect::Deviation,
            "a verifier in the code grant alone",
            "one in another grant",
        );
    }
    if sight.token_requests().next().is_none() {
        return not_exercised("no token request came");
    }
    let stray = sight.exchanges.iter().find(|exchange| {
        let request = sight.authorization_of(exchange);
        exchange.verifier().is_some()
            && request.is_some_and(|request| request.challenge().is_none())
    });
    holds(stray.map(|_| {
        wrong(Effect::Deviation, "no verifier where there was no challenge", "a verifier")
    }))
}

/// RFC 7636 §4.1:
/// > code-verifier = 43*128unreserved
pub(super) fn grammar(sight: &Sight<'_>) -> Judgement {
    let verifiers = sight.verifiers();
    if verifiers.is_empty() {
        return not_asked("it sends no verifier");
    }
    let illegal = verifiers.iter().find(|verifier| !is_code_verifier(verifier.as_bytes()));
    holds(illegal.map(|verifier| {
        let observed = format!("{} of {} characters", clip(verifier), verifier.chars().count());
        wrong(
            Effect::Lockout,
            "43 to 128 characters out of A–Z, a–z, 0–9, `-`, `.`, `_`, `~`",
            observed,
        )
    }))
}
