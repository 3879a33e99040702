//! Where else the verifier is found. A challenge by plain shows it anyway, which is judged apart.

use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD as BASE64URL};
use pkce_conformance::judge::Judgement;
use pkce_vectors::Effect;

use super::{
    answer::{holds, not_asked, not_exercised, wrong},
    sight::Sight,
};

fn verifiers<'l>(sight: &Sight<'l>) -> Result<Vec<&'l str>, Judgement> {
    if sight.challenged().any(|request| request.method() != Some("S256")) {
        return Err(not_asked("its challenge is the verifier itself"));
    }
    let verifiers = sight.verifiers();
    if verifiers.is_empty() { Err(not_exercised("it sent no verifier")) } else { Ok(verifiers) }
}

/// `state` goes through the user agent and into histories and logs.
pub(super) fn not_in_state(sight: &Sight<'_>) -> Judgement {
    let verifiers = match verifiers(sight) {
        Ok(verifiers) => verifiers,
        Err(why) => return why,
    };
    let mut states = sight.authorizations.iter().filter_map(|request| request.get("state"));
    let shows = |state: &str| {
        let texts = decoded(state);
        verifiers.iter().any(|verifier| texts.iter().any(|text| text.contains(verifier)))
    };
    holds(states.find(|state| shows(state)).map(|state| {
        let is_it = verifiers.contains(&state);
        let observed =
            if is_it { "the verifier is the `state`" } else { "the `state` decodes to it" };
        wrong(Effect::Leak, "a `state` without the verifier", observed)
    }))
}

/// A text, and what each of its parts decodes to: `state` may be a signed token, which anyone can read.
fn decoded(text: &str) -> Vec<String> {
    let parts = text.split(['.', '~', ':', '|']).map(|part| part.trim_end_matches('='));
    let decoded =
        parts.filter_map(|part| BASE64URL.decode(part.replace('+', "-").replace('/', "_")).ok());
    let texts = decoded.map(|octets| String::from_utf8_lossy(&octets).into_owned());
    std::iter::once(text.to_owned()).chain(texts).collect()
}

/// The verifier belongs into the body of the token request alone.
pub(super) fn not_elsewhere(sight: &Sight<'_>) -> Judgement {
    let verifiers = match verifiers(sight) {
        Ok(verifiers) => verifiers,
        Err(why) => return why,
    };
    let shows = |text: &str| verifiers.iter().any(|verifier| text.contains(verifier));
    let states: Vec<&str> =
        sight.authorizations.iter().filter_map(|request| request.request.get("state")).collect();
    let in_request = sight.authorizations.iter().any(|request| {
        let parameters = &request.request.parameters;
        let beside = parameters.iter().any(|(name, value)| name != "state" && shows(value));
        // What only stands in `state` is told there.
        beside || (shows(&request.request.text) && !states.iter().any(|state| shows(state)))
    });
    if in_request {
        return wrong(Effect::Leak, "no verifier in an authorization request", "it is there");
    }
    let in_exchange = sight.exchanges.iter().any(|exchange| shows(&exchange.request.text));
    holds(in_exchange.then(|| {
        wrong(
            Effect::Leak,
            "the verifier in the body of the token request",
            "it is in its URL or its header",
        )
    }))
}

/// What a client prints by itself ends up in logs.
pub(super) fn not_printed(sight: &Sight<'_>) -> Judgement {
    let verifiers = match verifiers(sight) {
        Ok(verifiers) => verifiers,
        Err(why) => return why,
    };
    let printed = &sight.log.printed;
    let found = verifiers.iter().any(|verifier| printed.contains(verifier));
    holds(
        found.then(|| wrong(Effect::Leak, "no verifier in what the client prints", "it is there")),
    )
}
