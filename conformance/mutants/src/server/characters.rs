//! Characters and lengths of a verifier or challenge, and what they are turned into.

use std::borrow::Cow;

use pkce_core::{
    VerifierError, VerifyError, grammar,
    server::{BoundMethod, Decisions, Refusal, Standard},
};

use super::{Decided, Mutant};
use crate::wrong;
use pkce_vectors::{
    requirement_ids as ids,
    transformations::{characters, escapes, pieces, spelling},
};

/// A server that turns a value into another before it uses it. Such servers don't look whether a verifier or
/// challenge can be one.
macro_rules! reads {
    ($name:ident, $value:ident => $read:expr) => {
        wrong!(Decisions {
            fn verifier_syntax(&self, _: &[u8]) -> Result<(), VerifyError> {
                Ok(())
            }
            fn challenge_syntax(&self, _: &BoundMethod, _: &[u8]) -> Decided {
                Ok(())
            }
            fn value<'a>(&self, $name: &str, $value: &'a [u8]) -> Cow<'a, [u8]> {
                if matches!($name, "code_verifier" | "code_challenge") {
                    Cow::Owned($read)
                } else {
                    Cow::Borrowed($value)
                }
            }
        })
    };
}

/// A server that finds other verifiers well formed.
macro_rules! takes {
    ($verifier:ident => $fits:expr) => {
        wrong!(Decisions {
            fn verifier_syntax(&self, $verifier: &[u8]) -> Result<(), VerifyError> {
                if $fits { Ok(()) } else { Err(VerifierError::BadByte { offset: 0 }.into()) }
            }
        })
    };
}

pub(super) fn mutants() -> Vec<Mutant> {
    [readings(), grammars()].concat()
}

fn readings() -> Vec<Mutant> {
    vec![
        Mutant::server(
            "read-as-latin1",
            &[ids::HARDENING_ENCODING_TWINS],
            "text is hashed as ISO-8859-1, where `?` stands for the rest",
            reads!(name, value => characters::latin1(value)),
        ),
        Mutant::server(
            "read-as-ascii",
            &[ids::HARDENING_ENCODING_TWINS],
            "text is hashed as ASCII, where `?` stands for the rest",
            reads!(name, value => characters::ascii(value)),
        ),
        Mutant::server(
            "read-in-8-bits",
            &[ids::RFC7636_4_6_UNEQUAL_REFUSED, ids::HARDENING_ENCODING_TWINS],
            "of each character the low 8 bits are hashed",
            reads!(name, value => characters::low_8_bits(value)),
        ),
        Mutant::server(
            "read-in-7-bits",
            &[ids::RFC7636_4_6_UNEQUAL_REFUSED],
            "of each octet the low 7 bits are hashed",
            reads!(name, value => characters::low_7_bits(value)),
        ),
        Mutant::server(
            "read-without-accents",
            &[ids::RFC7636_4_6_UNEQUAL_REFUSED],
            "accents are taken off letters",
            reads!(name, value => characters::accents_dropped(value)),
        ),
        Mutant::server(
            "read-with-full-width-folded",
            &[ids::RFC7636_4_6_UNEQUAL_REFUSED],
            "full-width forms become the ASCII that they look like",
            reads!(name, value => characters::full_width_folded(value)),
        ),
        Mutant::server(
            "read-with-overlong-forms",
            &[ids::RFC7636_4_6_UNEQUAL_REFUSED],
            "an overlong form of a letter is that letter",
            reads!(name, value => characters::overlong_decoded(value)),
        ),
        Mutant::server(
            "read-without-what-is-not-ascii",
            &[ids::RFC7636_4_6_UNEQUAL_REFUSED],
            "what is not ASCII is dropped",
            reads!(name, value => pieces::without(value, |octet| !octet.is_ascii())),
        ),
        Mutant::server(
            "read-to-the-first-nul",
            &[ids::RFC7636_4_6_UNEQUAL_REFUSED, ids::HARDENING_DECORATED_VERIFIER],
            "text ends at its first NUL",
            reads!(name, value => pieces::until_nul(value)),
        ),
        Mutant::server(
            "read-without-controls",
            &[ids::HARDENING_DECORATED_VERIFIER],
            "white space and control characters are dropped, also inside",
            reads!(name, value => pieces::without(value, |octet| octet <= b' ')),
        ),
        Mutant::server(
            "read-trimmed",
            &[ids::HARDENING_DECORATED_VERIFIER],
            "white space and control characters around a value are cut off",
            reads!(name, value => pieces::trimmed(value, |octet| octet <= b' ')),
        ),
        Mutant::server(
            "read-without-padding",
            &[ids::HARDENING_DECORATED_VERIFIER, ids::HARDENING_PADDED_CHALLENGE],
            "`=` is cut off a verifier and a challenge",
            reads!(name, value => pieces::without(value, |octet| octet == b'=')),
        ),
        Mutant::server(
            "read-without-punctuation",
            &[ids::RFC7636_4_6_UNEQUAL_REFUSED],
            "only letters and digits count, in the verifier too",
            reads!(name, value => pieces::trimmed(value, |octet| !octet.is_ascii_alphanumeric())),
        ),
        Mutant::server(
            "percent-decoded-twice",
            &[ids::HARDENING_PERCENT_DECODED_TWICE],
            "values are decoded once more than they were encoded",
            reads!(name, value => escapes::percent_decoded(value)),
        ),
        Mutant::server(
            "challenge-read-as-base64",
            &[ids::HARDENING_STANDARD_ALPHABET],
            "a challenge in the standard alphabet is turned into one in base64url",
            wrong!(Decisions {
                fn value<'a>(&self, name: &str, value: &'a [u8]) -> Cow<'a, [u8]> {
                    if name == "code_challenge" {
                        Cow::Owned(spelling::in_url_alphabet(value))
                    } else {
                        Cow::Borrowed(value)
                    }
                }
            }),
        ),
    ]
}

