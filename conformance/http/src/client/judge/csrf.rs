//! What stands against a forged answer.

use pkce_conformance::judge::Judgement;
use pkce_vectors::Effect;

use super::{
    answer::{holds, not_asked, not_exercised, wrong},
    refusal,
    sight::Sight,
};

/// RFC 9700 §4.7.1:
/// > If PKCE is used and the client has ensured that the authorization server supports PKCE, the client MAY opt out of using
/// > "state" […]
///
/// Here the document that the client read does not say so. The same sentence is in other words the condition, the duty that
/// remains where it is not met, and OAuth 2.1's: one look answers all three.
pub(super) fn protected(sight: &Sight<'_>) -> Judgement {
    if sight.facts.knows_support {
        return not_asked("support of PKCE is known to it beforehand");
    }
    if sight.authorizations.is_empty() {
        return refusal::of_request(sight);
    }
    if !sight.asked_for_metadata() {
        return not_exercised("it asks for no metadata, so how it knows of support was not seen");
    }
    if sight.s256_is_announced() {
        return not_exercised("a document that it read announces PKCE");
    }
    let bare = sight
        .authorizations
        .iter()
        .find(|request| request.get("state").is_none() && request.get("nonce").is_none());
    holds(bare.map(|_| {
        let expected = "a `state` or a `nonce`, as the metadata do not say that PKCE is supported";
        wrong(Effect::Bypass, expected, "an authorization request with neither")
    }))
}
