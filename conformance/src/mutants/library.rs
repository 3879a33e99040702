//! Libraries that are wrong in one way.

mod compare;
mod derive;
mod generate;
mod grammar;
mod method;
mod reading;
pub(super) mod steps;

use super::Mutant;

pub(super) fn catalogue() -> Vec<Mutant> {
    [
        derive::mutants(),
        compare::mutants(),
        grammar::mutants(),
        reading::mutants(),
        method::mutants(),
        generate::mutants(),
    ]
    .concat()
}