fn grammars() -> Vec<Mutant> {
    vec![
        Mutant::server(
            "verifier-syntax-unchecked",
            &[ids::HARDENING_MALFORMED_VERIFIER_MATCHES],
            "one character is enough for a verifier, whatever it is",
            takes!(_verifier => true),
        )
            .cites(&[
                "https://github.com/node-oauth/node-oauth2-server/security/advisories/GHSA-jhm7-29pj-4xvf",
                "https://github.com/matrix-org/matrix-authentication-service/issues/320",
                "https://github.com/coder/coder/pull/28003",
            ]),
        Mutant::server(
            "verifier-length-unchecked",
            &[ids::HARDENING_MALFORMED_VERIFIER_MATCHES],
            "a verifier may have any length, of the right characters",
            takes!(verifier => verifier.iter().all(|octet| grammar::is_unreserved(*octet))),
        )
            .cites(&["https://github.com/ArchiveLabs/lenny/issues/211"]),
        Mutant::server(
            "verifier-characters-unchecked",
            &[ids::HARDENING_MALFORMED_VERIFIER_MATCHES],
            "a verifier may have any characters, in the right number",
            takes!(verifier => (43..=128).contains(&verifier.len())),
        ),
        Mutant::server(
            "verifier-of-43-characters-at-most",
            &[ids::RFC7636_4_6_EQUAL_CONTINUES],
            "43 is taken for the longest verifier, and not for the shortest",
            takes!(verifier => grammar::is_code_verifier(verifier) && verifier.len() <= 43),
        )
            .cites(&["https://github.com/matrix-org/matrix-authentication-service/issues/320"]),
        Mutant::server(
            "verifier-of-32-characters",
            &[ids::RFC7636_4_6_EQUAL_CONTINUES, ids::HARDENING_MALFORMED_VERIFIER_MATCHES],
            "a verifier has exactly 32 characters, of any kind",
            takes!(verifier => verifier.len() == 32),
        )
            .cites(&["https://github.com/mozilla/fxa-oauth-server/issues/495"]),
        Mutant::server(
            "tilde-refused",
            &[ids::RFC7636_4_6_EQUAL_CONTINUES],
            "a verifier with `~` is refused",
            takes!(verifier => grammar::is_code_verifier(verifier) && !verifier.contains(&b'~')),
        )
            .cites(&["https://github.com/oauth2-proxy/oauth2-proxy/issues/2620"]),
        Mutant::server(
            "verifier-only-base64url",
            &[ids::RFC7636_4_6_EQUAL_CONTINUES],
            "a verifier must be base64url",
            takes!(verifier => {
                verifier.len() >= 43
                    && verifier.len() <= 128
                    && verifier.iter().all(|octet| grammar::is_base64url(*octet))
            }),
        ),
        Mutant::server(
            "dollar-lets-newline-through",
            &[ids::HARDENING_MALFORMED_VERIFIER_MATCHES],
            "a regular expression that ends in `$` lets a trailing newline through",
            takes!(verifier => {
                grammar::is_code_verifier(verifier.strip_suffix(b"\n").unwrap_or(verifier))
            }),
        ),
        Mutant::server(
            "challenge-syntax-unchecked",
            &[ids::HARDENING_MALFORMED_CHALLENGE_ACCEPTED],
            "a challenge that no verifier can have gets a code",
            wrong!(Decisions {
                fn challenge_syntax(&self, _: &BoundMethod, _: &[u8]) -> Decided {
                    Ok(())
                }
            }),
        ),
        Mutant::server(
            "challenge-alphabet-unchecked",
            &[ids::HARDENING_MALFORMED_CHALLENGE_ACCEPTED],
            "a challenge of the right length gets a code",
            wrong!(Decisions {
                fn challenge_syntax(&self, method: &BoundMethod, text: &[u8]) -> Decided {
                    if text.len() == 43 { Ok(()) } else { Standard.challenge_syntax(method, text) }
                }
            }),
        ),
        Mutant::server(
            "challenge-with-hyphen-refused",
            &[ids::RFC7636_4_6_EQUAL_CONTINUES],
            "a challenge with `-` or `_` is refused",
            wrong!(Decisions {
                fn challenge_syntax(&self, method: &BoundMethod, text: &[u8]) -> Decided {
                    if text.iter().all(u8::is_ascii_alphanumeric) {
                        Standard.challenge_syntax(method, text)
                    } else {
                        Err(Refusal::MethodNotOffered)
                    }
                }
            }),
        ),
    ]
}
