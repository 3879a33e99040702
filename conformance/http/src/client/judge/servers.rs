//! Several logins, several servers.

use pkce_conformance::judge::Judgement;
use pkce_vectors::Effect;

use super::{
    answer::{holds, not_exercised, wrong},
    sight::Sight,
};
use crate::client::log::What;

/// Two logins under way at the same server, in the same user agent: the other one's verifier locks a right user out.
pub(super) fn logins_kept_apart(sight: &Sight<'_>) -> Judgement {
    if sight.challenged().count() < 2 {
        return not_exercised("there were no two logins with a challenge");
    }
    let pairs = sight.exchanges.iter().filter_map(|exchange| {
        let request = sight.authorization_of(exchange)?;
        Some((request.challenge()?, exchange.request.verifier()?, request.method()?))
    });
    let pairs: Vec<_> = pairs.collect();
    if pairs.is_empty() {
        return not_exercised("no login came to its end");
    }
    let matches = |(challenge, verifier, method): &(&str, &str, &str)| {
        let derived = pkce_vectors::s256(verifier.as_bytes());
        if *method == "S256" { *challenge == derived } else { challenge == verifier }
    };
    let ended = sight
        .log
        .events
        .iter()
        .filter(|event| matches!(event.what, What::Ended { token: true, .. }));
    let all = pairs.iter().all(matches) && ended.count() >= 2;
    holds((!all).then(|| {
        let expected = "each login ended with its own verifier";
        wrong(Effect::Lockout, expected, "a login that did not end, or another one's verifier")
    }))
}

/// Text that came to the origin that only records, with a code or a verifier in it.
pub(super) fn same_origin(sight: &Sight<'_>) -> Judgement {
    let codes = sight.authorizations.iter().filter_map(|request| request.request.code.as_deref());
    let values: Vec<&str> = sight.verifiers().into_iter().chain(codes).collect();
    let came = !sight.exchanges.is_empty();
    let mut strayed = sight.log.events.iter().filter_map(|event| match &event.what {
        What::Strayed { text } => Some(text),
        _ => None,
    });
    // Where the token endpoint itself moved, the verifier is nowhere but there.
    let bears = |text: &&String| {
        text.contains("code_verifier=") || values.iter().any(|value| text.contains(value))
    };
    if strayed.any(|text| bears(&text)) {
        let expected = "no code and no verifier at another origin";
        return wrong(Effect::Leak, expected, "a request with them");
    }
    if came { Judgement::pass() } else { not_exercised("no token request came to the server") }
}

/// RFC 9700 §4.4.2: a client of two servers stores with each request where it sent it, and sends the code and the verifier
/// there.
pub(super) fn same_server(sight: &Sight<'_>) -> Judgement {
    let mut servers: Vec<u8> = sight.authorizations.iter().map(|request| request.server).collect();
    servers.sort_unstable();
    servers.dedup();
    let of_two = servers.len() > 1;
    let elsewhere = sight.exchanges.iter().find(|exchange| {
        let own = sight.authorization_of(exchange).map(|request| request.server);
        let by_verifier = exchange.request.verifier().and_then(|verifier| {
            let derived = pkce_vectors::s256(verifier.as_bytes());
            let of = sight.challenged().find(|request| request.challenge() == Some(&derived));
            of.map(|request| request.server)
        });
        [own, by_verifier].into_iter().flatten().any(|server| server != exchange.server)
    });
    // The second server's code is in the hands of the first.
    let mixed_up = sight.returned().filter(|(_, answer)| answer.mixed_up).any(|(_, answer)| {
        sight.exchanges.iter().any(|exchange| {
            let code = exchange.get("code");
            exchange.server == 0 && code.is_some_and(|code| answer.codes.iter().any(|c| c == code))
        })
    });
    // Who has one server has nothing to mix up: what it makes of `iss` is asked elsewhere.
    if elsewhere.is_some() || (of_two && mixed_up) {
        let expected = "code and verifier at the server that the login was begun with";
        return wrong(Effect::Bypass, expected, "one of them at the other server");
    }
    if !of_two {
        return not_exercised("it did not begin a login at the second server");
    }
    if sight.returned().next().is_none() {
        return not_exercised("no answer reached the client");
    }
    Judgement::pass()
}
