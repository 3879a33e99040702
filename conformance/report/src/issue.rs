//! A report of one failure, as its maintainers need it: what the document says, how to see it, what is right, what came, and
//! why it matters.

use std::fmt::Write as _;

use pkce_conformance::result::{CaseResult, Report, Verdict};
use pkce_vectors::{Effect, Flag, Level, VectorSet};

use crate::{
    clean,
    failure::kind,
    form::forms,
    index::Index,
    markdown::{block, escape, link},
    reproduce,
    sequence::{line, messages},
    told_once::{name, setting, side},
    words::{place, short},
};

/// A failure in its report.
#[derive(Debug, Clone, Copy)]
pub struct Issue<'a> {
    /// The report.
    pub report: &'a Report,
    /// The row that fails.
    pub row: &'a CaseResult,
    /// The vectors that were held against the target.
    pub set: &'a VectorSet,
}

forms! {
    /// The forms of such a report.
    Issue:
    /// A text that can be filed as it stands.
    Markdown => markdown,
}

impl<'a> Issue<'a> {
    /// The failure of this id: that of a row, or else the first of a vector. One that is known counts.
    #[must_use]
    pub fn find(report: &'a Report, id: &str, set: &'a VectorSet) -> Option<Self> {
        let mut failing = Self::failing(report);
        let row = failing.clone().find(|row| *row.id == *id);
        let row = row.or_else(|| failing.find(|row| *row.vector == *id || name(row) == id))?;
        Some(Self { report, row, set })
    }

