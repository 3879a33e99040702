//! Codes and the requests that redeem them.

use pkce_conformance::judge::Judgement;
use pkce_vectors::Effect;

use super::{
    answer::{holds, not_asked, not_exercised, wrong},
    sight::{Exchanged, Sight},
};
use crate::client::log::{Authentication, TokenSaid};

/// Pairs of token requests with one code, in order.
fn repeated<'s>(sight: &'s Sight<'_>) -> Vec<(&'s Exchanged<'s>, &'s Exchanged<'s>)> {
    let requests = sight.exchanges.iter().enumerate();
    let pairs = requests.flat_map(|(index, second)| {
        let earlier = sight.exchanges.iter().take(index).rev();
        let same = |first: &&Exchanged<'_>| first.get("code") == second.get("code");
        earlier
            .filter(move |first| same(first) && second.get("code").is_some())
            .take(1)
            .map(move |first| (first, second))
    });
    pairs.collect()
}

/// RFC 6749 §4.1.2:
/// > The client MUST NOT use the authorization code more than once.
///
/// A transport's own retry, after an answer that was none, is one use; so is another way to authenticate after
/// `invalid_client`, which is advice.
pub(super) fn once(sight: &Sight<'_>) -> Judgement {
    if sight.exchanges.is_empty() {
        return not_exercised("no code came to the token endpoint");
    }
    let again = repeated(sight).into_iter().find(|(first, _)| {
        matches!(first.answer, TokenSaid::Token | TokenSaid::OtherNonce | TokenSaid::Refused)
    });
    holds(again.map(|_| wrong(Effect::Deviation, "one token request for a code", "a second one")))
}

/// RFC 7636 §4.5: what is sent a second time has the verifier as well.
pub(super) fn verifier_again(sight: &Sight<'_>) -> Judgement {
    let repeated = repeated(sight);
    if repeated.is_empty() {
        let came = !sight.exchanges.is_empty();
        let none = || not_exercised("no code came to the token endpoint");
        return if came { Judgement::pass() } else { none() };
    }
    let dropped = repeated
        .into_iter()
        .find(|(first, second)| first.verifier().is_some() && second.verifier().is_none());
    holds(dropped.map(|_| {
        let expected = "the verifier with every request for the code";
        wrong(Effect::Bypass, expected, "the code once more, without the verifier")
    }))
}

/// RFC 6749 §4.1.3:
/// > code REQUIRED.  The authorization code received from the authorization server.
pub(super) fn in_request(sight: &Sight<'_>) -> Judgement {
    let answered = sight.returned().next().is_some();
    let without = sight.exchanges.iter().find(|exchange| exchange.get("code").is_none());
    match without {
        Some(_) => wrong(Effect::Deviation, "no request of the code grant without a code", "one"),
        None if answered => Judgement::pass(),
        None => not_exercised("no answer reached the client"),
    }
}

/// RFC 6749 §3.1, §3.2:
/// > Request and response parameters MUST NOT be included more than once.
pub(super) fn parameters_once(sight: &Sight<'_>) -> Judgement {
    if sight.authorizations.is_empty() {
        return not_exercised("no request came");
    }
    let of_requests = sight.authorizations.iter().flat_map(|request| &request.request.repeated);
    let of_exchanges = sight.exchanges.iter().flat_map(|exchange| &exchange.request.repeated);
    holds(of_requests.chain(of_exchanges).next().map(|name| {
        wrong(Effect::Deviation, "each parameter once", format!("`{name}` more than once"))
    }))
}

/// RFC 6749 §4.1.3:
/// > If the client type is confidential or the client was issued client credentials […], the client MUST authenticate with
/// > the authorization server […]
pub(super) fn secret_used(sight: &Sight<'_>) -> Judgement {
    if !sight.facts.given_secret {
        return not_asked("it was given no secret");
    }
    if sight.exchanges.is_empty() {
        return not_exercised("no code came to the token endpoint");
    }
    let bare =
        sight.exchanges.iter().find(|exchange| exchange.authentication == Authentication::None);
    holds(bare.map(|_| {
        wrong(Effect::Deviation, "authentication with the secret that it was given", "none")
    }))
}

/// RFC 9126 §4:
/// > […] the client MUST only use a "request_uri" value once.
pub(super) fn request_uri_once(sight: &Sight<'_>) -> Judgement {
    let uris: Vec<&str> = sight
        .authorizations
        .iter()
        .filter_map(|request| request.request.request_uri.as_deref())
        .collect();
    if uris.is_empty() {
        return not_asked("it uses no request URI");
    }
    let again = uris
        .iter()
        .enumerate()
        .any(|(index, uri)| uris.iter().take(index).any(|before| before == uri));
    holds(again.then(|| {
        wrong(Effect::Deviation, "a request URI of its own for each request", "one twice")
    }))
}

/// OAuth 2.1 §7.5.1: a client prevents the injection of codes into its session. It does so with the verifier that it kept:
/// the server then refuses a code that was made for another challenge.
pub(super) fn own_verifier(sight: &Sight<'_>) -> Judgement {
    let foreign: Vec<_> = sight
        .exchanges
        .iter()
        .filter(|exchange| exchange.of.is_none() && exchange.get("code").is_some())
        .collect();
    if foreign.is_empty() {
        let came = sight.returned().next().is_some();
        return if came {
            Judgement::pass()
        } else {
            not_exercised("no answer reached the client")
        };
    }
    let own = |exchange: &&Exchanged<'_>| {
        let Some(verifier) = exchange.verifier() else { return false };
        let derived = pkce_vectors::s256(verifier.as_bytes());
        sight.challenged().any(|request| {
            request.challenge() == Some(&derived) || request.challenge() == Some(verifier)
        })
    };
    if sight.challenged().next().is_none() {
        return not_exercised("it sends no challenge, so it has no verifier of its own");
    }
    holds(foreign.iter().find(|exchange| !own(exchange)).map(|exchange| {
        let observed = if exchange.verifier().is_some() {
            "a verifier that it did not make"
        } else {
            "no verifier"
        };
        let expected =
            "this login's own verifier with a code that somebody else got, or no request";
        wrong(Effect::Bypass, expected, observed)
    }))
}
