//! S256 with another digest than SHA-256.

use crate::{
    Mutant,
    library::steps::{InSteps, Steps},
};
use pkce_vectors::{
    requirement_ids as ids,
    transformations::{Kind, hashes},
};

pub(super) fn mutants() -> Vec<Mutant> {
    vec![is("sha384", "SHA-384", hashes::sha384), is("sha512", "SHA-512", hashes::sha512)]
}

fn is(name: &str, digest: &str, made: fn(&[u8]) -> Vec<u8>) -> Mutant {
    #[derive(Clone, Copy)]
    struct Is(fn(&[u8]) -> Vec<u8>);
    impl Steps for Is {
        fn looks(&self) -> bool {
            false
        }

        fn s256(&self, verifier: &[u8]) -> Vec<u8> {
            Kind::Hash.challenge(self.0, verifier)
        }
    }
    Mutant::library(
        format!("library-s256-is-{name}"),
        &[ids::RFC7636_4_2_S256_FORMULA, ids::RFC7636_B_WORKED_EXAMPLE],
        format!("{digest} in the place of SHA-256"),
        InSteps(Is(made)),
    )
    .of_family("library-s256-of-other-digest")
}
