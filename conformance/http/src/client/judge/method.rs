//! By which method.

use pkce_conformance::judge::Judgement;
use pkce_vectors::Effect;

use super::{
    answer::{holds, not_asked, not_exercised, wrong},
    refusal,
    sight::{Asked, Sight},
};

fn is_plain(request: &Asked<'_>) -> bool {
    request.method().is_some_and(|method| method.eq_ignore_ascii_case("plain"))
}

/// What a request says of its method, for a reader.
fn shown(request: &Asked<'_>) -> String {
    match request.get("code_challenge_method") {
        Some(method) => format!("a challenge with the method `{method}`"),
        None => "a challenge without a method, which is plain".to_owned(),
    }
}

/// A challenge by S256 in every request.
pub(super) fn s256_of_all(sight: &Sight<'_>) -> Judgement {
    if sight.authorizations.is_empty() {
        return refusal::of_request(sight);
    }
    let other = sight.authorizations.iter().find(|request| request.method() != Some("S256"));
    holds(other.map(|request| {
        let none = || "an authorization request without a challenge".to_owned();
        let observed = request.challenge().map_or_else(none, |_| shown(request));
        wrong(Effect::Bypass, "a challenge by S256 in each authorization request", observed)
    }))
}

/// The same of a public client.
pub(super) fn s256_of_public(sight: &Sight<'_>) -> Judgement {
    if sight.is_confidential() {
        return not_asked("it authenticates, so it is no public client");
    }
    s256_of_all(sight)
}

/// What is found against the challenges that were sent; a client that sends none is judged elsewhere.
fn each_challenge(
    sight: &Sight<'_>,
    expected: &str,
    effect: Effect,
    is_wrong: impl Fn(&Asked<'_>) -> bool,
) -> Judgement {
    if sight.authorizations.is_empty() {
        return refusal::of_request(sight);
    }
    if sight.challenged().next().is_none() {
        return not_exercised("no challenge was sent");
    }
    let found = sight.challenged().find(|request| is_wrong(request));
    holds(found.map(|request| wrong(effect, expected, shown(request))))
}

/// RFC 7636 §4.2:
/// > If the client is capable of using "S256", it MUST use "S256", as "S256" is Mandatory To Implement (MTI) on the server.
pub(super) fn s256_if_capable(sight: &Sight<'_>) -> Judgement {
    if !sight.facts.can_s256 {
        return not_asked("it sends no S256 where S256 is announced: whether it can is not known");
    }
    let other = |request: &Asked<'_>| request.method() != Some("S256");
    each_challenge(sight, "S256, which it can", Effect::Leak, other)
}

/// RFC 7636 §4.2:
/// > Clients are permitted to use "plain" only if they cannot support "S256" for some technical reason […]
pub(super) fn plain_if_unavoidable(sight: &Sight<'_>) -> Judgement {
    if !sight.facts.can_s256 {
        return not_asked("it sends no S256 where S256 is announced: whether it can is not known");
    }
    each_challenge(sight, "no plain, as it can do S256", Effect::Leak, is_plain)
}

/// OAuth 2.1 §4.1.1: the method is named, and is `S256` or an extension's.
pub(super) fn named(sight: &Sight<'_>) -> Judgement {
    let unnamed =
        |request: &Asked<'_>| request.get("code_challenge_method").is_none() || is_plain(request);
    each_challenge(sight, "a method beside the challenge, and not plain", Effect::Leak, unnamed)
}

/// RFC 7636 §7.2:
/// > Because of this, "plain" SHOULD NOT be used […]
pub(super) fn no_plain(sight: &Sight<'_>) -> Judgement {
    each_challenge(sight, "no plain", Effect::Leak, is_plain)
}

/// RFC 7636 §7.2:
/// > The "S256" code challenge method or other cryptographically secure code challenge method extension SHOULD be used.
///
/// Which extension is secure is not for us to say.
pub(super) fn secure(sight: &Sight<'_>) -> Judgement {
    each_challenge(
        sight,
        "S256, or a method of an extension that is secure",
        Effect::Leak,
        is_plain,
    )
}

/// RFC 9700 §2.1.1:
/// > […] clients SHOULD use PKCE code challenge methods that do not expose the PKCE verifier in the authorization request.
pub(super) fn verifier_not_shown(sight: &Sight<'_>) -> Judgement {
    let verifiers = sight.verifiers();
    let shows = |request: &Asked<'_>| {
        is_plain(request) || request.challenge().is_some_and(|text| verifiers.contains(&text))
    };
    each_challenge(sight, "a challenge that does not show the verifier", Effect::Leak, shows)
}

/// RFC 7636 §7.2:
/// > Clients MUST NOT downgrade to "plain" after trying the "S256" method.
pub(super) fn no_downgrade(sight: &Sight<'_>) -> Judgement {
    let first = sight.authorizations.iter().find(|request| request.method() == Some("S256"));
    let Some(first) = first else { return not_exercised("no request by S256 came") };
    let after = sight.authorizations.iter().filter(|request| request.at > first.at);
    let mut after = after.peekable();
    if after.peek().is_none() {
        return not_exercised("no request came after the one by S256");
    }
    let plain = after.find(|request| is_plain(request));
    holds(plain.map(|request| {
        wrong(Effect::Leak, "no plain after S256", format!("after S256 {}", shown(request)))
    }))
}
