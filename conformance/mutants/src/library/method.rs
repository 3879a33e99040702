//! The method's name, misread.

use pkce_core::ChallengeMethod::{Plain, S256};

use super::{
    steps::{Steps, steps},
    whole::verifies,
};
use crate::{Mutant, names, wrong};
use pkce_conformance::{
    implementation::Answered,
    reference::{Library, StandardLibrary},
};
use pkce_vectors::{
    requirement_ids as ids,
    transformations::{characters, pieces},
};

/// A library that makes another name of the one that was given.
macro_rules! reads {
    ($name:ident => $read:expr) => {
        steps! {
            fn method(&self, name: Option<&[u8]>) -> Answered<pkce_core::ChallengeMethod> {
                let read = name.map(|$name: &[u8]| -> Vec<u8> { $read });
                StandardLibrary.method(read.as_deref())
            }
        }
    };
}

/// A library that takes a name that it does not know for one that it knows.
macro_rules! unknown_is {
    ($method:ident) => {
        steps! {
            fn method(&self, name: Option<&[u8]>) -> Answered<pkce_core::ChallengeMethod> {
                StandardLibrary.method(name).or(Ok($method))
            }
        }
    };
}

/// The standard library's reading of names.
impl Steps for StandardLibrary {}

pub(super) fn mutants() -> Vec<Mutant> {
    vec![
        Mutant::library(
            "library-unknown-method-as-plain",
            &[ids::RFC7636_4_3_OTHER_NAME_IS_NEITHER, ids::HARDENING_PLAIN_NEAR_MISS],
            "a method that is not known is taken as plain",
            unknown_is!(Plain),
        ),
        Mutant::library(
            "library-unknown-method-as-s256",
            &[ids::RFC7636_4_3_OTHER_NAME_IS_NEITHER, ids::HARDENING_METHOD_NEAR_MISS_S256],
            "a method that is not known is taken as S256",
            unknown_is!(S256),
        ),
        Mutant::library(
            "library-unknown-method-matches",
            &[ids::RFC7636_4_3_OTHER_NAME_IS_NEITHER, ids::RFC7636_4_6_UNEQUAL_REFUSED],
            "where the method is not known, nothing is compared",
            verifies!(verifier, challenge, method => {
                match StandardLibrary.method(method) {
                    Ok(_) => StandardLibrary.verify(verifier, challenge, method),
                    Err(_) => Ok(true),
                }
            }),
        ),
        Mutant::library(
            "library-absent-method-matches",
            &[ids::RFC7636_4_6_UNEQUAL_REFUSED],
            "without a method nothing is compared",
            verifies!(verifier, challenge, method => {
                if method.is_none() {
                    Ok(true)
                } else {
                    StandardLibrary.verify(verifier, challenge, method)
                }
            }),
        ),
        Mutant::library(
            "library-absent-method-is-s256",
            &[ids::HARDENING_ABSENT_METHOD_DEFAULT],
            "an absent method is S256",
            steps! {
                fn method(&self, name: Option<&[u8]>) -> Answered<pkce_core::ChallengeMethod> {
                    StandardLibrary.method(name.or(Some(b"S256")))
                }
            },
        ),
        Mutant::library(
            "library-empty-method-is-s256",
            &[ids::RFC7636_4_3_OTHER_NAME_IS_NEITHER],
            "an empty method is S256",
            reads!(name => if name.is_empty() { b"S256".to_vec() } else { name.to_vec() }),
        ),
        Mutant::library(
            "library-method-in-any-case",
            &[ids::HARDENING_METHOD_NEAR_MISS_S256, ids::HARDENING_PLAIN_NEAR_MISS],
            "the names of methods are compared without regard to case",
            reads!(name => names::in_any_case(name)),
        ),
        Mutant::library(
            "library-method-trimmed",
            &[ids::HARDENING_METHOD_NEAR_MISS_S256, ids::HARDENING_PLAIN_NEAR_MISS],
            "white space around a method's name is cut off",
            reads!(name => name.trim_ascii().to_vec()),
        ),
        Mutant::library(
            "library-method-stops-at-nul",
            &[ids::RFC7636_4_3_OTHER_NAME_IS_NEITHER, ids::HARDENING_METHOD_NEAR_MISS_S256],
            "a method's name ends at its first NUL",
            reads!(name => pieces::until_nul(name)),
        ),
        Mutant::library(
            "library-method-by-its-beginning",
            &[ids::RFC7636_4_3_OTHER_NAME_IS_NEITHER, ids::HARDENING_METHOD_NEAR_MISS_S256],
            "a name that begins with a method's name is that method",
            reads!(name => names::by_its_beginning(name)),
        ),
        Mutant::library(
            "library-method-by-its-first-letter",
            &[ids::RFC7636_4_3_OTHER_NAME_IS_NEITHER, ids::HARDENING_METHOD_NEAR_MISS_S256],
            "the first letter of a method's name decides",
            reads!(name => {
                match name {
                    [b'S', ..] => b"S256".to_vec(),
                    [b'p', ..] => b"plain".to_vec(),
                    other => other.to_vec(),
                }
            }),
        ),
        Mutant::library(
            "library-method-folds-full-width",
            &[ids::RFC7636_4_3_OTHER_NAME_IS_NEITHER],
            "a method's name is normalised first, so that full-width letters and digits are as good",
            reads!(name => characters::full_width_folded(name)),
        )
        .unseen(),
        Mutant::library(
            "library-method-found-within",
            &[ids::RFC7636_4_3_OTHER_NAME_IS_NEITHER, ids::HARDENING_METHOD_NEAR_MISS_S256],
            "a name in which a method's name stands is that method",
            reads!(name => names::found_within(name)),
        ),
        Mutant::library(
            "library-falsy-method-is-plain",
            &[ids::RFC7636_4_3_OTHER_NAME_IS_NEITHER],
            "a name that some language calls nothing means plain",
            reads!(name => if names::is_falsy(name) { b"plain".to_vec() } else { name.to_vec() }),
        ),
        Mutant::library(
            "library-method-of-its-hash",
            &[ids::HARDENING_METHOD_NEAR_MISS_S256],
            "the names that other registries give SHA-256 are taken for S256",
            reads!(name => names::by_its_hash(name)),
        ),
        Mutant::library(
            "library-wants-s256-in-lower-case",
            &[ids::RFC7636_4_3_METHOD_NAMES],
            "the method is called `s256` here, and `S256` is refused",
            reads!(name => {
                match name {
                    b"s256" => b"S256".to_vec(),
                    b"S256" => b"unknown".to_vec(),
                    other => other.to_vec(),
                }
            }),
        )
        .cites(&["https://github.com/jasonraimondi/ts-oauth2-server/issues/25"]),
        Mutant::library_of_plain(
            "library-knows-no-plain",
            &[ids::RFC7636_4_3_METHOD_NAMES, ids::RFC7636_4_2_CHALLENGE_GRAMMAR],
            "plain is said to be offered, and its name is not known",
            steps! {
                fn method(&self, name: Option<&[u8]>) -> Answered<pkce_core::ChallengeMethod> {
                    if name == Some(b"plain") {
                        StandardLibrary.method(Some(b"unknown"))
                    } else {
                        StandardLibrary.method(name)
                    }
                }
            },
        )
        .cites(&["https://github.com/pocket-id/pocket-id/issues/1534"]),
        Mutant::library(
            "parse-method-swaps-the-two",
            &[ids::RFC7636_4_3_METHOD_NAMES],
            "each method's name gives the other",
            wrong!(Library {
                fn parse_method(&mut self, method: Option<&[u8]>) -> Answered<String> {
                    Ok(match StandardLibrary.method(method)? {
                        Plain => "S256",
                        S256 => "plain",
                    }
                    .to_owned())
                }
            }),
        ),
    ]
}
