//! Ids of rows: all that there can be, and those that chance has a hand in.

use std::collections::BTreeSet;

use pkce_vectors::{Action, Flow, Op, PolicyName, VectorSet};

use super::rows::{EXCEPTION, SERVER_ERROR};

/// The ids of vectors that a wrong target may pass now and then: races, and what is drawn.
pub(super) fn by_chance(set: &VectorSet) -> BTreeSet<&str> {
    let drawn = set.vectors.iter().filter(|vector| vector.op == Op::Generate);
    let has_race =
        |flow: &&Flow| flow.steps.iter().any(|step| matches!(step.action, Action::Race { .. }));
    let raced = set.flows.iter().filter(has_race);
    drawn.map(|vector| &*vector.id).chain(raced.map(|flow| &*flow.id)).collect()
}

/// The id of every row that any profile could have.
#[must_use]
pub fn all_ids(set: &VectorSet) -> Vec<String> {
    let mut ids = Vec::new();
    for vector in &set.vectors {
        ids.push(format!("{}#{EXCEPTION}", vector.id));
        ids.push(vector.id.clone());
    }
    // A flow runs under every setting that is equivalent to one of its policies, and subjects differ in those.
    for flow in &set.flows {
        for role in &flow.roles {
            for policy in PolicyName::ALL {
                let id = format!("{}/{}/{}", flow.id, role, policy.as_str());
                ids.extend(flow.checks.iter().map(|check| format!("{id}#{}", check.kind.as_str())));
                ids.push(format!("{id}#{SERVER_ERROR}"));
                ids.push(id);
            }
        }
    }
    for scenario in &set.scenarios {
        let asked = scenario.judged.iter().map(|question| question.asks.as_str());
        ids.extend(asked.map(|asks| format!("{}#{asks}", scenario.id)));
    }
    ids.sort_unstable();
    ids.dedup();
    ids
}
