//! For a terminal: tables drawn with lines.

use comfy_table::{CellAlignment, presets};

use super::{
    Comparison, foot, not_run,
    table::{Table, operations, verdicts},
};
use crate::style::{BAD, FAINT, paint};

pub(super) fn render(comparison: Comparison<'_>) -> String {
    let reports = comparison.reports;
    let mut text = String::new();
    for table in [verdicts(reports), operations(reports)] {
        text.push_str(&drawn(&table));
        text.push('\n');
    }
    for (target, why) in not_run(reports) {
        text.push_str(&paint(BAD, format_args!("{target} could not be run")));
        text.push_str(": ");
        text.push_str(&why);
        text.push('\n');
    }
    text.push_str(&paint(FAINT, foot(comparison)));
    text.push('\n');
    text
}

fn drawn(table: &Table) -> String {
    let mut drawn = comfy_table::Table::new();
    drawn.load_style(presets::UTF8_FULL_CONDENSED).set_header(&table.head);
    for row in &table.rows {
        drawn.add_row(row);
    }
    for index in table.words..table.head.len() {
        if let Some(column) = drawn.column_mut(index) {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
    drawn.to_string()
}
