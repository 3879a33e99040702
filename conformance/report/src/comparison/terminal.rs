//! For a terminal: a line or a few for each target, in as many columns as there are.

use comfy_table::{CellAlignment, presets};
use pkce_vectors::Level;
use textwrap::{Options, WordSeparator, WordSplitter, WrapAlgorithm, core::Word};

use super::{
    Comparison, foot, not_run,
    table::{must_judged, names, not_judged, operations, said},
};
use crate::{
    page::Page,
    style::{BAD, FAINT, paint},
    words::many,
};
use pkce_conformance::result::Report;

/// Columns of the lines between cells and of the air around them, in a table of four columns.
const LINES: usize = 13;

/// Columns of what is counted: the widest words are "judged" and "12345 inconclusive".
const COUNTS: usize = 6 + 18;

/// A table in less room would have no room for names.
const NARROWEST: usize = 60;

/// Columns of failures at most: all effects of a level would want more.
const FAILURES: usize = 40;

pub(super) fn render(comparison: Comparison<'_>) -> String {
    let Comparison { reports, columns, .. } = comparison;
    let mut page = Page::new(columns);
    page.line(&verdicts(reports, columns.max(NARROWEST) - LINES - COUNTS));
    page.line(&judged_of(reports, columns));
    for (target, why) in not_run(reports) {
        page.para(0, &format!("{}: {why}", paint(BAD, format_args!("{target} could not be run"))));
    }
    page.para(0, &paint(FAINT, foot(comparison)));
    page.into_text()
}

/// A row a target: how many of the `must` were judged, what fails, what was not judged. `room` is what names and failures
/// share.
fn verdicts(reports: &[Report], room: usize) -> String {
    let mut table = comfy_table::Table::new();
    table.load_style(presets::UTF8_FULL_CONDENSED);
    table.set_header(["target", "must\njudged", "failures", "rows not judged"]);
    let failing: Vec<String> = reports.iter().map(failing).collect();
    let longest = failing.iter().flat_map(|text| text.lines()).map(|line| line.chars().count());
    let failures = longest.max().unwrap_or(0).min(room / 2).clamp("failures".len(), FAILURES);
    for ((name, report), failing) in names(reports).iter().zip(reports).zip(failing) {
        let target = cell(&format!("{name} {}", of_itself(report)), room - failures);
        if report.failed_to_run.is_some() {
            table.add_row([target.as_str(), "–", "not run", "–"]);
            continue;
        }
        let counted = cell(&failing, failures);
        let not_judged = not_judged(&report.summary);
        table.add_row([target, must_judged(report), counted, not_judged]);
    }
    for index in [1, 3] {
        if let Some(column) = table.column_mut(index) {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
    table.to_string()
}

/// "5.0.0, Rust", as far as the target tells.
fn of_itself(report: &Report) -> String {
    let Some(about) = &report.about else { return String::new() };
    let told = [&about.version, &about.language].into_iter().filter(|text| !text.is_empty());
    told.map(|text| said(Some(text))).collect::<Vec<_>>().join(", ")
}

/// A line a level.
fn failing(report: &Report) -> String {
    let mut lines = Vec::new();
    for level in [Level::Must, Level::Should, Level::Hardening] {
        let counts = report.summary.failures.of(level).named();
        let counts: Vec<String> = counts.map(|(effect, count)| many(count, effect)).collect();
        if !counts.is_empty() {
            lines.push(format!("{} {}", level.as_str(), counts.join(", ")));
        }
    }
    if lines.is_empty() { "–".to_owned() } else { lines.join("\n") }
}

/// Lines of at most so many columns. A name may end a line behind a slash, a hyphen or a colon.
fn cell(text: &str, columns: usize) -> String {
    let options = Options::new(columns)
        .subsequent_indent("  ")
        .word_separator(WordSeparator::Custom(pieces))
        .word_splitter(WordSplitter::NoHyphenation)
        .wrap_algorithm(WrapAlgorithm::FirstFit);
    let lines = text.lines().flat_map(|line| textwrap::wrap(line, &options));
    lines.collect::<Vec<_>>().join("\n")
}

fn pieces(line: &str) -> Box<dyn Iterator<Item = Word<'_>> + '_> {
    Box::new(line.split_inclusive([' ', '/', '-', ':']).map(Word::from))
}

/// How many rows of each operation were judged: a paragraph a target, without what it does not offer.
fn judged_of(reports: &[Report], columns: usize) -> String {
    let table = operations(reports);
    let mut page = Page::new(columns);
    page.line("rows judged of each operation");
    for row in &table.rows {
        let Some((name, counts)) = row.split_first() else { continue };
        let ops = table.head.iter().skip(1).zip(counts);
        let told = ops.filter(|(_, count)| count.as_str() != "–");
        let told: Vec<String> = told.map(|(op, count)| format!("{op} {count}")).collect();
        let told = if told.is_empty() { "none".to_owned() } else { told.join(", ") };
        page.item("  ", 4, &format!("{name}: {told}"));
    }
    page.into_text()
}
