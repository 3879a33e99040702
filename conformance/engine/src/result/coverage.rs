//! Coverage: which `must` requirements apply to a subject, and which of them were judged.
//!
//! A requirement is counted for each kind of client that it was held for; in library operations once.

use std::collections::{BTreeMap, BTreeSet};

use pkce_vectors::{Level, RoleName, VectorSet};
use serde::{Deserialize, Serialize};

use super::{
    row::CaseResult,
    verdict::{Unjudged, Verdict},
};

/// How many of the requirements of level must that apply were judged, and why the others were not.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Coverage {
    /// Those that apply: there is a vector for them in an operation that is offered, for a client that is served.
    pub applicable: usize,
    /// Those that were judged: of the vectors at least one, and every one that was asked, passed or failed in at least one
    /// setting.
    pub judged: usize,
    /// Those that apply and were not judged.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub missing: Vec<Missing>,
    /// How many do not apply, by the reason.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub not_applicable: BTreeMap<Unjudged, usize>,
}

/// A requirement that applies and was not judged.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Missing {
    /// Its id.
    pub requirement: String,
    /// The kind of client, in flows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<RoleName>,
    /// Why not.
    pub why: WhyMissing,
}

/// Why a requirement that applies was not judged; of several reasons the gravest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum WhyMissing {
    /// No answer came that it is about.
    NotExercised,
    /// The subject answered `unsupported`, or does not tell what is asked about.
    Unsupported,
    /// The subject's policy is fixed, and it is another.
    PolicyFixed,
    /// What surrounds the subject decides it.
    NotOurs,
    /// A case stayed inconclusive.
    Inconclusive,
    /// A case broke.
    Broken,
}

impl WhyMissing {
    /// In words, after a count.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::NotExercised => "not exercised",
            Self::Unsupported => "unsupported",
            Self::PolicyFixed => "policy is fixed",
            Self::NotOurs => "not ours",
            Self::Inconclusive => "inconclusive",
            Self::Broken => "broken",
        }
    }
}

/// What one vector, or one of its checks, came to over the settings in which it was put.
#[derive(Default)]
struct Of {
    /// It passed or failed in one of them.
    decided: bool,
    /// It was asked.
    asked: bool,
    /// Why it was not decided elsewhere.
    why: BTreeSet<WhyMissing>,
    /// Why it does not apply; nothing where it does in some setting.
    beside: Option<Unjudged>,
    applies: bool,
}

/// A requirement, for a kind of client.
type Key<'r> = (&'r str, Option<RoleName>);

/// A vector, or one of its checks; the vector itself has the empty name.
type Part<'r> = (&'r str, &'r str);

impl Coverage {
    /// Counts over the rows of a report. `levels` are those of the profile.
    #[must_use]
    pub fn of(set: &VectorSet, levels: &BTreeMap<&str, Level>, rows: &[CaseResult]) -> Self {
        let mut keys: BTreeMap<Key<'_>, BTreeMap<Part<'_>, Of>> = BTreeMap::new();
        let flows: BTreeMap<&str, _> =
            set.flows.iter().map(|flow| (flow.id.as_str(), flow)).collect();
        for row in rows {
            let role = row.setting.map(|setting| setting.role);
            let check = row.check.as_deref().unwrap_or_default();
            if row.level == Level::Must {
                let of = keys.entry((&row.requirement, role)).or_default();
                of.entry((&row.vector, check)).or_default().take(row);
            }
            // What a check asks of an answer is missing where the case has none, even if no row tells so.
            let flow = flows.get(&*row.vector).filter(|_| row.check.is_none());
            for check in flow.into_iter().flat_map(|flow| &flow.checks) {
                if levels.get(check.requirement.as_str()) == Some(&Level::Must) {
                    let of = keys.entry((&check.requirement, role)).or_default();
                    of.entry((&row.vector, check.kind.as_str())).or_default().miss(row);
                }
            }
        }
        let mut coverage = Self::default();
        for ((requirement, role), vectors) in keys {
            if vectors.values().all(|of| !of.applies) {
                let beside = vectors.values().find_map(|of| of.beside);
                let beside = beside.unwrap_or(Unjudged::NotOffered);
                *coverage.not_applicable.entry(beside).or_default() += 1;
                continue;
            }
            coverage.applicable += 1;
            let some = vectors.values().any(|of| of.decided);
            if some && vectors.values().all(|of| of.decided || !of.asked) {
                coverage.judged += 1;
                continue;
            }
            let undecided = vectors.values().filter(|of| !of.decided && of.applies);
            let why = undecided.flat_map(|of| &of.why).max().copied();
            let why = why.unwrap_or(WhyMissing::NotExercised);
            coverage.missing.push(Missing { requirement: requirement.to_owned(), role, why });
        }
        coverage
    }

    /// Whether everything that applies was judged.
    #[must_use]
    pub const fn is_complete(&self) -> bool {
        self.judged == self.applicable
    }

