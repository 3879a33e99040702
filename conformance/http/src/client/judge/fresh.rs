//! A verifier for each authorization.

use pkce_conformance::judge::Judgement;
use pkce_vectors::Effect;

use super::{
    answer::{holds, not_exercised, wrong},
    sight::{Asked, Sight},
};

/// Pairs of authorization requests with one challenge, the earlier one first.
fn repeated<'s, 'l>(sight: &'s Sight<'l>) -> impl Iterator<Item = (usize, usize)> + use<'s, 'l> {
    let requests = &sight.authorizations;
    (0..requests.len())
        .flat_map(move |first| (first + 1..requests.len()).map(move |second| (first, second)))
        .filter(move |(first, second)| {
            let challenge =
                |index: usize| requests.get(index).and_then(|request| request.challenge());
            challenge(*first).is_some() && challenge(*first) == challenge(*second)
        })
}

fn enough(sight: &Sight<'_>) -> Result<(), Judgement> {
    if sight.challenged().count() < 2 {
        return Err(not_exercised("there were no two authorization requests with a challenge"));
    }
    Ok(())
}

fn told(sight: &Sight<'_>, second: usize) -> String {
    let count = sight.authorizations.len();
    let second = second + 1;
    format!("request {second} of {count} has the challenge of an earlier one")
}

/// RFC 7636 §4.1: a verifier is made for each authorization request.
pub(super) fn distinct(sight: &Sight<'_>) -> Judgement {
    per_request_as(sight, |first, second| {
        // While the first is pending in the same process, it is a `should` of other requirements.
        sight.has_ended(first, second)
    })
}

/// RFC 9700 §2.1.1:
/// > In any case, the PKCE challenge or OpenID Connect nonce MUST be transaction-specific and securely bound to the client
/// > and the user agent in which the transaction was started.
///
/// While the first is pending in the same user agent, and at the same server, this is not broken for certain.
pub(super) fn per_transaction(sight: &Sight<'_>) -> Judgement {
    per_request_as(sight, |first, second| {
        let at = |index: usize| sight.authorizations.get(index).map(|request| request.server);
        at(first) != at(second) || sight.has_ended(first, second)
    })
}

/// Of profiles that want a challenge for each request, also while another one is pending.
pub(super) fn per_request(sight: &Sight<'_>) -> Judgement {
    per_request_as(sight, |_, _| true)
}

fn per_request_as(sight: &Sight<'_>, counts: impl Fn(usize, usize) -> bool) -> Judgement {
    if let Err(why) = enough(sight) {
        return why;
    }
    let found = repeated(sight).find(|(first, second)| counts(*first, *second));
    holds(found.map(|(_, second)| {
        let expected = "a challenge of its own for each authorization";
        wrong(Effect::Bypass, expected, told(sight, second))
    }))
}

/// OAuth 2.1 §4.1.2.1: after an error a client chooses a fresh challenge.
pub(super) fn after_error(sight: &Sight<'_>) -> Judgement {
    let failed = |request: &Asked<'_>, index: usize| {
        let refused = sight
            .exchange_of(index)
            .is_some_and(|exchange| exchange.answer == crate::client::log::TokenSaid::Refused);
        request.challenge().is_some() && (request.error.is_some() || refused)
    };
    let mut seen = false;
    for (index, request) in sight.authorizations.iter().enumerate() {
        let earlier = sight.authorizations.iter().enumerate().take(index);
        for (before, _) in earlier.filter(|(before, earlier)| failed(earlier, *before)) {
            seen |= request.challenge().is_some();
            let challenge = sight.authorizations.get(before).and_then(|known| known.challenge());
            if request.challenge().is_some() && request.challenge() == challenge {
                return wrong(
                    Effect::Bypass,
                    "a fresh challenge after an error",
                    told(sight, index),
                );
            }
        }
    }
    if seen {
        Judgement::pass()
    } else {
        not_exercised("no authorization request came after an error")
    }
}

impl Sight<'_> {
    /// Whether an authorization had ended when a later one began: its code was sent, its answer was an error, or its
    /// process was another.
    fn has_ended(&self, first: usize, second: usize) -> bool {
        let (Some(before), Some(after)) =
            (self.authorizations.get(first), self.authorizations.get(second))
        else {
            return false;
        };
        let exchanged = self.exchange_of(first).is_some_and(|exchange| exchange.at < after.at);
        let returned = self.returned().any(|(at, returned)| {
            before.at < at && at < after.at && Some(returned.login) == before.login
        });
        exchanged || returned || before.process != after.process
    }
}
