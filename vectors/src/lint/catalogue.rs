//! Requirements: what their level rests on, and the sentence that proves it.

use super::findings::Findings;
use crate::{
    level::Level,
    load::VectorSet,
    requirement::{Basis, Requirement},
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
