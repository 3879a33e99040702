//! Which vectors kill which mutant.

mod json;
mod terminal;

use pkce_conformance::result::KillMatrix;

use crate::form::forms;

/// The matrix, and how much of it a reader wants to see.
#[derive(Debug, Clone, Copy)]
pub struct Kills<'a> {
    /// The matrix.
    pub matrix: &'a KillMatrix,
    /// How much of it, in the form for people.
    pub detail: Detail,
    /// How long it took.
    pub seconds: f64,
}

/// How much of the matrix a reader wants to see.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Detail {
    /// Counts, and what breaks a law.
    Counts,
    /// Each mutant too.
    Mutants,
    /// Each mutant with the vectors that kill it.
    Vectors,
}

forms! {
    /// The forms of a kill matrix.
    Kills:
    /// Counts, and what breaks a law.
    Terminal => terminal::render,
    /// Every mutant with the vectors that kill it.
    Json => json::render,
}
