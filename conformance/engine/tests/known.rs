//! Files of known failures: what is written, what they make known, and when they no longer hold.
#![expect(clippy::unwrap_used, reason = "a test may panic")]

use pkce_conformance::{
    implementation::{Answered, Implementation},
    known::{KnownFailures, Left, write},
    plan::{Filter, Patterns, Plan},
    reference::Reference,
    result::{CaseResult, KnownRow, Report, Verdict},
    run::{RunOptions, run},
    transport::InProcess,
    wire::About,
};
use pkce_vectors::{Level, VectorSet};

/// A `check_verifier` that takes verifiers of these lengths only.
struct Lengths(fn(usize) -> bool, Reference);

impl Implementation for Lengths {
    fn about(&self) -> About {
        About::library("lengths", "1", &["check_verifier"])
    }

    fn check_verifier(&mut self, verifier: &[u8]) -> Answered<bool> {
        if (self.0)(verifier.len()) { Ok(true) } else { self.1.check_verifier(verifier) }
    }
}

fn hold(set: &VectorSet, takes: fn(usize) -> bool, known: Option<&str>, only: &str) -> Report {
    let only = Some(Patterns::new(&[only]));
    let plan = Plan::new(set, None, &Filter { only, ..Filter::default() }).unwrap();
    let known = known.map(|text| KnownFailures::parse("known.toml", text).unwrap());
    let options = RunOptions { known: known.as_ref(), ..RunOptions::new("x", 1) };
    let mut lengths = Lengths(takes, Reference::new(1));
    run(set, &plan, &mut InProcess::new(&mut lengths), &options, &mut |_| {})
}

const ALL: &str = "check-verifier/*";

/// It takes everything: every row that wants a refusal fails.
const fn anything(_: usize) -> bool {
    true
}

const fn nothing(_: usize) -> bool {
    false
}

const fn short(length: usize) -> bool {
    length < 43
}

#[test]
fn what_is_written_makes_known_and_says_where_it_no_longer_holds() {
    let set = VectorSet::bundled().unwrap();
    let first = hold(&set, anything, None, ALL);
    assert_eq!(first.exit_code(false), 1);
    let text = write(&first.results, &set, false).text.unwrap();
    let known = hold(&set, anything, Some(&text), ALL);
    assert_eq!((known.exit_code(false), known.stale.len()), (0, 0), "{text}");
    let fixed = hold(&set, nothing, Some(&text), ALL);
    assert_eq!(fixed.exit_code(false), 1);
    let stale = fixed.stale.first().unwrap();
    assert!(stale.starts_with("known.toml:4: `check-verifier/"), "{stale}");
    assert!(stale.contains("is listed, and check-verifier/"), "{stale}");
}

#[test]
fn an_entry_for_a_requirement_takes_what_fails_under_it() {
    let set = VectorSet::bundled().unwrap();
    let entry =
        |glob: &str| format!("[[known]]\nrequirement = \"{glob}\"\nreason = \"it is lenient\"\n");
    let text = entry("rfc7636-4.1-verifier-grammar");
    // Whatever fails is known, and what passes is told.
    for takes in [anything, short] {
        let report = hold(&set, takes, Some(&text), ALL);
        assert_eq!((report.exit_code(false), report.stale.len()), (0, 0));
        let told = report.notes.iter().any(|note| {
            note.starts_with("known.toml:1: `rfc7636-4.1-verifier-grammar` is listed, and ")
        });
        assert!(told, "{:?}", report.notes);
    }
    // It goes stale when every row under it passes, and all of them were asked.
    let fixed = hold(&set, nothing, Some(&text), ALL);
    // The requirement binds generators too, which this library has not: what it cannot be asked says nothing.
    assert_eq!((fixed.exit_code(false), fixed.stale.len()), (0, 0), "{:?}", fixed.stale);
    let whole = hold(&set, nothing, Some(&text), "*");
    assert_eq!(whole.exit_code(false), 1);
    assert_eq!(
        whole.stale,
        ["known.toml:1: `rfc7636-4.1-verifier-grammar` is listed, and every row under it passes"]
    );
    let part = hold(&set, nothing, Some(&text), "check-verifier/length-4*");
    assert_eq!((part.exit_code(false), part.stale.len()), (0, 0));
    let unheard = hold(&set, nothing, Some(&entry("rfc1-*")), ALL);
    assert_eq!(unheard.stale, ["known.toml:1: no requirement is named `rfc1-*`"]);
}

fn row(id: &str, requirement: &str, level: Level, verdict: Verdict) -> CaseResult {
    let set = VectorSet::bundled().unwrap();
    let report = hold(&set, nothing, None, "check-verifier/appendix-b");
    let row = report.results.first().unwrap().clone();
    let observed = Some("valid".to_owned());
    CaseResult { id: id.into(), requirement: requirement.into(), level, verdict, observed, ..row }
}

#[test]
fn only_what_was_judged_and_demanded_is_written() {
    let set = VectorSet::bundled().unwrap();
    let rows = [
        row("a/fails", "r1", Level::Must, Verdict::Fail),
        row("a/passes", "r1", Level::Must, Verdict::Pass),
        row("b/fails", "r2", Level::Should, Verdict::Fail),
        row("b/also", "r2", Level::Should, Verdict::Fail),
        row("c/advice", "r3", Level::Hardening, Verdict::Fail),
        row("d/broken", "r4", Level::Must, Verdict::Broken),
        row("d/fails", "r4", Level::Must, Verdict::Fail),
        row("e/open", "r5", Level::Must, Verdict::Inconclusive),
    ];
    let written = write(&rows, &set, false);
    assert_eq!(written.left, Left { broken: 1, inconclusive: 1, advice: 1 });
    insta::assert_snapshot!(written.text.unwrap());
    let with_advice = write(&rows, &set, true);
    assert_eq!(with_advice.left.advice, 0);
    assert!(with_advice.text.unwrap().contains("requirement = \"r3\""));
    let broken = rows.get(5..6).unwrap();
    assert_eq!(write(broken, &set, true).text, None);
}

/// A target that never answers is not frozen into one that holds.
#[test]
fn what_broke_is_not_judged_for_being_known() {
    let set = VectorSet::bundled().unwrap();
    let mut report = hold(&set, nothing, None, "check-verifier/length-4*");
    let known = |was| Some(KnownRow { reason: "it crashes".to_owned(), url: None, was });
    for row in &mut report.results {
        row.verdict = Verdict::Skipped;
        row.known = known(Verdict::Broken);
    }
    assert!(report.is_unjudged() && report.exit_code(false) == 3);
    report.results.first_mut().unwrap().known = known(Verdict::Fail);
    assert_eq!(report.exit_code(false), 0);
}
