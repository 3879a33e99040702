//! Every mutant.

use super::{families, library, mutant::Mutant, server};

/// Every mutant: the singular ones, then the families.
#[must_use]
pub fn all() -> Vec<Mutant> {
    [server::all(), library::all(), families::all()].concat()
}

/// The mutant of this name.
#[must_use]
pub fn by_name(name: &str) -> Option<Mutant> {
    all().into_iter().find(|mutant| mutant.name == name)
}
