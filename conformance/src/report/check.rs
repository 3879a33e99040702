//! What the checks of an adapter found, a line each.

use std::fmt::Write as _;

use super::{
    clean,
    style::{BAD, FAINT, GOOD, paint},
};
use crate::check::Finding;

/// For a terminal.
#[must_use]
pub fn terminal(findings: &[Finding]) -> String {
    let mut text = String::new();
    for Finding { name, says, fault } in findings {
        let verdict = if fault.is_none() { paint(GOOD, "pass") } else { paint(BAD, "fail") };
        // Writing to a String cannot fail.
        let _ = writeln!(text, "{verdict}  {name:<14}  {}", paint(FAINT, says));
        if let Some(fault) = fault {
            let _ = writeln!(text, "      {}", clean(fault));
        }
    }
    text
}
