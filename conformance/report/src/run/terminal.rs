//! The terminal report: summary, failures by requirement, what was not judged, and the verdict in words.

mod failures;
mod head;
mod unjudged;

use super::{Run, View, last_line};
use crate::{
    clean,
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
    let mut text = String::new();
    head::write(&mut text, report);
    if report.failed_to_run.is_some() && !report.interrupted {
        line(&mut text, &format!("\n{HOW_TO_LOOK}"));
    } else {
        failures::write(&mut text, report, set, view);
        unjudged::write(&mut text, report, view);
        told(&mut text, "known failures that no longer hold", &report.stale);
        told(&mut text, "notes", &report.notes);
    }
    text.push('\n');
    text.push_str(&last_line::render(run));
    text
}

/// Where to look when a target does not introduce itself.
const HOW_TO_LOOK: &str = "\
Start it by hand and type {\"op\":\"hello\",\"protocol\":1}: it answers with one line of JSON and waits for more.
conformance/PROTOCOL.md describes the line; `pkce init` writes an adapter that gives it.";

fn told(text: &mut String, title: &str, lines: &[String]) {
    if lines.is_empty() {
        return;
    }
    line(text, &format!("\n{}", paint(NAME, title)));
    for told in lines {
        line(text, &format!("  {} {}", paint(FAINT, "-"), clean(told)));
    }
}

fn line(text: &mut String, line: &str) {
    text.push_str(line);
    text.push('\n');
}
