//! S256, made in another way than the document's.

use pkce_core::{
    VerifyError,
    server::{BoundMethod, Decisions, Standard},
};

use super::Decided;
use crate::{
    ids::{EQUAL, UNEQUAL},
    mutant::{Mutant, wrong},
    text,
};

/// A server whose S256 is another function. Such servers don't look whether a challenge can be one.
macro_rules! s256_is {
    ($function:path) => {
        wrong!(Decisions {
            fn challenge_syntax(&self, _: &BoundMethod, _: &[u8]) -> Decided {
                Ok(())
            }
            fn transform(&self, method: &BoundMethod, verifier: &[u8]) -> Option<Vec<u8>> {
                if *method == BoundMethod::S256 {
                    Some($function(verifier))
                } else {
                    Standard.transform(method, verifier)
                }
            }
        })
    };
}

pub(super) fn mutants() -> Vec<Mutant> {
    vec![
        Mutant::server(
            "s256-is-hex",
            &[EQUAL, UNEQUAL],
            "the digest is compared in hexadecimal",
            s256_is!(text::hex_digest),
        ),
        Mutant::server(
            "s256-is-base64-of-hex",
            &[EQUAL, UNEQUAL],
            "the hexadecimal digest is encoded, and not the digest",
            s256_is!(text::base64_of_hex),
        )
        .cites(&[
            "https://github.com/thephpleague/oauth2-server/issues/819",
            "https://github.com/barryf/micropublish/issues/55",
            "https://github.com/WP-API/OAuth2/issues/85",
            "https://github.com/jasonraimondi/ts-oauth2-server/issues/45",
        ]),
        Mutant::server(
            "s256-in-standard-alphabet",
            &[EQUAL, "hardening-standard-alphabet"],
            "the digest is encoded with `+` and `/`, so that it is right only sometimes",
            s256_is!(text::standard_alphabet),
        )
        .cites(&["https://github.com/Haufe-Lexware/wicked.haufe.io/issues/219"]),
        Mutant::server(
            "s256-padded",
            &[EQUAL, "hardening-padded-challenge"],
            "the digest is encoded with padding",
            s256_is!(text::padded),
        ),
        Mutant::server(
            "s256-in-standard-base64",
            &[EQUAL, "hardening-standard-alphabet"],
            "the digest is encoded in standard base64, padded",
            s256_is!(text::standard_base64),
        ),
        Mutant::server(
            "s256-hashed-twice",
            &[EQUAL, UNEQUAL],
            "the digest is hashed again",
            s256_is!(text::hashed_twice),
        ),
        Mutant::server(
            "s256-of-challenge",
            &[EQUAL, UNEQUAL],
            "the challenge is hashed and encoded once more",
            s256_is!(text::challenge_hashed),
        ),
        Mutant::server(
            "s256-of-decoded-verifier",
            &[EQUAL, UNEQUAL],
            "the octets that the verifier encodes are hashed, and not its characters",
            s256_is!(text::hash_of_decoded),
        ),
        Mutant::server(
            "s256-encoded-first",
            &[EQUAL],
            "the verifier is encoded first and hashed then",
            s256_is!(text::hash_of_encoded),
        )
        .cites(&["https://github.com/thephpleague/oauth2-server/pull/842"]),
        Mutant::server(
            "verifier-hashed-to-its-64th-character",
            &[EQUAL],
            "of a verifier only the first 64 characters count",
            wrong!(Decisions {
                fn transform(&self, method: &BoundMethod, verifier: &[u8]) -> Option<Vec<u8>> {
                    Standard.transform(method, text::first(verifier, 64))
                }
            }),
        ),
        Mutant::server(
            "malformed-verifier-passes",
            &[UNEQUAL, "hardening-malformed-verifier-matches"],
            "an error over a malformed verifier is mistaken for a match",
            wrong!(Decisions {
                fn verify(
                    &self,
                    method: &BoundMethod,
                    challenge: &[u8],
                    verifier: &[u8],
                ) -> Result<(), VerifyError> {
                    match Standard.verify(method, challenge, verifier) {
                        Err(VerifyError::Verifier(_)) => Ok(()),
                        other => other,
                    }
                }
            }),
        ),
    ]
}
