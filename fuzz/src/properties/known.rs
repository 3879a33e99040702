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
        let mut rows = vec![row("verify/appendix-b", ""), row("generate/repeat", "")];
        let failed = rows.clone();
        let stale = known.apply(&mut rows, &ids(&failed), &BTreeSet::new());
        let taken = rows.iter().filter(|row| row.verdict == Verdict::Skipped);
        assert!(taken.clone().all(|row| row.reason.is_some()));
        assert!(taken.count() + stale.len() <= 2 + known.known.len());
    }
    let rows = [row(text, text), row("verify/appendix-b", text)];
    assert!(write(&[]).is_none());
    let known = KnownFailures::parse("known.toml", &write(&rows).unwrap_or_default());
    assert!(known.as_ref().is_ok_and(|known| known.known.len() == 2), "{known:?}");
    let mut applied = rows.to_vec();
    let stale = known.map(|known| known.apply(&mut applied, &ids(&rows), &BTreeSet::new()));
    assert!(stale.is_ok_and(|stale| stale.is_empty()));
    assert!(applied.iter().all(|row| row.verdict == Verdict::Skipped));
}

fn ids(rows: &[CaseResult]) -> Vec<String> {
    rows.iter().map(|row| row.id.to_string()).collect()
}

fn row(id: &str, observed: &str) -> CaseResult {
    CaseResult {
        id: id.into(),
        vector: id.into(),
        requirement: "rfc7636-4.6-unequal-refused".into(),
        level: Level::Must,
        op: "verify".into(),
        verdict: Verdict::Fail,
        effect: Some(Effect::Bypass),
        expected: None,
        observed: Some(observed.to_owned()),
        reason: None,
        folded_under: None,
        other_reason: None,
    }
}
