//! What means nothing or was not asked: by verdict and reason, counted.

use std::collections::BTreeMap;

use super::View;
use crate::{
    clean,
    page::Page,
    style::{FAINT, NAME, WARN, paint},
};
use pkce_conformance::result::{CaseResult, KnownRow, Report, Verdict};

/// So many ids tell what a reason is about.
const IDS: usize = 3;

/// Rows with one reason.
struct Reason<'r> {
    says: String,
    rows: Vec<&'r CaseResult>,
    /// The rows are told by their ids.
    has_ids: bool,
}

pub(super) fn write(page: &mut Page, report: &Report, view: View) {
    for verdict in [Verdict::Inconclusive, Verdict::Unsupported, Verdict::Skipped] {
        let reasons = reasons(report, verdict);
        if reasons.is_empty() {
            continue;
        }
        let style = if verdict == Verdict::Inconclusive { WARN } else { NAME };
        page.line(&format!("\n{}", paint(style, verdict.as_str())));
        let (shown, more) = view.first(&reasons);
        for Reason { says, rows, has_ids } in shown {
            page.item(&format!("  {:>5}  ", rows.len()), 9, says);
            if *has_ids {
                let all = view.all && verdict == Verdict::Inconclusive;
                page.para(9, &paint(FAINT, ids(rows, view, all)));
            }
        }
        if more > 0 {
            let noun = if more == 1 { "reason" } else { "reasons" };
            page.para(9, &format!("and {more} more {noun} (--all shows each)"));
        }
    }
}

/// The rows of a verdict by their reason, the most frequent first. What a target does not have at all is one reason.
fn reasons(report: &Report, verdict: Verdict) -> Vec<Reason<'_>> {
    let mut by_reason: BTreeMap<String, Vec<&CaseResult>> = BTreeMap::new();
    let mut lacking: Vec<&CaseResult> = Vec::new();
    for row in report.results.iter().filter(|row| row.verdict == verdict) {
        if verdict == Verdict::Unsupported && !offers(report, row) {
            lacking.push(row);
        } else {
            by_reason.entry(reason(row)).or_default().push(row);
        }
    }
    let mut reasons: Vec<Reason<'_>> =
        by_reason.into_iter().map(|(says, rows)| Reason { says, rows, has_ids: true }).collect();
    if !lacking.is_empty() {
        let mut ops: Vec<&str> = Vec::new();
        for row in &lacking {
            if !ops.contains(&&*row.op) {
                ops.push(&row.op);
            }
        }
        let says = format!("not among its operations: {}", clean(&ops.join(", ")));
        reasons.push(Reason { says, rows: lacking, has_ids: false });
    }
    reasons.sort_by_key(|reason| std::cmp::Reverse(reason.rows.len()));
    reasons
}

/// Whether the target says that it has the operation of a row.
fn offers(report: &Report, row: &CaseResult) -> bool {
    let wanted = if row.op == "flow" { "flow.open" } else { &*row.op };
    report.about.as_ref().is_some_and(|about| about.ops.iter().any(|op| op == wanted))
}

/// Why a row was not judged; of a known failure, what its file says of it and then what broke.
fn reason(row: &CaseResult) -> String {
    let own = row.reason.as_deref();
    let Some(KnownRow { reason, url, .. }) = &row.known else {
        return clean(&one_for_all_settings(row, own.unwrap_or("no reason told"))).into_owned();
    };
    let link = url.as_ref().map_or(String::new(), |url| format!(" ({url})"));
    let cause = own.map_or(String::new(), |cause| format!("; {cause}"));
    clean(&format!("known failure: {reason}{link}{cause}")).into_owned()
}

/// A reason that names its control names the control of the row's own setting: one cause in all of them.
fn one_for_all_settings(row: &CaseResult, reason: &str) -> String {
    row.setting.map_or_else(
        || reason.to_owned(),
        |setting| reason.replace(&format!("/{}/{}", setting.role, setting.policy.as_str()), ""),
    )
}

/// A few of the vectors, so that a reader knows what they are about; all, where they are asked for.
pub(super) fn ids(rows: &[&CaseResult], view: View, all: bool) -> String {
    let mut ids: Vec<&str> = rows.iter().map(|row| &*row.vector).collect();
    // The cases of a flow stand together.
    ids.dedup();
    let (shown, more) = View { show: IDS, all, ..view }.first(&ids);
    let mut shown: Vec<String> = shown.iter().map(|id| clean(id).into_owned()).collect();
    if more > 0 {
        shown.push("…".to_owned());
    }
    shown.join(", ")
}
