//! The one result model. Every report is made of it; its JSON form has a schema
//! (`schema/result.schema.json`).

mod adapter_rules;
mod asked;
mod explored;
mod kills;

use std::{borrow::Cow, collections::BTreeMap, sync::Arc};

use pkce_vectors::{Effect, Level, PolicyName, RoleName};
use serde::{Deserialize, Serialize};

use crate::{transport::FaultKind, wire::About};

pub use adapter_rules::RuleKept;
pub use asked::Asked;
pub use explored::{Difference, Draft, Exploration, Found, Share};
pub use kills::{Breaches, KillMatrix, KillRow};

/// What a subject plays, and so which vectors are held against it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// A library: the operations on verifiers, challenges and methods.
    Library,
    /// An authorization server: flows.
    Server,
}

impl Role {
    /// The word for it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Library => "library",
            Self::Server => "server",
        }
    }
}

/// The version of the result model's JSON form.
pub const RESULT_FORMAT: u32 = 2;

/// What a run of the vectors against one target came to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    /// [`RESULT_FORMAT`].
    pub format: u32,
    /// The version of `pkce`.
    pub tool: String,
    /// Which vectors were held against the target.
    pub vectors: VectorsUsed,
    /// The profile's id.
    pub profile: String,
    /// The seed of every draw.
    pub seed: u64,
    /// The target, as it was named on the command line.
    pub target: String,
    /// What the target said of itself; absent where it never spoke.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub about: Option<About>,
    /// Why the target could not be run at all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub failed_to_run: Option<String>,
    /// Whether the run was ended from outside before its time.
    pub interrupted: bool,
    /// How the run went.
    pub run: RunFacts,
    /// Counts over `results`.
    pub summary: Summary,
    /// Entries of the known-failures file that no longer hold.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub stale: Vec<String>,
    /// What a reader must know beside the verdicts.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<String>,
    /// A row a case or check, in the order of the vectors.
    pub results: Vec<CaseResult>,
}

/// How a run went.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RunFacts {
    /// When it began: seconds since the start of 1970, UTC.
    pub started: u64,
    /// How long it took, in milliseconds.
    pub milliseconds: u64,
    /// How often the target was started anew, after it broke.
    pub restarts: usize,
    /// Cases that were under way when the target broke, and were asked again.
    pub asked_again: usize,
    /// Whether a `should` that fails, fails the run.
    pub strict: bool,
    /// The exit code that goes with it.
    pub exit_code: u8,
}

/// The data behind a run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct VectorsUsed {
    /// Their version.
    pub version: String,
    /// SHA-256 over the files, in lower-case hexadecimal.
    pub digest: String,
}

/// What came of one case or check.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// The answer is right.
    Pass,
    /// The answer is wrong.
    Fail,
    /// No answer: crashed, timed out, or answered nonsense.
    Broken,
    /// The answer means nothing: its control failed, or what it needed did not come.
    Inconclusive,
    /// The target declares that it does not offer this.
    Unsupported,
    /// Not asked, or not counted: policy, fixture, or known failure.
    Skipped,
}

impl Verdict {
    /// The name used in reports.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Pass => "pass",
            Self::Fail => "fail",
            Self::Broken => "broken",
            Self::Inconclusive => "inconclusive",
            Self::Unsupported => "unsupported",
            Self::Skipped => "skipped",
        }
    }

    /// Whether the target answered and the answer was judged.
    #[must_use]
    pub const fn is_judged(self) -> bool {
        matches!(self, Self::Pass | Self::Fail | Self::Broken)
    }
}

/// One row. There are as many as cases, so what rows have in common they share.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseResult {
    /// The vector's id; for a flow with role and policy; for a check with `#` and its kind.
    pub id: Arc<str>,
    /// The vector's or flow's id.
    pub vector: Arc<str>,
    /// Of a flow: the client and the policy that it ran under.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub setting: Option<RowSetting>,
    /// Of a part of a case, which has a requirement of its own: the kind of check, or `exception`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub check: Option<Cow<'static, str>>,
    /// The requirement behind it.
    pub requirement: Arc<str>,
    /// The requirement's level in this profile.
    pub level: Level,
    /// `derive`, `verify`, …, or `flow`.
    pub op: Cow<'static, str>,
    /// The verdict.
    pub verdict: Verdict,
    /// Who gains by a failure.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub effect: Option<Effect>,
    /// The step of a flow at which expected and observed part, counted from 0.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub step: Option<usize>,
    /// What would have been right; where the verdict is not pass.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expected: Option<String>,
    /// What came; where the verdict is not pass.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub observed: Option<String>,
    /// Why the case was not judged, or what broke.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// How the target broke, where the verdict is broken.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fault: Option<FaultKind>,
    /// The failure is known: listed with a reason.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub known: Option<KnownRow>,
    /// What was asked; where the case failed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asked: Option<Box<Asked>>,
    /// The case under which this failure is told: it has the same cause.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub folded_under: Option<String>,
    /// A refusal for another reason than the input's fault.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub other_reason: Option<String>,
    /// How long the case took, in microseconds; of the case's own row, where it was asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub micros: Option<u64>,
    /// The case was under way when the target broke, and was asked again.
    #[serde(default, skip_serializing_if = "is_false")]
    pub asked_again: bool,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the form that serde calls")]
const fn is_false(value: &bool) -> bool {
    !*value
}

/// The surroundings of a flow, as a row tells them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct RowSetting {
    /// The kind of client.
    pub role: RoleName,
    /// For whom PKCE is required.
    pub policy: PolicyName,
}

/// What the file of known failures says of a row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KnownRow {
    /// Why it is known.
    pub reason: String,
    /// Where it is discussed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// The verdict without the file.
    pub was: Verdict,
}

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
    /// Requirements of level must that apply to the target.
    pub must_applicable: usize,
    /// Those of which at least one row was judged.
    pub must_judged: usize,
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
    /// Counts rows.
    #[must_use]
    pub fn of(results: &[CaseResult]) -> Self {
        let mut summary = Self { selected: results.len(), ..Self::default() };
        let mut musts: BTreeMap<&str, bool> = BTreeMap::new();
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
            // What is unsupported or skipped does not apply to this target.
            if row.level == Level::Must
                && !matches!(row.verdict, Verdict::Unsupported | Verdict::Skipped)
            {
                *musts.entry(&row.requirement).or_default() |= row.verdict.is_judged();
            }
        }
        summary.judged = summary.pass + summary.fail + summary.broken;
        summary.must_applicable = musts.len();
        summary.must_judged = musts.values().filter(|judged| **judged).count();
        summary
    }
}

impl Report {
    /// The process's exit code for this report (documented in `pkce run --help`).
    #[must_use]
    pub fn exit_code(&self, strict: bool) -> u8 {
        let fails = |level: Level| self.summary.failures.of(level).total() > 0;
        if self.failed_to_run.is_some() {
            return 3;
        }
        if fails(Level::Must) || (strict && fails(Level::Should)) || !self.stale.is_empty() {
            return 1;
        }
        let undecided =
            |row: &CaseResult| row.level == Level::Must && row.verdict == Verdict::Inconclusive;
        let known = |row: &CaseResult| row.known.is_some();
        let nothing = self.summary.judged == 0 && !self.results.iter().any(known);
        let undecided = self.results.iter().any(undecided);
        if nothing || undecided || self.interrupted { 3 } else { 0 }
    }

    /// Whether some applicable `must` requirement was not judged.
    #[must_use]
    pub const fn is_partial(&self) -> bool {
        self.summary.must_judged < self.summary.must_applicable || self.interrupted
    }
}
