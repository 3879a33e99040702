//! Every rule of the lint fires on a set with that one fault, and none on a set without.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test may panic"
)]
#![expect(clippy::assigning_clones, reason = "a fault is read, and runs once")]

mod catalogue;
mod copies;
mod flows;
mod library;
mod scenarios;

use std::{collections::BTreeSet, path::Path};

use pkce_vectors::{
    Flow, Profile, Requirement, Vector, VectorSet,
    lint::{Finding, RULES, lint},
};

/// A rule, and what makes a clean set break it.
type Fault = (&'static str, fn(&mut VectorSet));

fn faults() -> impl Iterator<Item = &'static Fault> {
    let cases = library::FAULTS.iter().chain(flows::FAULTS);
    catalogue::FAULTS.iter().chain(cases).chain(scenarios::FAULTS)
}

/// A small set with one of each thing, so that these tests do not move with the data.
fn sample() -> VectorSet {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sample");
    VectorSet::from_dir(&dir).unwrap()
}

fn vector<'a>(set: &'a mut VectorSet, id: &str) -> &'a mut Vector {
    set.vectors.iter_mut().find(|vector| vector.id == id).unwrap()
}

fn flow<'a>(set: &'a mut VectorSet, id: &str) -> &'a mut Flow {
    set.flows.iter_mut().find(|flow| flow.id == id).unwrap()
}

fn requirement<'a>(set: &'a mut VectorSet, id: &str) -> &'a mut Requirement {
    set.catalogue.requirements.iter_mut().find(|requirement| requirement.id == id).unwrap()
}

fn profile<'a>(set: &'a mut VectorSet, id: &str) -> &'a mut Profile {
    set.catalogue.profiles.iter_mut().find(|profile| profile.id == id).unwrap()
}

fn rules(findings: &[Finding]) -> BTreeSet<&'static str> {
    findings.iter().map(|finding| finding.rule).collect()
}

#[test]
fn the_sample_is_clean() {
    assert_eq!(lint(&sample(), false), []);
}

#[test]
fn the_committed_data_is_clean() {
    let findings = lint(&VectorSet::bundled().unwrap(), false);
    let told: Vec<String> = findings.iter().map(ToString::to_string).collect();
    assert!(told.is_empty(), "{}", told.join("\n"));
}

#[test]
fn each_fault_is_found_by_its_rule_and_no_other() {
    let clean = sample();
    let mut wrong = Vec::new();
    for (rule, put) in faults() {
        let mut set = clean.clone();
        put(&mut set);
        let findings = lint(&set, false);
        if rules(&findings) != BTreeSet::from([*rule]) {
            let told: Vec<String> = findings.iter().map(ToString::to_string).collect();
            wrong.push(format!("{rule}:\n  {}", told.join("\n  ")));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_rule_has_a_fault() {
    // `planned` needs the strict lint, so it has a test of its own.
    let tried: BTreeSet<&str> = faults().map(|(rule, _)| *rule).chain(["planned"]).collect();
    assert_eq!(tried, RULES.iter().copied().collect());
}

#[test]
fn what_is_planned_is_refused_by_the_strict_lint_alone() {
    assert_eq!(rules(&lint(&sample(), true)), BTreeSet::from(["planned"]));
}

#[test]
fn a_withdrawn_vector_keeps_its_id_and_is_judged_no_further() {
    let mut set = sample();
    let mut old = vector(&mut set, "verify/wrong-verifier/not-text").clone();
    old.id = "verify/old".to_owned();
    old.withdrawn = Some("it said too much".to_owned());
    old.comment = "Ends with a full stop.".to_owned();
    old.requirement = "gone".to_owned();
    old.flags = vec!["Gone".to_owned()];
    old.expect.clear();
    set.vectors.push(old.clone());
    assert_eq!(lint(&set, false), []);

    old.withdrawn = None;
    old.id = "verify/old".to_owned();
    set.vectors.push(old);
    assert!(rules(&lint(&set, false)).contains("duplicate-id"));
}

#[test]
fn a_finding_tells_place_message_and_rule() {
    let mut set = sample();
    vector(&mut set, "verify/wrong-verifier").flags = vec!["Gone".to_owned()];
    let told: Vec<String> = lint(&set, false).iter().map(ToString::to_string).collect();
    assert_eq!(told, ["verify/wrong-verifier: there is no flag `Gone` (undefined-flag)"]);
}
