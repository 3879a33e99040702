//! Targets side by side.

mod markdown;
mod names;
mod table;
mod terminal;
mod unheld;

use pkce_conformance::result::Report;

use crate::{clean, form::forms, words::short};

/// Reports of the same vectors, a row each.
#[derive(Debug, Clone, Copy)]
pub struct Comparison<'a> {
    /// The reports.
    pub reports: &'a [Report],
    /// How long the whole took.
    pub seconds: f64,
    /// Columns of the terminal.
    pub columns: usize,
}

forms! {
    /// The forms of a comparison.
    Comparison:
    /// Tables: a row a target, and what each operation was worth.
    Terminal => terminal::render,
    /// A list of reports, one a line, each as a run has it but for what the vectors say themselves.
    Json => json,
    /// The tables for a page.
    Markdown => markdown::render,
    /// The same without what they come from, for a page that says so itself.
    Tables => markdown::tables,
    /// A line for each target that does not hold.
    Unheld => unheld::render,
}

fn json(comparison: Comparison<'_>) -> String {
    let report = |report: &Report| crate::json::in_a_line(&report.brief());
    let reports: Vec<String> = comparison.reports.iter().map(report).collect();
    format!("[\n{}\n]\n", reports.join(",\n"))
}

fn not_run(reports: &[Report]) -> Vec<(String, String)> {
    let told = |report: &Report| {
        let why = report.failed_to_run.as_deref()?;
        Some((clean(&report.target).into_owned(), clean(why).into_owned()))
    };
    reports.iter().filter_map(told).collect()
}

fn foot(Comparison { reports, seconds, .. }: Comparison<'_>) -> String {
    let Some(first) = reports.first() else { return String::new() };
    format!(
        "{seconds:.1} s; profile {}, vectors {}, digest {}, seed {}",
        clean(&first.profile),
        clean(&first.vectors.version),
        short(&first.vectors.digest),
        first.seed
    )
}
