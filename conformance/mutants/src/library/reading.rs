//! A verifier or challenge is turned into another before it is used.

use std::borrow::Cow;

use super::steps::{Steps, lenient_steps, steps};
use crate::{
    ids::{FORMULA, TWINS, UNEQUAL},
    mutant::Mutant,
    text,
};

const VERIFIER: &str = "hardening-decorated-verifier";
const DERIVED: &str = "hardening-derive-malformed";

/// A library that turns a verifier into another, and looks at its form afterwards or not at all.
macro_rules! reads {
    ($verifier:ident => $read:expr) => {
        lenient_steps! {
            fn read<'a>(&self, $verifier: &'a [u8]) -> Cow<'a, [u8]> {
                Cow::Owned($read)
            }
        }
    };
}

/// The same for a library that looks.
macro_rules! reads_and_looks {
    ($verifier:ident => $read:expr) => {
        steps! {
            fn read<'a>(&self, $verifier: &'a [u8]) -> Cow<'a, [u8]> {
                Cow::Owned($read)
            }
        }
    };
}

/// Both values.
macro_rules! reads_both {
    ($value:ident => $read:expr) => {
        steps! {
            fn read<'a>(&self, $value: &'a [u8]) -> Cow<'a, [u8]> {
                Cow::Owned($read)
            }
            fn read_challenge<'a>(&self, $value: &'a [u8]) -> Cow<'a, [u8]> {
                Cow::Owned($read)
            }
        }
    };
}

pub(super) fn mutants() -> Vec<Mutant> {
    [encodings(), decorations(), repairs()].concat()
}

fn encodings() -> Vec<Mutant> {
    vec![
        Mutant::library(
            "library-reads-latin1",
            &[TWINS, DERIVED],
            "a verifier is hashed as ISO-8859-1, where `?` stands for the rest",
            reads!(verifier => text::latin1(verifier)),
        ),
        Mutant::library(
            "library-reads-ascii",
            &[TWINS, DERIVED],
            "a verifier is hashed as ASCII, where `?` stands for the rest",
            reads!(verifier => text::substituted(verifier)),
        ),
        Mutant::library(
            "library-reads-8-bits",
            &[UNEQUAL, TWINS],
            "of each character the low 8 bits are hashed",
            reads!(verifier => text::masked_to_8_bits(verifier)),
        ),
        Mutant::library(
            "library-reads-7-bits",
            &[UNEQUAL],
            "of each octet the low 7 bits are hashed",
            reads!(verifier => text::masked_to_7_bits(verifier)),
        ),
        Mutant::library(
            "library-replaces-what-is-not-utf8",
            &[TWINS],
            "what is not UTF-8 becomes U+FFFD",
            reads!(verifier => text::replaced(verifier)),
        ),
        Mutant::library(
            "library-reads-overlong-forms",
            &[UNEQUAL, TWINS],
            "an overlong form of a character is that character",
            reads!(verifier => text::overlong_decoded(verifier)),
        ),
        Mutant::library(
            "library-drops-what-is-not-ascii",
            &[UNEQUAL],
            "what is not ASCII is dropped",
            reads!(verifier => text::without(verifier, |octet| !octet.is_ascii())),
        ),
        Mutant::library(
            "library-drops-punctuation",
            &[UNEQUAL],
            "what is not unreserved is dropped",
            reads!(verifier => {
                text::without(verifier, |octet| !pkce_core::grammar::is_unreserved(octet))
            }),
        ),
        Mutant::library(
            "library-reads-plus-as-space",
            &[TWINS],
            "`+` is a space, as in a form",
            reads!(verifier => {
                verifier.iter().map(|octet| if *octet == b'+' { b' ' } else { *octet }).collect()
            }),
        ),
        Mutant::library(
            "library-normalises-line-ends",
            &[TWINS],
            "a line end is a line feed, however it was written",
            reads!(verifier => {
                String::from_utf8_lossy(verifier).replace("\r\n", "\n").into_bytes()
            }),
        ),
        Mutant::library(
            "library-pairs-surrogates",
            &[TWINS],
            "surrogates that were encoded one by one are joined",
            reads!(verifier => {
                let pair: &[u8] = b"\xed\xa0\xbd\xed\xb8\x80";
                match verifier.windows(pair.len()).position(|part| part == pair) {
                    Some(at) => [
                        verifier.get(..at).unwrap_or_default(),
                        "\u{1f600}".as_bytes(),
                        verifier.get(at + pair.len()..).unwrap_or_default(),
                    ]
                    .concat(),
                    None => verifier.to_vec(),
                }
            }),
        ),
        Mutant::library(
            "library-unescapes-html",
            &[UNEQUAL],
            "HTML escapes are resolved",
            reads!(verifier => {
                String::from_utf8_lossy(verifier)
                    .replace("&#97;", "a")
                    .replace("&amp;", "&")
                    .into_bytes()
            }),
        ),
        Mutant::library(
            "library-percent-decodes",
            &["hardening-percent-decoded-twice"],
            "a verifier is decoded once more than it was encoded",
            reads!(verifier => text::percent_decoded(verifier)),
        ),
        Mutant::library(
            "library-decodes-hex",
            &[UNEQUAL],
            "octets that come for a verifier are encoded in hexadecimal or base64url first, as \
             they are if they are text",
            reads!(verifier => {
                if verifier.len() == 32 {
                    pkce_core::transform::encode(verifier.try_into().unwrap_or(&[0; 32])).into()
                } else {
                    verifier.to_vec()
                }
            }),
        ),
        Mutant::library(
            "library-encodes-hex",
            &[UNEQUAL],
            "hexadecimal digits are decoded and encoded in base64url",
            reads!(verifier => {
                let octets =
                    std::str::from_utf8(verifier).ok().and_then(pkce_conformance::wire::Octets::from_hex);
                let octets = octets.and_then(|octets| <[u8; 32]>::try_from(octets.0).ok());
                octets.map_or(verifier.to_vec(), |octets| {
                    pkce_core::transform::encode(&octets).into()
                })
            }),
        ),
    ]
}

