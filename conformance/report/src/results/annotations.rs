//! Commands of a GitHub workflow: each annotates a file of the user's.

use std::fmt::Write as _;

use pkce_vectors::Level;

use super::Results;
use crate::{clean, failure::Failure, run::last_line::verdict, words::many};

/// A step shows so many of a kind, and drops the rest without a word.
const MOST: usize = 10;

pub(super) fn render(results: Results<'_>) -> String {
    let mut lines: Vec<String> = Vec::new();
    for report in results.reports {
        let strict = report.run.strict;
        let title = |rest: &str| format!("pkce, {}{rest}", clean(&report.target));
        if report.failed_to_run.is_some() || !report.stale.is_empty() {
            let (_, word, why) = verdict(report, strict);
            let why = std::iter::once(why)
                .chain(report.stale.iter().map(|stale| clean(stale).into_owned()));
            let message = format!("{word}: {}", why.collect::<Vec<_>>().join("; "));
            lines.push(command("error", results.anchor, &title(""), &message));
        }
        for failure in Failure::all(report) {
            let kind = if failure.counts(strict) {
                "error"
            } else if failure.row.level == Level::Should {
                "warning"
            } else {
                continue;
            };
            let mut message = format!("{}: {}", failure.name(), failure.what());
            if failure.cases.len() > 1 {
                let _ = write!(message, " (in {} settings)", failure.cases.len());
            }
            let title = title(&format!(": {} {}", failure.kind(), clean(&failure.row.requirement)));
            lines.push(command(kind, results.anchor, &title, &message));
        }
    }
    if lines.len() > MOST {
        let more = lines.split_off(MOST - 1).len();
        let message = format!("{} more; the report has all", many(more, "failure"));
        lines.push(command("error", results.anchor, "pkce", &message));
    }
    lines.concat()
}

fn command(kind: &str, file: &str, title: &str, message: &str) -> String {
    let (file, title) = (property(&clean(file)), property(title));
    format!("::{kind} file={file},line=1,title={title}::{}\n", data(message))
}

/// What ends neither the line nor a message.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// What ends no property either.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_a_text_ends_its_place() {
        let told = command("error", "a,b.py", "x::y", "50 %\n::error::z");
        assert_eq!(told, "::error file=a%2Cb.py,line=1,title=x%3A%3Ay::50 %25%0A::error::z\n");
    }
}
