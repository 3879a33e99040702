//! Requirements: what their level rests on, and the sentence that proves it.

use super::findings::Findings;
use crate::{
    level::Level,
    load::VectorSet,
    requirement::{Basis, Requirement, Source},
};

/// What a source of a published bug gives as its document. It is no document of the list.
const BUG: &str = "bug";

pub(super) fn lint(set: &VectorSet, findings: &mut Findings) {
    for requirement in &set.catalogue.requirements {
        if (requirement.level == Level::Hardening) != (requirement.basis == Basis::Attack) {
            findings.add(
                "basis-and-level",
                &requirement.id,
                "hardening rests on an attack, and nothing else does",
            );
        }
        quoted(requirement, findings);
        keyword(set, requirement, findings);
        documents(set, requirement, findings);
    }
}

fn quoted(requirement: &Requirement, findings: &mut Findings) {
    if requirement.basis == Basis::Attack {
        return;
    }
    if requirement.sources.is_empty() {
        findings.add("quote", &requirement.id, "no source, so nothing demands it");
    }
    for source in &requirement.sources {
        if source.quote.as_deref().is_none_or(|quote| quote.trim().is_empty()) {
            let place = format!("{} §{}", source.document, source.section);
            findings.add("quote", &requirement.id, format!("the sentence of {place} is missing"));
        }
    }
}

/// RFC 2119, RFC 8174: the words that bind, by level. ISO's directives, by which OpenID writes, have "shall".
const KEYWORDS: [(Level, &[&str]); 3] = [
    (Level::Must, &["MUST", "REQUIRED", "SHALL", "MANDATORY"]),
    (Level::Should, &["SHOULD", "RECOMMENDED"]),
    (Level::May, &["MAY", "OPTIONAL"]),
];

/// A level that rests on a word has it inside one of its quotes.
fn keyword(set: &VectorSet, requirement: &Requirement, findings: &mut Findings) {
    let words = KEYWORDS.iter().find(|(level, _)| *level == requirement.level);
    let Some((_, words)) = words.filter(|_| requirement.basis == Basis::Keyword) else { return };
    let binds = |source: &Source| {
        let lower_case = set
            .catalogue
            .documents
            .iter()
            .any(|document| document.id == source.document && document.lower_case);
        let quote = source.quote.as_deref().unwrap_or_default();
        quote.split(|c: char| !c.is_ascii_alphabetic()).any(|word| {
            words.iter().any(|known| {
                word == *known || (lower_case && word == known.to_ascii_lowercase().as_str())
            })
        })
    };
    if !requirement.sources.iter().any(binds) {
        let message = format!("no quote has one of {}", words.join(", "));
        findings.add("keyword", &requirement.id, message);
    }
}

fn documents(set: &VectorSet, requirement: &Requirement, findings: &mut Findings) {
    for source in &requirement.sources {
        let known = set.catalogue.documents.iter().any(|known| known.id == source.document);
        if known || (source.document == BUG && requirement.basis == Basis::Attack) {
            continue;
        }
        findings.add(
            "undefined-document",
            &requirement.id,
            format!("`{}` is not among the documents", source.document),
        );
    }
}
