//! What a run of the vectors against one target came to.

pub(crate) mod last_line;
mod terminal;
mod transcript;

use pkce_conformance::result::Report;
use pkce_vectors::VectorSet;

use crate::{form::forms, page::COLUMNS};

/// A report, what explains it, and how much of it a reader wants to see.
#[derive(Debug, Clone, Copy)]
pub struct Run<'a> {
    /// The report.
    pub report: &'a Report,
    /// The vectors that were held against the target.
    pub set: &'a VectorSet,
    /// How much of it.
    pub view: View,
}

/// How much a reader wants to see.
#[derive(Debug, Clone, Copy)]
pub struct View {
    /// Rows shown under each requirement, and reasons under each verdict.
    pub show: usize,
    /// Everything, hardening row by row too.
    pub all: bool,
    /// `--strict`: a `should` fails the run.
    pub strict: bool,
    /// Columns of the terminal.
    pub columns: usize,
}

impl Default for View {
    fn default() -> Self {
        Self { show: 5, all: false, strict: false, columns: COLUMNS }
    }
}

forms! {
    /// The forms of a run.
    Run:
    /// Summary, failures by requirement, what was not judged, and the verdict in words.
    Terminal => terminal::render,
    /// The verdict in words alone.
    LastLine => last_line::render,
    /// The result model, with every row; `schema/result.schema.json` describes it.
    Json => json,
    /// What was asked and what came, case by case, where the run kept it.
    Transcript => transcript::render,
}

fn json(run: Run<'_>) -> String {
    crate::json::pretty(run.report)
}
