//! A verifier or challenge is turned into another before it is used.

use std::borrow::Cow;

use super::steps::{Steps, lenient_steps, steps};
use crate::Mutant;
use pkce_vectors::{
    requirement_ids as ids,
    transformations::{characters, escapes, pieces, spelling},
};

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
            &[ids::HARDENING_ENCODING_TWINS, ids::HARDENING_DERIVE_MALFORMED],
            "a verifier is hashed as ISO-8859-1, where `?` stands for the rest",
            reads!(verifier => characters::latin1(verifier)),
        ),
        Mutant::library(
            "library-reads-ascii",
            &[ids::HARDENING_ENCODING_TWINS, ids::HARDENING_DERIVE_MALFORMED],
            "a verifier is hashed as ASCII, where `?` stands for the rest",
            reads!(verifier => characters::ascii(verifier)),
        ),
        Mutant::library(
            "library-reads-8-bits",
            &[ids::RFC7636_4_6_UNEQUAL_REFUSED, ids::HARDENING_ENCODING_TWINS],
            "of each character the low 8 bits are hashed",
            reads!(verifier => characters::low_8_bits(verifier)),
        ),
        Mutant::library(
            "library-reads-7-bits",
            &[ids::RFC7636_4_6_UNEQUAL_REFUSED],
            "of each octet the low 7 bits are hashed",
            reads!(verifier => characters::low_7_bits(verifier)),
        ),
        Mutant::library(
            "library-replaces-what-is-not-utf8",
            &[ids::HARDENING_ENCODING_TWINS],
            "what is not UTF-8 becomes U+FFFD",
            reads!(verifier => characters::replaced(verifier)),
        ),
        Mutant::library(
            "library-reads-overlong-forms",
            &[ids::RFC7636_4_6_UNEQUAL_REFUSED, ids::HARDENING_ENCODING_TWINS],
            "an overlong form of a character is that character",
            reads!(verifier => characters::overlong_decoded(verifier)),
        ),
        Mutant::library(
            "library-drops-what-is-not-ascii",
            &[ids::RFC7636_4_6_UNEQUAL_REFUSED],
            "what is not ASCII is dropped",
            reads!(verifier => pieces::without(verifier, |octet| !octet.is_ascii())),
        ),
        Mutant::library(
            "library-drops-punctuation",
            &[ids::RFC7636_4_6_UNEQUAL_REFUSED],
            "what is not unreserved is dropped",
            reads!(verifier => {
                pieces::without(verifier, |octet| !pkce_core::grammar::is_unreserved(octet))
            }),
        ),
        Mutant::library(
            "library-reads-plus-as-space",
            &[ids::HARDENING_ENCODING_TWINS],
            "`+` is a space, as in a form",
            reads!(verifier => escapes::plus_as_space(verifier)),
        ),
        Mutant::library(
            "library-normalises-line-ends",
            &[ids::HARDENING_ENCODING_TWINS],
            "a line end is a line feed, however it was written",
            reads!(verifier => characters::line_ends_normalised(verifier)),
        ),
        Mutant::library(
            "library-pairs-surrogates",
            &[ids::HARDENING_ENCODING_TWINS],
            "surrogates that were encoded one by one are joined",
            reads!(verifier => characters::surrogates_joined(verifier)),
        ),
        Mutant::library(
            "library-unescapes-html",
            &[ids::RFC7636_4_6_UNEQUAL_REFUSED],
            "HTML escapes are resolved",
            reads!(verifier => escapes::html_unescaped(verifier)),
        ),
        Mutant::library(
            "library-percent-decodes",
            &[ids::HARDENING_PERCENT_DECODED_TWICE],
            "a verifier is decoded once more than it was encoded",
            reads!(verifier => escapes::percent_decoded(verifier)),
        ),
        Mutant::library(
            "library-decodes-hex",
            &[ids::RFC7636_4_6_UNEQUAL_REFUSED],
            "octets that come for a verifier are encoded in hexadecimal or base64url first, as \
             they are if they are text",
            reads!(verifier => {
                if verifier.len() == 32 { spelling::base64url(verifier) } else { verifier.to_vec() }
            }),
        ),
        Mutant::library(
            "library-encodes-hex",
            &[ids::RFC7636_4_6_UNEQUAL_REFUSED],
            "hexadecimal digits are decoded and encoded in base64url",
            reads!(verifier => {
                let octets = spelling::hex_decoded(verifier);
                let is_hex = octets.len() == 32 && verifier.len() == 64;
                if is_hex { spelling::base64url(&octets) } else { verifier.to_vec() }
            }),
        ),
    ]
}

