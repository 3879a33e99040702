//! The lint: what the types cannot say, so that a wrong vector is found before a target is blamed.
//!
//! Each rule has a name ([`RULES`]) and stands in the file of its subject. Nothing is repaired, and nothing
//! is passed over: a set with any [`Finding`] is not fit to judge anyone.

mod catalogue;
mod checks;
mod controls;
mod coverage;
mod entry;
mod expects;
mod findings;
mod flow_shape;
mod ids;
mod inputs;
mod needs;
mod profiles;
mod references;
mod scenarios;
mod steps;
mod text;
mod truth;
mod values;

use crate::load::VectorSet;

pub use findings::{Finding, RULES};

/// Holds the set against every rule. `strict` refuses requirements that are only planned.
#[must_use]
pub fn lint(set: &VectorSet, strict: bool) -> Vec<Finding> {
    let mut findings = findings::Findings::default();
    ids::lint(set, &mut findings);
    catalogue::lint(set, &mut findings);
    profiles::lint(set, &mut findings);
    references::lint(set, &mut findings);
    coverage::lint(set, strict, &mut findings);
    text::lint(set, &mut findings);
    controls::lint(set, &mut findings);
    needs::lint(set, &mut findings);
    scenarios::lint(set, &mut findings);
    for vector in entry::live_vectors(set) {
        inputs::lint(vector, &mut findings);
        expects::lint_vector(vector, &mut findings);
        truth::lint(vector, &mut findings);
    }
    for flow in entry::live_flows(set) {
        flow_shape::lint(flow, &mut findings);
        steps::lint(flow, &mut findings);
        expects::lint_flow(flow, &mut findings);
        checks::lint(flow, &mut findings);
        values::lint(flow, &mut findings);
    }
    findings.into_vec()
}
