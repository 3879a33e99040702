//! What broke: the cause first, and once, then how many cases it cost.

use std::collections::BTreeMap;

use super::{View, unjudged::ids};
use crate::{
    clean,
    page::Page,
    style::{BAD, FAINT, paint},
    words::many,
};
use pkce_conformance::{
    fault::FaultKind,
    result::{CaseResult, Report, Verdict},
};

/// Cases that broke in the same way.
struct Cause<'r> {
    rows: Vec<&'r CaseResult>,
}

pub(super) fn write(page: &mut Page, report: &Report, view: View) {
    let broken: Vec<&CaseResult> =
        report.results.iter().filter(|row| row.verdict == Verdict::Broken).collect();
    if broken.is_empty() {
        return;
    }
    page.line(&format!("\n{}", paint(BAD, "broken")));
    let (left, asked): (Vec<&CaseResult>, Vec<&CaseResult>) =
        broken.into_iter().partition(|row| row.fault == Some(FaultKind::Abandoned));
    let causes = causes(&asked);
    let (shown, more) = view.first(&causes);
    for cause in shown {
        cause.write(page, view);
    }
    if more > 0 {
        page.para(4, &format!("and {more} more causes (--all shows each)"));
    }
    for (reason, count) in abandoned(&left) {
        page.item("  - ", 4, &format!("{} not asked any more ({reason})", many(count, "row")));
    }
}

/// The most frequent first.
fn causes<'r>(rows: &[&'r CaseResult]) -> Vec<Cause<'r>> {
    let mut by_cause: BTreeMap<(Option<FaultKind>, String), Cause<'r>> = BTreeMap::new();
    for row in rows {
        let key = (row.fault, alike(&reason(row)));
        by_cause.entry(key).or_insert_with(|| Cause { rows: Vec::new() }).rows.push(*row);
    }
    let mut causes: Vec<Cause<'r>> = by_cause.into_values().collect();
    causes.sort_by_key(|cause| std::cmp::Reverse(cause.rows.len()));
    causes
}

impl Cause<'_> {
    fn write(&self, page: &mut Page, view: View) {
        let Some(first) = self.rows.first() else { return };
        page.item("  - ", 4, &reason(first));
        let rows = many(self.rows.len(), "row");
        let ids = ids(&self.rows, view, view.all);
        page.para(6, &paint(FAINT, format!("{rows}: {ids}")));
    }
}

/// Why the rest was not asked, each reason with the rows that it cost.
fn abandoned(rows: &[&CaseResult]) -> BTreeMap<String, usize> {
    let mut reasons = BTreeMap::new();
    for row in rows {
        *reasons.entry(reason(row)).or_default() += 1;
    }
    reasons
}

fn reason(row: &CaseResult) -> String {
    clean(row.reason.as_deref().unwrap_or("no reason told")).into_owned()
}

/// What two causes share that differ in the numbers and in the line that they quote alone.
fn alike(reason: &str) -> String {
    let said = reason.split(": {").next().unwrap_or_default();
    let mut alike = String::with_capacity(said.len());
    for character in said.chars() {
        match character {
            digit if digit.is_ascii_digit() => {
                if !alike.ends_with('#') {
                    alike.push('#');
                }
            }
            other => alike.push(other),
        }
    }
    alike
}

#[cfg(test)]
mod tests {
    use super::alike;

    #[test]
    fn numbers_and_quoted_lines_make_no_other_cause() {
        let told = |id: u32| {
            format!("not an answer of the protocol: no code: {{\"id\": {id}, \"ok\": {{}}}}")
        };
        assert_eq!(alike(&told(7)), alike(&told(1_234)));
        assert_eq!(alike("ended: KeyError: 'x128'"), alike("ended: KeyError: 'x9'"));
        assert_ne!(alike("ended: KeyError"), alike("ended: IndexError"));
    }
}
