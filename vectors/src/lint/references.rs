//! Names that vectors give: requirements and flags, each defined, each flag used.

use std::collections::BTreeSet;

use super::{entry::Entry, findings::Findings};
use crate::load::VectorSet;

pub(super) fn lint(set: &VectorSet, findings: &mut Findings) {
    let mut used = BTreeSet::new();
    for entry in Entry::live(set) {
        for id in entry.requirements() {
            if set.catalogue.requirement(id).is_none() {
                let message = format!("there is no requirement `{id}`");
                findings.add("undefined-requirement", entry.id(), message);
            }
        }
        for flag in entry.flags() {
            used.insert(flag.as_str());
            if !set.flags.contains_key(flag) {
                let message = format!("there is no flag `{flag}`");
                findings.add("undefined-flag", entry.id(), message);
            }
        }
    }
    for flag in set.flags.keys().filter(|flag| !used.contains(flag.as_str())) {
        findings.add("unused-flag", flag, "no vector carries the flag");
    }
}
