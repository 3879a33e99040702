//! A run that ends before its last case: when it may, and what is then as if it had not been asked.

use std::collections::BTreeSet;

use pkce_vectors::{Effect, Level, Op};

use super::judged::Judged;
use crate::{
    case::{Case, CaseKind, Record},
    known::KnownFailures,
    plan::{Entry, Patterns, Plan, is_plain},
    result::Verdict,
};

/// Somebody ended it.
pub(super) const INTERRUPTED: &str = "the run was interrupted";

/// It was told to end so.
pub(super) const AT_A_FAILURE: &str = "the run ended at its first failure";

/// It was given so much time.
pub(super) const OUT_OF_TIME: &str = "not asked: the time of the run was over";

/// Why a case was not run, at the place of one that has no record.
pub(super) fn not_run<'a>(case: &Case<'a>, why: &str) -> Judged<'a> {
    Judged::unasked(case, Record::NotRun(why.to_owned()))
}

/// An answer means nothing where it depends on plain, and no control of plain was run: it is as if it had not come.
pub(super) fn leave_undecided<'a>(plan: &Plan<'a>, judged: &mut [Judged<'a>], why: &str) {
    let of_plain = |entry: &Entry<'_>| match entry.case.kind {
        CaseKind::Library(vector) if entry.control && is_plain(vector) => Some(vector.op),
        _ => None,
    };
    let controls = || plan.entries.iter().zip(&*judged);
    let of = |run: bool| {
        let those = controls().filter(move |(_, judged)| judged.not_run().is_none() == run);
        those.filter_map(|(entry, _)| of_plain(entry)).collect::<BTreeSet<Op>>()
    };
    let (run, left) = (of(true), of(false));
    for (entry, judged) in plan.entries.iter().zip(judged) {
        let CaseKind::Library(vector) = entry.case.kind else { continue };
        let is_open = left.contains(&vector.op) && !run.contains(&vector.op);
        let is_answered = matches!(judged.judgement.verdict, Verdict::Pass | Verdict::Fail);
        if is_open && is_answered && vector.needs.plain.is_some() {
            *judged = not_run(&entry.case, why);
        }
    }
}

/// What tells a failure that stays one, whatever other cases show.
pub(super) struct FailFast<'r> {
    pub(super) plan: &'r Plan<'r>,
    pub(super) not_ours: Patterns,
    pub(super) known: Option<&'r KnownFailures>,
}

impl FailFast<'_> {
    /// Whether a `must` fails here, in the case itself or in a check of it.
    pub(super) fn ends(&self, case: &Case<'_>, judged: &Judged<'_>) -> bool {
        if depends_on_offers(case) {
            return false;
        }
        let id = case.id();
        let counts = |id: &str, requirement: &str, level: Option<&Level>, verdict: Verdict| {
            level == Some(&Level::Must)
                && matches!(verdict, Verdict::Fail | Verdict::Broken)
                && !self.not_ours.name(case, requirement)
                && self.known.and_then(|known| known.entry_of(id, requirement, verdict)).is_none()
        };
        // A flow that gets nowhere may show no more than a target that is not set up.
        let own = &judged.judgement;
        let is_set_up = !judged.evidence.got_nowhere || own.effect == Some(Effect::Bypass);
        let mut checks = judged.checks.iter();
        (is_set_up && counts(&id, case.requirement(), Some(&case.level), own.verdict))
            || checks.any(|check| {
                let requirement = check.check.requirement.as_str();
                let id = format!("{id}#{}", check.check.kind.as_str());
                let level = self.plan.levels.get(requirement);
                counts(&id, requirement, level, check.judgement.verdict)
            })
    }
}

/// Whether the controls of the target decide if the case applies.
fn depends_on_offers(case: &Case<'_>) -> bool {
    match case.kind {
        CaseKind::Library(vector) => vector.needs.plain.is_some(),
        CaseKind::Flow(flow, _) => flow.needs.plain == Some(true) || flow.needs.par == Some(true),
    }
}
