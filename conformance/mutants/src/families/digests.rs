//! S256 with another digest than SHA-256.

use crate::{
    library::steps::{InSteps, Steps},
    mutant::Mutant,
    text,
};

pub(super) fn mutants() -> Vec<Mutant> {
    vec![is("sha384", "SHA-384", text::sha384), is("sha512", "SHA-512", text::sha512)]
}

fn is(name: &str, digest: &str, made: fn(&[u8]) -> Vec<u8>) -> Mutant {
    #[derive(Clone, Copy)]
    struct Is(fn(&[u8]) -> Vec<u8>);
    impl Steps for Is {
        fn looks(&self) -> bool {
            false
        }

        fn s256(&self, verifier: &[u8]) -> Vec<u8> {
            self.0(verifier)
        }
    }
    Mutant::library(
        format!("library-s256-is-{name}"),
        &["rfc7636-4.2-s256-formula", "rfc7636-b-worked-example"],
        format!("{digest} in the place of SHA-256"),
        InSteps(Is(made)),
    )
    .of_family("library-s256-of-other-digest")
}
