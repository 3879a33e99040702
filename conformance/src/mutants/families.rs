//! Families: one idea of being wrong, with many values.

use super::Mutant;

pub(super) fn catalogue() -> Vec<Mutant> {
    Vec::new()
}
