//! A line for each target that does not hold, with its verdict in words. No colours: it stands beside another form.

use std::fmt::Write as _;

use super::Comparison;
use crate::{clean, run::last_line::verdict};

pub(super) fn render(comparison: Comparison<'_>) -> String {
    let mut text = String::new();
    for report in comparison.reports.iter().filter(|report| report.exit_code(false) != 0) {
        let (_, verdict, why) = verdict(report, false);
        // Writing to a String cannot fail.
        let _ = writeln!(text, "{} {verdict}: {why}", clean(&report.target));
    }
    text
}
