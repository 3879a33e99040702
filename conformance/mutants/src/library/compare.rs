//! `verify` calls a match what isn't one, or the reverse.

use pkce_core::transform;

use super::{
    steps::{Steps, lenient_steps, steps},
    whole::verifies,
};
use crate::{Mutant, comparisons};
use pkce_conformance::{
    implementation::{Answered, Declined},
    reference::{Library, StandardLibrary},
    wire::Reason,
};
use pkce_vectors::{
    requirement_ids as ids,
    transformations::{escapes, pieces},
};

/// A library that compares in another way.
macro_rules! compares {
    ($computed:ident, $challenge:ident => $equal:expr) => {
        lenient_steps! {
            fn equal(&self, $computed: &[u8], $challenge: &[u8]) -> bool {
                $equal
            }
        }
    };
}

/// A library that gives a verifier that does not match a second chance.
macro_rules! also_tries {
    ($verifier:ident, $challenge:ident => $other:expr) => {
        verifies!($verifier, $challenge, method => {
            let plain = method.is_none_or(|method| method == b"plain");
            let transformed = |verifier: &[u8]| {
                if plain { verifier.to_vec() } else { transform::s256(verifier).to_vec() }
            };
            let known = plain || method == Some(b"S256");
            let other: (&[u8], &[u8]) = $other;
            let matches =
                |verifier: &[u8], challenge: &[u8]| transformed(verifier) == challenge;
            if known {
                Ok(matches($verifier, $challenge) || matches(other.0, other.1))
            } else {
                Ok(false)
            }
        })
    };
}

pub(super) fn mutants() -> Vec<Mutant> {
    [comparisons(), shortcuts()].concat()
}

