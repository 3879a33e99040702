//! What fails in a target, by the section and the requirement that it breaks.

use std::collections::BTreeMap;

use pkce_conformance::{
    result::{CaseResult, Report, Verdict},
    text::clip_to,
};
use pkce_vectors::Level;
use serde::Serialize;

use super::diagram::Diagram;
use crate::{
    clean,
    failure::kind,
    index::Index,
    reproduce,
    section::section,
    told_once::{name, setting, side, told_once},
    words::{many, place},
};

/// What fails in one section.
#[derive(Serialize)]
pub(super) struct Group {
    key: String,
    section: String,
    requirements: Vec<Broken>,
}

/// What fails under one requirement.
#[derive(Serialize)]
struct Broken {
    id: String,
    known: bool,
    says: String,
    place: String,
    quote: String,
    url: String,
    level: &'static str,
    count: String,
    entries: Vec<Entry>,
    /// The names of what is not told in full.
    more: Vec<String>,
    left: usize,
}

/// A failure in full.
#[derive(Serialize)]
struct Entry {
    name: String,
    kind: String,
    class: &'static str,
    level: &'static str,
    verdict: &'static str,
    comment: String,
    settings: String,
    expected: String,
    observed: String,
    input: String,
    diagram: Option<Diagram>,
    by_hand: Vec<String>,
    again: String,
    follow: usize,
}

/// So many names are told of what is not told in full.
const NAMES: usize = 12;

/// The longest input that is shown.
const INPUT: usize = 600;

/// How many failures of a requirement are told in full, of so many targets: a page of fifty is read, and stays small.
const fn in_full(several: usize, level: Level) -> usize {
    match (several, level) {
        (_, Level::Hardening | Level::May) => 1,
        (0..=3, _) => 12,
        (4..=12, _) => 5,
        _ => 2,
    }
}

pub(super) fn groups(
    key: &str,
    several: usize,
    report: &Report,
    sections: &BTreeMap<&str, usize>,
    index: &Index<'_>,
) -> Vec<Group> {
    let fails = |row: &&CaseResult| matches!(row.verdict, Verdict::Fail | Verdict::Broken);
    let mut by_requirement: BTreeMap<&str, Vec<&CaseResult>> = BTreeMap::new();
    for row in report.results.iter().filter(fails) {
        by_requirement.entry(&row.requirement).or_default().push(row);
    }
    let mut followers: BTreeMap<&str, usize> = BTreeMap::new();
    for row in report.results.iter().filter(|row| row.verdict == Verdict::Fail) {
        if let Some(cause) = &row.folded_under {
            *followers.entry(cause).or_default() += 1;
        }
    }
    let mut groups: BTreeMap<usize, Group> = BTreeMap::new();
    for (id, rows) in by_requirement {
        let name = section(index.requirement(id));
        let Some(at) = sections.get(name.as_str()).copied() else { continue };
        let group = groups.entry(at).or_insert_with(|| Group {
            key: format!("{key}-s{at}"),
            section: name,
            requirements: Vec::new(),
        });
        group.requirements.push(broken(id, &rows, several, report, &followers, index));
    }
    let mut groups: Vec<Group> = groups.into_values().collect();
    for group in &mut groups {
        group.requirements.sort_by_key(|broken| rank(broken.level));
    }
    // The gravest first; in one level the order of the documents.
    groups.sort_by_key(|group| group.requirements.first().map(|broken| rank(broken.level)));
    groups
}

fn rank(level: &str) -> usize {
    ["must", "should", "may", "hardening"].iter().position(|known| *known == level).unwrap_or(4)
}

fn broken(
    id: &str,
    rows: &[&CaseResult],
    several: usize,
    report: &Report,
    followers: &BTreeMap<&str, usize>,
    index: &Index<'_>,
) -> Broken {
    let level = rows.iter().map(|row| row.level).max().unwrap_or(Level::Hardening);
    // What follows from another failure comes after it.
    let mut sorted = rows.to_vec();
    sorted.sort_by_key(|row| (row.folded_under.is_some(), row.effect));
    let told = told_once(sorted.into_iter());
    let most = in_full(several, level);
    let entries = told.iter().take(most).filter_map(|cases| {
        let follow = cases.iter().filter_map(|row| followers.get(&*row.id)).sum();
        Some(entry(cases.first()?, cases, follow, report, index))
    });
    let rest = told.get(most..).unwrap_or_default();
    let names =
        rest.iter().filter_map(|cases| cases.first()).map(|row| clean(&name(row)).into_owned());
    let known = index.requirement(id);
    let source = known.and_then(|known| known.sources.first());
    let quote = source.and_then(|source| source.quote.as_deref()).unwrap_or_default();
    let url = source.map_or("", |source| source.url.as_str());
    Broken {
        id: clean(id).into_owned(),
        known: known.is_some(),
        says: known.map_or(String::new(), |known| clean(&known.says).into_owned()),
        place: source.map_or(String::new(), |source| clean(&place(source)).into_owned()),
        quote: clean(quote).into_owned(),
        url: if url.starts_with("https://") { clean(url).into_owned() } else { String::new() },
        level: level.as_str(),
        count: many(rows.len(), "row"),
        entries: entries.collect(),
        left: rest.len(),
        more: names.take(NAMES).collect(),
    }
}

fn entry(
    row: &CaseResult,
    cases: &[&CaseResult],
    follow: usize,
    report: &Report,
    index: &Index<'_>,
) -> Entry {
    let class = match (row.verdict, row.level) {
        (Verdict::Broken, _) => "broken",
        (_, Level::Must) => "bad",
        (_, Level::Should) => "warn",
        _ => "advice",
    };
    let said = |text: &str| clip_to(&clean(text), INPUT);
    let observed = row.observed.as_deref().or(row.reason.as_deref());
    let settings: Vec<String> = cases.iter().filter_map(|row| setting(row)).collect();
    Entry {
        name: clean(&name(row)).into_owned(),
        kind: kind(row),
        class,
        level: row.level.as_str(),
        verdict: row.verdict.as_str(),
        comment: index.comment(row).map_or(String::new(), |text| clean(text).into_owned()),
        settings: clean(&settings.join(", ")).into_owned(),
        expected: said(side(row.expected.as_deref().or(Some("an answer")), row)),
        observed: said(side(observed, row)),
        input: input(row, index),
        diagram: Diagram::of(row, index.flow(&row.vector)),
        by_hand: reproduce::by_hand(report, row, index),
        again: reproduce::again(report, row),
        follow,
    }
}

/// The input of a library's operation, from the report or else from the vectors.
fn input(row: &CaseResult, index: &Index<'_>) -> String {
    use pkce_conformance::result::Asked;
    let given = match row.asked.as_deref() {
        Some(Asked::Input(input)) => Some(&**input),
        Some(Asked::Steps(_)) => None,
        None => index.vector(&row.vector).map(|vector| &vector.input),
    };
    let Some(given) = given else { return String::new() };
    let json = serde_json::to_string(given).unwrap_or_default();
    clip_to(&clean(&format!("{} {json}", row.op)), INPUT)
}
