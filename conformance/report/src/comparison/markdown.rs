//! As Markdown, for a page.

use std::fmt::Write as _;

use super::{
    Comparison, foot, not_run,
    table::{operations, verdicts},
};

pub(super) fn render(comparison: Comparison<'_>) -> String {
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
            row(cells.iter().map(|cell| escape_markdown(cell)).collect());
        }
        text.push('\n');
    }
    for (target, why) in not_run(reports) {
        let (target, why) = (escape_markdown(&target), escape_markdown(&why));
        let _ = writeln!(text, "{target} could not be run: {why}\n");
    }
    text.push_str(&foot(comparison));
    text.push('\n');
    text
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
