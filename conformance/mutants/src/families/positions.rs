//! A position that is not compared.

use crate::{
    Mutant,
    library::steps::{InSteps, Steps},
};
use pkce_vectors::requirement_ids as ids;

pub(super) fn mutants() -> Vec<Mutant> {
    (0..43).map(uncompared).collect()
}

fn uncompared(position: usize) -> Mutant {
    #[derive(Clone, Copy)]
    struct Skips(usize);
    impl Steps for Skips {
        fn looks(&self) -> bool {
            false
        }

        fn equal(&self, computed: &[u8], challenge: &[u8]) -> bool {
            let pairs = computed.iter().zip(challenge).enumerate();
            let mut compared = pairs.filter(|(position, _)| *position != self.0);
            computed.len() == challenge.len() && compared.all(|(_, (one, other))| one == other)
        }
    }
    Mutant::library(
        format!("position-{position}-uncompared"),
        &[ids::RFC7636_4_6_UNEQUAL_REFUSED],
        format!("the character at position {position} of a challenge is not compared"),
        InSteps(Skips(position)),
    )
    .of_family("position-uncompared")
    .held_against(&["verify/challenge-char-changed/*", "verify/challenge-byte-*"])
}
