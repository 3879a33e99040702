//! A target: its row of the matrix, and what fails in it.

use std::collections::BTreeMap;

use pkce_conformance::result::{CaseResult, Report, Verdict};
use pkce_vectors::Level;
use serde::Serialize;

use super::failing::{Group, groups};
use crate::{
    clean,
    index::Index,
    run::last_line::verdict,
    section::section,
    words::{effects, verdicts},
};

#[derive(Serialize)]
pub(super) struct Target {
    key: String,
    name: String,
    version: String,
    pub(super) language: String,
    pub(super) profile: String,
    /// "library", "server" or both.
    roles: String,
    /// `good`, `bad` or `open`.
    class: &'static str,
    verdict: &'static str,
    why: String,
    musts: String,
    failures: String,
    seed: u64,
    bar: Vec<Piece>,
    counts: String,
    cells: Vec<Cell>,
    groups: Vec<Group>,
    told: Vec<String>,
}

/// A piece of a bar that is a hundred wide.
#[derive(Serialize)]
pub(super) struct Piece {
    pub(super) x: f64,
    pub(super) width: f64,
    pub(super) class: &'static str,
}

/// What a target came to in a section.
#[derive(Serialize, Default)]
struct Cell {
    key: String,
    /// `bad`, `warn`, `advice`, `broken`, `good`, `part`, `none` or `beside`.
    class: &'static str,
    sign: String,
    says: String,
    /// Failures of each level: must, should, may, hardening; what broke; what passed; what was not judged.
    counts: [usize; 7],
    link: bool,
}

impl Target {
    pub(super) fn of(
        number: usize,
        several: usize,
        report: &Report,
        sections: &BTreeMap<&str, usize>,
        index: &Index<'_>,
    ) -> Self {
        let about = report.about.as_ref();
        let said =
            |text: Option<&String>| text.map_or(String::new(), |text| clean(text).into_owned());
        let strict = report.run.strict;
        let (_, word, why) = verdict(report, strict);
        let class = match report.exit_code(strict) {
            0 => "good",
            1 => "bad",
            _ => "open",
        };
        let summary = &report.summary;
        let levels = [Level::Must, Level::Should, Level::May, Level::Hardening];
        let failing = levels.map(|level| (level, summary.failures.of(level)));
        let failing = failing.iter().filter(|(_, counts)| counts.total() > 0);
        let failing: Vec<String> = failing
            .map(|(level, counts)| format!("{} {}", level.as_str(), effects(counts)))
            .collect();
        let key = format!("t{number}");
        Self {
            name: clean(&report.target).into_owned(),
            version: said(about.map(|about| &about.version)),
            language: said(about.map(|about| &about.language)),
            profile: clean(&report.profile).into_owned(),
            roles: roles(report),
            class,
            verdict: word,
            why,
            musts: format!("{} of {}", report.coverage.judged, report.coverage.applicable),
            failures: failing.join(" · "),
            seed: report.seed,
            bar: bar(report),
            counts: verdicts(report.summary.named()),
            cells: cells(&key, report, sections, index),
            groups: groups(&key, several, report, sections, index),
            told: told(report),
            key,
        }
    }
}

fn roles(report: &Report) -> String {
    let Some(about) = &report.about else { return String::new() };
    let (flows, library): (Vec<&String>, Vec<&String>) =
        about.ops.iter().partition(|op| op.starts_with("flow."));
    let roles = [("library", !library.is_empty()), ("server", !flows.is_empty())];
    roles.into_iter().filter(|(_, is)| *is).map(|(role, _)| role).collect::<Vec<_>>().join(" ")
}

/// What a reader must know beside the rows.
fn told(report: &Report) -> Vec<String> {
    let stale =
        report.stale.iter().map(|stale| format!("a known failure no longer holds: {stale}"));
    stale.chain(report.notes.iter().cloned()).map(|text| clean(&text).into_owned()).collect()
}

