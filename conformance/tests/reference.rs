//! The reference holds in every profile: what is selected is judged, and nothing fails.

use std::{sync::atomic::AtomicBool, time::Duration};

use pkce_conformance::{
    plan::{Filter, Plan},
    reference::Reference,
    result::{Report, Verdict},
    run::{RunOptions, run},
    transport::InProcess,
};
use pkce_vectors::VectorSet;

fn report(set: &VectorSet, profile: &str) -> Report {
    let plan = Plan::new(set, Some(profile), &Filter::default()).unwrap();
    let mut reference = Reference::new(7);
    let interrupted = AtomicBool::new(false);
    let options = RunOptions {
        target: "reference",
        seed: 7,
        request_limit: Duration::from_secs(10),
        strict_reasons: true,
        known: None,
        interrupted: &interrupted,
    };
    run(set, &plan, &mut InProcess::new(&mut reference), &options, &mut |_| {})
}

#[test]
fn selected_is_judged_and_nothing_fails_in_every_profile() {
    let set = VectorSet::bundled().unwrap();
    let mut wrong = Vec::new();
    for profile in &set.catalogue.profiles {
        let report = report(&set, &profile.id);
        let rows = report.results.iter().filter(|row| row.verdict != Verdict::Pass);
        wrong.extend(rows.map(|row| format!("{}: {row:?}", profile.id)));
        assert_eq!(report.summary.selected, report.results.len());
        assert_eq!(report.summary.must_judged, report.summary.must_applicable);
    }
    let first = wrong.iter().take(10).cloned().collect::<Vec<_>>().join("\n");
    assert!(wrong.is_empty(), "{} rows, the first of them:\n{first}", wrong.len());
}
