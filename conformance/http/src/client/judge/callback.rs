//! What a client makes of an answer: `state`, `iss`, errors, the nonce of an ID token.

use pkce_conformance::judge::Judgement;
use pkce_vectors::Effect;

use super::{
    answer::{holds, not_asked, not_exercised, wrong},
    sight::{Exchanged, Sight},
};
use crate::client::log::{Returned, TokenSaid};

/// The token request with a code of an answer.
fn exchange_after<'s>(
    sight: &'s Sight<'_>,
    at: usize,
    answer: &Returned,
) -> Option<&'s Exchanged<'s>> {
    sight.exchanges.iter().find(|exchange| {
        let code = exchange.get("code");
        exchange.at > at && code.is_some_and(|code| answer.codes.iter().any(|known| known == code))
    })
}

/// The first answer with a `state` that was not sent.
fn of_other_state<'s>(sight: &'s Sight<'_>) -> Option<(usize, &'s Returned)> {
    sight.returned().find(|(_, answer)| answer.other_state && !answer.forged)
}

fn sends_state(sight: &Sight<'_>) -> bool {
    sight.authorizations.iter().any(|request| request.get("state").is_some())
}

/// A `state` that was sent is compared before the code goes anywhere. Where PKCE or a nonce stands, this is advice.
pub(super) fn state_compared(sight: &Sight<'_>) -> Judgement {
    if sight.authorizations.is_empty() {
        return not_exercised("no authorization request came");
    }
    if !sends_state(sight) {
        return not_asked("it sends no `state`");
    }
    let Some((at, answer)) = of_other_state(sight) else {
        return not_exercised("no such answer reached the client");
    };
    holds(exchange_after(sight, at, answer).map(|_| {
        wrong(Effect::Bypass, "no token request after an answer with another `state`", "one")
    }))
}

/// Profiles that demand a `state` and its comparison: a request without one breaks them too.
pub(super) fn state_validated(sight: &Sight<'_>) -> Judgement {
    if sight.authorizations.is_empty() {
        return not_exercised("no authorization request came");
    }
    if sight.authorizations.iter().any(|request| request.get("state").is_none()) {
        return wrong(Effect::Bypass, "a `state` in each authorization request", "none");
    }
    state_compared(sight)
}

/// RFC 9700 §4.7.1: where PKCE is not known to be supported, `state` or a nonce is all that stands against a forged answer.
/// A code that is sent, and whose token is thrown away, harms nobody.
pub(super) fn state_or_pkce(sight: &Sight<'_>) -> Judgement {
    if sight.facts.knows_support {
        return not_asked("support of PKCE is known to it beforehand");
    }
    if sight.authorizations.iter().any(|request| request.has_nonce()) {
        return not_asked("it has a nonce");
    }
    if sight.s256_is_announced() || !sight.asked_for_metadata() {
        return not_exercised("that PKCE is not announced was not seen by it");
    }
    if !sends_state(sight) {
        return not_asked("it sends no `state`: that is asked elsewhere");
    }
    let Some((at, answer)) = of_other_state(sight) else {
        return not_exercised("no such answer reached the client");
    };
    let sent = exchange_after(sight, at, answer).is_some();
    if sent && !sight.tells_of_tokens() {
        return not_exercised("it does not tell whether it uses a token");
    }
    let used = sent && sight.token_used_after(at);
    holds(used.then(|| {
        let expected = "no use of a token after an answer with another `state`";
        wrong(Effect::Bypass, expected, "the client has a token")
    }))
}

/// atproto: a `state` with each request, and no verifier in it.
pub(super) fn state_sent(sight: &Sight<'_>) -> Judgement {
    if sight.authorizations.is_empty() {
        return not_exercised("no authorization request came");
    }
    if sight.authorizations.iter().any(|request| request.get("state").is_none()) {
        return wrong(Effect::Bypass, "a `state` in each authorization request", "none");
    }
    super::leaks::not_in_state(sight)
}

/// After an error, or without a code, nothing is asked of the token endpoint, by whatever grant.
pub(super) fn no_token_request(sight: &Sight<'_>) -> Judgement {
    let failed = |answer: &Returned| answer.error || answer.codes.is_empty();
    let Some((at, _)) = sight.returned().find(|(_, answer)| failed(answer)) else {
        return not_exercised("no such answer reached the client");
    };
    let asked = sight.token_requests().find(|(place, _)| *place > at);
    holds(asked.map(|(_, exchange)| {
        let grant = exchange.get("grant_type").unwrap_or("none");
        let observed = format!("one, of the grant `{}`", pkce_conformance::text::clip(grant));
        wrong(Effect::Deviation, "no token request after an error", observed)
    }))
}

/// An answer whose `iss` is wrong; or missing, though the metadata announce it.
fn of_other_issuer<'s>(sight: &'s Sight<'_>) -> Option<(usize, &'s Returned)> {
    let announced = sight.announces_iss();
    sight.returned().find(|(_, answer)| answer.other_issuer || (announced && answer.without_issuer))
}

/// MCP authorization, 2026-07-28: `iss` is compared before the code goes to any token endpoint.
pub(super) fn iss_compared(sight: &Sight<'_>) -> Judgement {
    let Some((at, answer)) = of_other_issuer(sight) else {
        return not_exercised("no such answer reached the client");
    };
    holds(exchange_after(sight, at, answer).map(|_| {
        let which =
            if answer.other_issuer { "a wrong `iss`" } else { "no `iss`, though it was announced" };
        let expected = format!("no token request after an answer with {which}");
        wrong(Effect::Bypass, expected, "one")
    }))
}

/// RFC 9207 §2.4: of clients that support it. Who stopped at a wrong `iss` does.
pub(super) fn iss_rejected(sight: &Sight<'_>) -> Judgement {
    if !sight.facts.looks_at_iss {
        return not_asked("nothing shows that it supports RFC 9207");
    }
    // An `iss` that was not announced may be refused or ignored.
    iss_compared(sight)
}

/// RFC 9700 §4.5.3.2: a token whose ID token has another nonce is not used, where the nonce is relied on.
pub(super) fn nonce_checked(sight: &Sight<'_>) -> Judgement {
    if !sight.facts.has_nonce {
        return not_asked("it has no nonce");
    }
    if sight.challenged().next().is_some() {
        return not_asked("it relies on PKCE");
    }
    let other = sight.exchanges.iter().find(|exchange| exchange.answer == TokenSaid::OtherNonce);
    let Some(other) = other else { return not_exercised("it got no such token") };
    if !sight.tells_of_tokens() {
        return not_exercised("it does not tell whether it uses a token");
    }
    let used = sight.token_used_after(other.at);
    holds(used.then(|| {
        let expected = "no use of a token whose ID token has another nonce";
        wrong(Effect::Bypass, expected, "the client has a token")
    }))
}
