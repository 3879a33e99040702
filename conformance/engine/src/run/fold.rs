//! Folding: one cause, one finding. Presentation only; verdicts, counts and exit codes do not change.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use pkce_vectors::VectorSet;

use crate::result::{CaseResult, Verdict};

/// Names, for each failure that others imply, the first of those that imply it.
pub(super) fn fold(set: &VectorSet, rows: &mut [CaseResult]) {
    let implied = implications(set);
    let failed: BTreeSet<Arc<str>> = rows
        .iter()
        .filter(|row| row.verdict == Verdict::Fail && !row.id.contains('#'))
        .map(|row| Arc::clone(&row.id))
        .collect();
    for row in rows.iter_mut().filter(|row| row.verdict == Verdict::Fail && !row.id.contains('#')) {
        let Some(causes) = implied.get(&*row.vector) else { continue };
        // A flow's causes are looked up in its own role and policy.
        let surroundings = row.id.strip_prefix(&*row.vector).unwrap_or_default();
        let mut implying = causes.iter().map(|cause| format!("{cause}{surroundings}"));
        let first = implying.next().filter(|case| failed.contains(case.as_str()));
        if let Some(first) = first
            && implying.all(|case| failed.contains(case.as_str()))
        {
            row.folded_under = Some(first);
        }
    }
}

fn implications(set: &VectorSet) -> BTreeMap<&str, &[String]> {
    let vectors =
        set.vectors.iter().map(|vector| (vector.id.as_str(), vector.implied_by.as_slice()));
    let flows = set.flows.iter().map(|flow| (flow.id.as_str(), flow.implied_by.as_slice()));
    vectors.chain(flows).filter(|(_, causes)| !causes.is_empty()).collect()
}
