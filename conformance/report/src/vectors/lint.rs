//! What the lint found in the data.

use std::fmt::Write as _;

use pkce_vectors::{VectorSet, lint::Finding};

use crate::{clean, form::forms};

/// The data and its faults.
#[derive(Debug, Clone, Copy)]
pub struct Linted<'a> {
    /// The data.
    pub set: &'a VectorSet,
    /// Its faults.
    pub findings: &'a [Finding],
}

forms! {
    /// The forms of a lint.
    Linted:
    /// A line a fault; counts where there is none.
    Terminal => terminal,
}

fn terminal(linted: Linted<'_>) -> String {
    if linted.findings.is_empty() {
        return counts(linted.set);
    }
    let mut text = String::new();
    for finding in linted.findings {
        // Writing to a String cannot fail.
        let _ = writeln!(text, "{}", clean(&finding.to_string()));
    }
    text
}

fn counts(set: &VectorSet) -> String {
    let requirements = &set.catalogue.requirements;
    let untestable = requirements.iter().filter(|known| known.untestable.is_some()).count();
    let planned = requirements.iter().filter(|known| known.planned.is_some()).count();
    format!(
        "clean: {} vectors, {} flows, {} requirements ({untestable} untestable, {planned} planned), {} flags\nversion {}, digest {}\n",
        set.vectors.len(),
        set.flows.len(),
        requirements.len(),
        set.flags.len(),
        clean(&set.catalogue.version),
        set.digest
    )
}
