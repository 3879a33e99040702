//! Not going on, and when that says something.
//!
//! An abstention needs a control: that no authorization request came is a refusal only of a client that makes one where
//! nothing is wrong, and only where it looked at what is wrong.

use pkce_conformance::judge::Judgement;
use pkce_vectors::{Effect, MetadataDocument};

use super::{
    answer::{not_exercised, wrong},
    sight::Sight,
};

/// What it means that no authorization request came.
fn abstained(sight: &Sight<'_>) -> Result<(), Judgement> {
    if !sight.facts.went_through {
        return Err(not_exercised("no request came, and none in the control either"));
    }
    if !sight.asked_for_metadata() {
        return Err(not_exercised(
            "no request came, and this scenario's metadata were not asked for",
        ));
    }
    Ok(())
}

/// For questions about requests, where none came: a refusal that is known for one is right.
pub(super) fn of_request(sight: &Sight<'_>) -> Judgement {
    match abstained(sight) {
        Ok(()) => rests(),
        Err(why) => why,
    }
}

fn rests() -> Judgement {
    Judgement { rests_on_refusal: true, ..Judgement::pass() }
}

/// MCP authorization:
/// > If `code_challenge_methods_supported` is absent, the authorization server does not support PKCE and MCP clients MUST
/// > refuse to proceed.
///
/// OAuth's document counts first, and OpenID's where that is the one that was read. A client that asks for no document has
/// verified nothing.
pub(super) fn no_request(sight: &Sight<'_>) -> Judgement {
    let counts = sight.documents_read().into_iter().next();
    let says_nothing =
        |document: &MetadataDocument| document.methods().is_none_or(|methods| methods.is_empty());
    if counts.is_some_and(|document| !says_nothing(document)) {
        return not_exercised("it read the other document alone, which has the field");
    }
    if sight.authorizations.is_empty() {
        return of_request(sight);
    }
    let observed = if !sight.asked_for_metadata() {
        "an authorization request, without a look at any metadata"
    } else if counts.is_none() {
        "an authorization request, though no metadata were found"
    } else {
        "an authorization request"
    };
    wrong(
        Effect::Bypass,
        "no authorization request: the server does not say that it supports PKCE",
        observed,
    )
}

/// RFC 8414 §3.3:
/// > If these values are not identical, the data contained in the response MUST NOT be used.
pub(super) fn issuer_same(sight: &Sight<'_>) -> Judgement {
    if !sight.facts.reads_metadata {
        return not_exercised("it asks for no metadata");
    }
    if sight.authorizations.is_empty() {
        return of_request(sight);
    }
    if !sight.asked_for_metadata() {
        return not_exercised("this scenario's metadata were not asked for");
    }
    wrong(
        Effect::Bypass,
        "no request to an endpoint of metadata with another issuer",
        "an authorization request",
    )
}
