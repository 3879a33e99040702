//! The two tables of a comparison, as cells of text.

use pkce_vectors::{Level, Op};

use crate::{clean, words::many};
use pkce_conformance::result::{Report, Summary};

/// A table whose cells hold no character that misleads; a line feed in one is ours.
pub(super) struct Table {
    pub(super) head: Vec<&'static str>,
    /// So many columns hold words; the rest hold counts.
    pub(super) words: usize,
    pub(super) rows: Vec<Vec<String>>,
}

/// Nothing was found, or there is nothing to tell.
const NOTHING: &str = "–";

/// The longest text of a target's own in a cell, in characters.
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
    Table { head, words: 3, rows: reports.iter().map(verdict_row).collect() }
}

fn verdict_row(report: &Report) -> Vec<String> {
    let told = |text: Option<&str>| text.map_or_else(|| NOTHING.to_owned(), short);
    let about = report.about.as_ref();
    let mut row = vec![
        short(&report.target),
        told(about.map(|about| about.version.as_str())),
        told(about.map(|about| about.language.as_str())),
    ];
    if report.failed_to_run.is_some() {
        row.extend(["not run", NOTHING, NOTHING, NOTHING, NOTHING].map(str::to_owned));
        return row;
    }
    let summary = &report.summary;
    let partial = if report.is_partial() { "\npartial" } else { "" };
    let coverage = &report.coverage;
    row.push(format!("{}/{}{partial}", coverage.judged, coverage.applicable));
    for level in [Level::Must, Level::Should, Level::Hardening] {
        let counts = summary.failures.of(level).named();
        row.push(lines(counts.map(|(effect, count)| many(count, effect))));
    }
    row.push(not_judged(summary));
    row
}

fn not_judged(summary: &Summary) -> String {
    let counts = [
        ("inconclusive", summary.inconclusive),
        ("unsupported", summary.unsupported),
        ("skipped", summary.skipped),
    ];
    let counts = counts.into_iter().filter(|(_, count)| *count > 0);
    lines(counts.map(|(verdict, count)| format!("{count} {verdict}")))
}

/// A row a target: how many cases of each operation were judged.
pub(super) fn operations(reports: &[Report]) -> Table {
    let ops: Vec<&str> = Op::ALL.iter().map(|op| op.as_str()).chain(["flow"]).collect();
    let rows = reports.iter().map(|report| {
        let judged = |op: &&str| {
            let rows = report.results.iter();
            let judged = rows.filter(|row| row.op == **op && row.verdict.is_judged()).count();
            if judged == 0 { NOTHING.to_owned() } else { judged.to_string() }
        };
        let target = std::iter::once(short(&report.target));
        target.chain(ops.iter().map(judged)).collect()
    });
    let rows = rows.collect();
    Table { head: std::iter::once("judged of").chain(ops).collect(), words: 1, rows }
}

fn lines(counts: impl Iterator<Item = String>) -> String {
    let lines: Vec<String> = counts.collect();
    if lines.is_empty() { NOTHING.to_owned() } else { lines.join("\n") }
}

fn short(text: &str) -> String {
    let cleaned = clean(text);
    match cleaned.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", cleaned.get(..end).unwrap_or_default()),
        None => cleaned.into_owned(),
    }
}
