//! The law of every report for people: whatever a target says, no character of it misleads.

use pkce_vectors::{Effect, Level, VectorSet};
use proptest::prelude::*;

use super::{
    compare,
    style::{BAD, FAINT, GOOD, NAME, WARN},
    terminal::{View, terminal, verdict},
};
use pkce_conformance::{
    result::{
        CaseResult, KnownRow, RESULT_FORMAT, Report, RunFacts, Summary, VectorsUsed, Verdict,
    },
    text::misleads,
    wire::{About, Offers},
};

/// A report in which every text is the same.
fn report(text: &str, failed_to_run: bool) -> Report {
    let told = || text.to_owned();
    let row = |verdict: Verdict| CaseResult {
        id: told().into(),
        vector: told().into(),
        setting: None,
        check: Some(told().into()),
        requirement: told().into(),
        level: Level::Must,
        op: told().into(),
        verdict,
        effect: (verdict == Verdict::Fail).then_some(Effect::Bypass),
        step: None,
        expected: Some(told()),
        observed: Some(told()),
        reason: Some(told()),
        fault: None,
        known: (verdict == Verdict::Skipped).then(|| KnownRow {
            reason: told(),
            url: Some(told()),
            was: Verdict::Fail,
        }),
        asked: None,
        folded_under: None,
        other_reason: Some(told()),
        micros: None,
        asked_again: false,
    };
    let results: Vec<CaseResult> = [
        Verdict::Fail,
        Verdict::Broken,
        Verdict::Inconclusive,
        Verdict::Unsupported,
        Verdict::Skipped,
    ]
    .into_iter()
    .map(row)
    .collect();
    Report {
        format: RESULT_FORMAT,
        tool: told(),
        vectors: VectorsUsed { version: told(), digest: "00".repeat(32) },
        profile: told(),
        seed: 1,
        target: told(),
        about: Some(About {
            name: told(),
            version: told(),
            language: told(),
            ops: vec![told()],
            not_ours: vec![told()],
            offers: Offers::default(),
        }),
        failed_to_run: failed_to_run.then(told),
        interrupted: false,
        run: RunFacts::default(),
        summary: Summary::of(&results),
        stale: vec![told()],
        notes: vec![told()],
        results,
    }
}

/// The text without our own colours.
fn plain(text: &str) -> String {
    let mut plain = text.to_owned();
    for style in [BAD, FAINT, GOOD, NAME, WARN] {
        plain = plain.replace(&style.render().to_string(), "");
        plain = plain.replace(&style.render_reset().to_string(), "");
    }
    plain
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn no_report_holds_a_character_that_misleads(
        text in "(?s).{0,40}|[\\x00-\\x9f\u{2000}-\u{2070}]{0,40}",
        failed_to_run: bool,
    ) {
        let set = VectorSet {
            catalogue: pkce_vectors::Catalogue {
                schema: String::new(),
                version: String::new(),
                documents: Vec::new(),
                profiles: Vec::new(),
                requirements: Vec::new(),
            },
            flags: std::collections::BTreeMap::new(),
            vectors: Vec::new(),
            flows: Vec::new(),
            digest: String::new(),
        };
        let report = report(&text, failed_to_run);
        let view = View { all: true, ..View::default() };
        let reports = std::slice::from_ref(&report);
        for said in [
            terminal(&report, &set, view),
            terminal(&report, &set, View::default()),
            verdict(&report, true),
            compare::terminal(reports, 0.0),
            compare::markdown(reports, 0.0),
        ] {
            let said = plain(&said).replace('\n', "");
            prop_assert!(!said.contains(misleads), "{:?}", said);
        }
    }
}