fn comparisons() -> Vec<Mutant> {
    vec![
        Mutant::library(
            "library-compares-to-the-end-of-the-verifier",
            &[ids::RFC7636_4_6_UNEQUAL_REFUSED],
            "a challenge that begins with what was computed is equal to it",
            compares!(computed, challenge => challenge.starts_with(computed)),
        ),
        Mutant::library(
            "library-compares-to-the-end-of-the-challenge",
            &[ids::RFC7636_4_6_UNEQUAL_REFUSED, ids::HARDENING_EMPTY_CHALLENGE],
            "what was computed need only begin with the challenge",
            compares!(computed, challenge => computed.starts_with(challenge)),
        ),
        Mutant::library(
            "library-compares-from-the-end",
            &[ids::RFC7636_4_6_UNEQUAL_REFUSED],
            "what was computed need only end in the challenge",
            compares!(computed, challenge => computed.ends_with(challenge)),
        ),
        Mutant::library(
            "library-compares-back-from-the-end",
            &[ids::RFC7636_4_6_UNEQUAL_REFUSED],
            "a challenge that ends in what was computed is equal to it",
            compares!(computed, challenge => challenge.ends_with(computed)),
        ),
        Mutant::library(
            "library-compares-by-containment",
            &[ids::RFC7636_4_6_UNEQUAL_REFUSED],
            "of two texts one need only stand within the other",
            compares!(computed, challenge => comparisons::contained(computed, challenge)),
        ),
        Mutant::library(
            "library-compares-in-any-case",
            &[ids::RFC7636_4_6_UNEQUAL_REFUSED],
            "capital and small letters are equal",
            compares!(computed, challenge => computed.eq_ignore_ascii_case(challenge)),
        ),
        Mutant::library(
            "library-compares-20-characters",
            &[ids::RFC7636_4_6_UNEQUAL_REFUSED],
            "only the first 20 characters are compared",
            compares!(computed, challenge => comparisons::of_first(20, computed, challenge)),
        )
        .wide("most vectors of `verify` change one character of a challenge, often a later one"),
        Mutant::library(
            "library-compares-by-length",
            &[ids::RFC7636_4_6_UNEQUAL_REFUSED],
            "texts of one length are equal",
            compares!(computed, challenge => computed.len() == challenge.len()),
        )
        .wide("most vectors of `verify` change a challenge and leave its length"),
        Mutant::library(
            "library-compares-to-the-first-nul",
            &[ids::RFC7636_4_6_UNEQUAL_REFUSED, ids::HARDENING_DECORATED_CHALLENGE],
            "comparison stops at a NUL",
            compares!(computed, challenge => comparisons::to_the_first_nul(computed, challenge)),
        ),
        Mutant::library(
            "library-compares-without-white-space",
            &[ids::HARDENING_DECORATED_CHALLENGE],
            "white space around both is cut off before they are compared",
            compares!(computed, challenge => comparisons::without_white_space(computed, challenge)),
        ),
        Mutant::library(
            "library-compares-without-padding",
            &[ids::HARDENING_PADDED_CHALLENGE],
            "padding is cut off a challenge before it is compared",
            compares!(computed, challenge => comparisons::without_padding(computed, challenge)),
        )
        .cites(&["https://github.com/go-oauth2/oauth2/issues/275"]),
        Mutant::library(
            "library-compares-in-either-alphabet",
            &[ids::HARDENING_STANDARD_ALPHABET],
            "base64 and base64url are equal, padded or not",
            compares!(computed, challenge => comparisons::in_either_alphabet(computed, challenge)),
        ),
        Mutant::library(
            "library-compares-first-line",
            &[ids::RFC7636_4_6_UNEQUAL_REFUSED, ids::HARDENING_DECORATED_CHALLENGE],
            "of a challenge of several lines one is compared",
            compares!(computed, challenge => {
                challenge.split(|octet| *octet == b'\n').any(|line| line == computed)
            }),
        ),
        Mutant::library(
            "library-compares-list",
            &[ids::RFC7636_4_6_UNEQUAL_REFUSED],
            "a challenge may be a list, parted by commas or white space, of which one must \
             match",
            compares!(computed, challenge => {
                challenge
                    .split(|octet| *octet == b',' || octet.is_ascii_whitespace())
                    .any(|part| part == computed)
            }),
        ),
        Mutant::library(
            "library-compares-as-numbers",
            &[ids::RFC7636_4_6_UNEQUAL_REFUSED],
            "texts that look like numbers are equal if their values are",
            compares!(computed, challenge => comparisons::as_numbers(computed, challenge)),
        ),
        Mutant::library(
            "library-compares-as-sets",
            &[ids::RFC7636_4_6_UNEQUAL_REFUSED],
            "texts of the same characters in any order are equal",
            compares!(computed, challenge => comparisons::as_sets(computed, challenge)),
        ),
        Mutant::library(
            "library-compares-xor-of-octets",
            &[ids::RFC7636_4_6_UNEQUAL_REFUSED],
            "a comparison in constant time that forgets to gather the differences",
            compares!(computed, challenge => {
                let sum = |text: &[u8]| text.iter().fold(0u8, |sum, octet| sum ^ octet);
                computed.len() == challenge.len() && sum(computed) == sum(challenge)
            }),
        ),
        Mutant::library(
            "library-compares-letters-and-digits",
            &[ids::RFC7636_4_6_UNEQUAL_REFUSED],
            "only letters and digits are compared",
            compares!(computed, challenge => {
                let kept =
                    |text: &[u8]| pieces::without(text, |octet| !octet.is_ascii_alphanumeric());
                kept(computed) == kept(challenge)
            }),
        ),
        Mutant::library(
            "library-compares-percent-decoded",
            &[ids::HARDENING_PERCENT_DECODED_TWICE],
            "a challenge is decoded once more before it is compared",
            compares!(computed, challenge => computed == escapes::percent_decoded(challenge)),
        ),
        Mutant::library(
            "library-compares-octets",
            &[ids::HARDENING_NON_CANONICAL_BITS],
            "a challenge is decoded before it is compared, without a look at its last bits",
            compares!(computed, challenge => comparisons::as_octets(computed, challenge)),
        ),
        Mutant::library(
            "library-empty-challenge-matches",
            &[ids::HARDENING_EMPTY_CHALLENGE],
            "where no challenge was stored, every verifier is right",
            compares!(computed, challenge => challenge.is_empty() || computed == challenge),
        ),
    ]
}

