//! Matching where equality is wanted.

use pkce_core::{
    VerifyError,
    server::{Client, Decisions, Standard},
};
use pkce_vectors::requirement_ids as ids;

use crate::mutant::{Mutant, wrong};

pub(super) fn mutants() -> Vec<Mutant> {
    let mutants = vec![
        Mutant::server(
            "compared-as-like-pattern",
            &[ids::RFC7636_4_6_UNEQUAL_REFUSED],
            "a database compares with LIKE, where `_` stands for any character",
            wrong!(Decisions {
                fn equal(&self, computed: &[u8], challenge: &[u8]) -> bool {
                    let mut pairs = computed.iter().zip(challenge);
                    computed.len() == challenge.len()
                        && pairs.all(|(wanted, known)| *wanted == b'_' || wanted == known)
                }
            }),
        ),
        Mutant::server(
            "compared-as-expression",
            &[ids::RFC7636_4_6_UNEQUAL_REFUSED],
            "a verifier is a regular expression that the challenge has to match",
            wrong!(Decisions {
                fn verifier_syntax(&self, verifier: &[u8]) -> Result<(), VerifyError> {
                    if verifier == b".*" { Ok(()) } else { Standard.verifier_syntax(verifier) }
                }
                fn equal(&self, computed: &[u8], challenge: &[u8]) -> bool {
                    computed == challenge || computed == b".*"
                }
            }),
        ),
        Mutant::server(
            "redirect-uri-registered-by-its-beginning",
            &[ids::RFC6749_3_1_2_3_REDIRECT_URI_COMPARED],
            "a redirect URI that begins with the registered one is registered",
            wrong!(Decisions {
                fn redirect_uri_registered(&self, client: &Client, redirect_uri: &[u8]) -> bool {
                    client.redirect_uris.iter().any(|known| redirect_uri.starts_with(known.as_bytes()))
                }
            }),
        ),
    ];
    mutants.into_iter().map(Mutant::unseen).collect()
}
