//! Over stdio a target comes to the same as in process.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use pkce_conformance::{
    plan::{Filter, Plan},
    reference::Reference,
    result::Report,
    run::{RunOptions, run},
    transport::{InProcess, Limits, Stdio, Transport},
};
use pkce_vectors::VectorSet;

fn report(set: &VectorSet, transport: &mut dyn Transport) -> Report {
    let plan = Plan::new(set, None, &Filter::default()).unwrap();
    let options = RunOptions { strict_reasons: true, ..RunOptions::new("reference", 7) };
    run(set, &plan, transport, &options, &mut |_| {})
}

/// Behind stdio the same cases run interleaved, a hundred at a time.
#[test]
fn pipelined_over_stdio_the_reference_comes_to_the_same() {
    let set = VectorSet::bundled().unwrap();
    let command = [env!("CARGO_BIN_EXE_pkce"), "adapter", "reference"].map(Into::into).to_vec();
    let piped = report(&set, &mut Stdio::new(command, Limits::default()));
    assert_eq!(piped.failed_to_run, None);
    let rows = |report: Report| -> Vec<_> {
        report.results.into_iter().map(|row| (row.id, row.verdict, row.reason)).collect()
    };
    assert_eq!(rows(piped), rows(report(&set, &mut InProcess::new(&mut Reference::new(7)))));
}
