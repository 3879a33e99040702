//! Families: one idea of being wrong, with many values.

mod beside;
mod characters;
mod cuts;
mod digests;
mod errors;
mod exception;
mod lengths;
mod methods;
mod octets;
mod positions;

use super::Mutant;

pub(super) fn all() -> Vec<Mutant> {
    [
        octets::mutants(),
        lengths::mutants(),
        characters::mutants(),
        methods::mutants(),
        positions::mutants(),
        digests::mutants(),
        errors::mutants(),
        beside::mutants(),
        cuts::mutants(),
    ]
    .concat()
}
