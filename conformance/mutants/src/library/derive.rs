//! A challenge made in another way than the document's.

use super::steps::{Steps, lenient_steps, steps};
use crate::{Mutant, wrong};
use pkce_conformance::{
    implementation::{Answered, Declined, Derived},
    reference::{Library, StandardLibrary},
    wire::Reason,
};
use pkce_vectors::{
    requirement_ids as ids,
    transformations::{Kind, hashes, mixed, pieces, spelling},
};

/// A library whose S256 takes another step in one place.
macro_rules! s256_is {
    ($kind:ident, $step:expr) => {
        lenient_steps! {
            fn s256(&self, verifier: &[u8]) -> Vec<u8> {
                Kind::$kind.challenge($step, verifier)
            }
        }
    };
}

/// The same where only `derive` has the fault.
macro_rules! derives {
    ($derived:ident => $change:expr) => {
        wrong!(Library {
            fn derive(&mut self, verifier: &[u8], method: Option<&[u8]>) -> Answered<Derived> {
                let $derived = StandardLibrary.derive(verifier, method);
                $change
            }
        })
    };
}

pub(super) fn mutants() -> Vec<Mutant> {
    [functions(), answers()].concat()
}

fn functions() -> Vec<Mutant> {
    vec![
        Mutant::library(
            "library-s256-is-hex",
            &[
                ids::RFC7636_4_2_S256_FORMULA,
                ids::RFC7636_B_WORKED_EXAMPLE,
                ids::RFC7636_3_BASE64URL_WITHOUT_PADDING,
            ],
            "the digest is written in hexadecimal",
            s256_is!(Written, spelling::hex),
        ),
        Mutant::library(
            "library-s256-is-base64-of-hex",
            &[ids::RFC7636_4_2_S256_FORMULA, ids::RFC7636_B_WORKED_EXAMPLE],
            "the hexadecimal digest is encoded, and not the digest",
            s256_is!(Written, spelling::base64_of_hex),
        )
        .cites(&[
            "https://github.com/thephpleague/oauth2-server/issues/819",
            "https://github.com/barryf/micropublish/issues/55",
            "https://github.com/WP-API/OAuth2/issues/85",
            "https://github.com/jasonraimondi/ts-oauth2-server/issues/45",
        ]),
        Mutant::library(
            "library-s256-in-standard-alphabet",
            &[ids::RFC7636_3_BASE64URL_WITHOUT_PADDING, ids::HARDENING_STANDARD_ALPHABET],
            "the digest is encoded with `+` and `/`, so that it is right only sometimes",
            s256_is!(Written, spelling::standard_base64_unpadded),
        )
        .cites(&["https://github.com/Haufe-Lexware/wicked.haufe.io/issues/219"]),
        Mutant::library(
            "library-s256-padded",
            &[
                ids::RFC7636_3_BASE64URL_WITHOUT_PADDING,
                ids::RFC7636_4_2_S256_FORMULA,
                ids::HARDENING_PADDED_CHALLENGE,
            ],
            "the `=` of the encoding is kept",
            s256_is!(Written, spelling::padded),
        )
        .cites(&[
            "https://github.com/googleapis/oauth2client/issues/674",
            "https://github.com/googleapis/google-auth-library-java/issues/1373",
        ]),
        Mutant::library(
            "library-s256-in-standard-base64",
            &[
                ids::RFC7636_3_BASE64URL_WITHOUT_PADDING,
                ids::RFC7636_4_2_S256_FORMULA,
                ids::HARDENING_STANDARD_ALPHABET,
            ],
            "the digest is encoded in standard base64, padded",
            s256_is!(Written, spelling::standard_base64),
        )
        .cites(&["https://github.com/smart-on-fhir/client-js/issues/158"]),
        Mutant::library(
            "library-s256-hashed-twice",
            &[ids::RFC7636_4_2_S256_FORMULA, ids::RFC7636_B_WORKED_EXAMPLE],
            "the digest is hashed again",
            s256_is!(Hash, hashes::sha256_twice),
        ),
        Mutant::library(
            "library-s256-of-challenge",
            &[ids::RFC7636_4_2_S256_FORMULA, ids::RFC7636_B_WORKED_EXAMPLE],
            "the challenge is hashed and encoded once more",
            s256_is!(Hashed, mixed::s256),
        ),
        Mutant::library(
            "library-s256-of-decoded-verifier",
            &[ids::RFC7636_4_2_S256_FORMULA, ids::RFC7636_B_WORKED_EXAMPLE],
            "the octets that the verifier encodes are hashed, and not its characters",
            s256_is!(Hashed, spelling::decoded_strictly),
        ),
        Mutant::library(
            "library-s256-encoded-first",
            &[ids::RFC7636_4_2_S256_FORMULA, ids::RFC7636_B_WORKED_EXAMPLE],
            "the verifier is encoded first and hashed then",
            s256_is!(MixedUp, mixed::encoded_first),
        )
        .cites(&["https://github.com/thephpleague/oauth2-server/pull/842"]),
        Mutant::library(
            "library-s256-with-line-feed",
            &[
                ids::RFC7636_3_BASE64URL_WITHOUT_PADDING,
                ids::RFC7636_4_2_S256_FORMULA,
                ids::HARDENING_DECORATED_CHALLENGE,
            ],
            "the encoder ends its text with a line feed",
            s256_is!(Written, |digest| pieces::followed(&spelling::base64url(digest), b"\n")),
        ),
        Mutant::library(
            "library-s256-of-line",
            &[
                ids::RFC7636_4_2_S256_FORMULA,
                ids::RFC7636_B_WORKED_EXAMPLE,
                ids::RFC7636_4_6_UNEQUAL_REFUSED,
            ],
            "a line feed is hashed with the verifier",
            s256_is!(Hashed, |verifier| pieces::followed(verifier, b"\n")),
        ),
        Mutant::library(
            "library-hashes-64-characters",
            &[ids::RFC7636_4_2_S256_FORMULA, ids::RFC7636_4_6_UNEQUAL_REFUSED],
            "of a verifier only the first 64 characters are hashed",
            steps! {
                fn s256(&self, verifier: &[u8]) -> Vec<u8> {
                    mixed::s256(pieces::first(verifier, 64))
                }
            },
        ),
        Mutant::library_of_plain(
            "library-plain-is-hashed",
            &[ids::RFC7636_4_2_PLAIN_FORMULA],
            "plain is S256 under another name",
            steps! {
                fn plain(&self, verifier: &[u8]) -> Vec<u8> {
                    mixed::s256(verifier)
                }
            },
        ),
        Mutant::library_of_plain(
            "library-plain-in-lower-case",
            &[ids::RFC7636_4_2_PLAIN_FORMULA],
            "plain turns capital letters into small ones",
            steps! {
                fn plain(&self, verifier: &[u8]) -> Vec<u8> {
                    verifier.to_ascii_lowercase()
                }
            },
        ),
        Mutant::library(
            "library-plain-cut-to-43",
            &[ids::RFC7636_4_2_PLAIN_FORMULA],
            "plain stores 43 characters",
            steps! {
                fn plain(&self, verifier: &[u8]) -> Vec<u8> {
                    pieces::first(verifier, 43).into()
                }
            },
        ),
        Mutant::library(
            "library-plain-in-base64url",
            &[ids::RFC7636_4_2_PLAIN_FORMULA],
            "under plain, what is not base64url becomes a hyphen",
            steps! {
                fn plain(&self, verifier: &[u8]) -> Vec<u8> {
                    verifier
                        .iter()
                        .map(
                            |octet| {
                                if pkce_core::grammar::is_base64url(*octet) { *octet } else { b'-' }
                            },
                        )
                        .collect()
                }
            },
        ),
    ]
}

