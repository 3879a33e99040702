//! A run that ends before its last case gives no false reason: what was not asked was not, and nothing else.
#![expect(clippy::unwrap_used, reason = "a test may panic")]

use std::{
    collections::BTreeSet,
    sync::atomic::{AtomicBool, Ordering},
};

use pkce_conformance::{
    implementation::{Answered, Declined, Implementation},
    known::KnownFailures,
    plan::{Filter, Patterns, Plan},
    reference::Reference,
    result::{Report, Verdict},
    run::{RunOptions, run},
    transport::InProcess,
    wire::{About, Reason},
};
use pkce_vectors::VectorSet;

/// The reference's `verify`: as it is, without plain, or taking everything.
#[derive(Clone, Copy)]
enum Subject {
    Right,
    WithoutPlain,
    TakesAll,
}

struct Verify(Subject, Reference);

impl Verify {
    fn new(subject: Subject) -> Self {
        Self(subject, Reference::new(1))
    }
}

impl Implementation for Verify {
    fn about(&self) -> About {
        About::library("verify", "1", &["verify"])
    }

    fn verify(
        &mut self,
        verifier: &[u8],
        challenge: &[u8],
        method: Option<&[u8]>,
    ) -> Answered<bool> {
        match self.0 {
            Subject::TakesAll => Ok(true),
            Subject::WithoutPlain if method != Some(b"S256") => {
                Err(Declined::refused(Reason::MethodUnsupported, "S256 alone"))
            }
            _ => self.1.verify(verifier, challenge, method),
        }
    }
}

fn hold(
    set: &VectorSet,
    subject: Subject,
    options: &RunOptions<'_>,
    stop: Option<usize>,
) -> Report {
    let only = Some(Patterns::new(&["verify/*"]));
    let plan = Plan::new(set, None, &Filter { only, ..Filter::default() }).unwrap();
    let mut verify = Verify::new(subject);
    run(set, &plan, &mut InProcess::new(&mut verify), options, &mut |progress| {
        if stop.is_some_and(|stop| progress.done >= stop) {
            options.interrupted.store(true, Ordering::Relaxed);
        }
    })
}

fn reasons(report: &Report, verdict: Verdict) -> BTreeSet<&str> {
    let rows = report.results.iter().filter(|row| row.verdict == verdict);
    rows.filter_map(|row| row.reason.as_deref()).collect()
}

#[test]
fn an_interrupt_is_the_only_reason() {
    let set = VectorSet::bundled().unwrap();
    for subject in [Subject::Right, Subject::WithoutPlain] {
        for stop in [1, 2, 11, 12, 13, 40, 400, 5_000] {
            let interrupted = AtomicBool::new(false);
            let options = RunOptions { interrupted: &interrupted, ..RunOptions::new("x", 1) };
            let report = hold(&set, subject, &options, Some(stop));
            let inconclusive = reasons(&report, Verdict::Inconclusive);
            assert_eq!(inconclusive, BTreeSet::from(["the run was interrupted"]), "{stop}");
            assert_eq!(report.summary.fail, report.summary.failures.hardening.total(), "{stop}");
            // What is skipped was shown by a control that was asked.
            let skipped = reasons(&report, Verdict::Skipped);
            let told = |why: &&str| why.contains("plain is");
            assert!(skipped.iter().all(told), "{stop}: {skipped:?}");
            assert!(report.interrupted && report.exit_code(false) == 3, "{stop}");
        }
    }
}

#[test]
fn the_first_must_that_fails_ends_a_run_that_is_told_so() {
    let set = VectorSet::bundled().unwrap();
    let fast = RunOptions { fail_fast: true, ..RunOptions::new("x", 1) };
    let report = hold(&set, Subject::TakesAll, &fast, None);
    assert_eq!(report.summary.failures.must.total(), 1);
    assert_eq!(
        reasons(&report, Verdict::Inconclusive),
        BTreeSet::from(["the run ended at its first failure"])
    );
    assert!(report.run.cut_short && !report.interrupted && report.exit_code(false) == 1);

    // A known failure ends nothing, and neither does a case that turns out not to apply.
    let known = "[[known]]\nid = \"*\"\nreason = \"it takes everything\"\n";
    let known = KnownFailures::parse("known.toml", known).unwrap();
    let fast_and_known = RunOptions { known: Some(&known), ..fast };
    assert!(!hold(&set, Subject::TakesAll, &fast_and_known, None).run.cut_short);
    let fast = RunOptions { fail_fast: true, ..RunOptions::new("x", 1) };
    for subject in [Subject::Right, Subject::WithoutPlain] {
        let report = hold(&set, subject, &fast, None);
        assert!(!report.run.cut_short && report.exit_code(false) == 0);
    }
}
