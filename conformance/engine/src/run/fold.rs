//! Folding: one cause, told once. Presentation only; verdicts, counts and exit codes do not change.

use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
};

use pkce_vectors::VectorSet;

use crate::result::{CaseResult, RowSetting, Verdict};

/// A vector, and of a flow the setting: a flow's causes are looked up in its own.
type Place = (Arc<str>, Option<RowSetting>);

/// Names, for each failure that others imply, the first of those that imply it.
pub(super) fn fold(set: &VectorSet, rows: &mut [CaseResult]) {
    let implied = implications(set);
    let is_failure = |row: &CaseResult| row.verdict == Verdict::Fail && row.check.is_none();
    let failed: HashMap<Place, Arc<str>> = rows
        .iter()
        .filter(|row| is_failure(row))
        .map(|row| ((Arc::clone(&row.vector), row.setting), Arc::clone(&row.id)))
        .collect();
    for row in rows.iter_mut().filter(|row| is_failure(row)) {
        let Some(causes) = implied.get(&*row.vector) else { continue };
        let mut implying =
            causes.iter().map(|cause| failed.get(&(Arc::from(cause.as_str()), row.setting)));
        if let Some(Some(first)) = implying.next()
            && implying.all(|known| known.is_some())
        {
            row.folded_under = Some(first.to_string());
        }
    }
}

fn implications(set: &VectorSet) -> BTreeMap<&str, &[String]> {
    let vectors =
        set.vectors.iter().map(|vector| (vector.id.as_str(), vector.implied_by.as_slice()));
    let flows = set.flows.iter().map(|flow| (flow.id.as_str(), flow.implied_by.as_slice()));
    vectors.chain(flows).filter(|(_, causes)| !causes.is_empty()).collect()
}
