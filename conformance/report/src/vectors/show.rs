//! One vector or flow, with the requirement behind it and what its flags mean.

use pkce_conformance::draft;
use pkce_vectors::{Flow, Requirement, Vector, VectorSet};
use serde::Serialize;

use crate::{clean, explain, form::forms, page::Page};

/// A vector or flow, and what explains it.
#[derive(Debug, Clone, Copy)]
pub struct Explained<'a> {
    /// The data that it stands in.
    pub set: &'a VectorSet,
    /// What is shown.
    pub entry: Entry<'a>,
    /// Columns of the terminal.
    pub columns: usize,
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

fn terminal(Explained { set, entry, columns }: Explained<'_>) -> String {
    let mut page = Page::new(columns);
    match entry {
        Entry::Vector(vector) => {
            explained(&mut page, set, vector, &vector.requirement, &[], &vector.flags);
        }
        Entry::Flow(flow) => {
            let checks: Vec<&str> =
                flow.checks.iter().map(|check| check.requirement.as_str()).collect();
            explained(&mut page, set, flow, &flow.requirement, &checks, &flow.flags);
        }
    }
    page.into_text()
}

fn explained(
    page: &mut Page,
    set: &VectorSet,
    shown: &impl Serialize,
    requirement: &str,
    checks: &[&str],
    flags: &[String],
) {
    page.line(&draft::written(shown));
    page.gap();
    let mut told = vec![requirement];
    told.extend(checks);
    told.dedup();
    for id in told {
        if let Some(known) = set.catalogue.requirement(id) {
            page.line(&format!("requirement {}", clean(id)));
            explain::requirement(page, known, usize::MAX);
            page.item("  ", 4, &format!("binds: {}", binding(set, known)));
            page.gap();
        }
    }
    for name in flags {
        if let Some(flag) = set.flags.get(name) {
            page.item("", 2, &format!("flag {}: {}", clean(name), clean(&flag.bug_type)));
            page.para(2, &clean(&flag.description));
            page.item("  ", 4, &format!("effect: {}", clean(&flag.effect)));
            for link in flag.cves.iter().chain(&flag.links) {
                page.para(2, &clean(link));
            }
        }
    }
}

/// The profiles in which a requirement binds, each with its level there.
fn binding(set: &VectorSet, known: &Requirement) -> String {
    let levels = set.catalogue.profiles.iter().filter_map(|profile| {
        let level = *set.catalogue.binding(profile).get(known.id.as_str())?;
        Some(format!("{} in {}", level.as_str(), clean(&profile.id)))
    });
    levels.collect::<Vec<_>>().join(", ")
}
