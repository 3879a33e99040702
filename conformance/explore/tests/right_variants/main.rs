//! Implementations that differ where the documents leave the choice: none of them may raise a `must` failure.
//!
//! Each overrides one decision of the reference. The other half of the proof, that wrong implementations are caught,
//! is the business of the mutants.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

/// A unit struct with one overridden decision.
macro_rules! variant {
    ($name:ident: $base:path { $($body:tt)* }) => {
        #[derive(Clone)]
        struct $name;
        impl $base for $name { $($body)* }
    };
}

mod answers;
mod library;
mod server;
mod shapes;

use std::{
    sync::{LazyLock, atomic::AtomicBool},
    time::Duration,
};

use pkce_conformance::{
    implementation::Implementation,
    plan::{Filter, Patterns, Plan},
    result::{Report, Verdict},
    run::{RunOptions, run},
    transport::InProcess,
};
use pkce_explore::{Kind, Options, explore};
use pkce_vectors::{Level, VectorSet};

static SET: LazyLock<VectorSet> = LazyLock::new(|| VectorSet::bundled().unwrap());

/// Library operations don't touch a server's decisions, nor the reverse: each is held to its own vectors.
fn report(ids: &str, profile: &str, variant: &mut impl Implementation) -> Report {
    let filter = match ids {
        LIBRARY => Filter { skip: Some(Patterns::new(&[SERVER])), ..Filter::default() },
        other => Filter { only: Some(Patterns::new(&[other])), ..Filter::default() },
    };
    hold(&Plan::new(&SET, Some(profile), &filter).unwrap(), variant)
}

fn hold(plan: &Plan<'_>, variant: &mut impl Implementation) -> Report {
    let options = RunOptions::new("variant", 3);
    run(&SET, plan, &mut InProcess::new(variant), &options, &mut |_| {})
}

const LIBRARY: &str = "library";
const SERVER: &str = "flow/*";

/// No `must` fails in any profile, and every applicable one is judged.
fn raises_no_alarm<I: Implementation>(ids: &str, make: impl Fn() -> I) {
    for profile in &SET.catalogue.profiles {
        let report = report(ids, &profile.id, &mut make());
        let alarms: Vec<_> = report
            .results
            .iter()
            .filter(|row| row.level == Level::Must && row.verdict != Verdict::Pass)
            .filter(|row| row.verdict != Verdict::Unsupported)
            .filter(|row| row.verdict != Verdict::Skipped)
            .collect();
        assert!(alarms.is_empty(), "{}: {alarms:#?}", profile.id);
        assert_eq!(report.exit_code(false), 0, "{}", profile.id);
    }
    explores_without_alarm(ids == SERVER, make);
}

/// Nor does exploring find one: drawn inputs, no vector's.
fn explores_without_alarm<I: Implementation>(of_server: bool, make: impl Fn() -> I) {
    let only: Vec<Kind> =
        Kind::all().into_iter().filter(|kind| (*kind == Kind::Flow) == of_server).collect();
    let options = Options {
        profile: None,
        only: &only,
        seed: 7,
        cases: 1_500,
        time: None,
        request_limit: Duration::from_secs(10),
        interrupted: &AtomicBool::new(false),
    };
    let mut variant = make();
    let mut target = InProcess::new(&mut variant);
    let explored = explore(&SET, &mut target, &options, &mut |_| {}).unwrap();
    let alarms = explored.differences.iter().filter(|found| found.level == Level::Must);
    let told: Vec<_> = alarms.map(|found| (&found.observed, found.draft.text())).collect();
    assert!(told.is_empty(), "{told:#?}");
    assert!(!explored.answered.is_empty());
}
