//! A page for people: the verdict, what fails by its requirement, and how to see it again.

use std::{collections::BTreeMap, fmt::Write as _};

use pkce_conformance::result::Report;
use pkce_vectors::Level;

use super::Results;
use crate::{
    clean,
    comparison::{self, Comparison},
    failure::Failure,
    index::Index,
    markdown::{block, escape, link},
    page::COLUMNS,
    render as in_form, reproduce,
    run::last_line::verdict,
    words::{effects, many, place, short, verdicts},
};

/// So many failures of a report are told: the summary of a job has room for a mebibyte, and no reader has more.
const MOST: usize = 40;

pub(super) fn render(results: Results<'_>) -> String {
    let index = Index::of(results.set);
    let mut text = String::new();
    if results.reports.len() > 1 {
        let shown = Comparison { reports: results.reports, seconds: 0.0, columns: COLUMNS };
        let _ =
            writeln!(text, "## PKCE conformance\n\n{}", in_form(comparison::Form::Tables, shown));
    }
    for report in results.reports {
        write(&mut text, report, &index);
    }
    text
}

fn write(text: &mut String, report: &Report, index: &Index<'_>) {
    let (_, word, why) = verdict(report, report.run.strict);
    let _ = writeln!(text, "## PKCE: {} {word}\n", escape(&clean(&report.target)));
    let _ = writeln!(text, "{}\n", escape(&why));
    facts(text, report);
    for stale in &report.stale {
        let _ = writeln!(text, "- {}", escape(&clean(stale)));
    }
    let failures = Failure::all(report);
    let (advice, failures): (Vec<_>, Vec<_>) =
        failures.into_iter().partition(|failure| failure.row.level <= Level::May);
    let mut by_requirement: Vec<(&str, Vec<&Failure<'_>>)> = Vec::new();
    for failure in failures.iter().take(MOST) {
        let id = &*failure.row.requirement;
        match by_requirement.iter_mut().find(|(known, _)| *known == id) {
            Some((_, of)) => of.push(failure),
            None => by_requirement.push((id, vec![failure])),
        }
    }
    for (id, failures) in by_requirement {
        requirement(text, id, &failures, index);
        for failure in failures {
            told(text, report, failure, index);
        }
    }
    if failures.len() > MOST {
        let _ = writeln!(text, "\nand {} more: the report has all.", failures.len() - MOST);
    }
    tell_advice(text, &advice);
    text.push('\n');
}

fn facts(text: &mut String, report: &Report) {
    let summary = &report.summary;
    let coverage = &report.coverage;
    let _ = writeln!(text, "| | |\n|---|---|");
    let mut row = |name: &str, value: String| {
        let _ = writeln!(text, "| {name} | {} |", escape(&value));
    };
    if let Some(about) = &report.about {
        let said =
            [&about.name, &about.version, &about.language].map(|said| clean(said).into_owned());
        row("implementation", said.join(" "));
    }
    row("musts judged", format!("{} of {} that apply", coverage.judged, coverage.applicable));
    for level in [Level::Must, Level::Should, Level::Hardening] {
        row(level.as_str(), effects(summary.failures.of(level)));
    }
    row("rows", verdicts(summary.named()));
    let vectors = &report.vectors;
    row(
        "vectors",
        format!(
            "{}, digest {}, profile {}, seed {}",
            clean(&vectors.version),
            short(&vectors.digest),
            clean(&report.profile),
            report.seed
        ),
    );
    text.push('\n');
}

fn requirement(text: &mut String, id: &str, failures: &[&Failure<'_>], index: &Index<'_>) {
    let kinds: BTreeMap<String, usize> =
        failures.iter().fold(BTreeMap::new(), |mut kinds, failure| {
            *kinds.entry(failure.kind()).or_default() += failure.cases.len();
            kinds
        });
    let kinds: Vec<String> =
        kinds.iter().map(|(kind, count)| format!("{count} × {kind}")).collect();
    let _ = writeln!(text, "### {}: {}\n", escape(&clean(id)), escape(&kinds.join(", ")));
    let Some(known) = index.requirement(id) else { return };
    let _ = writeln!(text, "{}\n", escape(&clean(&known.says)));
    for source in known.sources.iter().take(2) {
        let quote = source
            .quote
            .as_ref()
            .map_or(String::new(), |quote| format!(": {}", escape(&clean(quote))));
        let _ = writeln!(text, "> {}{quote}\n", link(&clean(&place(source)), &source.url));
    }
}

fn told(text: &mut String, report: &Report, failure: &Failure<'_>, index: &Index<'_>) {
    let _ = writeln!(text, "**{}**", escape(&failure.name()));
    if let Some(comment) = index.comment(failure.row) {
        let _ = writeln!(text, "{}", escape(&clean(comment)));
    }
    let _ = writeln!(text, "\n{}", escape(&failure.what()));
    if failure.row.setting.is_some() {
        let _ = writeln!(text, "in {}", escape(&clean(&failure.settings())));
    }
    text.push('\n');
    text.push_str(&block("sh", &[reproduce::again(report, failure.row)]));
    text.push('\n');
}

fn tell_advice(text: &mut String, advice: &[Failure<'_>]) {
    if advice.is_empty() {
        return;
    }
    let _ = writeln!(
        text,
        "{} (`may`, `hardening`), which fails no run:\n",
        many(advice.len(), "piece of advice")
    );
    let mut by_requirement: BTreeMap<&str, usize> = BTreeMap::new();
    for failure in advice {
        *by_requirement.entry(&failure.row.requirement).or_default() += failure.cases.len();
    }
    for (id, count) in by_requirement {
        let _ = writeln!(text, "- {}: {}", escape(&clean(id)), many(count, "row"));
    }
}
