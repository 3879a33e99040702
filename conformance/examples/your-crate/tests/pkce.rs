//! Every vector as a named test: `cargo test --test pkce`.

use std::{process::ExitCode, str};

use pkce_conformance::{
    harness::Harness,
    implementation::{Answered, Declined, Derived, Implementation},
    wire::About,
};

struct YourCrate;

/// The library takes text; what is not UTF-8 cannot reach it.
fn text(octets: &[u8]) -> Answered<&str> {
    str::from_utf8(octets).map_err(|_| Declined::unsupported("text only"))
}

/// The library knows S256 alone, and takes no name of a method.
fn s256(method: Option<&[u8]>) -> Answered<()> {
    match method {
        Some(b"S256") => Ok(()),
        _ => Err(Declined::unsupported("no method but S256 in this library")),
    }
}

impl Implementation for YourCrate {
    fn about(&self) -> About {
        About::library("your-crate", env!("CARGO_PKG_VERSION"), &["derive", "verify"])
    }

    fn derive(&mut self, verifier: &[u8], method: Option<&[u8]>) -> Answered<Derived> {
        s256(method)?;
        Ok(your_crate::challenge(text(verifier)?).into())
    }

    fn verify(&mut self, verifier: &[u8], challenge: &[u8], method: Option<&[u8]>) -> Answered<bool> {
        s256(method)?;
        Ok(your_crate::matches(text(challenge)?, text(verifier)?))
    }
}

fn main() -> ExitCode {
    Harness::new().main(YourCrate)
}
