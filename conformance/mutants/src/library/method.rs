//! The method's name, misread.

use pkce_core::ChallengeMethod::{Plain, S256};

use super::steps::{Steps, steps};
use crate::{
    ids::{NEAR_PLAIN, NEAR_S256, NEITHER},
    mutant::{Mutant, wrong},
};
use pkce_conformance::{
    implementation::Answered,
    reference::{Library, StandardLibrary},
};

const NAMES: &str = "rfc7636-4.3-method-names";

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
            &[NEITHER, NEAR_PLAIN],
            "a method that is not known is taken as plain",
            unknown_is!(Plain),
        ),
        Mutant::library(
            "library-unknown-method-as-s256",
            &[NEITHER, NEAR_S256],
            "a method that is not known is taken as S256",
            unknown_is!(S256),
        ),
        Mutant::library(
            "library-unknown-method-matches",
            &[NEITHER, "rfc7636-4.6-unequal-refused"],
            "where the method is not known, nothing is compared",
            wrong!(Library {
                fn verify(
                    &mut self,
                    verifier: &[u8],
                    challenge: &[u8],
                    method: Option<&[u8]>,
                ) -> Answered<bool> {
                    match StandardLibrary.method(method) {
                        Ok(_) => StandardLibrary.verify(verifier, challenge, method),
                        Err(_) => Ok(true),
                    }
                }
            }),
        ),
        Mutant::library(
            "library-absent-method-matches",
            &["rfc7636-4.6-unequal-refused"],
            "without a method nothing is compared",
            wrong!(Library {
                fn verify(
                    &mut self,
                    verifier: &[u8],
                    challenge: &[u8],
                    method: Option<&[u8]>,
                ) -> Answered<bool> {
                    if method.is_none() {
                        Ok(true)
                    } else {
                        StandardLibrary.verify(verifier, challenge, method)
                    }
                }
            }),
        ),
        Mutant::library(
            "library-absent-method-is-s256",
            &["hardening-absent-method-default"],
            "an absent method is S256",
            steps! {
                fn method(&self, name: Option<&[u8]>) -> Answered<pkce_core::ChallengeMethod> {
                    StandardLibrary.method(name.or(Some(b"S256")))
                }
            },
        ),
        Mutant::library(
            "library-empty-method-is-s256",
            &[NEITHER],
            "an empty method is S256",
            reads!(name => if name.is_empty() { b"S256".to_vec() } else { name.to_vec() }),
        ),
        Mutant::library(
            "library-method-in-any-case",
            &[NEAR_S256, NEAR_PLAIN],
            "the names of methods are compared without regard to case",
            reads!(name => {
                match name.to_ascii_lowercase().as_slice() {
                    b"s256" => b"S256".to_vec(),
                    lower => lower.to_vec(),
                }
            }),
        ),
        Mutant::library(
            "library-method-trimmed",
            &[NEAR_S256, NEAR_PLAIN],
            "white space around a method's name is cut off",
            reads!(name => name.trim_ascii().to_vec()),
        ),
        Mutant::library(
            "library-method-stops-at-nul",
            &[NEITHER, NEAR_S256],
            "a method's name ends at its first NUL",
            reads!(name => crate::text::until_nul(name)),
        ),
        Mutant::library(
            "library-method-by-its-beginning",
            &[NEITHER, NEAR_S256],
            "a name that begins with a method's name is that method",
            reads!(name => {
                match name {
                    [b'S', b'2', b'5', b'6', ..] => b"S256".to_vec(),
                    [b'p', b'l', b'a', b'i', b'n', ..] => b"plain".to_vec(),
                    other => other.to_vec(),
                }
            }),
        ),
        Mutant::library(
            "library-method-by-its-first-letter",
            &[NEITHER, NEAR_S256],
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
            &[NEITHER],
            "a method's name is normalised first, so that full-width letters and digits are as good",
            reads!(name => {
                let narrow = |c: char| match c {
                    '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
                    other => other,
                };
                String::from_utf8_lossy(name).chars().map(narrow).collect::<String>().into_bytes()
            }),
        )
        .unseen(),
        Mutant::library(
            "library-method-found-within",
            &[NEITHER, NEAR_S256],
            "a name in which a method's name stands is that method",
            reads!(name => {
                let within = |known: &[u8]| name.windows(known.len()).any(|part| part == known);
                if within(b"plain") {
                    b"plain".to_vec()
                } else if within(b"256") {
                    b"S256".to_vec()
                } else {
                    name.to_vec()
                }
            }),
        ),
        Mutant::library(
            "library-falsy-method-is-plain",
            &[NEITHER],
            "a name that some language calls nothing means plain",
            reads!(name => {
                match name {
                    b"null" | b"nil" | b"None" | b"undefined" | b"NaN" | b"false" | b"0"
                    | b"none" => b"plain".to_vec(),
                    other => other.to_vec(),
                }
            }),
        ),
        Mutant::library(
            "library-method-of-its-hash",
            &[NEAR_S256],
            "the names that other registries give SHA-256 are taken for S256",
            reads!(name => {
                match name.to_ascii_lowercase().as_slice() {
                    b"sha256" | b"sha-256" | b"sha2-256" | b"rs256" | b"hs256" => b"S256".to_vec(),
                    _ => name.to_vec(),
                }
            }),
        ),
        Mutant::library(
            "library-wants-s256-in-lower-case",
            &[NAMES],
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
            &[NAMES, "rfc7636-4.2-challenge-grammar"],
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
            &[NAMES],
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