    /// The rows that can be reported.
    pub fn failing(report: &'a Report) -> impl Iterator<Item = &'a CaseResult> + Clone {
        let fails = |row: &&CaseResult| {
            let was = row.known.as_ref().map_or(row.verdict, |known| known.was);
            matches!(was, Verdict::Fail | Verdict::Broken)
        };
        report.results.iter().filter(fails)
    }

    /// Whether somebody gains by it, so that it is told to the maintainers alone first.
    #[must_use]
    pub fn is_of_security(&self) -> bool {
        self.row.level >= Level::Should
            && matches!(self.row.effect, Some(Effect::Bypass | Effect::Leak))
    }
}

fn markdown(issue: Issue<'_>) -> String {
    let Issue { report, row, set } = issue;
    let index = Index::of(set);
    let mut text = String::new();
    let comment = index.comment(row).map_or_else(|| name(row), str::to_owned);
    let _ = writeln!(text, "# PKCE: {}\n", escape(&clean(&comment)));
    if issue.is_of_security() {
        text.push_str(IN_PRIVATE);
    }
    says(&mut text, row, &index);
    steps(&mut text, report, row, &index);
    sides(&mut text, row, &index);
    matters(&mut text, row, &index.flags(row));
    versions(&mut text, report, row);
    text
}

const IN_PRIVATE: &str = "> **Tell the maintainers in private first.** Somebody who attacks gains by this failure. Use the \
project's security policy or its private reporting, not the public list of issues, and give them time to mend it before \
you publish. Remove this paragraph when you send the report.\n\n";

fn says(text: &mut String, row: &CaseResult, index: &Index<'_>) {
    let _ = writeln!(text, "## What the document says\n");
    let Some(known) = index.requirement(&row.requirement) else {
        let _ = writeln!(text, "{}\n", escape(&clean(&row.requirement)));
        return;
    };
    let _ = writeln!(text, "{}\n", escape(&clean(&known.says)));
    for source in known.sources.iter().take(2) {
        let quote = source.quote.as_ref().map_or(String::new(), |quote| escape(&clean(quote)));
        let _ = writeln!(text, "> {quote}\n> — {}\n", link(&clean(&place(source)), &source.url));
    }
}

fn steps(text: &mut String, report: &Report, row: &CaseResult, index: &Index<'_>) {
    let _ = writeln!(text, "## How to see it\n");
    let passed: Vec<String> = messages(row, index.flow(&row.vector))
        .iter()
        .map(line)
        .map(|(line, is_wrong)| format!("{}{line}", if is_wrong { "✗ " } else { "  " }))
        .collect();
    if !passed.is_empty() {
        text.push_str(&block("text", &passed));
        text.push('\n');
    }
    if let Some(setting) = setting(row) {
        let _ = writeln!(
            text,
            "The client is {}, PKCE is {} of it.\n",
            role(&setting),
            policy(&setting)
        );
    }
    let by_hand = reproduce::by_hand(report, row, index);
    if !by_hand.is_empty() {
        text.push_str(&block("sh", &by_hand));
        text.push('\n');
    }
    let _ = writeln!(text, "The same by the conformance suite, with the same values:\n");
    text.push_str(&block("sh", &[reproduce::again(report, row)]));
    text.push('\n');
}

fn role(setting: &str) -> &str {
    setting.split('/').next().unwrap_or_default()
}

fn policy(setting: &str) -> String {
    match setting.split('/').nth(1) {
        Some("required") => "required".to_owned(),
        Some("optional") => "not required".to_owned(),
        other => format!("asked for as the policy `{}` says", other.unwrap_or_default()),
    }
}

fn sides(text: &mut String, row: &CaseResult, index: &Index<'_>) {
    let at = row.step.map_or("", |_| ", in answer to the last request");
    if let Some(comment) = index.comment(row) {
        let _ = writeln!(text, "What is special: {}.\n", escape(&clean(comment)));
    }
    let _ = writeln!(text, "## Expected\n");
    let expected = row.expected.as_deref().unwrap_or("an answer");
    let _ = writeln!(text, "{}{at}\n", escape(&clean(side(Some(expected), row))));
    let _ = writeln!(text, "## Seen\n");
    let seen = row.observed.as_deref().or(row.reason.as_deref());
    text.push_str(&block("text", &[clean(side(seen, row)).into_owned()]));
    text.push('\n');
}

fn matters(text: &mut String, row: &CaseResult, flags: &[&Flag]) {
    let _ = writeln!(text, "## Why it matters\n");
    let gains = match row.effect {
        Some(Effect::Bypass) => {
            "Somebody gets a token without the one verifier, or as the wrong client."
        }
        Some(Effect::Leak) => "A secret gets to where it does not belong.",
        Some(Effect::Lockout) => "A client that does everything right cannot log in.",
        Some(Effect::Deviation) => {
            "Nobody gains or loses at once; others rely on what the document says."
        }
        None => "There was no answer.",
    };
    let _ = writeln!(text, "{gains}\n");
    if !flags.is_empty() {
        let _ = writeln!(text, "The case looks for:\n");
    }
    for flag in flags {
        let _ = writeln!(
            text,
            "- {}: {} {}",
            escape(&clean(&flag.bug_type)),
            escape(&clean(&flag.effect)),
            escape(&clean(&flag.description))
        );
    }
    if !flags.is_empty() {
        text.push('\n');
    }
    let cves = flags.iter().flat_map(|flag| &flag.cves);
    let cves =
        cves.map(|cve| link(&clean(cve), &format!("https://www.cve.org/CVERecord?id={cve}")));
    let words = |url: &str| clean(url.trim_start_matches("https://")).into_owned();
    let links = flags.iter().flat_map(|flag| &flag.links).map(|url| link(&words(url), url));
    let cases: Vec<String> = cves.chain(links).collect();
    if !cases.is_empty() {
        let _ = writeln!(text, "Published cases of the same kind, elsewhere:\n");
        for case in cases {
            let _ = writeln!(text, "- {case}");
        }
        text.push('\n');
    }
}

fn versions(text: &mut String, report: &Report, row: &CaseResult) {
    let _ = writeln!(text, "## Versions\n");
    let mut fact = |name: &str, said: &str| {
        let _ = writeln!(text, "- {name}: {}", escape(&clean(said)));
    };
    if let Some(about) = &report.about {
        fact("implementation", &format!("{} {} ({})", about.name, about.version, about.language));
    }
    fact("vector", &row.id);
    fact("requirement", &format!("{}, {}", row.requirement, kind(row)));
    let vectors = &report.vectors;
    fact(
        "suite",
        &format!(
            "pkce {}, vectors {} (digest {}), profile {}, seed {}",
            report.tool,
            vectors.version,
            short(&vectors.digest),
            report.profile,
            report.seed
        ),
    );
}
