//! The check is switched off by something that has nothing to do with it.

use pkce_core::{
    request::Parameters,
    server::{Asked, Binding, Decisions, Grant, Grants, Proof, Standard},
};

use super::{Decided, Mutant};
use crate::mutants::wrong;

const MISSING: &str = "rfc7636-4.5-verifier-required";
const UNEQUAL: &str = "rfc7636-4.6-unequal-refused";

/// A server that looks at no verifier where the token request is of this kind.
macro_rules! unchecked_where {
    ($proof:ident => $excused:expr) => {
        wrong!(Decisions {
            fn possession(&self, $proof: &Proof<'_>) -> Decided {
                if $excused { Ok(()) } else { Standard.possession($proof) }
            }
        })
    };
}

/// A server that forgets what was asked where the authorization request has this parameter.
macro_rules! lost_beside {
    ($name:literal $(= $value:literal)?) => {
        wrong!(Decisions {
            fn binding(&self, asked: &Asked<'_>) -> Decided<Binding> {
                let binding = Standard.binding(asked)?;
                let beside = asked.sent.values($name).any(|_value| true $(&& _value == $value)?);
                Ok(if beside { Binding::Lost } else { binding })
            }
        })
    };
}

pub(super) fn mutants() -> Vec<Mutant> {
    let mutants = vec![
        Mutant::server(
            "verifier-unchecked-without-redirect-uri",
            &[MISSING, UNEQUAL],
            "a token request that names no redirect URI is taken for one of another flow, and its verifier for nothing",
            unchecked_where!(proof => has_no_value(proof.sent, "redirect_uri")),
        ),
        Mutant::server(
            "blank-verifier-unchecked",
            &[UNEQUAL],
            "a verifier of white space counts as none, and none is excused",
            unchecked_where!(proof => proof.sent.values("code_verifier").any(|verifier| {
                !verifier.is_empty() && verifier.iter().all(u8::is_ascii_whitespace)
            })),
        ),
        Mutant::server(
            "verifier-named-null-unchecked",
            &[UNEQUAL],
            "the words that programs write for nothing count as no verifier, and none is excused",
            unchecked_where!(proof => proof.sent.values("code_verifier").any(|verifier| {
                matches!(verifier, b"null" | b"undefined" | b"None" | b"nil")
            })),
        ),
        Mutant::server(
            "verifier-unchecked-once-one-was-right",
            &[MISSING, UNEQUAL],
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
        Mutant::server(
            "challenge-lost-beside-nonce",
            &[MISSING, UNEQUAL],
            "a nonce is taken for the client's word that it needs no PKCE",
            lost_beside!("nonce"),
        ),
        Mutant::server(
            "challenge-lost-by-form-post",
            &[MISSING, UNEQUAL],
            "the response mode form_post has a path of its own, on which the challenge is not stored",
            lost_beside!("response_mode" = b"form_post"),
        ),
        Mutant::server(
            "challenge-lost-beside-resource",
            &[MISSING, UNEQUAL],
            "a request for a resource of its own has its code stored anew, without the challenge",
            lost_beside!("resource"),
        ),
    ];
    mutants.into_iter().map(Mutant::unseen).collect()
}

fn has_no_value(sent: &Parameters, name: &str) -> bool {
    sent.values(name).all(<[u8]>::is_empty)
}
