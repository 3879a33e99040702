//! Families: one idea of being wrong, with many values.

mod characters;
mod lengths;
mod methods;
mod octets;
mod positions;

use super::Mutant;

pub(super) fn catalogue() -> Vec<Mutant> {
    [
        octets::mutants(),
        lengths::mutants(),
        characters::mutants(),
        methods::mutants(),
        positions::mutants(),
    ]
    .concat()
}
