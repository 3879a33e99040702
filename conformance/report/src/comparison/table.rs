//! What a comparison tells of each target, as cells of text.

use pkce_vectors::{Level, Op};

use super::names;
use crate::{
    clean,
    words::{many, of_verdict},
};
use pkce_conformance::{
    result::{Report, Summary},
    text::clip_to,
};

/// A table whose cells hold no character that misleads; a line feed in one is ours.
pub(super) struct Table {
    pub(super) head: Vec<&'static str>,
    /// So many columns hold words; the rest hold counts.
    pub(super) words: usize,
    pub(super) rows: Vec<Vec<String>>,
}

/// Nothing was found, or there is nothing to tell.
const NOTHING: &str = "–";

/// The longest name of a target, in characters.
const NAME: usize = 60;

/// The longest version or language.
const LONGEST: usize = 24;

/// A row a target: failures by level and effect.
pub(super) fn verdicts(reports: &[Report]) -> Table {
    let head = vec![
        "target",
        "version",
        "language",
        "must judged",
        "must",
        "should",
        "hardening",
        "not judged",
    ];
    let rows = names(reports).into_iter().zip(reports);
    Table { head, words: 3, rows: rows.map(|(name, report)| verdict_row(name, report)).collect() }
}

/// The targets' names.
pub(super) fn names(reports: &[Report]) -> Vec<String> {
    names::short(reports.iter().map(|report| report.target.as_str()), NAME)
}

/// What a target says of itself in a word; nothing where it says nothing.
pub(super) fn said(text: Option<&str>) -> String {
    let said = text.filter(|text| !text.is_empty());
    said.map_or_else(|| NOTHING.to_owned(), |text| clip_to(&clean(text), LONGEST))
}

fn verdict_row(name: String, report: &Report) -> Vec<String> {
    let about = report.about.as_ref();
    let mut row = vec![
        name,
        said(about.map(|about| about.version.as_str())),
        said(about.map(|about| about.language.as_str())),
    ];
    if report.failed_to_run.is_some() {
        row.extend(["not run", NOTHING, NOTHING, NOTHING, NOTHING].map(str::to_owned));
        return row;
    }
    let summary = &report.summary;
    row.push(must_judged(report));
    for level in [Level::Must, Level::Should, Level::Hardening] {
        let counts = summary.failures.of(level).named();
        row.push(lines(counts.map(|(effect, count)| many(count, effect))));
    }
    row.push(not_judged(summary));
    row
}

/// How many requirements of level must were judged, of those that apply.
pub(super) fn must_judged(report: &Report) -> String {
    let coverage = &report.coverage;
    let partial = if report.is_partial() { "\npartial" } else { "" };
    format!("{}/{}{partial}", coverage.judged, coverage.applicable)
}

/// Rows without a verdict, a line a kind.
pub(super) fn not_judged(summary: &Summary) -> String {
    lines(summary.named().filter(|(verdict, _)| !verdict.is_judged()).map(of_verdict))
}

/// A row a target: how many cases of each operation were judged.
pub(super) fn operations(reports: &[Report]) -> Table {
    let has_clients =
        reports.iter().flat_map(|report| &report.results).any(|row| row.op == "client");
    let beside = ["flow"].into_iter().chain(has_clients.then_some("client"));
    let ops: Vec<&str> = Op::ALL.iter().map(|op| op.as_str()).chain(beside).collect();
    let rows = names(reports).into_iter().zip(reports).map(|(name, report)| {
        let judged = |op: &&str| {
            let rows = report.results.iter();
            let judged = rows.filter(|row| row.op == **op && row.verdict.is_judged()).count();
            if judged == 0 { NOTHING.to_owned() } else { judged.to_string() }
        };
        let target = std::iter::once(name);
        target.chain(ops.iter().map(judged)).collect()
    });
    let rows = rows.collect();
    Table { head: std::iter::once("judged of").chain(ops).collect(), words: 1, rows }
}

fn lines(counts: impl Iterator<Item = String>) -> String {
    let lines: Vec<String> = counts.collect();
    if lines.is_empty() { NOTHING.to_owned() } else { lines.join("\n") }
}
