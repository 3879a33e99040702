//! For machines: both reports in a few words, and every row that changed.

use std::collections::BTreeMap;

use pkce_conformance::result::{CaseResult, Report};
use serde::Serialize;

use super::{Change, Changes, Found, found::verdict};

#[derive(Serialize)]
struct Side<'a> {
    target: &'a str,
    version: Option<&'a str>,
    profile: &'a str,
    vectors: &'a str,
    digest: &'a str,
    seed: u64,
    musts_judged: usize,
    musts_applicable: usize,
    failed_to_run: Option<&'a str>,
}

#[derive(Serialize)]
struct Row<'a> {
    id: &'a str,
    requirement: &'a str,
    level: &'a str,
    old: Option<&'static str>,
    new: Option<&'static str>,
    known: bool,
}

#[derive(Serialize)]
struct Both<'a> {
    old: Side<'a>,
    new: Side<'a>,
    changes: BTreeMap<String, Vec<Row<'a>>>,
    exit_code: u8,
}

pub(super) fn render(changes: Changes<'_>) -> String {
    let found = Found::of(changes);
    let lists = found
        .lists()
        .into_iter()
        .map(|(name, list)| (name.replace(' ', "_"), list.iter().filter_map(row).collect()));
    crate::json::pretty(&Both {
        old: side(changes.old),
        new: side(changes.new),
        changes: lists.collect(),
        exit_code: found.exit_code(changes.new),
    })
}

fn side(report: &Report) -> Side<'_> {
    Side {
        target: &report.target,
        version: report.about.as_ref().map(|about| about.version.as_str()),
        profile: &report.profile,
        vectors: &report.vectors.version,
        digest: &report.vectors.digest,
        seed: report.seed,
        musts_judged: report.coverage.judged,
        musts_applicable: report.coverage.applicable,
        failed_to_run: report.failed_to_run.as_deref(),
    }
}

fn row<'a>(change: &Change<'a>) -> Option<Row<'a>> {
    let row = change.row()?;
    let said = |row: Option<&CaseResult>| row.map(|row| verdict(row).as_str());
    Some(Row {
        id: &row.id,
        requirement: &row.requirement,
        level: row.level.as_str(),
        old: said(change.old),
        new: said(change.new),
        known: row.known.is_some(),
    })
}
