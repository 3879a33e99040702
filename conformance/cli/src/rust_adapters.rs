//! Published Rust crates behind the trait: `pkce adapter NAME` serves one of them over stdio.
//!
//! Each operation is one call of the crate's own. An adapter adds no check that its crate lacks and hides none; what
//! the crate has no call for is unsupported, and so is what its argument cannot carry (octets that are not UTF-8,
//! where it takes text).

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

use pkce_conformance::{
    implementation::{Answered, Declined, Implementation},
    wire::{About, Offers, Reason},
};

mod oauth2;
mod oauth2_types;
mod oxide_auth;
mod pkce;
mod pkce_std;

/// The names that [`by_name`] knows.
#[must_use]
pub const fn names() -> &'static [&'static str] {
    &["oauth2", "pkce", "pkce-std", "oauth2-types", "oxide-auth"]
}

/// The adapter of a crate.
#[must_use]
pub fn by_name(name: &str) -> Option<Box<dyn Implementation>> {
    Some(match name {
        "oauth2" => Box::new(oauth2::OAuth2),
        "pkce" => Box::new(pkce::Pkce),
        "pkce-std" => Box::new(pkce_std::PkceStd),
        "oauth2-types" => Box::new(oauth2_types::OAuth2Types),
        "oxide-auth" => Box::<oxide_auth::OxideAuth>::default(),
        _ => return None,
    })
}

/// Of a crate that takes text.
fn about(name: &str, version: &str, ops: &[&str], offers: Offers) -> About {
    About {
        name: name.to_owned(),
        version: version.to_owned(),
        language: "Rust".to_owned(),
        ops: ops.iter().map(|&op| op.to_owned()).collect(),
        not_ours: Vec::new(),
        offers,
        accepts: Vec::new(),
    }
}

/// The argument of a call that takes text.
fn text(octets: &[u8]) -> Answered<&str> {
    std::str::from_utf8(octets).map_err(|_| Declined::unsupported("the crate takes text"))
}

/// The method for a call that cannot be made without one.
fn method_text(method: Option<&[u8]>) -> Answered<&str> {
    text(method.ok_or_else(|| Declined::unsupported("the crate's call needs a method"))?)
}

/// Why a verifier of this many octets is refused by a crate whose only complaint is its length.
const fn length_reason(octets: usize) -> Reason {
    if octets < 43 { Reason::VerifierTooShort } else { Reason::VerifierTooLong }
}

/// A call whose documentation names the inputs on which it panics: there, and only there, a panic is its way to
/// refuse. Any other goes on as the exception that it is.
fn refusing_by_panic<T>(documented: bool, reason: Reason, call: impl FnOnce() -> T) -> Answered<T> {
    catch_unwind(AssertUnwindSafe(call)).map_err(|panic| {
        if !documented {
            resume_unwind(panic);
        }
        let message = panic.downcast_ref::<&str>().copied().map(str::to_owned);
        let message = message.or_else(|| panic.downcast_ref::<String>().cloned());
        Declined::refused(reason, message.unwrap_or_default())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    pub(super) const VERIFIER: &[u8] = b"dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    pub(super) const CHALLENGE: &[u8] = b"E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

    pub(super) fn reason<T: std::fmt::Debug>(answered: Answered<T>) -> Option<Reason> {
        match answered.unwrap_err() {
            Declined::Failed(failure) => Some(failure.reason),
            Declined::Unsupported(_) => None,
        }
    }

    #[test]
    fn each_tells_the_version_that_is_locked() {
        let lock = include_str!("../../../Cargo.lock").replace("\r\n", "\n");
        for &name in names() {
            let about = by_name(name).unwrap().about();
            assert_eq!(about.name, name);
            let entry = format!("name = \"{name}\"\nversion = \"{}\"\n", about.version);
            assert!(lock.contains(&entry), "{entry}");
        }
    }

    #[test]
    fn what_is_not_utf_8_is_never_read_as_latin_1() {
        for name in ["oauth2", "pkce-std", "oauth2-types", "oxide-auth"] {
            let mut crate_ = by_name(name).unwrap();
            let verifier = [0xe9; 43];
            assert_eq!(reason(crate_.derive(&verifier, Some(b"S256"))), None);
            assert_eq!(reason(crate_.verify(&verifier, CHALLENGE, Some(b"S256"))), None);
        }
    }

    #[test]
    fn an_undocumented_panic_is_not_a_refusal() {
        let call = || -> Answered<()> {
            refusing_by_panic(false, Reason::Other, || panic!("from beneath"))
        };
        assert!(catch_unwind(call).is_err());
    }
}
