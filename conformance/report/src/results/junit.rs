//! `JUnit` XML, as Jenkins and `GitLab` read it: a suite for each section of the documents, a case for each row.
//!
//! Both key a case by its class and its name, so that no two share both, and no class is empty. What fails no run is skipped
//! with its reason, for the form knows no advice; so are known failures.

use std::{collections::BTreeMap, io};

use pkce_conformance::result::{CaseResult, Report, Verdict};

use super::Results;
use crate::{
    clean,
    date::timestamp,
    failure::{counts, kind, what},
    index::Index,
    reproduce,
    section::{order, section},
    words::place,
    xml::{self, Xml, element, empty},
};

pub(super) fn render(results: Results<'_>) -> String {
    let index = Index::of(results.set);
    let suites: Vec<Suite<'_>> =
        results.reports.iter().flat_map(|report| suites(report, &index)).collect();
    let all = suites.iter().flat_map(|suite| &suite.cases);
    let counts = Counts::of(all);
    xml::document(|xml| {
        element(
            xml,
            "testsuites",
            &[
                ("name", "pkce"),
                counts.tests(),
                counts.failures(),
                counts.errors(),
                ("time", &counts.time),
            ],
            |xml| suites.iter().enumerate().try_for_each(|(id, suite)| suite.write(xml, id)),
        )
    })
}

/// The cases of one section, or what is told of the run as a whole.
struct Suite<'a> {
    name: String,
    report: &'a Report,
    cases: Vec<Case>,
}

/// What a case says in this form.
struct Case {
    class: String,
    name: String,
    micros: u64,
    said: Said,
}

enum Said {
    Passed,
    Skipped(String),
    /// A sort, what was seen in a line, and all that explains it.
    Failed(String, String, Vec<String>),
    /// The same where there was no answer.
    Broken(String, String, Vec<String>),
}

fn suites<'a>(report: &'a Report, index: &Index<'a>) -> Vec<Suite<'a>> {
    let mut sections: BTreeMap<_, Suite<'a>> = BTreeMap::new();
    for row in &report.results {
        let name = section(index.requirement(&row.requirement));
        let suite = sections.entry(order(&name)).or_insert_with(|| Suite {
            name: format!("{}: {name}", report.target),
            report,
            cases: Vec::new(),
        });
        suite.cases.push(Case {
            class: class(report, &row.requirement),
            name: row.id.to_string(),
            micros: row.micros.unwrap_or(0),
            said: said(report, row, index),
        });
    }
    let whole = of_the_run(report);
    let whole = Suite { name: format!("{}: the run", report.target), report, cases: whole };
    let mut suites: Vec<Suite<'a>> = sections.into_values().collect();
    if !whole.cases.is_empty() {
        suites.push(whole);
    }
    suites
}

/// What fails a run and is no row: it must not look green.
fn of_the_run(report: &Report) -> Vec<Case> {
    let case = |name: &str, said| Case {
        class: class(report, "run"),
        name: name.to_owned(),
        micros: 0,
        said,
    };
    let mut cases = Vec::new();
    if let Some(why) = &report.failed_to_run {
        cases
            .push(case("the target runs", Said::Broken("run".to_owned(), why.clone(), Vec::new())));
    }
    if report.interrupted {
        let why = "the run was interrupted".to_owned();
        cases.push(case("the run is whole", Said::Broken("run".to_owned(), why, Vec::new())));
    }
    let is_part = report.run.shard.is_some();
    if !report.coverage.is_complete()
        && report.run.complete
        && report.failed_to_run.is_none()
        && !is_part
    {
        let why = format!(
            "{} of {} musts that apply were judged",
            report.coverage.judged, report.coverage.applicable
        );
        cases.push(case(
            "every must is judged",
            Said::Failed("incomplete".to_owned(), why, Vec::new()),
        ));
    }
    for (number, stale) in report.stale.iter().enumerate() {
        let name = format!("known failure {}", number + 1);
        cases.push(case(&name, Said::Failed("stale".to_owned(), stale.clone(), Vec::new())));
    }
    cases
}

/// A package and a class, as readers take them apart at their dots.
fn class(report: &Report, requirement: &str) -> String {
    let part = |text: &str| {
        let text = clean(text).replace('.', "_");
        if text.is_empty() { "-".to_owned() } else { text }
    };
    format!("{}.{}", part(&report.target), part(requirement))
}

