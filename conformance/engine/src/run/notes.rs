//! What a reader must know beside the verdicts.

use crate::{plan::Plan, result::CaseResult, text::clip, wire::About};

/// Every note of a run.
pub(super) fn of(plan: &Plan<'_>, about: &About, rows: &[CaseResult]) -> Vec<String> {
    let mut notes = Vec::new();
    let has_flows = rows.iter().any(|row| row.op == "flow" && row.verdict.is_judged());
    for role in plan.settings.not_pushed().into_iter().filter(|_| has_flows) {
        notes.push(format!(
            "{} wants pushed authorization requests; {role} clients are judged without, since none is offered",
            plan.profile
        ));
    }
    notes.extend(of_rows(about, rows));
    notes
}

/// Those that rows and the introduction alone decide.
pub(super) fn of_rows(about: &About, rows: &[CaseResult]) -> Vec<String> {
    let mut notes = Vec::new();
    let judged = |op: &str| rows.iter().any(|row| row.op == op && row.verdict.is_judged());
    if judged("verify") && !judged("flow") {
        notes.push(
            "judged by `verify` alone: whether the downgrade and the second try are refused was not judged".to_owned(),
        );
    }
    let reasons = rows.iter().filter(|row| row.other_reason.is_some()).count();
    if reasons > 0 {
        notes.push(format!(
            "{reasons} refusals named another fault than the input has (see --strict-reasons)"
        ));
    }
    if !about.not_ours.is_empty() {
        notes.push(format!(
            "decided by the adapter's fixture, so skipped: {}",
            clip(&about.not_ours.join(", "))
        ));
    }
    notes
}
