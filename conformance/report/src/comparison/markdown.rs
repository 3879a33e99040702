//! As Markdown, for a page.

use std::fmt::Write as _;

use super::{
    Comparison, foot, not_run,
    table::{operations, verdicts},
};
use crate::markdown::escape;

/// The tables, and where they come from.
pub(super) fn render(comparison: Comparison<'_>) -> String {
    format!("{}{}\n", tables(comparison), foot(comparison))
}

/// The tables alone.
pub(super) fn tables(comparison: Comparison<'_>) -> String {
    let reports = comparison.reports;
    let mut text = String::new();
    for table in [verdicts(reports), operations(reports)] {
        let mut row = |cells: Vec<String>| {
            // Writing to a String cannot fail.
            let _ = writeln!(text, "| {} |", cells.join(" | "));
        };
        row(table.head.iter().map(|cell| (*cell).to_owned()).collect());
        let rule = |index| if index < table.words { "---" } else { "---:" };
        row((0..table.head.len()).map(|index| rule(index).to_owned()).collect());
        for cells in &table.rows {
            row(cells.iter().map(|cell| escape(cell)).collect());
        }
        text.push('\n');
    }
    for (target, why) in not_run(reports) {
        let (target, why) = (escape(&target), escape(&why));
        let _ = writeln!(text, "{target} could not be run: {why}\n");
    }
    text
}
