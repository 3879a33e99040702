//! What was asked in a case that fails, short enough to be read beside it.

use pkce_conformance::{result::CaseResult, text::clip_to};
use pkce_vectors::Flow;

use crate::{
    call::call,
    clean,
    page::Page,
    sequence::{line, messages},
    style::{BAD, paint},
};

/// So many characters of what was asked are shown.
const MOST: usize = 320;

/// A library's input, or what passed between a client and a server up to the answer that went wrong.
pub(super) fn write(page: &mut Page, row: &CaseResult, flow: Option<&Flow>) {
    if let Some(asked) = call(row, MOST) {
        page.item("      asked ", 8, &clean(&asked));
    }
    for message in messages(row, flow) {
        let (text, is_wrong) = line(&message);
        let text = clip_to(&text, MOST);
        let mark = if is_wrong { format!("    {} ", paint(BAD, "✗")) } else { " ".repeat(6) };
        page.item(&mark, 8, &text);
    }
}
