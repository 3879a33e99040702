//! A verifier is kept in so many characters, and cut without a word before it is compared.

use std::borrow::Cow;

use pkce_core::{
    VerifyError,
    server::{BoundMethod, Decisions, Standard},
};

use crate::{
    Mutant,
    library::steps::{InSteps, Steps},
};
use pkce_vectors::{requirement_ids as ids, transformations::pieces};

/// A block of SHA-256, what bcrypt reads, a round number, one short of the longest, and the longest.
const KEPT: [usize; 5] = [64, 72, 100, 127, 128];

pub(super) fn mutants() -> Vec<Mutant> {
    KEPT.into_iter().flat_map(|kept| [library(kept), server(kept)]).map(Mutant::unseen).collect()
}

fn library(kept: usize) -> Mutant {
    #[derive(Clone, Copy)]
    struct Cuts(usize);
    impl Steps for Cuts {
        fn looks(&self) -> bool {
            false
        }
        fn read<'a>(&self, verifier: &'a [u8]) -> Cow<'a, [u8]> {
            Cow::Borrowed(pieces::first(verifier, self.0))
        }
    }
    Mutant::library(
        format!("long-verifier-cut-to-{kept}-characters"),
        &[ids::RFC7636_4_6_UNEQUAL_REFUSED],
        format!("what follows the character {kept} of a verifier is not compared"),
        InSteps(Cuts(kept)),
    )
    .of_family("verifier-cut-before-compared")
    .held_against(&["verify/*-continued"])
}

fn server(kept: usize) -> Mutant {
    #[derive(Clone, Copy)]
    struct Cuts(usize);
    impl Decisions for Cuts {
        fn verify(
            &self,
            method: &BoundMethod,
            challenge: &[u8],
            verifier: &[u8],
        ) -> Result<(), VerifyError> {
            Standard.verify(method, challenge, pieces::first(verifier, self.0))
        }
    }
    Mutant::server(
        format!("server-cuts-verifier-to-{kept}-characters"),
        &[ids::RFC7636_4_6_UNEQUAL_REFUSED],
        format!("what follows the character {kept} of a verifier does not reach the comparison"),
        Cuts(kept),
    )
    .of_family("server-cuts-verifier-before-compared")
    .held_against(&["flow/receiver/*-continued"])
}