fn said(report: &Report, row: &CaseResult, index: &Index<'_>) -> Said {
    let fails = counts(row.level, report.run.strict);
    let reason = || row.reason.clone().unwrap_or_else(|| "no reason told".to_owned());
    match row.verdict {
        Verdict::Pass => Said::Passed,
        Verdict::Fail if fails => Said::Failed(kind(row), what(row), explained(report, row, index)),
        Verdict::Broken if fails => {
            Said::Broken(kind(row), what(row), explained(report, row, index))
        }
        Verdict::Inconclusive if fails => {
            Said::Broken("inconclusive".to_owned(), reason(), Vec::new())
        }
        Verdict::Fail | Verdict::Broken => {
            Said::Skipped(format!("{}, which fails no run: {}", kind(row), what(row)))
        }
        Verdict::Skipped => Said::Skipped(match &row.known {
            Some(known) => {
                let link = known.url.as_ref().map_or(String::new(), |url| format!(" ({url})"));
                format!("known failure: {}{link}", known.reason)
            }
            None => reason(),
        }),
        Verdict::Unsupported | Verdict::Inconclusive => {
            Said::Skipped(format!("{}: {}", row.verdict.as_str(), reason()))
        }
    }
}

/// The sentence, its place, what was asked, and how to ask it again.
fn explained(report: &Report, row: &CaseResult, index: &Index<'_>) -> Vec<String> {
    let mut lines = Vec::new();
    if let Some(known) = index.requirement(&row.requirement) {
        lines.push(known.says.clone());
        lines.extend(
            known.sources.first().map(|source| format!("{}: {}", place(source), source.url)),
        );
    }
    lines.extend(index.comment(row).map(|comment| format!("case: {comment}")));
    lines.push(what(row));
    lines.extend(row.folded_under.as_ref().map(|cause| format!("follows from {cause}")));
    lines.push(format!("again: {}", reproduce::again(report, row)));
    lines
}

impl Suite<'_> {
    fn write(&self, xml: &mut Xml, id: usize) -> io::Result<()> {
        let counts = Counts::of(self.cases.iter());
        let id = id.to_string();
        let started = timestamp(self.report.run.started);
        let attributes = [
            ("id", &*id),
            ("name", &self.name),
            counts.tests(),
            counts.failures(),
            counts.errors(),
            ("skipped", &counts.skipped),
            ("time", &counts.time),
            ("timestamp", &started),
        ];
        element(xml, "testsuite", &attributes, |xml| {
            self.cases.iter().try_for_each(|case| case.write(xml))
        })
    }
}

impl Case {
    fn write(&self, xml: &mut Xml) -> io::Result<()> {
        let time = seconds(self.micros);
        let attributes = [("name", &*self.name), ("classname", &self.class), ("time", &time)];
        match &self.said {
            Said::Passed => empty(xml, "testcase", &attributes),
            Said::Skipped(why) => element(xml, "testcase", &attributes, |xml| {
                empty(xml, "skipped", &[("message", why)])
            }),
            Said::Failed(sort, seen, lines) => element(xml, "testcase", &attributes, |xml| {
                xml::text(xml, "failure", &[("type", sort), ("message", seen)], lines)
            }),
            Said::Broken(sort, seen, lines) => element(xml, "testcase", &attributes, |xml| {
                xml::text(xml, "error", &[("type", sort), ("message", seen)], lines)
            }),
        }
    }
}

/// Counts as attributes.
struct Counts {
    tests: String,
    failures: String,
    errors: String,
    skipped: String,
    time: String,
}

impl Counts {
    fn of<'c>(cases: impl Iterator<Item = &'c Case>) -> Self {
        let [mut tests, mut failures, mut errors, mut skipped] = [0_usize; 4];
        let mut micros = 0;
        for case in cases {
            tests += 1;
            micros += case.micros;
            match case.said {
                Said::Passed => {}
                Said::Skipped(_) => skipped += 1,
                Said::Failed(..) => failures += 1,
                Said::Broken(..) => errors += 1,
            }
        }
        let [tests, failures, errors, skipped] =
            [tests, failures, errors, skipped].map(|count| count.to_string());
        Self { tests, failures, errors, skipped, time: seconds(micros) }
    }

    fn tests(&self) -> (&'static str, &str) {
        ("tests", &self.tests)
    }

    fn failures(&self) -> (&'static str, &str) {
        ("failures", &self.failures)
    }

    fn errors(&self) -> (&'static str, &str) {
        ("errors", &self.errors)
    }
}

fn seconds(micros: u64) -> String {
    // The schema of Jenkins has room for three digits.
    format!("{}.{:03}", micros / 1_000_000, micros / 1_000 % 1_000)
}
