//! The terminal report: summary, failures by requirement, what was not judged, and the verdict in words.

mod broken;
mod failures;
mod head;
mod unjudged;

use super::{Run, View, last_line};
use crate::{
    clean,
    page::Page,
    style::{FAINT, NAME, paint},
};

impl View {
    /// The first rows of a list, and how many are left out.
    fn first<'r, T>(&self, rows: &'r [T]) -> (&'r [T], usize) {
        let shown = if self.all { rows.len() } else { self.show.min(rows.len()) };
        (rows.get(..shown).unwrap_or_default(), rows.len() - shown)
    }
}

pub(super) fn render(run: Run<'_>) -> String {
    let Run { report, set, view } = run;
    let mut page = Page::new(view.columns);
    head::write(&mut page, report);
    if report.failed_to_run.is_some() && !report.interrupted {
        page.gap();
        for sentence in HOW_TO_LOOK {
            page.para(0, sentence);
        }
    } else {
        broken::write(&mut page, report, view);
        failures::write(&mut page, report, set, view);
        unjudged::write(&mut page, report, view);
        list(&mut page, "known failures that no longer hold", &report.stale, view);
        list(&mut page, "notes", &report.notes, View { all: true, ..view });
    }
    page.gap();
    page.into_text() + &last_line::render(run)
}

/// Where to look when a target does not introduce itself.
const HOW_TO_LOOK: [&str; 2] = [
    "Start it by hand and type {\"op\":\"hello\",\"protocol\":1}: it answers with one line of JSON and waits for more.",
    "conformance/PROTOCOL.md describes the line; `pkce init` writes an adapter that gives it.",
];

fn list(page: &mut Page, title: &str, items: &[String], view: View) {
    if items.is_empty() {
        return;
    }
    page.line(&format!("\n{}", paint(NAME, title)));
    let (shown, more) = view.first(items);
    for item in shown {
        page.item(&format!("  {} ", paint(FAINT, "-")), 4, &clean(item));
    }
    if more > 0 {
        page.para(4, &format!("and {more} more (--all shows each)"));
    }
}
