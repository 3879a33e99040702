//! What exploring a target found.

mod json;
mod terminal;

use pkce_conformance::result::Exploration;

use crate::form::forms;

/// What was found, and how much of it a reader wants to see.
#[derive(Debug, Clone, Copy)]
pub struct Explored<'a> {
    /// What was found.
    pub exploration: &'a Exploration,
    /// The target, as it was named on the command line.
    pub target: &'a str,
    /// Advice too, in the form for people.
    pub all: bool,
    /// Columns of the terminal.
    pub columns: usize,
}

forms! {
    /// The forms of an exploration.
    Explored:
    /// Each difference with its draft.
    Terminal => terminal::render,
    /// Everything.
    Json => json::render,
}
