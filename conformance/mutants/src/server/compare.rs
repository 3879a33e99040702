//! Comparison that calls equal what isn't.

use pkce_core::{
    VerifyError,
    server::{BoundMethod, Decisions, Standard},
    transform,
};

use super::{Decided, Mutant};
use crate::{comparisons, wrong};
use pkce_vectors::{requirement_ids as ids, transformations::pieces};

/// A server that compares in another way. Such servers don't look whether a verifier or challenge can be one.
macro_rules! compares {
    ($computed:ident, $challenge:ident => $equal:expr) => {
        wrong!(Decisions {
            fn verifier_syntax(&self, _: &[u8]) -> Result<(), VerifyError> {
                Ok(())
            }
            fn challenge_syntax(&self, _: &BoundMethod, _: &[u8]) -> Decided {
                Ok(())
            }
            fn equal(&self, $computed: &[u8], $challenge: &[u8]) -> bool {
                $equal
            }
        })
    };
}

/// The same where the verifier itself is changed before it is transformed: right if either way is.
macro_rules! also_tries {
    ($verifier:ident => $other:expr) => {
        wrong!(Decisions {
            fn verifier_syntax(&self, _: &[u8]) -> Result<(), VerifyError> {
                Ok(())
            }
            fn verify(
                &self,
                method: &BoundMethod,
                challenge: &[u8],
                $verifier: &[u8],
            ) -> Result<(), VerifyError> {
                let other: &[u8] = $other;
                Standard
                    .verify(method, challenge, $verifier)
                    .or_else(|_| Standard.verify(method, challenge, other))
            }
        })
    };
}

pub(super) fn mutants() -> Vec<Mutant> {
    vec![
        Mutant::server(
            "compared-to-the-end-of-the-verifier",
            &[ids::RFC7636_4_6_UNEQUAL_REFUSED],
            "a challenge that begins with what was computed is equal to it",
            compares!(computed, challenge => challenge.starts_with(computed)),
        ),
        Mutant::server(
            "compared-to-the-end-of-the-challenge",
            &[ids::RFC7636_4_6_UNEQUAL_REFUSED],
            "what was computed need only begin with the challenge",
            compares!(computed, challenge => computed.starts_with(challenge)),
        ),
        Mutant::server(
            "compared-from-the-end",
            &[ids::RFC7636_4_6_UNEQUAL_REFUSED],
            "a challenge that ends in what was computed is equal to it",
            compares!(computed, challenge => challenge.ends_with(computed)),
        ),
        Mutant::server(
            "compared-by-containment",
            &[ids::RFC7636_4_6_UNEQUAL_REFUSED],
            "of two texts one need only stand within the other",
            compares!(computed, challenge => comparisons::contained(computed, challenge)),
        ),
        Mutant::server(
            "compared-in-any-case",
            &[ids::RFC7636_4_6_UNEQUAL_REFUSED],
            "capital and small letters are equal",
            compares!(computed, challenge => computed.eq_ignore_ascii_case(challenge)),
        ),
        Mutant::server(
            "compared-to-the-20th-character",
            &[ids::RFC7636_4_6_UNEQUAL_REFUSED],
            "only the first 20 characters are compared",
            compares!(computed, challenge => comparisons::of_first(20, computed, challenge)),
        ),
        Mutant::server(
            "compared-by-length",
            &[ids::RFC7636_4_6_UNEQUAL_REFUSED],
            "texts of one length are equal",
            compares!(computed, challenge => computed.len() == challenge.len()),
        ),
        Mutant::server(
            "compared-to-the-first-nul",
            &[
                ids::RFC7636_4_6_UNEQUAL_REFUSED,
                ids::HARDENING_DECORATED_VERIFIER,
                ids::HARDENING_DECORATED_CHALLENGE,
            ],
            "comparison stops at a NUL",
            compares!(computed, challenge => comparisons::to_the_first_nul(computed, challenge)),
        ),
        Mutant::server(
            "compared-without-white-space",
            &[ids::HARDENING_DECORATED_VERIFIER, ids::HARDENING_DECORATED_CHALLENGE],
            "white space around both is cut off before they are compared",
            compares!(computed, challenge => comparisons::without_white_space(computed, challenge)),
        ),
        Mutant::server(
            "compared-without-padding",
            &[ids::HARDENING_PADDED_CHALLENGE],
            "padding is cut off a challenge before it is compared",
            compares!(computed, challenge => comparisons::without_padding(computed, challenge)),
        )
        .cites(&["https://github.com/go-oauth2/oauth2/issues/275"]),
        Mutant::server(
            "compared-in-either-alphabet",
            &[ids::HARDENING_STANDARD_ALPHABET, ids::HARDENING_PADDED_CHALLENGE],
            "base64 and base64url are equal, padded or not",
            compares!(computed, challenge => comparisons::in_either_alphabet(computed, challenge)),
        ),
        Mutant::server(
            "compared-as-octets",
            &[ids::HARDENING_NON_CANONICAL_BITS],
            "a challenge is decoded before it is compared, without a look at its last bits",
            compares!(computed, challenge => comparisons::as_octets(computed, challenge)),
        ),
        Mutant::server(
            "compared-as-numbers",
            &[ids::RFC7636_4_6_UNEQUAL_REFUSED],
            "texts that look like numbers are equal if their values are",
            compares!(computed, challenge => comparisons::as_numbers(computed, challenge)),
        ),
        Mutant::server(
            "compared-as-sets",
            &[ids::RFC7636_4_6_UNEQUAL_REFUSED],
            "texts of the same characters in any order are equal",
            compares!(computed, challenge => comparisons::as_sets(computed, challenge)),
        ),
        Mutant::server(
            "compared-ignoring-last-character",
            &[ids::RFC7636_4_6_UNEQUAL_REFUSED],
            "the loop that compares ends one character early",
            compares!(computed, challenge => {
                computed.len() == challenge.len()
                    && pieces::first(computed, computed.len().saturating_sub(1))
                        == pieces::first(challenge, challenge.len().saturating_sub(1))
            }),
        ),
        Mutant::server(
            "compared-ignoring-first-character",
            &[ids::RFC7636_4_6_UNEQUAL_REFUSED],
            "the loop that compares begins one character late",
            compares!(computed, challenge => {
                computed.len() == challenge.len() && computed.get(1..) == challenge.get(1..)
            }),
        ),
        Mutant::server(
            "verifier-cut-to-43-characters",
            &[ids::RFC7636_4_6_UNEQUAL_REFUSED],
            "what follows the 43rd character of a verifier is cut off",
            also_tries!(verifier => pieces::first(verifier, 43)),
        ),
        Mutant::server(
            "verifier-cut-to-its-last-43-characters",
            &[ids::RFC7636_4_6_UNEQUAL_REFUSED],
            "only the last 43 characters of a verifier count",
            also_tries!(verifier => pieces::last(verifier, 43)),
        ),
        Mutant::server(
            "challenge-hashed-if-need-be",
            &[ids::RFC7636_4_6_UNEQUAL_REFUSED],
            "a challenge that is the plain verifier's is hashed before it is compared",
            wrong!(Decisions {
                fn equal(&self, computed: &[u8], challenge: &[u8]) -> bool {
                    computed == challenge || transform::s256(challenge) == *computed
                }
            }),
        ),
    ]
}
