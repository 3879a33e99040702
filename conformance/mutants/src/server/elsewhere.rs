//! The check is switched off by something that has nothing to do with it.

use pkce_core::{
    request::Parameters,
    server::{Binding, Decisions, Grant, Grants, Proof, Standard},
};
use pkce_vectors::requirement_ids as ids;

use super::{Decided, Mutant, unchecked_where};
use crate::mutant::wrong;

pub(super) fn mutants() -> Vec<Mutant> {
    let mutants = vec![
        Mutant::server(
            "verifier-unchecked-without-redirect-uri",
            &[ids::RFC7636_4_5_VERIFIER_REQUIRED, ids::RFC7636_4_6_UNEQUAL_REFUSED],
            "a token request that names no redirect URI is taken for one of another flow, and its verifier for nothing",
            unchecked_where!(proof => has_no_value(proof.sent, "redirect_uri")),
        ),
        Mutant::server(
            "blank-verifier-unchecked",
            &[ids::RFC7636_4_6_UNEQUAL_REFUSED],
            "a verifier of white space counts as none, and none is excused",
            unchecked_where!(proof => proof.sent.values("code_verifier").any(|verifier| {
                !verifier.is_empty() && verifier.iter().all(u8::is_ascii_whitespace)
            })),
        ),
        Mutant::server(
            "verifier-named-null-unchecked",
            &[ids::RFC7636_4_6_UNEQUAL_REFUSED],
            "the words that programs write for nothing count as no verifier, and none is excused",
            unchecked_where!(proof => proof.sent.values("code_verifier").any(|verifier| {
                matches!(verifier, b"null" | b"undefined" | b"None" | b"nil")
            })),
        ),
        Mutant::server(
            "verifier-unchecked-once-one-was-right",
            &[ids::RFC7636_4_5_VERIFIER_REQUIRED, ids::RFC7636_4_6_UNEQUAL_REFUSED],
            "a client that has shown a right verifier is asked for no other",
            wrong!(Decisions {
                fn binding_of<'a>(&self, grant: &'a Grant, grants: &'a Grants) -> &'a Binding {
                    let trusted = grants.iter().any(|other| {
                        other.client_id == grant.client_id
                            && other.redeemed.is_some()
                            && matches!(other.binding, Binding::Challenge(_))
                    });
                    if trusted && grant.redeemed.is_none() { &Binding::Lost } else { &grant.binding }
                }
            }),
        ),
    ];
    mutants.into_iter().map(Mutant::unseen).collect()
}

fn has_no_value(sent: &Parameters, name: &str) -> bool {
    sent.values(name).all(<[u8]>::is_empty)
}
