//! Which rules of the protocol an adapter keeps, a line each.

use pkce_conformance::result::RuleKept;

use crate::{
    clean,
    form::forms,
    page::Page,
    style::{BAD, FAINT, GOOD, paint},
};

/// The rules that an adapter was held to.
#[derive(Debug, Clone, Copy)]
pub struct Rules<'a> {
    /// Each, with how it was kept.
    pub rules: &'a [RuleKept],
    /// Columns of the terminal.
    pub columns: usize,
}

forms! {
    /// The forms of such a list.
    Rules:
    /// A line a rule.
    Terminal => terminal,
}

fn terminal(Rules { rules, columns }: Rules<'_>) -> String {
    let mut page = Page::new(columns);
    for RuleKept { name, says, fault } in rules {
        let verdict = if fault.is_none() { paint(GOOD, "pass") } else { paint(BAD, "fail") };
        page.item(&format!("{verdict}  {name:<14}  "), 22, &paint(FAINT, says));
        if let Some(fault) = fault {
            page.para(6, &clean(fault));
        }
    }
    page.into_text()
}
