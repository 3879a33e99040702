//! A run against a live server, as a test's own target file describes it.

use std::{
    path::Path,
    sync::atomic::AtomicBool,
    time::{Duration, Instant},
};

use pkce_conformance::{
    plan::{Filter, Patterns, Plan},
    result::Report,
    run::{RunOptions, run_fitted},
};
use pkce_http::{
    driver::{Driver, Options},
    target::parse,
};
use pkce_vectors::VectorSet;

static NEVER: AtomicBool = AtomicBool::new(false);

/// Holds what `only` names against the server of a file in `folder`. Whatever it does, the run is over `within` a time.
pub(crate) fn judged(
    file: &str,
    folder: &Path,
    only: &str,
    [limit, within]: [Duration; 2],
) -> Report {
    let set = VectorSet::bundled().unwrap();
    let only = Some(Patterns::new(&[only]));
    let plan = Plan::new(&set, None, &Filter { only, ..Filter::default() }).unwrap();
    let options = Options {
        folder: folder.to_owned(),
        limit,
        trace: None,
        attach: false,
        interrupted: &NEVER,
        say: &|_| {},
    };
    let mut driver = Driver::new(parse(file).unwrap(), options);
    let began = Instant::now();
    let report = run_fitted(&set, &plan, &mut driver, &RunOptions::new("live", 1), &mut |_| {});
    assert!(began.elapsed() < within, "it took {:?}", began.elapsed());
    report
}

/// What the rows say, in one text.
pub(crate) fn said(report: &Report) -> String {
    let rows = report.results.iter().flat_map(|row| [row.reason.clone(), row.observed.clone()]);
    rows.flatten().chain(report.failed_to_run.clone()).collect::<Vec<_>>().join("\n")
}
