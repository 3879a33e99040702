//! Which rules of the protocol an adapter keeps, a line each.

use std::fmt::Write as _;

use pkce_conformance::result::RuleKept;

use crate::{
    clean,
    form::forms,
    style::{BAD, FAINT, GOOD, paint},
};

/// The rules that an adapter was held to.
pub type Rules<'a> = &'a [RuleKept];

forms! {
    /// The forms of such a list.
    Rules:
    /// A line a rule.
    Terminal => terminal,
}

fn terminal(rules: Rules<'_>) -> String {
    let mut text = String::new();
    for RuleKept { name, says, fault } in rules {
        let verdict = if fault.is_none() { paint(GOOD, "pass") } else { paint(BAD, "fail") };
        // Writing to a String cannot fail.
        let _ = writeln!(text, "{verdict}  {name:<14}  {}", paint(FAINT, says));
        if let Some(fault) = fault {
            let _ = writeln!(text, "      {}", clean(fault));
        }
    }
    text
}
