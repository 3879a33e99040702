//! Each requirement is judged by vectors, or says why it is not.

use std::collections::BTreeSet;

use super::{entry::Entry, findings::Findings};
use crate::load::VectorSet;

pub(super) fn lint(set: &VectorSet, strict: bool, findings: &mut Findings) {
    let judged: BTreeSet<&str> = Entry::live(set).flat_map(Entry::requirements).collect();
    for requirement in &set.catalogue.requirements {
        let ways = [
            judged.contains(requirement.id.as_str()).then_some("vectors"),
            requirement.untestable.is_some().then_some("untestable"),
            requirement.planned.is_some().then_some("planned"),
        ];
        let given: Vec<&str> = ways.into_iter().flatten().collect();
        if given.len() != 1 {
            let given = if given.is_empty() { "nothing".to_owned() } else { given.join(" and ") };
            let message =
                format!("it has {given}: exactly one of vectors, untestable, planned is right");
            findings.add("requirement-coverage", &requirement.id, message);
        }
        if strict && requirement.planned.is_some() {
            findings.add("planned", &requirement.id, "it is planned, not yet judged");
        }
    }
}
