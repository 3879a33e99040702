//! A draft held against an implementation, by the runner that holds vectors.

use pkce_conformance::{
    implementation::Implementation,
    plan::{Filter, Patterns, Plan},
    result::Verdict,
    run::{RunOptions, run},
    transport::InProcess,
};
use pkce_vectors::{Flow, VectorSet};

/// The verdict; nothing where no profile takes the flow.
pub(crate) fn verdict(
    set: &VectorSet,
    draft: &Flow,
    implementation: &mut dyn Implementation,
) -> Option<Verdict> {
    let mut set = set.clone();
    set.vectors.clear();
    set.flows.retain(|flow| flow.control);
    set.flows.push(draft.clone());
    let only = Some(Patterns::new(&[draft.id.as_str()]));
    let plan = Plan::new(&set, None, &Filter { only, ..Filter::default() }).ok()?;
    let options = RunOptions::new("draft", 1);
    let report = run(&set, &plan, &mut InProcess::new(implementation), &options, &mut |_| {});
    report.results.into_iter().find(|row| *row.vector == *draft.id).map(|row| row.verdict)
}
