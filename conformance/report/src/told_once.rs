//! Rows that are told once: those of one vector that fail in the same way.

use std::collections::HashMap;

use pkce_conformance::result::CaseResult;
use pkce_vectors::Effect;

/// Puts together what is told once, in the order of the first of each: for a flow the roles and policies in which it gives
/// the same answer.
pub(crate) fn told_once<'r>(
    rows: impl Iterator<Item = &'r CaseResult>,
) -> Vec<Vec<&'r CaseResult>> {
    type Same<'r> =
        (&'r str, Option<&'r str>, Option<Effect>, &'r Option<String>, &'r Option<String>);
    let mut places: HashMap<Same<'r>, usize> = HashMap::new();
    let mut told: Vec<Vec<&CaseResult>> = Vec::new();
    for row in rows {
        let same = (&*row.vector, row.check.as_deref(), row.effect, &row.expected, &row.observed);
        let place = *places.entry(same).or_insert(told.len());
        match told.get_mut(place) {
            Some(cases) => cases.push(row),
            None => told.push(vec![row]),
        }
    }
    told
}

/// The vector, and which of its parts: `flow/verifier/wrong#error`.
pub(crate) fn name(row: &CaseResult) -> String {
    match &row.check {
        Some(kind) => format!("{}#{kind}", row.vector),
        None => row.vector.to_string(),
    }
}

/// Role and policy of a flow's case.
pub(crate) fn setting(row: &CaseResult) -> Option<String> {
    row.setting.map(|setting| format!("{}/{}", setting.role, setting.policy.as_str()))
}

/// What would have been right, or what came, without the number of its step.
pub(crate) fn side<'r>(side: Option<&'r str>, row: &CaseResult) -> &'r str {
    let side = side.unwrap_or("?");
    let at = row.step.and_then(|step| side.strip_prefix(&format!("step {step}: ")));
    at.unwrap_or(side)
}
