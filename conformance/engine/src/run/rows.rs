//! Rows of the result model, from what was judged: guarded by controls, cut to what applies, and folded.

use std::{borrow::Cow, collections::HashMap, mem, sync::Arc};

use pkce_vectors::{Effect, Level, VectorSet, requirement_ids as ids};

use super::{applies, controls, fold, judged::Judged};
use crate::{
    case::{Case, CaseKind},
    judge::{CheckJudgement, Judgement, Told, uncaught_exception},
    plan::Plan,
    result::{CaseResult, Verdict},
    wire::About,
};

/// Makes the rows of every entry, in the order of the plan's cases.
pub(super) fn rows(
    set: &VectorSet,
    plan: &Plan<'_>,
    about: &About,
    mut judged: Vec<Judged<'_>>,
    strict_reasons: bool,
) -> Vec<CaseResult> {
    let unguarded = controls::unguarded(plan, &judged);
    let of_plain = applies::Plain::of(plan, about, &judged);
    let unoffered = applies::Unoffered::of(plan, about, &judged);
    let not_set_up = controls::not_set_up(plan, &judged);
    let mut names = Names::default();
    let mut rows = Vec::with_capacity(plan.cases.len());
    for index in in_order(plan) {
        let Some((entry, judged)) = plan.entries.get(index).zip(judged.get_mut(index)) else {
            continue;
        };
        let is_flow = matches!(entry.case.kind, CaseKind::Flow(..));
        let idle = not_set_up.as_deref().filter(|_| is_flow);
        let guard = unguarded.get(&index).map(String::as_str);
        let guarded = |judgement| set_up(guarded(judgement, guard), idle);
        let mut judgement = of_plain.known(&entry.case, guarded(judged.judgement.take()));
        let inapplicable =
            of_plain.not_applicable(&entry.case, about).or_else(|| unoffered.reason(&entry.case));
        if let Some(why) = inapplicable {
            judgement = Judgement::because(Verdict::Skipped, why);
        }
        let exception = judgement.exception;
        if strict_reasons {
            judgement = strict(judgement);
        }
        rows.push(names.row(&entry.case, None, judgement));
        if exception && let Some(level) = plan.levels.get(ids::HARDENING_UNCAUGHT_EXCEPTION) {
            let part = ("exception", ids::HARDENING_UNCAUGHT_EXCEPTION, *level);
            rows.extend(plan.part(names.row(&entry.case, Some(part), uncaught_exception())));
        }
        for CheckJudgement { check, judgement } in mem::take(&mut judged.checks) {
            let requirement = check.requirement.as_str();
            let Some(level) = plan.levels.get(requirement) else { continue };
            let part = (check.kind.as_str(), requirement, *level);
            rows.extend(plan.part(names.row(&entry.case, Some(part), guarded(judgement))));
        }
    }
    applies::skip_what_is_not_theirs(&mut rows, about);
    fold::fold(set, &mut rows);
    rows
}

/// The entries that fill a row, in the order of their rows.
fn in_order(plan: &Plan<'_>) -> Vec<usize> {
    let mut entries: Vec<(usize, usize)> = plan
        .entries
        .iter()
        .enumerate()
        .filter_map(|(index, entry)| Some((entry.row?, index)))
        .collect();
    entries.sort_unstable();
    entries.into_iter().map(|(_, index)| index).collect()
}

/// A refusal means nothing where the control failed.
fn guarded(judgement: Judgement, guard: Option<&str>) -> Judgement {
    match guard {
        Some(why) if judgement.verdict == Verdict::Pass && judgement.rests_on_refusal => {
            Judgement::because(Verdict::Inconclusive, why)
        }
        _ => judgement,
    }
}

/// Where no right request gets anywhere, nothing shows but a token that must not come.
fn set_up(judgement: Judgement, not_set_up: Option<&str>) -> Judgement {
    let judged = matches!(judgement.verdict, Verdict::Pass | Verdict::Fail | Verdict::Inconclusive);
    match not_set_up {
        Some(why) if judged && judgement.effect != Some(Effect::Bypass) => {
            Judgement::because(Verdict::Inconclusive, why)
        }
        _ => judgement,
    }
}

/// A wrong reason for a right refusal fails.
fn strict(mut judgement: Judgement) -> Judgement {
    if judgement.verdict == Verdict::Pass
        && let Some(told) = &mut judgement.told
        && let Some(other) = &told.other_reason
    {
        judgement.verdict = Verdict::Fail;
        judgement.effect = Some(Effect::Deviation);
        told.expected = Some("a reason that the input has".to_owned());
        told.observed = Some(other.clone());
    }
    judgement
}

/// Names that rows share.
#[derive(Default)]
struct Names<'a>(HashMap<&'a str, Arc<str>>);

impl<'a> Names<'a> {
    fn get(&mut self, name: &'a str) -> Arc<str> {
        Arc::clone(self.0.entry(name).or_insert_with(|| name.into()))
    }

    /// The row of a case; of a part of it, which is about a requirement of its own, with the part's kind.
    fn row(
        &mut self,
        case: &Case<'a>,
        part: Option<(&str, &'a str, Level)>,
        judgement: Judgement,
    ) -> CaseResult {
        let Told { step, expected, observed, reason, other_reason } =
            judgement.told.map_or_else(Told::default, |told| *told);
        let at = |text: String| match step {
            Some(index) => format!("step {index}: {text}"),
            None => text,
        };
        let (expected, observed) = (expected.map(at), observed.map(at));
        let vector = match case.kind {
            // A library vector's row has the vector's own id.
            CaseKind::Library(_) => case.vector_id().into(),
            CaseKind::Flow(..) => self.get(case.vector_id()),
        };
        let (id, requirement, level) = match (part, case.kind) {
            (Some((kind, requirement, level)), _) => {
                (format!("{}#{kind}", case.id()).into(), requirement, level)
            }
            (None, CaseKind::Library(_)) => (Arc::clone(&vector), case.requirement(), case.level),
            (None, CaseKind::Flow(..)) => (case.id().into(), case.requirement(), case.level),
        };
        CaseResult {
            id,
            vector,
            requirement: self.get(requirement),
            level,
            op: Cow::Borrowed(case.op()),
            verdict: judgement.verdict,
            effect: judgement.effect,
            expected,
            observed,
            reason,
            folded_under: None,
            other_reason,
        }
    }
}
