//! The law of clients: the reference holds in every profile, every right client fails no `must`, and every mutant is killed
//! under a requirement that it breaks, each in a way of its own.
#![expect(clippy::unwrap_used, reason = "a test may panic")]

mod hostile;
mod programs;

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::atomic::AtomicBool,
    time::Duration,
};

use pkce_conformance::{
    plan::Filter,
    result::{CaseResult, Report, Verdict},
    wire::About,
};
use pkce_http::client::{ClientOptions, InThisProcess, Ran, run};
use pkce_mutants::{ClientMutant, client_mutants, right_clients};
use pkce_vectors::{Level, VectorSet};

static NEVER: AtomicBool = AtomicBool::new(false);

/// Holds the scenarios of a profile against a client in this process.
fn held(set: &VectorSet, client: &ClientMutant, profile: &str) -> Report {
    let decisions = || client.decisions();
    let inside = InThisProcess { decisions: &decisions, mcp: client.mcp, secret: client.secret };
    let filter = Filter::default();
    let options = ClientOptions {
        target: client.name,
        profile: Some(profile),
        filter: &filter,
        about: About::library(client.name, "0", &["client"]),
        knows_support: false,
        limit: Duration::from_secs(20),
        jobs: 4,
        key: [7; 32],
        strict: false,
        complete: false,
        known: None,
        interrupted: &NEVER,
    };
    let Ran { report, .. } = run(set, &inside, &options, &|_| {}).unwrap();
    assert_eq!(report.failed_to_run, None, "{}", client.name);
    report
}

fn failing(report: &Report) -> impl Iterator<Item = &CaseResult> {
    report.results.iter().filter(|row| matches!(row.verdict, Verdict::Fail | Verdict::Broken))
}

fn told(row: &CaseResult) -> String {
    let CaseResult { id, requirement, expected, observed, reason, .. } = row;
    format!("{id} under {requirement}: {expected:?}, {observed:?} {reason:?}")
}

/// The rows that fail, whatever their level.
fn signature(report: &Report) -> BTreeSet<String> {
    failing(report).map(|row| row.id.to_string()).collect()
}

#[test]
fn the_reference_holds_in_every_profile() {
    let set = VectorSet::bundled().unwrap();
    let right = right_clients();
    let named = |name: &str| right.iter().find(|client| client.name == name).unwrap();
    for profile in &set.catalogue.profiles {
        let client = match profile.id.as_str() {
            id if id.starts_with("mcp") => named("right-mcp"),
            "fapi-2.0" | "haip-1.0" => named("right-confidential"),
            _ => named("right-public"),
        };
        let report = held(&set, client, &profile.id);
        let failures: Vec<String> = failing(&report).map(told).collect();
        assert!(failures.is_empty(), "{}: {failures:#?}", profile.id);
        assert!(report.summary.pass > 0, "{}: nothing was judged", profile.id);
    }
}

#[test]
fn no_right_client_fails_a_must() {
    let set = VectorSet::bundled().unwrap();
    for client in right_clients() {
        let report = held(&set, &client, client.profile);
        let must = |row: &&CaseResult| row.level == Level::Must;
        let failures: Vec<String> = failing(&report).filter(must).map(told).collect();
        assert!(failures.is_empty(), "{}: {failures:#?}", client.name);
    }
}

#[test]
fn every_mutant_is_killed_in_a_way_of_its_own() {
    let set = VectorSet::bundled().unwrap();
    let mut signatures: BTreeMap<(&str, BTreeSet<String>), &str> = BTreeMap::new();
    let mut faults = Vec::new();
    for mutant in client_mutants() {
        let report = held(&set, &mutant, mutant.profile);
        let failing: Vec<&CaseResult> = failing(&report).collect();
        for broken in mutant.breaks {
            let kills = |row: &&&CaseResult| &*row.requirement == *broken;
            if !failing.iter().any(|row| kills(&row)) {
                let rows: Vec<String> = failing.iter().map(|row| told(row)).collect();
                faults.push(format!("{} survives {broken}: {rows:#?}", mutant.name));
            }
        }
        let known = mutant.family.unwrap_or(mutant.name);
        let before = signatures.insert((mutant.profile, signature(&report)), known);
        if let Some(before) = before.filter(|before| *before != known) {
            faults.push(format!("{} fails in the rows of {before}", mutant.name));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn mutants_and_right_clients_have_names_of_their_own() {
    let all: Vec<ClientMutant> = client_mutants().into_iter().chain(right_clients()).collect();
    let names: BTreeSet<&str> = all.iter().map(|client| client.name).collect();
    assert_eq!(names.len(), all.len());
}
