//! What brought no answer or was not asked: by verdict and reason, counted.

use std::collections::BTreeMap;

use super::{View, line};
use crate::{
    clean,
    style::{BAD, FAINT, NAME, WARN, paint},
};
use pkce_conformance::result::{CaseResult, KnownRow, Report, Verdict};

pub(super) fn write(text: &mut String, report: &Report, view: View) {
    for verdict in [Verdict::Broken, Verdict::Inconclusive, Verdict::Unsupported, Verdict::Skipped]
    {
        let reasons = reasons(&report.results, verdict);
        if reasons.is_empty() {
            continue;
        }
        let style = match verdict {
            Verdict::Broken => BAD,
            Verdict::Inconclusive => WARN,
            _ => NAME,
        };
        line(text, &format!("\n{}", paint(style, verdict.as_str())));
        let (shown, more) = view.first(&reasons);
        for (reason, rows) in shown {
            line(text, &format!("  {:>5}  {}", rows.len(), clean(reason)));
            line(text, &format!("         {}", paint(FAINT, ids(rows, view))));
        }
        if more > 0 {
            line(text, &format!("         and {more} more reasons (--all shows each)"));
        }
    }
}

/// The rows of a verdict by their reason, the most frequent first.
fn reasons(rows: &[CaseResult], verdict: Verdict) -> Vec<(String, Vec<&CaseResult>)> {
    let mut by_reason: BTreeMap<String, Vec<&CaseResult>> = BTreeMap::new();
    for row in rows.iter().filter(|row| row.verdict == verdict) {
        by_reason.entry(reason(row)).or_default().push(row);
    }
    let mut reasons: Vec<_> = by_reason.into_iter().collect();
    reasons.sort_by_key(|(_, rows)| std::cmp::Reverse(rows.len()));
    reasons
}

/// Why a row was not judged; of a known failure, what its file says of it and then what broke.
fn reason(row: &CaseResult) -> String {
    let own = row.reason.as_deref();
    let Some(KnownRow { reason, url, .. }) = &row.known else {
        return own.unwrap_or("no reason told").to_owned();
    };
    let link = url.as_ref().map_or(String::new(), |url| format!(" ({url})"));
    let cause = own.map_or(String::new(), |cause| format!("; {cause}"));
    format!("known failure: {reason}{link}{cause}")
}

/// A few of the vectors, so that a reader knows what they are about.
fn ids(rows: &[&CaseResult], view: View) -> String {
    let mut ids: Vec<&str> = rows.iter().map(|row| &*row.vector).collect();
    // The cases of a flow stand together.
    ids.dedup();
    let (shown, more) = View { show: 3, ..view }.first(&ids);
    let mut shown: Vec<String> = shown.iter().map(|id| clean(id).into_owned()).collect();
    if more > 0 {
        shown.push("…".to_owned());
    }
    shown.join(", ")
}