/// Shares of the rows: what passes, what fails at which level, what broke, what was not judged.
fn bar(report: &Report) -> Vec<Piece> {
    let failures = |level: Level| {
        let counts = report.summary.failures.of(level);
        counts.total() - counts.broken
    };
    let summary = &report.summary;
    let advice = failures(Level::May) + failures(Level::Hardening);
    pieces(&[
        ("good", summary.pass),
        ("bad", failures(Level::Must)),
        ("warn", failures(Level::Should)),
        ("advice", advice),
        ("broken", summary.broken + summary.inconclusive),
        ("none", summary.unsupported + summary.skipped),
    ])
}

/// Shares as pieces, side by side. What is there is seen, however small its share.
pub(super) fn pieces(counts: &[(&'static str, usize)]) -> Vec<Piece> {
    let total: usize = counts.iter().map(|(_, count)| count).sum();
    let present = || counts.iter().filter(|(_, count)| *count > 0);
    let mut x = 0.0;
    let least = 1.5;
    #[expect(clippy::cast_precision_loss, reason = "shares of a picture")]
    let share = |count: usize| count as f64 / total.max(1) as f64;
    #[expect(clippy::cast_precision_loss, reason = "six pieces at most")]
    let rest = 100.0 - least * present().count() as f64;
    let piece = |(class, count): &(&'static str, usize)| {
        let width = least + rest * share(*count);
        let piece = Piece { x: rounded(x), width: rounded(width), class };
        x += width;
        piece
    };
    present().map(piece).collect()
}

fn rounded(number: f64) -> f64 {
    (number * 100.0).round() / 100.0
}

fn cells(
    key: &str,
    report: &Report,
    sections: &BTreeMap<&str, usize>,
    index: &Index<'_>,
) -> Vec<Cell> {
    let mut cells: Vec<Cell> = (0..sections.len()).map(|_| Cell::default()).collect();
    for row in &report.results {
        let section = section(index.requirement(&row.requirement));
        let cell = sections.get(section.as_str()).and_then(|at| cells.get_mut(*at));
        if let Some(cell) = cell {
            cell.count(row);
        }
    }
    for (at, cell) in cells.iter_mut().enumerate() {
        cell.conclude(format!("{key}-s{at}"));
    }
    cells
}

impl Cell {
    fn count(&mut self, row: &CaseResult) {
        let [must, should, may, hardening, broken, pass, open] = &mut self.counts;
        let place = match (row.verdict, row.level) {
            (Verdict::Pass, _) => pass,
            (Verdict::Fail, Level::Must) => must,
            (Verdict::Fail, Level::Should) => should,
            (Verdict::Fail, Level::May) => may,
            (Verdict::Fail, Level::Hardening) => hardening,
            (Verdict::Broken, _) => broken,
            _ => open,
        };
        *place += 1;
    }

    fn conclude(&mut self, key: String) {
        let [must, should, may, hardening, broken, pass, open] = self.counts;
        let failing = must + should + may + hardening;
        (self.class, self.sign) = match () {
            () if must > 0 => ("bad", format!("✗ {}", failing + broken)),
            () if broken > 0 => ("broken", format!("! {}", failing + broken)),
            () if should > 0 => ("warn", format!("✗ {failing}")),
            () if failing > 0 => ("advice", format!("· {failing}")),
            () if pass > 0 && open > 0 => ("part", "✓".to_owned()),
            () if pass > 0 => ("good", "✓".to_owned()),
            () if open > 0 => ("none", "–".to_owned()),
            () => ("beside", String::new()),
        };
        self.link = failing + broken > 0;
        let counted = [
            (must, "fail at must"),
            (should, "fail at should"),
            (may, "fail at may"),
            (hardening, "fail as advice"),
            (broken, "broken"),
            (pass, "pass"),
            (open, "not judged"),
        ];
        let counted = counted.iter().filter(|(count, _)| *count > 0);
        let counted: Vec<String> = counted.map(|(count, what)| format!("{count} {what}")).collect();
        self.says = counted.join(", ");
        self.key = key;
    }
}
