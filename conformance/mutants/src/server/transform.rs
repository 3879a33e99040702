//! S256, made in another way than the document's.

use pkce_core::{
    VerifyError,
    server::{BoundMethod, Decisions, Standard},
};

use super::{Decided, Mutant};
use crate::wrong;
use pkce_vectors::{
    requirement_ids as ids,
    transformations::{Kind, hashes, mixed, pieces, spelling},
};

/// A server whose S256 takes another step in one place. Such servers don't look whether a challenge can be one.
macro_rules! s256_is {
    ($kind:ident, $step:path) => {
        wrong!(Decisions {
            fn challenge_syntax(&self, _: &BoundMethod, _: &[u8]) -> Decided {
                Ok(())
            }
            fn transform(&self, method: &BoundMethod, verifier: &[u8]) -> Option<Vec<u8>> {
                if *method == BoundMethod::S256 {
                    Some(Kind::$kind.challenge($step, verifier))
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
            &[ids::RFC7636_4_6_EQUAL_CONTINUES, ids::RFC7636_4_6_UNEQUAL_REFUSED],
            "the digest is compared in hexadecimal",
            s256_is!(Written, spelling::hex),
        ),
        Mutant::server(
            "s256-is-base64-of-hex",
            &[ids::RFC7636_4_6_EQUAL_CONTINUES, ids::RFC7636_4_6_UNEQUAL_REFUSED],
            "the hexadecimal digest is encoded, and not the digest",
            s256_is!(Written, spelling::base64_of_hex),
        )
        .cites(&[
            "https://github.com/thephpleague/oauth2-server/issues/819",
            "https://github.com/barryf/micropublish/issues/55",
            "https://github.com/WP-API/OAuth2/issues/85",
            "https://github.com/jasonraimondi/ts-oauth2-server/issues/45",
        ]),
        Mutant::server(
            "s256-in-standard-alphabet",
            &[ids::RFC7636_4_6_EQUAL_CONTINUES, ids::HARDENING_STANDARD_ALPHABET],
            "the digest is encoded with `+` and `/`, so that it is right only sometimes",
            s256_is!(Written, spelling::standard_base64_unpadded),
        )
        .cites(&["https://github.com/Haufe-Lexware/wicked.haufe.io/issues/219"]),
        Mutant::server(
            "s256-padded",
            &[ids::RFC7636_4_6_EQUAL_CONTINUES, ids::HARDENING_PADDED_CHALLENGE],
            "the digest is encoded with padding",
            s256_is!(Written, spelling::padded),
        ),
        Mutant::server(
            "s256-in-standard-base64",
            &[ids::RFC7636_4_6_EQUAL_CONTINUES, ids::HARDENING_STANDARD_ALPHABET],
            "the digest is encoded in standard base64, padded",
            s256_is!(Written, spelling::standard_base64),
        ),
        Mutant::server(
            "s256-hashed-twice",
            &[ids::RFC7636_4_6_EQUAL_CONTINUES, ids::RFC7636_4_6_UNEQUAL_REFUSED],
            "the digest is hashed again",
            s256_is!(Hash, hashes::sha256_twice),
        ),
        Mutant::server(
            "s256-of-challenge",
            &[ids::RFC7636_4_6_EQUAL_CONTINUES, ids::RFC7636_4_6_UNEQUAL_REFUSED],
            "the challenge is hashed and encoded once more",
            s256_is!(Hashed, mixed::s256),
        ),
        Mutant::server(
            "s256-of-decoded-verifier",
            &[ids::RFC7636_4_6_EQUAL_CONTINUES, ids::RFC7636_4_6_UNEQUAL_REFUSED],
            "the octets that the verifier encodes are hashed, and not its characters",
            s256_is!(Hashed, spelling::decoded_strictly),
        ),
        Mutant::server(
            "s256-encoded-first",
            &[ids::RFC7636_4_6_EQUAL_CONTINUES],
            "the verifier is encoded first and hashed then",
            s256_is!(MixedUp, mixed::encoded_first),
        )
        .cites(&["https://github.com/thephpleague/oauth2-server/pull/842"]),
        Mutant::server(
            "verifier-hashed-to-its-64th-character",
            &[ids::RFC7636_4_6_EQUAL_CONTINUES],
            "of a verifier only the first 64 characters count",
            wrong!(Decisions {
                fn transform(&self, method: &BoundMethod, verifier: &[u8]) -> Option<Vec<u8>> {
                    Standard.transform(method, pieces::first(verifier, 64))
                }
            }),
        ),
        Mutant::server(
            "malformed-verifier-passes",
            &[ids::RFC7636_4_6_UNEQUAL_REFUSED, ids::HARDENING_MALFORMED_VERIFIER_MATCHES],
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
