//! Known-failures files.

use std::collections::BTreeSet;

use pkce_conformance::{
    known::{KnownFailures, write},
    result::{CaseResult, Verdict},
};
use pkce_vectors::{Effect, Level};

/// Raw octets as such a file: what is understood is applied. And as the id of a failure: the file that is written for it
/// makes it known.
pub fn known_failures(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    if let Ok(known) = KnownFailures::parse("known.toml", text) {
        let rows = [row("verify/appendix-b", ""), row("generate/repeat", "")];
        let stale = known.stale(&rows, &ids(&rows), &BTreeSet::new());
        let listed = rows.iter().filter_map(|row| known.entry_of(&row.id));
        assert!(listed.clone().all(|entry| !entry.reason.trim().is_empty()));
        // What fails makes no entry stale but one that matches nothing.
        assert!(stale.len() <= known.known.len());
    }
    let rows = [row(text, text), row("verify/appendix-b", text)];
    assert!(write(&[]).is_none());
    let known = KnownFailures::parse("known.toml", &write(&rows).unwrap_or_default());
    assert!(known.as_ref().is_ok_and(|known| known.known.len() == 2), "{known:?}");
    let Ok(known) = known else { return };
    assert!(known.stale(&rows, &ids(&rows), &BTreeSet::new()).is_empty());
    assert!(rows.iter().all(|row| known.entry_of(&row.id).is_some()));
}

fn ids(rows: &[CaseResult]) -> Vec<String> {
    rows.iter().map(|row| row.id.to_string()).collect()
}

fn row(id: &str, observed: &str) -> CaseResult {
    CaseResult {
        id: id.into(),
        vector: id.into(),
        setting: None,
        check: None,
        requirement: "rfc7636-4.6-unequal-refused".into(),
        level: Level::Must,
        op: "verify".into(),
        verdict: Verdict::Fail,
        effect: Some(Effect::Bypass),
        step: None,
        expected: None,
        observed: Some(observed.to_owned()),
        reason: None,
        unjudged: None,
        fault: None,
        known: None,
        asked: None,
        folded_under: None,
        other_reason: None,
        micros: None,
        asked_again: false,
    }
}
