//! A challenge made in another way than the document's.

use super::steps::{Steps, lenient_steps, steps};
use crate::{
    ids::FORMULA,
    mutant::{Mutant, wrong},
    text,
};
use pkce_conformance::{
    implementation::{Answered, Declined, Derived},
    reference::{Library, StandardLibrary},
    wire::Reason,
};

const EXAMPLE: &str = "rfc7636-b-worked-example";
const UNPADDED: &str = "rfc7636-3-base64url-without-padding";
const PLAIN: &str = "rfc7636-4.2-plain-formula";

/// A library whose S256 is another function.
macro_rules! s256_is {
    ($function:path) => {
        lenient_steps! {
            fn s256(&self, verifier: &[u8]) -> Vec<u8> {
                $function(verifier)
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
            &[FORMULA, EXAMPLE, UNPADDED],
            "the digest is written in hexadecimal",
            s256_is!(text::hex_digest),
        ),
        Mutant::library(
            "library-s256-is-base64-of-hex",
            &[FORMULA, EXAMPLE],
            "the hexadecimal digest is encoded, and not the digest",
            s256_is!(text::base64_of_hex),
        )
        .cites(&[
            "https://github.com/thephpleague/oauth2-server/issues/819",
            "https://github.com/barryf/micropublish/issues/55",
            "https://github.com/WP-API/OAuth2/issues/85",
            "https://github.com/jasonraimondi/ts-oauth2-server/issues/45",
        ]),
        Mutant::library(
            "library-s256-in-standard-alphabet",
            &[UNPADDED, "hardening-standard-alphabet"],
            "the digest is encoded with `+` and `/`, so that it is right only sometimes",
            s256_is!(text::standard_alphabet),
        )
        .cites(&["https://github.com/Haufe-Lexware/wicked.haufe.io/issues/219"]),
        Mutant::library(
            "library-s256-padded",
            &[UNPADDED, FORMULA, "hardening-padded-challenge"],
            "the `=` of the encoding is kept",
            s256_is!(text::padded),
        )
        .cites(&[
            "https://github.com/googleapis/oauth2client/issues/674",
            "https://github.com/googleapis/google-auth-library-java/issues/1373",
        ]),
        Mutant::library(
            "library-s256-in-standard-base64",
            &[UNPADDED, FORMULA, "hardening-standard-alphabet"],
            "the digest is encoded in standard base64, padded",
            s256_is!(text::standard_base64),
        )
        .cites(&["https://github.com/smart-on-fhir/client-js/issues/158"]),
        Mutant::library(
            "library-s256-hashed-twice",
            &[FORMULA, EXAMPLE],
            "the digest is hashed again",
            s256_is!(text::hashed_twice),
        ),
        Mutant::library(
            "library-s256-of-challenge",
            &[FORMULA, EXAMPLE],
            "the challenge is hashed and encoded once more",
            s256_is!(text::challenge_hashed),
        ),
        Mutant::library(
            "library-s256-of-decoded-verifier",
            &[FORMULA, EXAMPLE],
            "the octets that the verifier encodes are hashed, and not its characters",
            s256_is!(text::hash_of_decoded),
        ),
        Mutant::library(
            "library-s256-encoded-first",
            &[FORMULA, EXAMPLE],
            "the verifier is encoded first and hashed then",
            s256_is!(text::hash_of_encoded),
        )
        .cites(&["https://github.com/thephpleague/oauth2-server/pull/842"]),
        Mutant::library(
            "library-s256-with-line-feed",
            &[UNPADDED, FORMULA, "hardening-decorated-challenge"],
            "the encoder ends its text with a line feed",
            lenient_steps! {
                fn s256(&self, verifier: &[u8]) -> Vec<u8> {
                    [pkce_core::transform::s256(verifier).as_slice(), b"\n"].concat()
                }
            },
        ),
        Mutant::library(
            "library-s256-of-line",
            &[FORMULA, EXAMPLE, "rfc7636-4.6-unequal-refused"],
            "a line feed is hashed with the verifier",
            lenient_steps! {
                fn s256(&self, verifier: &[u8]) -> Vec<u8> {
                    pkce_core::transform::s256(&[verifier, b"\n"].concat()).into()
                }
            },
        ),
        Mutant::library(
            "library-hashes-64-characters",
            &[FORMULA, "rfc7636-4.6-unequal-refused"],
            "of a verifier only the first 64 characters are hashed",
            steps! {
                fn s256(&self, verifier: &[u8]) -> Vec<u8> {
                    pkce_core::transform::s256(text::first(verifier, 64)).into()
                }
            },
        ),
        Mutant::library_of_plain(
            "library-plain-is-hashed",
            &[PLAIN],
            "plain is S256 under another name",
            steps! {
                fn plain(&self, verifier: &[u8]) -> Vec<u8> {
                    pkce_core::transform::s256(verifier).into()
                }
            },
        ),
        Mutant::library_of_plain(
            "library-plain-in-lower-case",
            &[PLAIN],
            "plain turns capital letters into small ones",
            steps! {
                fn plain(&self, verifier: &[u8]) -> Vec<u8> {
                    verifier.to_ascii_lowercase()
                }
            },
        ),
        Mutant::library(
            "library-plain-cut-to-43",
            &[PLAIN],
            "plain stores 43 characters",
            steps! {
                fn plain(&self, verifier: &[u8]) -> Vec<u8> {
                    text::first(verifier, 43).into()
                }
            },
        ),
        Mutant::library(
            "library-plain-in-base64url",
            &[PLAIN],
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
            &[FORMULA, EXAMPLE],
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
            &["rfc7636-4.3-method-names"],
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
            &["hardening-derive-nothing"],
            "for a verifier that it finds malformed, `derive` gives nothing and says nothing",
            derives!(derived => Ok(derived.unwrap_or(Derived { challenge: None, method: None }))),
        ),
        Mutant::library(
            "derive-raises",
            &["hardening-uncaught-exception"],
            "a malformed verifier is answered by an error from beneath",
            derives!(derived => {
                derived.map_err(|_| Declined::refused(Reason::Exception, "index out of range"))
            }),
        ),
    ]
}
