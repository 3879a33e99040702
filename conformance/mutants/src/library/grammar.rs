//! The grammar of verifiers and challenges, misread.

use pkce_core::{ChallengeMethod, grammar};
use pkce_vectors::requirement_ids as ids;

use super::steps::{Steps, steps};
use crate::Mutant;

/// A library that finds other verifiers well formed.
macro_rules! takes {
    ($verifier:ident => $fits:expr) => {
        steps! {
            fn verifier_fits(&self, $verifier: &[u8]) -> bool {
                $fits
            }
        }
    };
}

/// The same for challenges.
macro_rules! takes_challenge {
    ($challenge:ident, $method:ident => $fits:expr) => {
        steps! {
            fn challenge_fits(
                &self,
                $challenge: &[u8],
                $method: Option<ChallengeMethod>,
            ) -> bool {
                $fits
            }
        }
    };
}

fn is_unreserved(verifier: &[u8]) -> bool {
    verifier.iter().all(|octet| grammar::is_unreserved(*octet))
}

fn has_length(verifier: &[u8]) -> bool {
    (43..=128).contains(&verifier.len())
}

pub(super) fn mutants() -> Vec<Mutant> {
    vec![
        Mutant::library(
            "grammar-without-lengths",
            &[ids::RFC7636_4_1_VERIFIER_GRAMMAR, ids::HARDENING_MALFORMED_VERIFIER_MATCHES],
            "a verifier may have any length",
            takes!(verifier => is_unreserved(verifier)),
        )
        .cites(&["https://github.com/matrix-org/matrix-authentication-service/issues/320"]),
        Mutant::library(
            "grammar-without-characters",
            &[ids::RFC7636_4_1_VERIFIER_GRAMMAR, ids::HARDENING_MALFORMED_VERIFIER_MATCHES],
            "a verifier may have any characters",
            takes!(verifier => has_length(verifier)),
        ),
        Mutant::library(
            "grammar-without-shortest",
            &[ids::RFC7636_4_1_VERIFIER_GRAMMAR, ids::HARDENING_MALFORMED_VERIFIER_MATCHES],
            "a verifier has no least length",
            takes!(verifier => is_unreserved(verifier) && verifier.len() <= 128),
        )
        .cites(&["https://github.com/coder/coder/pull/28003"]),
        Mutant::library(
            "grammar-counts-characters",
            &[ids::RFC7636_4_1_VERIFIER_GRAMMAR, ids::HARDENING_MALFORMED_VERIFIER_MATCHES],
            "letters of any language are unreserved, and characters are counted, not octets",
            takes!(verifier => {
                std::str::from_utf8(verifier).is_ok_and(|text| {
                    (43..=128).contains(&text.chars().count())
                        && text.chars().all(|c| c.is_alphanumeric() || "-._~".contains(c))
                })
            }),
        ),
        Mutant::library(
            "grammar-counts-length-in-an-octet",
            &[ids::RFC7636_4_1_VERIFIER_GRAMMAR, ids::HARDENING_MALFORMED_VERIFIER_MATCHES],
            "the length is kept in one octet, in which 299 is 43",
            takes!(verifier => {
                (43..=128).contains(&(verifier.len() & 0xff)) && is_unreserved(verifier)
            }),
        )
        .unseen(),
        Mutant::library(
            "grammar-of-ascii",
            &[ids::RFC7636_4_1_VERIFIER_GRAMMAR, ids::HARDENING_MALFORMED_VERIFIER_MATCHES],
            "whatever is printable ASCII is unreserved",
            takes!(verifier => has_length(verifier) && verifier.iter().all(u8::is_ascii_graphic)),
        ),
        Mutant::library(
            "grammar-of-uris",
            &[ids::RFC7636_4_1_VERIFIER_GRAMMAR, ids::HARDENING_MALFORMED_VERIFIER_MATCHES],
            "whatever may stand in a URI is unreserved",
            takes!(verifier => {
                has_length(verifier)
                    && verifier.iter().all(|octet| {
                        grammar::is_unreserved(*octet) || b"!*'();:@&=+$,/?#[]%".contains(octet)
                    })
            }),
        ),
        Mutant::library(
            "grammar-of-base64url",
            &[ids::RFC7636_4_1_VERIFIER_GRAMMAR, ids::RFC7636_4_6_EQUAL_CONTINUES],
            "`.` and `~` are refused",
            takes!(verifier => {
                grammar::is_code_verifier(verifier)
                    && verifier.iter().all(|octet| grammar::is_base64url(*octet))
            }),
        )
        .cites(&["https://github.com/oauth2-proxy/oauth2-proxy/issues/2620"]),
        Mutant::library(
            "grammar-of-letters-and-digits",
            &[ids::RFC7636_4_1_VERIFIER_GRAMMAR, ids::RFC7636_4_6_EQUAL_CONTINUES],
            "letters and digits alone are unreserved",
            takes!(verifier => {
                grammar::is_code_verifier(verifier)
                    && verifier.iter().all(u8::is_ascii_alphanumeric)
            }),
        ),
        Mutant::library(
            "grammar-wants-every-kind",
            &[ids::RFC7636_4_1_VERIFIER_GRAMMAR, ids::RFC7636_4_6_EQUAL_CONTINUES],
            "a verifier must have letters of both cases and digits, as a password does",
            takes!(verifier => {
                let has = |kind: fn(&u8) -> bool| verifier.iter().any(kind);
                grammar::is_code_verifier(verifier)
                    && has(u8::is_ascii_lowercase)
                    && has(u8::is_ascii_uppercase)
                    && has(u8::is_ascii_digit)
            }),
        ),
        Mutant::library(
            "grammar-wants-32-octets",
            &[ids::RFC7636_4_1_VERIFIER_GRAMMAR, ids::RFC7636_4_6_EQUAL_CONTINUES],
            "43 is taken for the longest verifier, and not for the shortest",
            takes!(verifier => grammar::is_code_verifier(verifier) && verifier.len() <= 43),
        )
        .cites(&["https://github.com/matrix-org/matrix-authentication-service/issues/320"]),
        Mutant::library(
            "grammar-wants-32-characters",
            &[
                ids::RFC7636_4_1_VERIFIER_GRAMMAR,
                ids::RFC7636_4_6_EQUAL_CONTINUES,
                ids::HARDENING_MALFORMED_VERIFIER_MATCHES,
            ],
            "a verifier has exactly 32 characters, of any kind",
            takes!(verifier => verifier.len() == 32),
        )
        .cites(&["https://github.com/mozilla/fxa-oauth-server/issues/495"]),
        Mutant::library(
            "grammar-lets-newline-through",
            &[ids::RFC7636_4_1_VERIFIER_GRAMMAR, ids::HARDENING_MALFORMED_VERIFIER_MATCHES],
            "a regular expression that ends in `$` lets a trailing newline through",
            takes!(verifier => {
                grammar::is_code_verifier(verifier.strip_suffix(b"\n").unwrap_or(verifier))
            }),
        ),
        Mutant::library(
            "grammar-finds-a-good-line",
            &[ids::RFC7636_4_1_VERIFIER_GRAMMAR, ids::HARDENING_MALFORMED_VERIFIER_MATCHES],
            "a regular expression that looks line by line finds one that is well formed",
            takes!(verifier => {
                verifier.split(|octet| *octet == b'\n').any(grammar::is_code_verifier)
            }),
        ),
        Mutant::library(
            "grammar-finds-a-good-part",
            &[ids::RFC7636_4_1_VERIFIER_GRAMMAR, ids::HARDENING_MALFORMED_VERIFIER_MATCHES],
            "a regular expression without anchors finds a part that is well formed",
            takes!(verifier => {
                verifier.split(|octet| !grammar::is_unreserved(*octet)).any(|part| part.len() >= 43)
            }),
        ),
        Mutant::library(
            "grammar-with-range-from-plus-to-dash",
            &[ids::RFC7636_4_1_VERIFIER_GRAMMAR, ids::HARDENING_MALFORMED_VERIFIER_MATCHES],
            "in `[+-.]` the hyphen means a range, which has a comma in it",
            takes!(verifier => {
                has_length(verifier)
                    && verifier
                        .iter()
                        .all(|octet| grammar::is_unreserved(*octet) || matches!(octet, b'+'..=b'.'))
            }),
        ),
        Mutant::library(
            "grammar-with-range-from-capital-to-small",
            &[ids::RFC7636_4_1_VERIFIER_GRAMMAR, ids::HARDENING_MALFORMED_VERIFIER_MATCHES],
            "`[A-z]` has more in it than letters",
            takes!(verifier => {
                has_length(verifier)
                    && verifier
                        .iter()
                        .all(|octet| grammar::is_unreserved(*octet) || matches!(octet, b'A'..=b'z'))
            }),
        ),
        Mutant::library(
            "grammar-stops-at-nul",
            &[ids::RFC7636_4_1_VERIFIER_GRAMMAR, ids::HARDENING_MALFORMED_VERIFIER_MATCHES],
            "what follows a NUL is not looked at",
            takes!(verifier => {
                grammar::is_code_verifier(
                    verifier.split(|octet| *octet == 0).next().unwrap_or_default(),
                )
            }),
        ),
        Mutant::library(
            "challenge-grammar-without-lengths",
            &[ids::RFC7636_4_2_CHALLENGE_GRAMMAR],
            "a challenge may have any length",
            takes_challenge!(challenge, _method => is_unreserved(challenge)),
        ),
        Mutant::library(
            "challenge-grammar-without-characters",
            &[ids::RFC7636_4_2_CHALLENGE_GRAMMAR],
            "a challenge may have any characters",
            takes_challenge!(challenge, _method => has_length(challenge)),
        ),
        Mutant::library(
            "challenge-grammar-of-digests",
            &[ids::RFC7636_4_2_CHALLENGE_GRAMMAR],
            "32 octets are taken for a challenge, as a digest that is not encoded",
            takes_challenge!(challenge, method => {
                challenge.len() == 32
                    || pkce_core::grammar::is_code_challenge(challenge)
                        && (method.is_none()
                            || Steps::challenge_fits(
                                &pkce_conformance::reference::StandardLibrary,
                                challenge,
                                method,
                            ))
            }),
        ),
        Mutant::library(
            "challenge-grammar-of-s256-alone",
            &[ids::RFC7636_4_2_CHALLENGE_GRAMMAR],
            "every challenge is checked as if it were S256's",
            takes_challenge!(challenge, _method => {
                pkce_core::CodeChallenge::parse(ChallengeMethod::S256, challenge).is_ok()
            }),
        ),
        Mutant::library(
            "challenge-grammar-of-neither",
            &[ids::HARDENING_CHECK_NEVER_S256],
            "a challenge is looked at without regard to its method",
            takes_challenge!(challenge, _method => grammar::is_code_challenge(challenge)),
        ),
        Mutant::library(
            "challenge-grammar-of-letters-and-digits",
            &[ids::RFC7636_4_2_CHALLENGE_GRAMMAR],
            "letters and digits alone make a challenge",
            takes_challenge!(challenge, _method => {
                grammar::is_code_challenge(challenge)
                    && challenge.iter().all(u8::is_ascii_alphanumeric)
            }),
        ),
        Mutant::library(
            "challenge-grammar-of-base64",
            &[ids::RFC7636_4_2_CHALLENGE_GRAMMAR],
            "a challenge may be base64",
            takes_challenge!(challenge, _method => {
                has_length(challenge)
                    && challenge
                        .iter()
                        .all(|octet| grammar::is_unreserved(*octet) || b"+/=".contains(octet))
            }),
        ),
        Mutant::library(
            "challenge-grammar-lets-newline-through",
            &[ids::RFC7636_4_2_CHALLENGE_GRAMMAR],
            "a regular expression that ends in `$` lets a trailing newline through",
            takes_challenge!(challenge, _method => {
                grammar::is_code_challenge(challenge.strip_suffix(b"\n").unwrap_or(challenge))
            }),
        ),
    ]
}
