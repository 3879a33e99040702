//! What changed between two reports.

mod found;
mod json;
mod markdown;
mod terminal;

use pkce_conformance::result::Report;
use pkce_vectors::VectorSet;

pub use found::{Change, Found};

use crate::form::forms;

/// Two reports, the older first.
#[derive(Debug, Clone, Copy)]
pub struct Changes<'a> {
    /// What was.
    pub old: &'a Report,
    /// What is.
    pub new: &'a Report,
    /// The vectors, which tell what may pass now and then.
    pub set: &'a VectorSet,
    /// Rows shown of each kind; all where there is none.
    pub show: Option<usize>,
    /// Columns of the terminal.
    pub columns: usize,
}

forms! {
    /// The forms of changes.
    Changes:
    /// Both side by side, and each row that changed.
    Terminal => terminal::render,
    /// Every row by its id, with both verdicts.
    Json => json::render,
    /// A page, such as a comment on a change.
    Markdown => markdown::render,
}
