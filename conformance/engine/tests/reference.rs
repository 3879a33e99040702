//! The reference holds in every profile: what is selected is judged, and nothing fails.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::sync::Arc;

use pkce_conformance::{
    plan::{Filter, Plan},
    reference::{Reference, StandardLibrary},
    result::{Report, Verdict},
    run::{RunOptions, run},
    transport::{InProcess, Transport},
};
use pkce_core::server::{Client, Decisions};
use pkce_vectors::VectorSet;

fn in_process(set: &VectorSet, profile: &str) -> Report {
    report(set, profile, &mut InProcess::new(&mut Reference::new(7)))
}

fn report(set: &VectorSet, profile: &str, transport: &mut dyn Transport) -> Report {
    let plan = Plan::new(set, Some(profile), &Filter::default()).unwrap();
    let options = RunOptions { strict_reasons: true, ..RunOptions::new("reference", 7) };
    run(set, &plan, transport, &options, &mut |_| {})
}

#[test]
fn selected_is_judged_and_nothing_fails_in_every_profile() {
    let set = VectorSet::bundled().unwrap();
    let mut wrong = Vec::new();
    for profile in &set.catalogue.profiles {
        let report = in_process(&set, &profile.id);
        let rows = report.results.iter().filter(|row| row.verdict != Verdict::Pass);
        wrong.extend(rows.map(|row| format!("{}: {row:?}", profile.id)));
        assert_eq!(report.summary.selected, report.results.len());
        assert!(report.coverage.is_complete(), "{}: {:?}", profile.id, report.coverage.missing);
    }
    let first = wrong.iter().take(10).cloned().collect::<Vec<_>>().join("\n");
    assert!(wrong.is_empty(), "{} rows, the first of them:\n{first}", wrong.len());
}

/// A server that knows none of the clients answers every wrong request with a refusal, and every right one too.
#[test]
fn a_target_that_is_not_set_up_is_not_judged() {
    #[derive(Clone)]
    struct Stranger;
    impl Decisions for Stranger {
        fn redirect_uri_registered(&self, _: &Client, _: &[u8]) -> bool {
            false
        }
    }
    let set = VectorSet::bundled().unwrap();
    let mut stranger =
        Reference::with("stranger", Box::new(StandardLibrary), Arc::new(Stranger), 7);
    let report = report(&set, "rfc9700", &mut InProcess::new(&mut stranger));
    let flows = || report.results.iter().filter(|row| row.op == "flow");
    assert!(flows().all(|row| row.verdict == Verdict::Inconclusive));
    let why = flows().next().and_then(|row| row.reason.clone()).unwrap();
    assert!(why.starts_with("the target is not set up: flow/control/s256/public/"), "{why}");
    assert_eq!(report.exit_code(false), 3);
}
