//! Known-failures files.

use std::collections::{BTreeMap, BTreeSet};

use pkce_conformance::{
    known::{KnownFailures, write},
    result::{CaseResult, Verdict},
};
use pkce_vectors::{Catalogue, Effect, Level, VectorSet};

/// Raw octets as such a file: what is understood is applied. And as the id of a failure, and as its requirement: the file
/// that is written for it makes it known.
pub fn known_failures(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    if let Ok(known) = KnownFailures::parse("known.toml", text) {
        let rows = [row("verify/appendix-b", UNEQUAL, ""), row("generate/repeat", UNEQUAL, "")];
        let stale = known.stale(&rows, &nothing(), &ids(&rows), &BTreeSet::new());
        let entry = |row: &'_ CaseResult| known.entry_of(&row.id, &row.requirement, row.verdict);
        let listed = rows.iter().filter_map(entry);
        assert!(listed.clone().all(|entry| !entry.reason.trim().is_empty()));
        // What fails makes no entry stale but one that matches nothing.
        assert!(stale.len() <= known.known.len());
    }
    assert!(write(&[], &nothing(), true).text.is_none());
    // Beside a row that passes, each failure has an entry; alone, their requirements have.
    let passes = CaseResult { verdict: Verdict::Pass, ..row("verify/other", UNEQUAL, "") };
    let failures = [row(text, text, text), row("verify/appendix-b", UNEQUAL, text)];
    let [one, other] = failures.clone();
    let requirements = if text == UNEQUAL { 1 } else { 2 };
    for (rows, entries) in [(vec![one, other, passes], 2), (failures.to_vec(), requirements)] {
        let written = write(&rows, &nothing(), false).text.unwrap_or_default();
        let known = KnownFailures::parse("known.toml", &written);
        assert!(known.as_ref().is_ok_and(|known| known.known.len() == entries), "{known:?}");
        let Ok(known) = known else { return };
        let failed = failures.iter();
        let entry = |row: &CaseResult| known.entry_of(&row.id, &row.requirement, row.verdict);
        assert!(failed.map(entry).all(|entry| entry.is_some()));
    }
}

const UNEQUAL: &str = "rfc7636-4.6-unequal-refused";

/// No vectors: so none of them is left out.
fn nothing() -> VectorSet {
    let catalogue = Catalogue {
        schema: String::new(),
        version: String::new(),
        documents: Vec::new(),
        profiles: Vec::new(),
        requirements: Vec::new(),
    };
    VectorSet {
        catalogue,
        flags: BTreeMap::new(),
        vectors: Vec::new(),
        flows: Vec::new(),
        scenarios: Vec::new(),
        digest: String::new(),
    }
}

fn ids(rows: &[CaseResult]) -> Vec<String> {
    rows.iter().map(|row| row.id.to_string()).collect()
}

fn row(id: &str, requirement: &str, observed: &str) -> CaseResult {
    let names = [id, id, requirement].map(Into::into);
    CaseResult {
        effect: Some(Effect::Bypass),
        observed: Some(observed.to_owned()),
        ..CaseResult::new(names, Level::Must, "verify".into(), Verdict::Fail)
    }
}