    /// How many were not judged, by the reason.
    #[must_use]
    pub fn reasons(&self) -> BTreeMap<WhyMissing, usize> {
        let mut reasons = BTreeMap::new();
        for missing in &self.missing {
            *reasons.entry(missing.why).or_default() += 1;
        }
        reasons
    }
}

impl Of {
    fn take(&mut self, row: &CaseResult) {
        let verdict = row.known.as_ref().map_or(row.verdict, |known| known.was);
        match verdict {
            Verdict::Pass | Verdict::Fail => {
                (self.decided, self.asked, self.applies) = (true, true, true);
            }
            Verdict::Broken | Verdict::Inconclusive => self.fell_short(verdict),
            Verdict::Unsupported | Verdict::Skipped => self.was_not_asked(row),
        }
    }

    /// The same for a check whose case has this row.
    fn miss(&mut self, row: &CaseResult) {
        let verdict = row.known.as_ref().map_or(row.verdict, |known| known.was);
        match verdict {
            Verdict::Pass | Verdict::Fail => {
                self.applies = true;
                self.why.insert(WhyMissing::NotExercised);
            }
            // The check itself had no answer to look at.
            Verdict::Broken | Verdict::Inconclusive => {
                self.fell_short(verdict);
                self.asked = false;
            }
            Verdict::Unsupported | Verdict::Skipped => self.was_not_asked(row),
        }
    }

    fn fell_short(&mut self, verdict: Verdict) {
        let broken = verdict == Verdict::Broken;
        let why = if broken { WhyMissing::Broken } else { WhyMissing::Inconclusive };
        (self.asked, self.applies) = (true, true);
        self.why.insert(why);
    }

    fn was_not_asked(&mut self, row: &CaseResult) {
        let is_flow = row.setting.is_some();
        let why = match row.unjudged {
            Some(kind) if kind.does_not_apply() => {
                self.beside.get_or_insert(kind);
                return;
            }
            Some(Unjudged::NoPlace) if !is_flow => {
                self.beside.get_or_insert(Unjudged::NoPlace);
                return;
            }
            Some(Unjudged::PolicyFixed) => WhyMissing::PolicyFixed,
            Some(Unjudged::NotOurs) => WhyMissing::NotOurs,
            Some(Unjudged::NotExercised) => WhyMissing::NotExercised,
            _ => WhyMissing::Unsupported,
        };
        self.applies = true;
        self.why.insert(why);
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use pkce_vectors::PolicyName;

    use super::*;
    use crate::result::{RowSetting, Summary};

    fn row(vector: &str, policy: PolicyName, verdict: Verdict) -> CaseResult {
        let setting = RowSetting { role: RoleName::Public, policy };
        let id = format!("{vector}/public/{}", policy.as_str());
        let names = [id.as_str(), vector, "a-requirement"].map(Arc::from);
        let row = CaseResult::new(names, Level::Must, "flow".into(), verdict);
        CaseResult { setting: Some(setting), ..row }
    }

    fn coverage(rows: &[CaseResult]) -> Coverage {
        assert_eq!(Summary::of(rows).selected, rows.len());
        Coverage::of(&VectorSet::bundled().unwrap(), &BTreeMap::new(), rows)
    }

    const REQUIRED: PolicyName = PolicyName::Required;
    const OPTIONAL: PolicyName = PolicyName::Optional;

    #[test]
    fn one_setting_is_enough_and_every_vector_that_was_asked_counts() {
        let fixed = CaseResult {
            unjudged: Some(Unjudged::PolicyFixed),
            ..row("flow/a", OPTIONAL, Verdict::Unsupported)
        };
        let held = [row("flow/a", REQUIRED, Verdict::Pass), fixed.clone()];
        assert_eq!((coverage(&held).judged, coverage(&held).applicable), (1, 1));
        let open = [
            row("flow/a", REQUIRED, Verdict::Pass),
            row("flow/b", REQUIRED, Verdict::Inconclusive),
        ];
        assert_eq!(coverage(&open).missing[0].why, WhyMissing::Inconclusive);
        let alone = coverage(&[fixed]);
        assert_eq!((alone.judged, alone.applicable), (0, 1));
        assert_eq!(alone.missing[0].why, WhyMissing::PolicyFixed);
    }

    #[test]
    fn what_is_not_offered_is_not_missed() {
        let absent = CaseResult {
            unjudged: Some(Unjudged::NotOffered),
            ..row("flow/a", REQUIRED, Verdict::Unsupported)
        };
        let coverage = coverage(&[absent]);
        assert!(coverage.is_complete());
        assert_eq!(coverage.not_applicable.get(&Unjudged::NotOffered), Some(&1));
    }

    #[test]
    fn a_known_failure_was_judged_and_a_broken_row_was_not() {
        let broken = coverage(&[row("flow/a", REQUIRED, Verdict::Broken)]);
        assert_eq!(broken.missing[0].why, WhyMissing::Broken);
        let known = CaseResult {
            known: Some(crate::result::KnownRow {
                reason: "reported".to_owned(),
                url: None,
                was: Verdict::Fail,
            }),
            ..row("flow/a", REQUIRED, Verdict::Skipped)
        };
        assert!(coverage(&[known]).is_complete());
    }
}
