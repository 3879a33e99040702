//! Which rules of the protocol an adapter keeps, a line each.

use std::fmt::Write as _;

use pkce_conformance::result::RuleKept;

use super::{
    clean,
    style::{BAD, FAINT, GOOD, paint},
};

/// For a terminal.
#[must_use]
pub fn terminal(rules: &[RuleKept]) -> String {
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
