//! The call of a library in a line: its operation and what it was given.

use pkce_conformance::{
    result::{Asked, CaseResult},
    text::clip_to,
};

/// `verify challenge="…" verifier="…"`, of at most so many characters; nothing for a flow, or where nobody wrote it down.
/// What a report says is in it as it is.
pub(crate) fn call(row: &CaseResult, most: usize) -> Option<String> {
    let Some(Asked::Input(input)) = row.asked.as_deref() else { return None };
    let input = serde_json::to_value(input).unwrap_or_default();
    let members = input.as_object().into_iter().flatten();
    let members: Vec<String> = members.map(|(name, value)| format!(" {name}={value}")).collect();
    Some(clip_to(&format!("{}{}", row.op, members.concat()), most))
}
