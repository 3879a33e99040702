//! What the authorization request says beside the challenge, and how it comes.

use std::sync::Arc;

use pkce_conformance::{
    reference::{Reference, StandardLibrary, Surrounded},
    wire::{Octets, SentRequest, StepCall},
};
use pkce_core::{
    request::Parameters,
    server::{Decisions, Proof, Standard},
};
use pkce_vectors::requirement_ids as ids;

use super::UNCHECKED;
use crate::{
    Role,
    mutant::{Mutant, wrong},
    server::{
        Decided,
        front::{Front, authorize, fronted, set, value},
        unchecked_where,
    },
};

/// What a server breaks that has lost the challenge: no verifier is asked for, and the right one is a stray.
const LOST: &[&str] = &[ids::RFC7636_4_5_VERIFIER_REQUIRED, ids::RFC7636_4_6_EQUAL_CONTINUES];

pub(super) fn mutants() -> Vec<Mutant> {
    vec![
        Mutant::server(
            "verifier-unchecked-with-openid-scope",
            UNCHECKED,
            "the code of an OpenID Connect request goes another way, on which nobody looks at \
             the verifier",
            unchecked_where!(proof => scope_has(&proof.grant.asked, "openid")),
        ),
        Mutant::server(
            "verifier-unchecked-without-openid-scope",
            UNCHECKED,
            "PKCE is part of OpenID Connect alone: who does not ask for it is without",
            unchecked_where!(proof => !scope_has(&proof.grant.asked, "openid")),
        )
        .cites(&["https://github.com/bshaffer/oauth2-server-php/pull/1045"])
        .wide("hardly a flow asks for OpenID Connect"),
        Mutant::server(
            "verifier-unchecked-with-offline-access",
            UNCHECKED,
            "a code that gives a refresh token goes another way, on which nobody looks at the \
             verifier",
            unchecked_where!(proof => scope_has(&proof.grant.asked, "offline_access")),
        ),
        Mutant::server(
            "verifier-unchecked-after-silent-login",
            UNCHECKED,
            "prompt=none skips the pages, and with them the place where the challenge is kept",
            unchecked_where!(proof => is(&proof.grant.asked, "prompt", b"none")),
        ),
        Mutant::server(
            "verifier-unchecked-after-prompt",
            UNCHECKED,
            "a request that asks for a page is rebuilt after it, without its challenge",
            unchecked_where!(proof => {
                [&b"login"[..], b"consent"].iter().any(|page| is(&proof.grant.asked, "prompt", page))
            }),
        ),
        Mutant::made(
            "verifier-unchecked-in-hybrid-flow",
            Role::Server,
            UNCHECKED,
            "a request for a code and something else goes another way, on which nobody looks \
             at the verifier",
            |seed| {
                let name = "verifier-unchecked-in-hybrid-flow";
                let decisions = unchecked_where!(proof => {
                    proof.grant.asked.values(HYBRID).next().is_some()
                });
                let reference =
                    Reference::with(name, Box::new(StandardLibrary), Arc::new(decisions), seed);
                let front = |step: &mut StepCall| {
                    let request = authorize(step)?;
                    if value(request, "response_type")?.as_text() != Some("code") {
                        set(request, "response_type", "code");
                        request.params.push((HYBRID.to_owned(), Octets::from("1")));
                    }
                    None
                };
                Box::new(Surrounded::new(reference, Front(front)))
            },
        ),
        fronted(
            "challenge-lost-by-post",
            LOST,
            "the challenge is read from the query alone: an authorization request by POST has \
             none",
            |step| {
                let request = authorize(step)?;
                if request.post {
                    drop_challenge(request);
                }
                None
            },
        ),
        fronted(
            "challenge-read-by-post-alone",
            UNCHECKED,
            "the challenge is read from the body alone: an authorization request by GET has none",
            |step| {
                let request = authorize(step)?;
                if !request.post {
                    drop_challenge(request);
                }
                None
            },
        )
        .cites(&[
            "https://github.com/node-oauth/node-oauth2-server/pull/197",
            "https://github.com/node-oauth/node-oauth2-server/issues/258",
        ]),
        Mutant::server(
            "challenge-in-request-object-ignored",
            LOST,
            "a request object is unpacked after the challenge was looked for",
            wrong!(Decisions {
                fn parameters_of_object(
                    &self,
                    object: &Parameters,
                    _: &Parameters,
                ) -> Decided<Parameters> {
                    let is_other = |(name, _): &(&[u8], _)| !name.starts_with(b"code_challenge");
                    Ok(object.iter().filter(is_other).collect())
                }
            }),
        )
        .cites(&["https://github.com/JanssenProject/jans/issues/999"]),
        Mutant::server(
            "query-beside-request-object-wins",
            &[ids::RFC9101_5_ONLY_THE_REQUEST_OBJECT],
            "a challenge in the query takes the place of the one in the request object",
            wrong!(Decisions {
                fn parameters_of_object(
                    &self,
                    object: &Parameters,
                    query: &Parameters,
                ) -> Decided<Parameters> {
                    let ours = |name: &[u8]| query.iter().any(|(theirs, _)| theirs == name);
                    let kept = object.iter().filter(|(name, _)| !ours(name));
                    Ok(kept.chain(query.iter()).collect())
                }
            }),
        ),
    ]
}

/// A parameter that marks a request of the hybrid flow on its way to the decisions.
const HYBRID: &str = "x_hybrid";

fn drop_challenge(request: &mut SentRequest) {
    request.params.retain(|(name, _)| !name.starts_with("code_challenge"));
}

fn is(asked: &Parameters, name: &str, wanted: &[u8]) -> bool {
    asked.values(name).any(|value| value == wanted)
}

fn scope_has(asked: &Parameters, wanted: &str) -> bool {
    asked
        .values("scope")
        .any(|scope| scope.split(|octet| *octet == b' ').any(|word| word == wanted.as_bytes()))
}
