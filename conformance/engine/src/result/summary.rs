//! Counts over rows.

use pkce_vectors::{Effect, Level};
use serde::{Deserialize, Serialize};

use super::{row::CaseResult, verdict::Verdict};

/// Counts over the rows of a report.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Summary {
    /// Rows.
    pub selected: usize,
    /// Rows with pass, fail or broken.
    pub judged: usize,
    /// Pass.
    pub pass: usize,
    /// Fail.
    pub fail: usize,
    /// Broken.
    pub broken: usize,
    /// Inconclusive.
    pub inconclusive: usize,
    /// Unsupported.
    pub unsupported: usize,
    /// Skipped.
    pub skipped: usize,
    /// Failures by level, each by effect.
    pub failures: Failures,
}

/// Failures of each level.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Failures {
    /// Level must.
    pub must: ByEffect,
    /// Level should.
    pub should: ByEffect,
    /// Level may.
    pub may: ByEffect,
    /// Hardening.
    pub hardening: ByEffect,
}

impl Failures {
    /// The counts of one level.
    #[must_use]
    pub const fn of(&self, level: Level) -> &ByEffect {
        match level {
            Level::Must => &self.must,
            Level::Should => &self.should,
            Level::May => &self.may,
            Level::Hardening => &self.hardening,
        }
    }

    const fn of_mut(&mut self, level: Level) -> &mut ByEffect {
        match level {
            Level::Must => &mut self.must,
            Level::Should => &mut self.should,
            Level::May => &mut self.may,
            Level::Hardening => &mut self.hardening,
        }
    }
}

/// Failures of each effect.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ByEffect {
    /// A token without the one verifier, or by the wrong client.
    pub bypass: usize,
    /// A secret where it does not belong.
    pub leak: usize,
    /// A right request refused.
    pub lockout: usize,
    /// Nobody gains or loses.
    pub deviation: usize,
    /// No answer.
    pub broken: usize,
}

impl ByEffect {
    /// All of them.
    #[must_use]
    pub const fn total(&self) -> usize {
        self.bypass + self.leak + self.lockout + self.deviation + self.broken
    }

    /// Each with its name, worst first, those that are not zero.
    pub fn named(&self) -> impl Iterator<Item = (&'static str, usize)> {
        [
            ("bypass", self.bypass),
            ("leak", self.leak),
            ("lockout", self.lockout),
            ("deviation", self.deviation),
            ("broken", self.broken),
        ]
        .into_iter()
        .filter(|(_, count)| *count > 0)
    }
}

impl Summary {
    /// Each verdict with its count, those that are not zero, what was judged before what was not.
    pub fn named(&self) -> impl Iterator<Item = (Verdict, usize)> {
        [
            (Verdict::Pass, self.pass),
            (Verdict::Fail, self.fail),
            (Verdict::Broken, self.broken),
            (Verdict::Inconclusive, self.inconclusive),
            (Verdict::Unsupported, self.unsupported),
            (Verdict::Skipped, self.skipped),
        ]
        .into_iter()
        .filter(|(_, count)| *count > 0)
    }

    /// Counts rows.
    #[must_use]
    pub fn of(results: &[CaseResult]) -> Self {
        let mut summary = Self { selected: results.len(), ..Self::default() };
        for row in results {
            let count = match row.verdict {
                Verdict::Pass => &mut summary.pass,
                Verdict::Fail => &mut summary.fail,
                Verdict::Broken => &mut summary.broken,
                Verdict::Inconclusive => &mut summary.inconclusive,
                Verdict::Unsupported => &mut summary.unsupported,
                Verdict::Skipped => &mut summary.skipped,
            };
            *count += 1;
            let by_effect = summary.failures.of_mut(row.level);
            match (row.verdict, row.effect) {
                (Verdict::Broken, _) => by_effect.broken += 1,
                (Verdict::Fail, Some(Effect::Bypass)) => by_effect.bypass += 1,
                (Verdict::Fail, Some(Effect::Leak)) => by_effect.leak += 1,
                (Verdict::Fail, Some(Effect::Lockout)) => by_effect.lockout += 1,
                (Verdict::Fail, _) => by_effect.deviation += 1,
                _ => {}
            }
        }
        summary.judged = summary.pass + summary.fail + summary.broken;
        summary
    }
}
