//! What fails or breaks in a run, told once each, the gravest first.

use std::cmp::Reverse;

use pkce_conformance::result::{CaseResult, Report, Verdict};
use pkce_vectors::{Effect, Level};

use crate::{
    clean,
    told_once::{name, setting, side, told_once},
};

/// Cases of one vector that fail in the same way. There is at least one.
pub(crate) struct Failure<'a> {
    /// The first of them, which stands for all.
    pub(crate) row: &'a CaseResult,
    /// All of them.
    pub(crate) cases: Vec<&'a CaseResult>,
}

impl<'a> Failure<'a> {
    /// Those of a report: neither what is known, nor what is told under another failure.
    pub(crate) fn all(report: &'a Report) -> Vec<Self> {
        let fails = |row: &&CaseResult| matches!(row.verdict, Verdict::Fail | Verdict::Broken);
        let rows = report.results.iter().filter(fails).filter(|row| row.folded_under.is_none());
        let told = told_once(rows).into_iter();
        let mut failures: Vec<Self> =
            told.filter_map(|cases| Some(Self { row: cases.first()?, cases })).collect();
        failures.sort_by_key(|failure| (Reverse(failure.row.level), failure.row.effect));
        failures
    }

    /// The vector, and which of its parts.
    pub(crate) fn name(&self) -> String {
        clean(&name(self.row)).into_owned()
    }

    /// The roles and policies in which it fails.
    pub(crate) fn settings(&self) -> String {
        let each: Vec<String> = self.cases.iter().filter_map(|row| setting(row)).collect();
        each.join(", ")
    }

    /// "must bypass", "must broken", "hardening deviation".
    pub(crate) fn kind(&self) -> String {
        kind(self.row)
    }

    /// "expected refused; observed a token", or how it broke.
    pub(crate) fn what(&self) -> String {
        what(self.row)
    }

    /// Whether it fails the run.
    pub(crate) fn counts(&self, strict: bool) -> bool {
        counts(self.row.level, strict)
    }
}

/// Whether a failure of this level fails a run.
pub(crate) fn counts(level: Level, strict: bool) -> bool {
    level == Level::Must || (strict && level == Level::Should)
}

/// Level, and who gains.
pub(crate) fn kind(row: &CaseResult) -> String {
    let effect = match row.verdict {
        Verdict::Broken => "broken",
        _ => row.effect.map_or("failure", Effect::as_str),
    };
    format!("{} {effect}", row.level.as_str())
}

/// What would have been right and what came; of what broke, how.
pub(crate) fn what(row: &CaseResult) -> String {
    if row.expected.is_none() && row.observed.is_none() {
        return clean(row.reason.as_deref().unwrap_or("no reason told")).into_owned();
    }
    let (expected, observed) =
        (side(row.expected.as_deref(), row), side(row.observed.as_deref(), row));
    let at = row.step.map_or(String::new(), |step| format!("step {step}: "));
    format!("{at}expected {}; observed {}", clean(expected), clean(observed))
}
