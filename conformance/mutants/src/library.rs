//! Libraries that are wrong in one way.

#![expect(clippy::too_many_lines, reason = "a list of mutants is data, however long it is")]

mod compare;
mod derive;
mod generate;
mod grammar;
mod memory;
mod method;
mod reading;
pub(super) mod steps;
mod whole;

use super::Mutant;

pub(super) fn all() -> Vec<Mutant> {
    [
        derive::mutants(),
        compare::mutants(),
        memory::mutants(),
        grammar::mutants(),
        reading::mutants(),
        method::mutants(),
        generate::mutants(),
    ]
    .concat()
}
