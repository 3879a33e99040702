//! Reports of one target or of several, in the forms that other programs read and that people open elsewhere.

mod annotations;
mod badge;
mod html;
mod junit;
mod kill;
mod markdown;
mod sarif;

use pkce_conformance::result::Report;
use pkce_vectors::VectorSet;

use crate::form::forms;

pub use kill::{Kill, read_kills};

/// Reports, and what the forms need beside them.
#[derive(Debug, Clone, Copy)]
pub struct Results<'a> {
    /// The reports, a target each.
    pub reports: &'a [Report],
    /// The vectors that were held against the targets: what explains the rows.
    pub set: &'a VectorSet,
    /// A file of the user's, as a relative path: forms that want a place in the source put failures there.
    pub anchor: &'a str,
    /// Which vectors catch which mutant, where the page should show it.
    pub kills: Option<&'a [Kill]>,
}

forms! {
    /// The forms of such results.
    Results:
    /// `JUnit` XML: a suite for each section of the documents, a case for each row.
    Junit => junit::render,
    /// SARIF 2.1.0: a result for each failure that is not known.
    Sarif => sarif::render,
    /// Commands of a GitHub workflow that annotate a file: ten at most.
    Annotations => annotations::render,
    /// A page for people, such as the summary of a job.
    Markdown => markdown::render,
    /// One page without network, for a browser.
    Html => html::render,
    /// What an endpoint of shields.io answers.
    Badge => badge::json,
    /// The badge itself.
    BadgeSvg => badge::svg,
}
