//! The two laws of mutants: each is killed under the requirement that it breaks, and each vector kills one.

#![expect(clippy::unwrap_used, reason = "a static is no test function to the lint")]

use std::{collections::BTreeSet, sync::LazyLock};

use pkce_conformance::{plan::Patterns, result::Breaches};
use pkce_mutants::{
    Baseline, Matrix, Mutant, NOT_A_MUTANT, all, client_mutants, hold, kill_matrix, page,
    signatures, suites,
};
use pkce_vectors::VectorSet;

static SET: LazyLock<VectorSet> = LazyLock::new(|| VectorSet::bundled().unwrap());
static MUTANTS: LazyLock<Vec<Mutant>> = LazyLock::new(all);
static HELD: LazyLock<(Matrix, Baseline)> = LazyLock::new(|| hold(&SET, &MUTANTS, 1, &|| ()));
static BREACHES: LazyLock<Breaches> =
    LazyLock::new(|| kill_matrix(&MUTANTS, &HELD.0, true).breaches);

#[test]
fn every_mutant_is_killed_under_each_requirement_that_it_breaks() {
    assert_eq!(BREACHES.survivors, [""; 0]);
    assert_eq!(BREACHES.by_accident, []);
}

#[test]
fn every_vector_kills_a_mutant_or_says_why_it_stays() {
    assert_eq!(BREACHES.idle, [""; 0]);
    assert_eq!(BREACHES.stale, [""; 0]);
}

#[test]
fn the_vectors_of_every_profile_were_held() {
    let used: BTreeSet<&str> =
        HELD.0.vectors.iter().filter_map(|id| id.split('#').next()).collect();
    let vectors = SET.vectors.iter().filter(|vector| vector.withdrawn.is_none());
    let flows = SET.flows.iter().filter(|flow| flow.withdrawn.is_none());
    let all = vectors.map(|vector| vector.id.as_str()).chain(flows.map(|flow| flow.id.as_str()));
    assert_eq!(all.filter(|id| !used.contains(id)).collect::<Vec<_>>(), [""; 0]);
}

#[test]
fn the_reference_is_killed_by_none_of_them() {
    assert_eq!(HELD.1.wrong, BTreeSet::new());
}

#[test]
fn singular_mutants_are_told_apart() {
    assert_eq!(BREACHES.same_signature, [[""; 0]; 0]);
    assert_eq!(BREACHES.unexplained, [""; 0]);
    assert!(signatures(&MUTANTS, &HELD.0) >= 90);
}

/// A kill by a draw repeats: what one run shows, the next with its seed shows too.
#[test]
fn a_seed_decides_what_a_mutant_draws() {
    let drawn = |mutant: &Mutant, seed| mutant.implementation(seed).generate(3, None).ok();
    let libraries: Vec<_> = MUTANTS.iter().filter(|mutant| drawn(mutant, 1).is_some()).collect();
    assert!(libraries.len() > 100);
    for mutant in &libraries {
        assert_eq!(drawn(mutant, 1), drawn(mutant, 1), "{mutant:?}");
    }
    let differ = libraries.iter().filter(|mutant| drawn(mutant, 1) != drawn(mutant, 2));
    assert!(differ.count() > 100);
}

#[test]
fn each_mutant_says_what_it_breaks() {
    let mut names = BTreeSet::new();
    for mutant in MUTANTS.iter() {
        assert!(names.insert(&mutant.name), "{mutant:?} is there twice");
        assert!(!mutant.says.is_empty() && !mutant.breaks.is_empty(), "{mutant:?}");
        for id in mutant.breaks.iter() {
            assert!(SET.catalogue.requirement(id).is_some(), "{mutant:?}: no requirement {id}");
        }
        assert!(mutant.cites.iter().all(|url| url.starts_with("https://")), "{mutant:?}");
        assert_eq!(mutant.implementation(1).about().name, mutant.name);
    }
}

#[test]
fn each_published_bug_that_the_vectors_name_has_a_mutant_or_says_why_not() {
    let of_clients = client_mutants();
    let of_clients = of_clients.iter().flat_map(|mutant| mutant.cites.iter().copied());
    let cited = MUTANTS.iter().flat_map(|mutant| mutant.cites.iter().copied()).chain(of_clients);
    let told = NOT_A_MUTANT.iter().filter_map(|bug| bug.source);
    let known: BTreeSet<String> = cited.chain(told).map(thread).collect();
    let data = [
        include_str!("../../../vectors/flags.json"),
        include_str!("../../../vectors/requirements.json"),
    ];
    let named = data.iter().flat_map(|text| text.split('"')).filter(|text| {
        text.starts_with("https://github.com/") || text.starts_with("https://spring.io/")
    });
    let named: BTreeSet<String> = named.map(thread).collect();
    assert!(named.len() > 50, "the vectors name published bugs");
    assert_eq!(named.difference(&known).collect::<Vec<_>>(), [""; 0]);
}

/// An address under which an issue and a pull request of one number are the same, as they are there.
fn thread(url: &str) -> String {
    let url = url.replace("/pull/", "/issues/");
    url.replace(
        "/spring-projects/spring-authorization-server",
        "/spring-attic/spring-authorization-server",
    )
}

#[test]
fn a_bug_without_a_mutant_points_at_mutants_that_are_there() {
    for bug in NOT_A_MUTANT {
        for name in bug.why.split('`').skip(1).step_by(2) {
            assert!(MUTANTS.iter().any(|mutant| mutant.name == name), "{}: no {name}", bug.bug);
        }
    }
}

#[test]
fn each_check_of_another_suite_is_like_vectors_or_says_why_not() {
    for check in suites().unwrap().iter().flat_map(|suite| &suite.checks) {
        assert!(!check.like.is_empty() || check.note.is_some(), "{}", check.does);
        for glob in &check.like {
            let pattern = Patterns::new(&[glob]);
            assert!(HELD.0.vectors.iter().any(|id| pattern.is_match(id)), "{glob} matches nothing");
        }
    }
}

#[test]
fn the_page_of_suites_is_what_the_command_writes() {
    let written = page(&MUTANTS, &HELD.0, &suites().unwrap());
    assert!(
        written == include_str!("../MUTANTS.md"),
        "MUTANTS.md is stale: cargo run --release -- mutants --suites > conformance/mutants/MUTANTS.md"
    );
}
