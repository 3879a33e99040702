//! A transcript: of each case that was asked what was asked and what came, passing or not. A text for a file or a pager.

use std::fmt::Write as _;

use pkce_conformance::{
    result::{Asked, CaseResult},
    text::clip_to,
};

use super::Run;
use crate::{call::call, clean, index::Index, sequence::exchanges};

/// So many characters of a line are shown.
const MOST: usize = 600;

pub(super) fn render(run: Run<'_>) -> String {
    let Run { report, set, .. } = run;
    let index = Index::of(set);
    let mut text = String::new();
    // Writing to a String cannot fail.
    let _ = writeln!(
        text,
        "target {}, profile {}, vectors {}, seed {}",
        clean(&report.target),
        clean(&report.profile),
        clean(&report.vectors.version),
        report.seed
    );
    let asked = report.results.iter().filter(|row| row.answered.is_some() && row.check.is_none());
    let mut count = 0;
    for row in asked {
        count += 1;
        let _ = writeln!(text, "\n{} {}", clean(&row.id), row.verdict.as_str());
        for line in lines(row, &index) {
            let _ = writeln!(text, "  {}", clean(&clip_to(&line, MOST)));
        }
        for (name, said) in [("expected", &row.expected), ("reason", &row.reason)] {
            if let Some(said) = said {
                let _ = writeln!(text, "  {name}: {}", clean(&clip_to(said, MOST)));
            }
        }
    }
    if count == 0 {
        text.push_str("\nnothing was written down: `pkce run --transcript FILE` does so\n");
    }
    text
}

/// What was asked and what came, a line each.
fn lines(row: &CaseResult, index: &Index<'_>) -> Vec<String> {
    let answers = row.answered.as_deref().unwrap_or_default();
    if let Some(Asked::Steps(steps)) = row.asked.as_deref() {
        return exchanges(steps, answers, index.flow(&row.vector));
    }
    let asked = call(row, MOST).map(|call| format!("→ {call}"));
    asked.into_iter().chain(answers.iter().map(|answer| format!("← {answer}"))).collect()
}
