//! Who sends a challenge.

use pkce_conformance::judge::Judgement;
use pkce_vectors::Effect;

use super::{
    answer::{holds, not_asked, not_exercised, wrong},
    refusal,
    sight::{Asked, Sight},
};

/// Each authorization request that these conditions allow none of has a challenge.
fn each(sight: &Sight<'_>, spared: impl Fn(&Asked<'_>) -> bool) -> Judgement {
    if sight.authorizations.is_empty() {
        return refusal::of_request(sight);
    }
    if sight.authorizations.iter().any(|request| request.sealed) {
        return not_exercised("the request object is encrypted: what is in it was not judged");
    }
    let lacks = |request: &&Asked<'_>| request.challenge().is_none() && !spared(request);
    holds(sight.authorizations.iter().find(lacks).map(|request| {
        let method = request.get("code_challenge_method").is_some();
        let beside = if method { ", though with a method" } else { "" };
        let observed = format!("an authorization request without a challenge{beside}");
        wrong(Effect::Bypass, "a `code_challenge` in each authorization request", observed)
    }))
}

/// RFC 7636 §4.3:
/// > code_challenge REQUIRED.  Code challenge.
///
/// Who uses no part of PKCE does not follow that document.
pub(super) fn with_pkce(sight: &Sight<'_>) -> Judgement {
    if !sight.facts.uses_pkce && !sight.uses_pkce_here() {
        return not_asked("it uses no part of PKCE");
    }
    // RFC 7636 §5: leaving it out for want of the server's word is a `should` of its own.
    if !sight.uses_pkce_here()
        && !sight.authorizations.is_empty()
        && sight.asked_for_metadata()
        && !sight.s256_is_announced()
    {
        return not_exercised("without the metadata's word it leaves PKCE out altogether");
    }
    // A confidential client with a nonce may do without (RFC 9700 §2.1.1): what is recommended to it is asked elsewhere.
    let confidential = sight.is_confidential();
    each(sight, |request| confidential && request.has_nonce())
}

/// RFC 9700 §2.1.1:
/// > Public clients MUST use PKCE [RFC7636] to this end […]
pub(super) fn of_public(sight: &Sight<'_>) -> Judgement {
    if sight.is_confidential() {
        return not_asked("it authenticates, so it is no public client");
    }
    if !sight.facts.went_through {
        return not_exercised(
            "whether it is a public client shows at the token endpoint, where it never came",
        );
    }
    each(sight, |_| false)
}

/// RFC 9700 §2.1.1:
/// > For confidential clients, the use of PKCE [RFC7636] is RECOMMENDED […]
pub(super) fn of_confidential(sight: &Sight<'_>) -> Judgement {
    if !sight.is_confidential() {
        return not_asked("it does not authenticate, so it is no confidential client");
    }
    each(sight, |_| false)
}

/// RFC 9700 §2.1.1:
/// > Clients MUST prevent authorization code injection attacks […] using one of the following options […]
///
/// Of a public client §2.1.1 demands PKCE in a sentence of its own.
pub(super) fn or_nonce(sight: &Sight<'_>) -> Judgement {
    if !sight.is_confidential() {
        return not_asked("it does not authenticate, so it is no confidential client");
    }
    each(sight, |request| request.has_nonce())
}

/// OAuth 2.1 §7.5.1: every client, but a confidential one with a nonce.
pub(super) fn unless_nonce(sight: &Sight<'_>) -> Judgement {
    let confidential = sight.is_confidential();
    each(sight, |request| confidential && request.has_nonce())
}

/// OAuth 2.1 §7.5.1: such a client uses PKCE all the same, it is recommended.
pub(super) fn beside_nonce(sight: &Sight<'_>) -> Judgement {
    if !sight.is_confidential() || !sight.facts.has_nonce {
        return not_asked("it is no confidential client with a nonce");
    }
    each(sight, |_| false)
}

/// The rule of profiles in which nobody is spared.
pub(super) fn of_all(sight: &Sight<'_>) -> Judgement {
    each(sight, |_| false)
}

/// RFC 7636 §5:
/// > […] client implementations of this specification do not need to know if the server has implemented this
/// > specification or not and SHOULD send the additional parameters as defined in Section 4 to all servers.
pub(super) fn anyway(sight: &Sight<'_>) -> Judgement {
    if !sight.facts.uses_pkce {
        return not_asked("it uses no PKCE");
    }
    if sight.authorizations.is_empty() {
        return not_exercised("no authorization request came");
    }
    each(sight, |_| false)
}

/// RFC 9126 §7.5:
/// > Clients SHOULD make use of PKCE [RFC7636], a unique "state" parameter [RFC6749], or the OIDC "nonce" parameter […]
pub(super) fn pushed_protected(sight: &Sight<'_>) -> Judgement {
    let mut pushed = sight.authorizations.iter().filter(|request| request.pushed).peekable();
    if pushed.peek().is_none() {
        return not_asked("it pushes no request");
    }
    let bare = pushed.find(|request| {
        request.challenge().is_none()
            && request.get("state").is_none()
            && request.get("nonce").is_none()
    });
    holds(bare.map(|_| {
        wrong(
            Effect::Bypass,
            "a challenge, a `state` or a `nonce` in what is pushed",
            "none of them",
        )
    }))
}
