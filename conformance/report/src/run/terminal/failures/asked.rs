//! What was asked in a case that fails, short enough to be read beside it.

use pkce_conformance::{
    result::{Asked, CaseResult},
    text::clip_to,
};
use pkce_vectors::Flow;

use crate::{
    clean,
    page::Page,
    sequence::{line, messages},
    style::{BAD, paint},
};

/// So many characters of what was asked are shown.
const MOST: usize = 320;

/// A library's input, or what passed between a client and a server up to the answer that went wrong.
pub(super) fn write(page: &mut Page, row: &CaseResult, flow: Option<&Flow>) {
    if let Some(Asked::Input(input)) = row.asked.as_deref() {
        let input = serde_json::to_value(input).unwrap_or_default();
        let members = input.as_object().into_iter().flatten();
        let members: Vec<String> =
            members.map(|(name, value)| format!(" {name}={value}")).collect();
        let asked = clip_to(&format!("{}{}", row.op, members.concat()), MOST);
        page.item("      asked ", 8, &clean(&asked));
    }
    for message in messages(row, flow) {
        let (text, is_wrong) = line(&message);
        let text = clip_to(&text, MOST);
        let mark = if is_wrong { format!("    {} ", paint(BAD, "✗")) } else { " ".repeat(6) };
        page.item(&mark, 8, &text);
    }
}
