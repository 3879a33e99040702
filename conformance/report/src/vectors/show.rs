//! One vector or flow, with the requirement behind it and what its flags mean.

use std::fmt::Write as _;

use pkce_conformance::draft;
use pkce_vectors::{Flow, Requirement, Vector, VectorSet};
use serde::Serialize;

use crate::{clean, explain, form::forms};

/// A vector or flow, and what explains it.
#[derive(Debug, Clone, Copy)]
pub struct Explained<'a> {
    /// The data that it stands in.
    pub set: &'a VectorSet,
    /// What is shown.
    pub entry: Entry<'a>,
}

/// A vector or a flow.
#[derive(Debug, Clone, Copy)]
pub enum Entry<'a> {
    /// Of a library.
    Vector(&'a Vector),
    /// Of a server.
    Flow(&'a Flow),
}

forms! {
    /// The forms of such an explanation.
    Explained:
    /// The entry as it stands in its file, and what it names, in words.
    Terminal => terminal,
}

fn terminal(Explained { set, entry }: Explained<'_>) -> String {
    match entry {
        Entry::Vector(vector) => explained(set, vector, &vector.requirement, &[], &vector.flags),
        Entry::Flow(flow) => {
            let checks: Vec<&str> =
                flow.checks.iter().map(|check| check.requirement.as_str()).collect();
            explained(set, flow, &flow.requirement, &checks, &flow.flags)
        }
    }
}

fn explained(
    set: &VectorSet,
    shown: &impl Serialize,
    requirement: &str,
    checks: &[&str],
    flags: &[String],
) -> String {
    let mut text = draft::written(shown) + "\n";
    // Writing to a String cannot fail.
    let _ = writeln!(text);
    let mut told = vec![requirement];
    told.extend(checks);
    told.dedup();
    for id in told {
        if let Some(known) = set.catalogue.requirement(id) {
            let _ = writeln!(text, "requirement {}", clean(id));
            explain::requirement(&mut text, known, usize::MAX);
            let _ = writeln!(text, "  binds: {}\n", binding(set, known));
        }
    }
    for name in flags {
        if let Some(flag) = set.flags.get(name) {
            let _ = writeln!(text, "flag {}: {}", clean(name), clean(&flag.bug_type));
            let _ = writeln!(text, "  {}", clean(&flag.description));
            let _ = writeln!(text, "  effect: {}", clean(&flag.effect));
            for told in flag.cves.iter().chain(&flag.links) {
                let _ = writeln!(text, "  {}", clean(told));
            }
        }
    }
    text
}

/// The profiles in which a requirement binds, each with its level there.
fn binding(set: &VectorSet, known: &Requirement) -> String {
    let levels = set.catalogue.profiles.iter().filter_map(|profile| {
        let level = *set.catalogue.binding(profile).get(known.id.as_str())?;
        Some(format!("{} in {}", level.as_str(), clean(&profile.id)))
    });
    levels.collect::<Vec<_>>().join(", ")
}