fn shortcuts() -> Vec<Mutant> {
    vec![
        Mutant::library(
            "verify-ignores-the-verifier",
            &[ids::RFC7636_4_6_UNEQUAL_REFUSED],
            "a verifier that is well formed is right",
            verifies!(verifier, challenge, method => {
                StandardLibrary.verify(verifier, challenge, method).map(|_| true)
            }),
        )
        .wide("most vectors of `verify` are well-formed pairs that don't belong together"),
        Mutant::library(
            "verify-knows-wildcards",
            &[ids::RFC7636_4_6_UNEQUAL_REFUSED],
            "a verifier that the database takes for a pattern matches anything",
            verifies!(verifier, challenge, method => {
                let pattern =
                    !verifier.is_empty() && verifier.iter().all(|octet| b"*%_".contains(octet));
                if pattern {
                    Ok(true)
                } else {
                    StandardLibrary.verify(verifier, challenge, method)
                }
            }),
        ),
        Mutant::library(
            "verify-takes-errors-for-a-match",
            &[ids::RFC7636_4_6_UNEQUAL_REFUSED, ids::HARDENING_MALFORMED_VERIFIER_MATCHES],
            "only a mismatch is a mismatch: an error is none",
            verifies!(verifier, challenge, method => {
                Ok(StandardLibrary.verify(verifier, challenge, method).unwrap_or(true))
            }),
        ),
        Mutant::library(
            "verify-takes-the-challenge-itself",
            &[ids::RFC7636_4_6_UNEQUAL_REFUSED],
            "whoever knows the challenge may give it for the verifier",
            verifies!(verifier, challenge, method => {
                if verifier == challenge {
                    Ok(true)
                } else {
                    StandardLibrary.verify(verifier, challenge, method)
                }
            }),
        ),
        Mutant::library(
            "verify-takes-either-for-the-other",
            &[ids::RFC7636_4_6_UNEQUAL_REFUSED],
            "verifier and challenge may be given in either order",
            also_tries!(verifier, challenge => (challenge, verifier)),
        ),
        Mutant::library(
            "verify-mistakes-challenge-for-verifier",
            &[ids::RFC7636_4_6_UNEQUAL_REFUSED, ids::RFC7636_4_6_EQUAL_CONTINUES],
            "challenge and verifier are taken in the wrong order",
            verifies!(verifier, challenge, method => {
                StandardLibrary.verify(challenge, verifier, method)
            }),
        )
        .unseen(),
        Mutant::library(
            "verify-hashes-both",
            &[ids::RFC7636_4_6_UNEQUAL_REFUSED],
            "a challenge that was stored plain is hashed before it is compared",
            verifies!(verifier, challenge, method => {
                let hashed = transform::s256(challenge);
                let both = method == Some(b"S256")
                    && (transform::s256(verifier) == hashed || *verifier == hashed);
                if both {
                    Ok(true)
                } else {
                    StandardLibrary.verify(verifier, challenge, method)
                }
            }),
        ),
        Mutant::library(
            "verify-cuts-verifier-to-43",
            &[ids::RFC7636_4_6_UNEQUAL_REFUSED],
            "what follows the 43rd character of a verifier is cut off",
            also_tries!(verifier, challenge => (pieces::first(verifier, 43), challenge)),
        ),
        Mutant::library(
            "verify-takes-last-43-of-verifier",
            &[ids::RFC7636_4_6_UNEQUAL_REFUSED],
            "only the last 43 characters of a verifier count",
            also_tries!(verifier, challenge => (pieces::last(verifier, 43), challenge)),
        ),
        Mutant::library(
            "verify-takes-verifier-of-any-syntax",
            &[
                ids::HARDENING_MALFORMED_VERIFIER_MATCHES,
                ids::HARDENING_EMPTY_VERIFIER_OWN_TRANSFORM,
            ],
            "verifiers are hashed and compared, and never looked at",
            steps! {
                fn verifier_fits(&self, _: &[u8]) -> bool {
                    true
                }
            },
        ),
        Mutant::library(
            "verify-raises-over-mismatch",
            &[ids::HARDENING_UNCAUGHT_EXCEPTION],
            "a mismatch is answered by an error from beneath",
            verifies!(verifier, challenge, method => {
                match StandardLibrary.verify(verifier, challenge, method) {
                    Err(_) => Err(Declined::refused(Reason::Exception, "unexpected value")),
                    other => other,
                }
            }),
        ),
    ]
}
