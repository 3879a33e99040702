//! Exploring raises no alarm where there is none, and finds, shrinks and folds what is wrong.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::{
    sync::{LazyLock, atomic::AtomicBool},
    time::Duration,
};

use pkce_conformance::{
    reference::Reference,
    result::{Difference, Draft, Exploration},
    transport::InProcess,
};
use pkce_explore::{Kind, Options, completed, explore};
use pkce_vectors::{VectorSet, lint::lint, requirement_ids as ids};

static SET: LazyLock<VectorSet> = LazyLock::new(|| VectorSet::bundled().unwrap());

fn options<'o>(
    profile: Option<&'o str>,
    only: &'o [Kind],
    cases: usize,
    flag: &'o AtomicBool,
) -> Options<'o> {
    Options {
        profile,
        only,
        seed: 1,
        cases,
        time: None,
        request_limit: Duration::from_secs(10),
        interrupted: flag,
    }
}

fn of_mutant(name: &str, only: &[Kind]) -> Exploration {
    let mut wrong = pkce_mutants::by_name(name).unwrap().implementation(1);
    let flag = AtomicBool::new(false);
    let options = options(None, only, 500, &flag);
    explore(&SET, &mut InProcess::new(&mut *wrong), &options, &mut |_| {}).unwrap()
}

#[test]
fn the_reference_differs_in_nothing() {
    let flag = AtomicBool::new(false);
    for profile in &SET.catalogue.profiles {
        let options = options(Some(&profile.id), &[], 2_000, &flag);
        let mut reference = Reference::new(1);
        let explored =
            explore(&SET, &mut InProcess::new(&mut reference), &options, &mut |_| {}).unwrap();
        let told: Vec<_> = explored
            .differences
            .iter()
            .map(|difference| {
                (
                    difference.level,
                    &difference.expected,
                    &difference.observed,
                    difference.draft.text(),
                )
            })
            .collect();
        assert!(told.is_empty(), "{}: {told:#?}", profile.id);
        assert_eq!(explored.answered.len(), 7);
    }
}

#[test]
fn a_mutant_is_found_shrunk_and_folded() {
    let found = of_mutant("verifier-checked-only-if-sent", &[Kind::Flow]);
    let drafts: Vec<_> =
        found.differences.iter().map(|difference| difference.draft.text()).collect();
    insta::assert_snapshot!(drafts.join("\n"));
}

/// What is printed passes the lint once it lies in a file of the vectors.
#[test]
fn a_draft_is_ready_to_become_a_vector() {
    let mut set = SET.clone();
    for (name, only) in [
        ("verifier-unchecked", vec![Kind::Flow]),
        ("library-compares-in-any-case", vec![Kind::Library(pkce_vectors::Op::Verify)]),
    ] {
        let found = of_mutant(name, &only);
        assert!(!found.differences.is_empty(), "{name}");
        for difference in found.differences {
            assert!(difference.confirmed, "{}", difference.draft.text());
            match difference.draft {
                Draft::Vector(vector) => set.vectors.push(*vector),
                Draft::Flow(flow) => set.flows.push(*flow),
            }
        }
    }
    let told: Vec<String> = lint(&set, false).iter().map(ToString::to_string).collect();
    assert!(told.is_empty(), "{told:#?}");
}

#[test]
fn the_same_seed_finds_the_same() {
    let texts = || {
        let found = of_mutant("verifier-value-unused", &[Kind::Flow]);
        let draft = |difference: &Difference| (difference.draft.text(), difference.seen);
        found.differences.iter().map(draft).collect::<Vec<_>>()
    };
    assert_eq!(texts(), texts());
}

#[test]
fn a_found_case_is_completed() {
    let library = r#"{"op":"verify","input":{"method":"S256","challenge":"E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM=","verifier":"dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"}}"#;
    let flow = r#"{"steps":[
        {"authorize":{"params":[["code_challenge",{"s256":{"verifier":"v1"}}],["code_challenge_method","S256"]]}},
        {"token":{"code":"c1","params":[["code_verifier",{"verifier":"v2"}]]}},
        {"token":{"code":"c1","params":[]}}]}"#;
    let mut set = SET.clone();
    let Draft::Vector(vector) = completed(library, Some("verify/found-padded")).unwrap() else {
        panic!("a vector")
    };
    assert_eq!(vector.requirement, ids::HARDENING_PADDED_CHALLENGE);
    let Draft::Flow(flow) = completed(flow, Some("flow/found/wrong-then-missing")).unwrap() else {
        panic!("a flow")
    };
    assert_eq!(flow.requirement, ids::RFC7636_4_5_VERIFIER_REQUIRED);
    set.vectors.push(*vector);
    set.flows.push(*flow);
    let told: Vec<String> = lint(&set, false).iter().map(ToString::to_string).collect();
    assert!(told.is_empty(), "{told:#?}");
    assert!(completed("[]", None).is_err());
}
