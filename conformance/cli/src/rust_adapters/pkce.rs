//! The crate `pkce`: one transformation, from octets, and a generator.

use super::{about, refusing_by_panic};
use pkce_conformance::{
    implementation::{Answered, Declined, Derived, Implementation},
    wire::{About, Accept, Offers, Reason},
};

const VERSION: &str = "0.2.0";

pub(super) struct Pkce;

impl Implementation for Pkce {
    fn about(&self) -> About {
        let offers = Offers { plain: Some(false), ..Offers::default() };
        let accepts = vec![Accept::Hex];
        About { accepts, ..about("pkce", VERSION, &["derive", "generate"], offers) }
    }

    fn derive(&mut self, verifier: &[u8], method: Option<&[u8]>) -> Answered<Derived> {
        // > Generate a code challenge from a given code verifier with SHA256 and base64.
        match method {
            None | Some(b"S256") => Ok(pkce::code_challenge(verifier).into()),
            Some(_) => Err(Declined::unsupported("the crate's one call is S256")),
        }
    }

    fn generate(&mut self, count: u32, length: Option<u32>) -> Answered<Vec<String>> {
        let length = length.and_then(|length| usize::try_from(length).ok());
        let length =
            length.ok_or_else(|| Declined::unsupported("the crate's call needs a length"))?;
        // > This value should be between 43 and 128 or else the function will panic.
        let documented = !(43..=128).contains(&length);
        let drawn = refusing_by_panic(documented, Reason::Other, || {
            (0..count).map(|_| String::from_utf8(pkce::code_verifier(length))).collect()
        })?;
        let drawn: Result<_, _> = drawn;
        drawn.map_err(|_| Declined::unsupported("drawn octets that are not UTF-8"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rust_adapters::tests::{CHALLENGE, VERIFIER, reason};

    #[test]
    fn derives_appendix_b() {
        for method in [None, Some(b"S256".as_slice())] {
            let derived = Pkce.derive(VERIFIER, method).unwrap();
            assert_eq!(derived.challenge.unwrap().as_bytes(), CHALLENGE);
        }
        assert_eq!(reason(Pkce.derive(VERIFIER, Some(b"plain"))), None);
    }

    #[test]
    fn generates_by_characters() {
        assert!(Pkce.generate(2, Some(64)).unwrap().iter().all(|verifier| verifier.len() == 64));
        assert_eq!(reason(Pkce.generate(1, Some(129))), Some(Reason::Other));
        assert_eq!(reason(Pkce.generate(1, None)), None);
    }
}