fn answers() -> Vec<Mutant> {
    vec![
        Mutant::library(
            "derive-gives-the-verifier",
            &[ids::RFC7636_4_2_S256_FORMULA, ids::RFC7636_B_WORKED_EXAMPLE],
            "challenge and verifier are swapped: the verifier is sent for the challenge",
            wrong!(Library {
                fn derive(&mut self, verifier: &[u8], method: Option<&[u8]>) -> Answered<Derived> {
                    let derived = StandardLibrary.derive(verifier, method)?;
                    Ok(Derived {
                        challenge: Some(String::from_utf8_lossy(verifier).into_owned()),
                        ..derived
                    })
                }
            }),
        )
        .cites(&["https://github.com/supabase-community/gotrue-csharp/issues/126"]),
        Mutant::library(
            "derive-tells-method-in-other-case",
            &[ids::RFC7636_4_3_METHOD_NAMES],
            "beside the challenge it tells the method in letters of the other case",
            derives!(derived => {
                let other = |method: String| -> String {
                    let swap = |letter: char| match letter {
                        'a'..='z' => letter.to_ascii_uppercase(),
                        _ => letter.to_ascii_lowercase(),
                    };
                    method.chars().map(swap).collect()
                };
                derived.map(|derived| Derived { method: derived.method.map(other), ..derived })
            }),
        ),
        Mutant::library(
            "derive-drops-pkce-silently",
            &[ids::HARDENING_DERIVE_NOTHING],
            "for a verifier that it finds malformed, `derive` gives nothing and says nothing",
            derives!(derived => Ok(derived.unwrap_or(Derived { challenge: None, method: None }))),
        ),
        Mutant::library(
            "derive-raises",
            &[ids::HARDENING_UNCAUGHT_EXCEPTION],
            "a malformed verifier is answered by an error from beneath",
            derives!(derived => {
                derived.map_err(|_| Declined::refused(Reason::Exception, "index out of range"))
            }),
        ),
    ]
}