fn decorations() -> Vec<Mutant> {
    vec![
        Mutant::library(
            "library-stops-at-nul",
            &[UNEQUAL, VERIFIER],
            "a verifier ends at its first NUL",
            reads!(verifier => text::until_nul(verifier)),
        ),
        Mutant::library(
            "library-trims",
            &[VERIFIER, "hardening-decorated-challenge"],
            "white space around verifier and challenge is cut off",
            reads_both!(value => value.trim_ascii().to_vec()),
        ),
        Mutant::library(
            "library-trims-controls",
            &[VERIFIER, "hardening-decorated-challenge"],
            "control characters around verifier and challenge are cut off",
            reads_both!(value => {
                text::trimmed(value, |octet| octet.is_ascii_control() || octet == b' ')
            }),
        ),
        Mutant::library(
            "library-trims-unicode",
            &[VERIFIER, "hardening-decorated-challenge"],
            "white space and marks of Unicode around verifier and challenge are cut off",
            reads_both!(value => {
                match std::str::from_utf8(value) {
                    Ok(text) => text
                        .trim_matches(|c: char| {
                            c.is_whitespace() || "\u{feff}\u{200b}\u{2060}".contains(c)
                        })
                        .as_bytes()
                        .to_vec(),
                    Err(_) => value.to_vec(),
                }
            }),
        ),
        Mutant::library(
            "library-drops-white-space-inside",
            &[VERIFIER, "hardening-decorated-challenge"],
            "white space and control characters are dropped wherever they stand",
            reads_both!(value => text::without(value, |octet| octet <= b' ' || octet == 0x7f)),
        ),
        Mutant::library(
            "library-strips-padding",
            &[VERIFIER, "hardening-padded-challenge"],
            "`=` is cut off verifier and challenge",
            reads_both!(value => text::trimmed(value, |octet| octet == b'=')),
        ),
        Mutant::library(
            "library-strips-punctuation",
            &[UNEQUAL],
            "only from letter to letter a verifier counts",
            reads!(verifier => text::trimmed(verifier, |octet| !octet.is_ascii_alphanumeric())),
        ),
        Mutant::library(
            "library-strips-quotes",
            &[UNEQUAL],
            "quotes and brackets around a verifier are cut off",
            reads_and_looks!(verifier => {
                text::trimmed(verifier, |octet| b"\"'<>()[]{}`".contains(&octet))
            }),
        ),
        Mutant::library(
            "library-strips-byte-order-mark",
            &[UNEQUAL],
            "a byte order mark in front of a verifier is cut off, whatever its encoding",
            reads_and_looks!(verifier => {
                [&b"\xff\xfe"[..], b"\xfe\xff", b"\xef\xbb\xbf"]
                    .iter()
                    .find_map(|mark| verifier.strip_prefix(*mark))
                    .unwrap_or(verifier)
                    .to_vec()
            }),
        ),
        Mutant::library(
            "library-reads-standard-alphabet",
            &["hardening-standard-alphabet"],
            "verifier and challenge in the standard alphabet are turned into base64url",
            reads_both!(value => text::as_base64url(value).into_owned()),
        ),
    ]
}

fn repairs() -> Vec<Mutant> {
    vec![
        Mutant::library(
            "library-fills-short-verifiers",
            &[DERIVED],
            "a verifier that is too short is filled up",
            reads_and_looks!(verifier => {
                verifier
                    .iter()
                    .copied()
                    .chain(std::iter::repeat(b'A'))
                    .take(verifier.len().max(43))
                    .collect()
            }),
        ),
        Mutant::library(
            "library-cuts-long-verifiers",
            &[DERIVED],
            "a verifier that is too long is cut",
            reads_and_looks!(verifier => text::first(verifier, 128).to_vec()),
        ),
        Mutant::library(
            "library-replaces-bad-characters",
            &[DERIVED],
            "what is not unreserved becomes a hyphen",
            reads_and_looks!(verifier => {
                verifier
                    .iter()
                    .map(
                        |octet| {
                            if pkce_core::grammar::is_unreserved(*octet) { *octet } else { b'-' }
                        },
                    )
                    .collect()
            }),
        ),
        Mutant::library(
            "library-lower-cases",
            &[UNEQUAL, FORMULA],
            "verifiers are turned into small letters",
            reads_both!(value => value.to_ascii_lowercase()),
        ),
        Mutant::library(
            "library-encodes-tilde",
            &[FORMULA],
            "`~` is percent-encoded before it is hashed, as older encoders of URIs do",
            reads!(verifier => String::from_utf8_lossy(verifier).replace('~', "%7E").into_bytes()),
        ),
    ]
}
