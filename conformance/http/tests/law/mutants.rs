//! Servers that are wrong: each gives the rows of its model, and is killed over HTTP too.

use std::collections::BTreeSet;

use pkce_conformance::{
    plan::{Filter, Patterns, Plan},
    result::{Report, Role, Verdict},
};
use pkce_core::policy::{Methods, Required};
use pkce_mutants::Mutant;
use pkce_vectors::VectorSet;

use crate::{both, hold, holds_all, policy};

/// One policy after another, until a mutant is killed: some faults show under one of them alone.
const POLICIES: [(Required, Methods, u64); 5] = [
    (Required::All, Methods::S256, 600),
    (Required::None, Methods::S256, 600),
    (Required::All, Methods::S256AndPlain, 600),
    (Required::None, Methods::S256AndPlain, 600),
    (Required::PublicClients, Methods::S256, 2),
];

#[test]
fn a_tenth_of_the_mutants_give_their_rows_and_are_killed() {
    let set = VectorSet::bundled().unwrap();
    let servers = pkce_mutants::all().into_iter().filter(|mutant| mutant.role == Role::Server);
    let step = if holds_all() { 1 } else { 10 };
    let mut survivors = BTreeSet::new();
    let mut held = 0;
    for mutant in servers.step_by(step) {
        held += 1;
        if !is_killed(&set, &mutant) {
            survivors.insert(mutant.name.to_string());
        }
    }
    assert!(held >= 10, "{held} mutants were held");
    assert!(survivors.is_empty(), "{} of {held} survive: {survivors:?}", survivors.len());
}

/// Holds it under policies, against the vectors of what it breaks, in the profiles in which that binds.
fn is_killed(set: &VectorSet, mutant: &Mutant) -> bool {
    POLICIES.iter().any(|(required, methods, lifetime)| {
        pkce_mutants::profiles(set, mutant).into_iter().any(|profile| {
            let only = Some(Patterns::new(&mutant.breaks));
            let filter = Filter { only, ..Filter::default() };
            let Ok(plan) = Plan::new(set, Some(profile), &filter) else { return false };
            let policy = policy(required.clone(), *methods, *lifetime);
            let reports = both(set, &plan, Some(mutant), &policy, None, "");
            hold(&format!("{} in {profile}, {policy:?}", mutant.name), &reports);
            kills(&reports[0])
        })
    })
}

/// Whether something fails. Every row is under what the mutant breaks, but for those of controls and checks.
fn kills(report: &Report) -> bool {
    report.results.iter().any(|row| row.verdict == Verdict::Fail)
}