fn decorations() -> Vec<Mutant> {
    vec![
        Mutant::library(
            "library-stops-at-nul",
            &[ids::RFC7636_4_6_UNEQUAL_REFUSED, ids::HARDENING_DECORATED_VERIFIER],
            "a verifier ends at its first NUL",
            reads!(verifier => pieces::until_nul(verifier)),
        ),
        Mutant::library(
            "library-trims",
            &[ids::HARDENING_DECORATED_VERIFIER, ids::HARDENING_DECORATED_CHALLENGE],
            "white space around verifier and challenge is cut off",
            reads_both!(value => value.trim_ascii().to_vec()),
        ),
        Mutant::library(
            "library-trims-controls",
            &[ids::HARDENING_DECORATED_VERIFIER, ids::HARDENING_DECORATED_CHALLENGE],
            "control characters around verifier and challenge are cut off",
            reads_both!(value => {
                pieces::trimmed(value, |octet| octet.is_ascii_control() || octet == b' ')
            }),
        ),
        Mutant::library(
            "library-trims-unicode",
            &[ids::HARDENING_DECORATED_VERIFIER, ids::HARDENING_DECORATED_CHALLENGE],
            "white space and marks of Unicode around verifier and challenge are cut off",
            reads_both!(value => characters::unicode_trimmed(value)),
        ),
        Mutant::library(
            "library-drops-white-space-inside",
            &[ids::HARDENING_DECORATED_VERIFIER, ids::HARDENING_DECORATED_CHALLENGE],
            "white space and control characters are dropped wherever they stand",
            reads_both!(value => pieces::without(value, |octet| octet <= b' ' || octet == 0x7f)),
        ),
        Mutant::library(
            "library-strips-padding",
            &[ids::HARDENING_DECORATED_VERIFIER, ids::HARDENING_PADDED_CHALLENGE],
            "`=` is cut off verifier and challenge",
            reads_both!(value => pieces::trimmed(value, |octet| octet == b'=')),
        ),
        Mutant::library(
            "library-strips-punctuation",
            &[ids::RFC7636_4_6_UNEQUAL_REFUSED],
            "only from letter to letter a verifier counts",
            reads!(verifier => pieces::trimmed(verifier, |octet| !octet.is_ascii_alphanumeric())),
        ),
        Mutant::library(
            "library-strips-quotes",
            &[ids::RFC7636_4_6_UNEQUAL_REFUSED],
            "quotes and brackets around a verifier are cut off",
            reads_and_looks!(verifier => {
                pieces::trimmed(verifier, |octet| b"\"'<>()[]{}`".contains(&octet))
            }),
        ),
        Mutant::library(
            "library-strips-byte-order-mark",
            &[ids::RFC7636_4_6_UNEQUAL_REFUSED],
            "a byte order mark in front of a verifier is cut off, whatever its encoding",
            reads_and_looks!(verifier => characters::byte_order_mark_dropped(verifier)),
        ),
        Mutant::library(
            "library-reads-standard-alphabet",
            &[ids::HARDENING_STANDARD_ALPHABET],
            "verifier and challenge in the standard alphabet are turned into base64url",
            reads_both!(value => spelling::in_url_alphabet(value)),
        ),
    ]
}

fn repairs() -> Vec<Mutant> {
    vec![
        Mutant::library(
            "library-fills-short-verifiers",
            &[ids::HARDENING_DERIVE_MALFORMED],
            "a verifier that is too short is filled up",
            reads_and_looks!(verifier => pieces::filled(verifier, 43)),
        ),
        Mutant::library(
            "library-cuts-long-verifiers",
            &[ids::HARDENING_DERIVE_MALFORMED],
            "a verifier that is too long is cut",
            reads_and_looks!(verifier => pieces::first(verifier, 128).to_vec()),
        ),
        Mutant::library(
            "library-replaces-bad-characters",
            &[ids::HARDENING_DERIVE_MALFORMED],
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
            &[ids::RFC7636_4_6_UNEQUAL_REFUSED, ids::RFC7636_4_2_S256_FORMULA],
            "verifiers are turned into small letters",
            reads_both!(value => pieces::lower_case(value)),
        ),
        Mutant::library(
            "library-encodes-tilde",
            &[ids::RFC7636_4_2_S256_FORMULA],
            "`~` is percent-encoded before it is hashed, as older encoders of URIs do",
            reads!(verifier => escapes::tilde_encoded(verifier)),
        ),
    ]
}
