//! Each row that changed, by the way in which it did.

use std::collections::HashMap;

use pkce_conformance::result::{CaseResult, Report, Verdict};
use pkce_vectors::{Action, Level, Op};

use super::Changes;

/// A row that is not what it was.
#[derive(Debug, Clone, Copy)]
pub struct Change<'a> {
    /// The row as it was; nothing where it is new.
    pub old: Option<&'a CaseResult>,
    /// The row as it is; nothing where it is gone.
    pub new: Option<&'a CaseResult>,
}

/// Every row that changed. What stayed is in none of the lists.
#[derive(Debug, Default)]
pub struct Found<'a> {
    /// It fails or breaks, and did not.
    pub newly_failing: Vec<Change<'a>>,
    /// It passes, and failed or broke.
    pub newly_passing: Vec<Change<'a>>,
    /// It was judged, and is not.
    pub no_longer_judged: Vec<Change<'a>>,
    /// It passes, and was not judged.
    pub newly_judged: Vec<Change<'a>>,
    /// It fails otherwise than it did.
    pub otherwise: Vec<Change<'a>>,
    /// It was not there: a new vector, another profile or another filter.
    pub new: Vec<Change<'a>>,
    /// It is not there any more.
    pub gone: Vec<Change<'a>>,
    /// It changes from run to run: the target broke and held when asked again, or the case is one of chance.
    pub flaky: Vec<Change<'a>>,
}

impl<'a> Change<'a> {
    /// The row to name it by.
    #[must_use]
    pub fn row(&self) -> Option<&'a CaseResult> {
        self.new.or(self.old)
    }
}

/// The verdict without the file of known failures.
pub(super) fn verdict(row: &CaseResult) -> Verdict {
    row.known.as_ref().map_or(row.verdict, |known| known.was)
}

pub(super) fn fails(row: &CaseResult) -> bool {
    matches!(verdict(row), Verdict::Fail | Verdict::Broken)
}

impl<'a> Found<'a> {
    /// Holds two reports against each other.
    #[must_use]
    pub fn of(changes: Changes<'a>) -> Self {
        let Changes { old, new, set, .. } = changes;
        let by_chance = |row: &CaseResult| {
            let drawn = row.op == Op::Generate.as_str();
            let flow = set.flows.iter().find(|flow| flow.id == *row.vector);
            drawn
                || flow.is_some_and(|flow| {
                    flow.steps.iter().any(|step| matches!(step.action, Action::Race { .. }))
                })
        };
        let before: HashMap<&str, &CaseResult> = rows(old).collect();
        let after: HashMap<&str, &CaseResult> = rows(new).collect();
        let mut found = Self::default();
        for (id, row) in rows(new) {
            let was = before.get(id).copied();
            let change = Change { old: was, new: Some(row) };
            let Some(was) = was else {
                found.new.push(change);
                continue;
            };
            let turned = verdict(was) != verdict(row);
            let list = if row.asked_again || was.asked_again || (turned && by_chance(row)) {
                &mut found.flaky
            } else if fails(row) && !fails(was) {
                &mut found.newly_failing
            } else if fails(was) && verdict(row) == Verdict::Pass {
                &mut found.newly_passing
            } else if verdict(was).is_judged() && !verdict(row).is_judged() {
                &mut found.no_longer_judged
            } else if !verdict(was).is_judged() && verdict(row).is_judged() {
                &mut found.newly_judged
            } else if fails(row) && (turned || was.effect != row.effect || was.level != row.level) {
                &mut found.otherwise
            } else {
                continue;
            };
            list.push(change);
        }
        let gone = rows(old).filter(|(id, _)| !after.contains_key(id));
        found.gone = gone.map(|(_, row)| Change { old: Some(row), new: None }).collect();
        found
    }

    /// Each list with its heading, in the order of a reader.
    #[must_use]
    pub fn lists(&self) -> [(&'static str, &[Change<'a>]); 8] {
        [
            ("newly failing", &self.newly_failing),
            ("new rows", &self.new),
            ("fails otherwise", &self.otherwise),
            ("no longer judged", &self.no_longer_judged),
            ("newly passing", &self.newly_passing),
            ("newly judged", &self.newly_judged),
            ("flaky", &self.flaky),
            ("gone", &self.gone),
        ]
    }

    /// 1 where a `must` fails that did not, and nobody knows it; else 0. What could not be run gives 3.
    #[must_use]
    pub fn exit_code(&self, new: &Report) -> u8 {
        if new.failed_to_run.is_some() {
            return 3;
        }
        let worse = self.newly_failing.iter().chain(&self.new).filter_map(|change| change.new);
        let counts =
            |row: &CaseResult| row.known.is_none() && row.level == Level::Must && fails(row);
        u8::from(worse.into_iter().any(counts))
    }
}

fn rows(report: &Report) -> impl Iterator<Item = (&str, &CaseResult)> {
    report.results.iter().map(|row| (&*row.id, row))
}
