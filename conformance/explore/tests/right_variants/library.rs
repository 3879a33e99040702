//! Libraries.

use std::sync::Arc;

use pkce_conformance::{
    implementation::{Answered, Declined, Derived},
    reference::{Library, Reference, StandardLibrary},
    wire::Reason,
};
use pkce_core::{server::Standard, transform};
use rand_chacha::ChaCha20Rng;

use crate::{LIBRARY, raises_no_alarm};

fn library(variant: &(impl Library + Send + Clone + 'static)) {
    raises_no_alarm(LIBRARY, || {
        Reference::with("variant", Box::new(variant.clone()), Arc::new(Standard), 5)
    });
}

fn unknown_method() -> Declined {
    Declined::refused(Reason::MethodUnsupported, "no such method")
}

#[test]
fn a_library_compares_without_checking_syntax() {
    variant!(Compares: Library {
        fn verify(&mut self, verifier: &[u8], challenge: &[u8], method: Option<&[u8]>) -> Answered<bool> {
            match method {
                Some(b"S256") => Ok(transform::s256(verifier) == *challenge),
                Some(b"plain") | None => Ok(verifier == challenge),
                Some(_) => Err(unknown_method()),
            }
        }
    });
    library(&Compares);
}

#[test]
fn a_library_derives_from_anything() {
    variant!(Derives: Library {
        fn derive(&mut self, verifier: &[u8], method: Option<&[u8]>) -> Answered<Derived> {
            match method {
                Some(b"S256") => {
                    Ok(String::from_utf8_lossy(&transform::s256(verifier)).into_owned().into())
                }
                Some(b"plain") | None => Ok(String::from_utf8_lossy(verifier).into_owned().into()),
                Some(_) => Err(unknown_method()),
            }
        }
    });
    library(&Derives);
}

#[test]
fn a_library_refuses_plain() {
    variant!(NoPlain: Library {
        fn derive(&mut self, verifier: &[u8], method: Option<&[u8]>) -> Answered<Derived> {
            if method == Some(b"S256") { StandardLibrary.derive(verifier, method) } else { Err(unknown_method()) }
        }
        fn verify(&mut self, verifier: &[u8], challenge: &[u8], method: Option<&[u8]>) -> Answered<bool> {
            if method == Some(b"S256") {
                StandardLibrary.verify(verifier, challenge, method)
            } else {
                Err(unknown_method())
            }
        }
        fn parse_method(&mut self, method: Option<&[u8]>) -> Answered<String> {
            if method == Some(b"S256") { Ok("S256".to_owned()) } else { Err(unknown_method()) }
        }
    });
    library(&NoPlain);
}

#[test]
fn a_library_keeps_unknown_method_names() {
    variant!(Keeps: Library {
        fn parse_method(&mut self, method: Option<&[u8]>) -> Answered<String> {
            Ok(method.map_or("plain".into(), String::from_utf8_lossy).into_owned())
        }
    });
    library(&Keeps);
}

#[test]
fn a_library_offers_two_operations() {
    fn not_here() -> Declined {
        Declined::unsupported("not in this library")
    }
    variant!(Two: Library {
        fn check_verifier(&mut self, _: &[u8]) -> Answered<bool> { Err(not_here()) }
        fn check_challenge(&mut self, _: &[u8], _: Option<&[u8]>) -> Answered<bool> { Err(not_here()) }
        fn parse_method(&mut self, _: Option<&[u8]>) -> Answered<String> { Err(not_here()) }
        fn generate(&mut self, _: &mut ChaCha20Rng, _: u32, _: Option<u32>) -> Answered<Vec<String>> { Err(not_here()) }
    });
    library(&Two);
}

#[test]
fn a_library_generates_128_characters_whatever_is_asked() {
    variant!(Long: Library {
        fn generate(&mut self, rng: &mut ChaCha20Rng, count: u32, _: Option<u32>) -> Answered<Vec<String>> {
            StandardLibrary.generate(rng, count, Some(128))
        }
    });
    library(&Long);
}

#[test]
fn a_library_gives_other_reasons() {
    variant!(Other: Library {
        fn verify(&mut self, verifier: &[u8], challenge: &[u8], method: Option<&[u8]>) -> Answered<bool> {
            match StandardLibrary.verify(verifier, challenge, method) {
                Ok(true) => Ok(true),
                _ => Err(Declined::refused(Reason::Missing, "no")),
            }
        }
    });
    library(&Other);
}
