//! Ids: unique for ever, and of one form.

use std::collections::BTreeSet;

use super::{entry::Entry, findings::Findings};
use crate::{load::VectorSet, requirement::Requirement, vector::Op};

pub(super) fn lint(set: &VectorSet, findings: &mut Findings) {
    let catalogue = &set.catalogue;
    unique(Entry::all(set).map(Entry::id), findings);
    unique(catalogue.requirements.iter().map(|requirement| requirement.id.as_str()), findings);
    unique(catalogue.documents.iter().map(|document| document.id.as_str()), findings);
    let names = catalogue.profiles.iter().flat_map(|profile| {
        std::iter::once(&profile.id).chain(&profile.aliases).map(String::as_str)
    });
    unique(names, findings);

    for entry in Entry::all(set) {
        if let Some(fault) = entry_form(entry) {
            findings.add("id-form", entry.id(), fault);
        }
    }
    for requirement in &catalogue.requirements {
        if let Some(fault) = requirement_form(requirement) {
            findings.add("id-form", &requirement.id, fault);
        }
    }
    for name in set.flags.keys() {
        let upper = name.starts_with(|first: char| first.is_ascii_uppercase());
        if !upper || !name.chars().all(|c| c.is_ascii_alphanumeric()) {
            findings.add("id-form", name, "a flag is named in UpperCamelCase");
        }
    }
}

fn unique<'a>(ids: impl Iterator<Item = &'a str>, findings: &mut Findings) {
    let mut seen = BTreeSet::new();
    for id in ids {
        if !seen.insert(id) {
            findings.add("duplicate-id", id, "the id is taken, also where it was withdrawn");
        }
    }
}

/// `operation/fault[/position]`, `flow/topic/fault[/position]` and `client/topic/fault[/position]`.
fn entry_form(entry: Entry<'_>) -> Option<String> {
    let (first, parts) = match entry {
        Entry::Vector(vector) => (operation(vector.op), 2..=3),
        Entry::Flow(_) => ("flow", 3..=4),
        Entry::Scenario(_) => ("client", 3..=4),
    };
    let words: Vec<&str> = entry.id().split('/').collect();
    if words.first() != Some(&first) {
        return Some(format!("the id starts with `{first}/`"));
    }
    if !parts.contains(&words.len()) {
        return Some(format!("the id has {} to {} parts", parts.start(), parts.end()));
    }
    let wrong = words.iter().find(|word| !is_kebab(word, false))?;
    Some(format!("`{wrong}` is not lower-case words and digits joined by hyphens"))
}

/// The operation as the first part of an id.
fn operation(op: Op) -> &'static str {
    match op {
        Op::Derive => "derive",
        Op::Verify => "verify",
        Op::CheckVerifier => "check-verifier",
        Op::CheckChallenge => "check-challenge",
        Op::ParseMethod => "parse-method",
        Op::Generate => "generate",
    }
}

/// `rfc7636-4.6-unequal-refused`; elsewhere than in an RFC sections move, so the id names none.
fn requirement_form(requirement: &Requirement) -> Option<String> {
    let id = &requirement.id;
    if !is_kebab(id, true) {
        return Some("the id is not lower-case words and digits joined by hyphens".to_owned());
    }
    let mut words = id.split('-');
    let is_rfc = words.next().is_some_and(|first| {
        first.strip_prefix("rfc").is_some_and(|n| n.bytes().all(|b| b.is_ascii_digit()))
    });
    let is_section = |word: &str| requirement.sources.iter().any(|source| source.section == word);
    let section = words.find(|word| is_section(word))?;
    (!is_rfc).then(|| format!("only an RFC's requirement names a section, not `{section}`"))
}

fn is_kebab(text: &str, dots: bool) -> bool {
    text.split('-').all(|word| {
        !word.is_empty()
            && word
                .bytes()
                .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || (dots && b == b'.'))
    })
}
