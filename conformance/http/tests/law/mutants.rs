//! Servers that are wrong: each gives the rows of its model, and is killed over HTTP too.

use std::collections::BTreeSet;

use pkce_conformance::{
    plan::{Filter, Patterns, Plan},
    result::{Report, Role, Verdict},
};
use pkce_core::policy::{Methods, Policy, Required};
use pkce_mutants::Mutant;
use pkce_vectors::{RoleName, VectorSet};

use crate::{both, hold, holds_all, policy};

/// One policy after another, until a mutant is killed: some faults show under one of them alone.
fn policies() -> Vec<Policy> {
    let one = Required::Clients([RoleName::Public.to_string()].into());
    let cases = [
        (Required::All, Methods::S256, 600),
        (Required::None, Methods::S256, 600),
        (Required::All, Methods::S256AndPlain, 600),
        (Required::None, Methods::S256AndPlain, 600),
        (one, Methods::S256, 600),
        (Required::PublicClients, Methods::S256, 2),
    ];
    cases.into_iter().map(|(required, methods, life)| policy(required, methods, life)).collect()
}

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

/// Holds it under policies, in the profiles in which what it breaks binds: against the vectors of that alone, and if none
/// kills it against every flow, since a server that takes no right request is told from one that is not set up by others.
fn is_killed(set: &VectorSet, mutant: &Mutant) -> bool {
    let scopes: [&[&str]; 2] = [&mutant.breaks, &["flow/*"]];
    scopes.into_iter().any(|scope| {
        policies().into_iter().any(|policy| {
            pkce_mutants::profiles(set, mutant).into_iter().any(|profile| {
                let filter = Filter { only: Some(Patterns::new(scope)), ..Filter::default() };
                let Ok(plan) = Plan::new(set, Some(profile), &filter) else { return false };
                let reports = both(set, &plan, Some(mutant), &policy, None, "");
                hold(&format!("{} in {profile}, {policy:?}", mutant.name), &reports);
                kills(&reports[0])
            })
        })
    })
}

/// Whether something fails. Under which requirement it should is a law of the mutants, held in their own process.
fn kills(report: &Report) -> bool {
    report.results.iter().any(|row| row.verdict == Verdict::Fail)
}
