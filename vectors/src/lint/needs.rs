//! `needs` says what the steps demand of a target.

use super::{
    entry::{Entry, live_flows, live_vectors},
    findings::Findings,
};
use crate::{load::VectorSet, policy::Needs, step::Action};

pub(super) fn lint(set: &VectorSet, findings: &mut Findings) {
    for vector in live_vectors(set) {
        if vector.needs != (Needs { plain: vector.needs.plain, ..Needs::default() }) {
            findings.add("needs", &vector.id, "a library is asked for plain alone");
        }
    }
    for flow in live_flows(set) {
        let needs = Entry::Flow(flow).needs();
        for step in &flow.steps {
            let (what, key, given) = match step.action {
                Action::Par(_) => ("a pushed request", "par", needs.par),
                Action::Wait { .. } => ("a wait", "code_lifetime", needs.code_lifetime),
                Action::Use { .. } => ("the use of a token", "userinfo", needs.userinfo),
                Action::Metadata { .. } => ("a metadata document", "metadata", needs.metadata),
                _ => continue,
            };
            if given != Some(true) {
                findings.add("needs", &flow.id, format!("{what} wants `\"{key}\": true`"));
            }
        }
    }
}
