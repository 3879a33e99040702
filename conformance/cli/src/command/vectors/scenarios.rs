//! Scenarios in lists, and one of them explained.

use std::fmt::Write as _;

use pkce_vectors::{Scenario, UnknownProfile, VectorSet};

use pkce_conformance::plan::Filter;
use pkce_report::clean;

/// The rows that a client would get under a profile, a line each: id, level and requirement.
pub(in crate::command) fn list(
    set: &VectorSet,
    profile: Option<&str>,
    filter: &Filter,
) -> Result<String, UnknownProfile> {
    let levels = set.catalogue.binding(set.catalogue.profile(profile)?);
    let mut text = String::new();
    for scenario in set.scenarios.iter().filter(|scenario| scenario.withdrawn.is_none()) {
        for question in &scenario.judged {
            let requirement = question.requirement.as_str();
            let Some(level) = levels.get(requirement).copied() else { continue };
            let id = format!("{}#{}", scenario.id, question.asks.as_str());
            let ids = [&*id, &*scenario.id];
            if filter.takes_any(&ids, [requirement], &scenario.flags, level) {
                let (id, level, requirement) = (clean(&id), level.as_str(), clean(requirement));
                // Writing to a String cannot fail.
                let _ = writeln!(text, "{id:64}  {level:<9}  {requirement}");
            }
        }
    }
    Ok(text)
}

/// The scenario of this id, or of the row that a report names.
pub(super) fn find<'s>(set: &'s VectorSet, id: &str) -> Option<&'s Scenario> {
    let id = id.split('#').next().unwrap_or_default();
    set.scenarios.iter().find(|scenario| scenario.id == id)
}

/// What a scenario says and asks, and the requirements behind it.
pub(super) fn show(set: &VectorSet, scenario: &Scenario) -> String {
    let mut text = format!("{}\n  {}\n\n", clean(&scenario.id), clean(&scenario.comment));
    let written = serde_json::to_string_pretty(&scenario).unwrap_or_default();
    let lines = written.lines().map(|line| format!("  {}\n", clean(line)));
    text.extend(lines);
    for question in &scenario.judged {
        let known = set.catalogue.requirement(&question.requirement);
        let says = known.map(|known| known.says.as_str()).unwrap_or_default();
        let (asks, requirement) = (question.asks.as_str(), clean(&question.requirement));
        // Writing to a String cannot fail.
        let _ = writeln!(text, "\n{asks} ({requirement})\n  {}", clean(says));
    }
    text
}
