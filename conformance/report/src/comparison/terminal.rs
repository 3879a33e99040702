//! The comparison: a row a target, what each operation was worth, and what they were held against.

mod table;

use std::fmt::Write as _;

use comfy_table::{CellAlignment, presets};

use super::{
    clean,
    style::{BAD, FAINT, paint},
    words::short,
};
use pkce_conformance::result::Report;
use table::{Table, operations, verdicts};

/// For a terminal.
#[must_use]
pub fn terminal(reports: &[Report], seconds: f64) -> String {
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
    text.push_str(&paint(FAINT, foot(reports, seconds)));
    text.push('\n');
    text
}

/// As Markdown.
#[must_use]
pub fn markdown(reports: &[Report], seconds: f64) -> String {
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
            row(cells.iter().map(|cell| escape_markdown(cell)).collect());
        }
        text.push('\n');
    }
    for (target, why) in not_run(reports) {
        let (target, why) = (escape_markdown(&target), escape_markdown(&why));
        let _ = writeln!(text, "{target} could not be run: {why}\n");
    }
    text.push_str(&foot(reports, seconds));
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

fn not_run(reports: &[Report]) -> Vec<(String, String)> {
    let told = |report: &Report| {
        let why = report.failed_to_run.as_deref()?;
        Some((clean(&report.target).into_owned(), clean(why).into_owned()))
    };
    reports.iter().filter_map(told).collect()
}

fn foot(reports: &[Report], seconds: f64) -> String {
    let Some(first) = reports.first() else { return String::new() };
    format!(
        "profile {}, vectors {}, digest {}, seed {}; {seconds:.1} s",
        clean(&first.profile),
        clean(&first.vectors.version),
        short(&first.vectors.digest),
        first.seed
    )
}

/// Text in a Markdown table, where nothing of it is markup.
fn escape_markdown(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\n' => escaped.push_str(", "),
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            // An entity takes from a link or an address what makes it one.
            ':' | '@' => {
                let _ = write!(escaped, "&#{};", u32::from(character));
            }
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '~' | '#' | '!' | '>' => {
                escaped.push('\\');
                escaped.push(character);
            }
            _ => escaped.push(character),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_in_a_name_stays_text() {
        assert_eq!(escape_markdown("a|b<script>"), r"a\|b&lt;script\>");
        assert_eq!(escape_markdown("[x](https://e)"), r"\[x\](https&#58;//e)");
    }
}
