//! Rows of the result model, from what was judged: each goes down the road, then they are folded.

use std::{borrow::Cow, collections::HashMap, mem, sync::Arc};

use pkce_vectors::{Level, VectorSet, requirement_ids as ids};

use super::{
    fold,
    judged::Judged,
    road::{Row, Sight},
};
use crate::{
    case::{Case, CaseKind},
    judge::{CheckJudgement, Detail, Judgement, server_error, uncaught_exception},
    plan::Plan,
    result::{CaseResult, RowSetting, Verdict},
};

/// Makes the rows of every entry, in the order of the plan's cases.
pub(super) fn rows(
    set: &VectorSet,
    plan: &Plan<'_>,
    sight: &Sight<'_>,
    mut judged: Vec<Judged<'_>>,
) -> Vec<CaseResult> {
    let mut names = Names::default();
    let mut rows = Vec::with_capacity(plan.cases.len());
    for index in in_order(plan) {
        let Some((entry, judged)) = plan.entries.get(index).zip(judged.get_mut(index)) else {
            continue;
        };
        let case = &entry.case;
        let is_run = judged.not_run().is_none();
        let judgement = mem::replace(&mut judged.judgement, Judgement::pass());
        let id = case.id();
        let place = Row {
            id: &id,
            case,
            entry: index,
            group: entry.group,
            is_control: entry.control,
            requirement: case.requirement(),
            is_part: false,
        };
        let exception = sight.exception(&place, &judgement);
        // What was not run has no other reason.
        let judgement = if is_run { sight.verdict(&place, judgement) } else { judgement };
        let level = sight.level(&place, &judgement);
        rows.push(names.row(&Case { level, ..*case }, None, judgement, judged));
        let exception = exception.and_then(|message| {
            let (kind, requirement, judgement) = match case.kind {
                CaseKind::Library(_) => {
                    let judgement = uncaught_exception(&message);
                    (EXCEPTION, ids::HARDENING_UNCAUGHT_EXCEPTION, judgement)
                }
                CaseKind::Flow(..) => (SERVER_ERROR, ids::HARDENING_SERVER_ERROR, server_error()),
            };
            let level = plan.levels.get(requirement)?;
            // Where the case's own requirement is this one, its own row tells it.
            (case.requirement() != requirement).then_some((kind, requirement, *level, judgement))
        });
        let checks = mem::take(&mut judged.checks);
        let checks = checks.into_iter().filter_map(|CheckJudgement { check, judgement }| {
            let requirement = check.requirement.as_str();
            let level = plan.levels.get(requirement)?;
            Some((check.kind.as_str(), requirement, *level, judgement))
        });
        for (kind, requirement, level, judgement) in exception.into_iter().chain(checks) {
            let id = format!("{id}#{kind}");
            let place = Row { id: &id, requirement, is_part: true, ..place };
            let judgement = sight.verdict(&place, judgement);
            rows.extend(plan.part(names.row(
                case,
                Some((kind, requirement, level)),
                judgement,
                judged,
            )));
        }
    }
    fold::fold(set, &mut rows);
    rows
}

/// The part of a case that tells of an exception from beneath.
pub(super) const EXCEPTION: &str = "exception";

/// The part of a flow that tells of a server error where a refusal is right.
pub(super) const SERVER_ERROR: &str = "server-error";

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
        part: Option<(&'static str, &'a str, Level)>,
        judgement: Judgement,
        judged: &Judged<'_>,
    ) -> CaseResult {
        let Detail { step, expected, observed, reason, other_reason, known, fault, unjudged } =
            judgement.detail.map_or_else(Detail::default, |detail| *detail);
        let at = |text: String| match step {
            Some(index) => format!("step {index}: {text}"),
            None => text,
        };
        let (expected, observed) = (expected.map(at), observed.map(at));
        let (vector, setting) = match case.kind {
            // A library vector's row has the vector's own id.
            CaseKind::Library(_) => (case.vector_id().into(), None),
            CaseKind::Flow(_, setting) => {
                let setting = RowSetting { role: setting.role, policy: setting.policy };
                (self.get(case.vector_id()), Some(setting))
            }
        };
        let (id, requirement, level) = match (part, case.kind) {
            (Some((kind, requirement, level)), _) => {
                (format!("{}#{kind}", case.id()).into(), requirement, level)
            }
            (None, CaseKind::Library(_)) => (Arc::clone(&vector), case.requirement(), case.level),
            (None, CaseKind::Flow(..)) => (case.id().into(), case.requirement(), case.level),
        };
        let failed = judgement.verdict == Verdict::Fail || known.is_some();
        CaseResult {
            id,
            vector,
            setting,
            check: part.map(|(kind, ..)| Cow::Borrowed(kind)),
            requirement: self.get(requirement),
            level,
            op: Cow::Borrowed(case.op()),
            verdict: judgement.verdict,
            effect: judgement.effect,
            step,
            expected,
            observed,
            reason,
            unjudged,
            fault,
            known,
            asked: judged.asked.clone().filter(|_| failed || judged.answered.is_some()),
            by_hand: judged
                .by_hand
                .iter()
                .filter(|(index, _)| failed && step.is_none_or(|last| *index <= last))
                .map(|(_, line)| line.to_string())
                .collect(),
            answered: judged.answered.clone().filter(|_| part.is_none()),
            folded_under: None,
            other_reason,
            micros: judged.micros.filter(|_| part.is_none()),
            asked_again: judged.asked_again,
        }
    }
}
