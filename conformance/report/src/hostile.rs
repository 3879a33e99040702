//! The law of every report for people: whatever a target says, no character of it misleads.

use std::collections::BTreeMap;

use pkce_diagnose::{Answer, By, Diagnosis, Fault, Seen};
use pkce_vectors::{Effect, Level, VectorSet, lint::Finding};
use proptest::prelude::*;

use super::{
    COLUMNS, Form, adapter_rules,
    adapter_rules::Rules,
    changes,
    changes::Changes,
    comparison,
    comparison::Comparison,
    diagnosis,
    diagnosis::Diagnosed,
    exploration,
    exploration::Explored,
    issue,
    issue::Issue,
    render, results,
    results::{Kill, Results},
    run,
    run::{Run, View},
    style::{BAD, FAINT, GOOD, NAME, WARN},
    targets,
    targets::Targets,
    vectors,
};
use pkce_conformance::{
    result::{
        CaseResult, Coverage, Difference, Draft, Exploration, KnownRow, RESULT_FORMAT, Report,
        RuleKept, RuleOutcome, RunFacts, Summary, VectorsUsed, Verdict,
    },
    text::misleads,
    wire::{About, Accept, Offers},
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
        unjudged: None,
        fault: None,
        known: (verdict == Verdict::Skipped).then(|| KnownRow {
            reason: told(),
            url: Some(told()),
            was: Verdict::Fail,
        }),
        asked: None,
        by_hand: Vec::new(),
        answered: Some(vec![told()]),
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
            accepts: vec![Accept::Unknown(told())],
        }),
        failed_to_run: failed_to_run.then(told),
        interrupted: false,
        run: RunFacts::default(),
        coverage: Coverage::default(),
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

/// A difference in which every text that is a target's is the same. A draft is our own, and written in ASCII.
fn difference(text: &str) -> Difference {
    let draft = r#"{"id": "verify/a", "requirement": "a", "comment": "", "flags": [], "op": "verify",
        "input": {}, "expect": []}"#;
    Difference {
        op: "verify",
        requirement: text.to_owned(),
        level: Level::Must,
        verdict: Verdict::Fail,
        effect: Some(Effect::Bypass),
        step: None,
        expected: text.to_owned(),
        observed: text.to_owned(),
        draft: Draft::Vector(serde_json::from_str(draft).unwrap()),
        seen: 1,
        confirmed: false,
    }
}

/// A diagnosis in which every text that comes from outside is the same.
fn diagnosis(text: &str) -> Diagnosis {
    let seen = || Seen {
        place: text.to_owned(),
        length: 1,
        s256: Some(text.to_owned()),
        method: Some(text.to_owned()),
        faults: vec![Fault { id: "a", says: text.to_owned(), requirement: "a", mend: "b" }],
    };
    let answer = |by| Answer {
        verifier: 1,
        challenge: 1,
        ids: vec!["a"],
        says: text.to_owned(),
        alternative: by == By::Server,
        by,
        usually: vec!["a"],
        requirements: vec!["a"],
        mend: vec![text.to_owned()],
        flags: vec!["a"],
        links: vec!["b"],
    };
    Diagnosis {
        verdict: pkce_diagnose::Verdict::Explained,
        verifiers: vec![seen(), seen()],
        challenges: vec![seen()],
        answers: [By::Nobody, By::Client, By::Server].map(answer).to_vec(),
        look: Vec::new(),
        texts: 1,
        notes: vec![text.to_owned()],
    }
}

fn no_vectors() -> VectorSet {
    VectorSet {
        catalogue: pkce_vectors::Catalogue {
            schema: String::new(),
            version: String::new(),
            documents: Vec::new(),
            profiles: Vec::new(),
            requirements: Vec::new(),
        },
        scenarios: Vec::new(),
        flags: BTreeMap::new(),
        vectors: Vec::new(),
        flows: Vec::new(),
        digest: String::new(),
    }
}

/// A row of a kill matrix in which every text is the same.
fn kill(text: &str) -> Kill {
    let told = || text.to_owned();
    Kill {
        name: told(),
        family: None,
        says: told(),
        cites: vec![told(), format!("https://{text}")],
        killed: true,
        vectors: vec![told()],
    }
}

/// A result in each form that its kind has.
fn forms<F: Form>(shown: F::Shown<'_>) -> impl Iterator<Item = String> {
    F::ALL.iter().map(move |form| render(*form, shown))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn no_report_holds_a_character_that_misleads(
        text in "(?s).{0,40}|[\\x00-\\x9f\u{2000}-\u{2070}]{0,40}",
        failed_to_run: bool,
    ) {
        let set = no_vectors();
        let made = report(&text, failed_to_run);
        let other = report(&format!("{text}x"), false);
        let report = made;
        let columns = COLUMNS;
        let mut said = Vec::new();
        for view in [View { all: true, strict: true, ..View::default() }, View::default()] {
            said.extend(forms::<run::Form>(Run { report: &report, set: &set, view }));
        }
        let reports = std::slice::from_ref(&report);
        said.extend(forms::<comparison::Form>(Comparison { reports, seconds: 0.0, columns }));
        let kills = [kill(&text)];
        said.extend(forms::<results::Form>(Results {
            reports,
            set: &set,
            anchor: &text,
            kills: Some(&kills),
        }));
        let both = Changes { old: &other, new: &report, set: &set, show: None, columns };
        said.extend(forms::<changes::Form>(both));
        for row in &report.results {
            said.extend(forms::<issue::Form>(Issue { report: &report, row, set: &set }));
        }
        let told = || text.clone();
        let exploration = Exploration {
            about: report.about.clone(),
            error: failed_to_run.then(told),
            profile: told(),
            seed: 1,
            cases: 1,
            answered: BTreeMap::new(),
            left_out: vec![told()],
            differences: vec![difference(&text)],
            interrupted: true,
        };
        for all in [true, false] {
            let shown = Explored { exploration: &exploration, target: &text, all, columns };
            said.extend(forms::<exploration::Form>(shown));
        }
        let each: [fn(String) -> RuleOutcome; 3] =
            [RuleOutcome::Broken, RuleOutcome::Question, RuleOutcome::NotTried];
        let rules = each.map(|outcome| RuleKept {
            name: "a",
            says: "b",
            change: "c",
            outcome: outcome(told()),
        });
        said.extend(forms::<adapter_rules::Form>(Rules { rules: &rules, columns }));
        let listed = &[targets::Listed { name: told(), version: told(), language: told(), state: told() }];
        said.extend(forms::<targets::Form>(Targets { listed, remedy: &text, columns }));
        let findings = [Finding { rule: "a", place: told(), message: told() }];
        let linted = vectors::lint::Linted { set: &set, findings: &findings };
        said.extend(forms::<vectors::lint::Form>(linted));
        let diagnosis = diagnosis(&text);
        let (catalogue, flags) = (&set.catalogue, &set.flags);
        let shown = Diagnosed { diagnosis: &diagnosis, catalogue, flags, columns: 80 };
        said.extend(forms::<diagnosis::Form>(shown));
        for said in said {
            let said = plain(&said).replace('\n', "");
            prop_assert!(!said.contains(misleads), "{:?}", said);
        }
    }
}

/// Ends every quote, comment, element and block that a form may have opened, and begins another.
const MARKUP: &str =
    "\"'`]]>--></script></style></text><zap onload=zap()>&zap;{{zap}}{% zap %}[zap](https://zap)";

/// The text of Markdown that is no block between fences.
fn outside_of_blocks(markdown: &str) -> String {
    let mut fence = None;
    let outside = markdown.lines().filter(|line| {
        let ticks = line.chars().take_while(|c| *c == '`').count();
        match fence {
            None if ticks >= 3 => fence = Some(ticks),
            None => return true,
            Some(open) if ticks >= open && line.len() == ticks => fence = None,
            Some(_) => {}
        }
        false
    });
    outside.collect::<Vec<_>>().join("\n")
}

#[test]
fn markup_stays_text() {
    let (set, kills) = (no_vectors(), [kill(MARKUP)]);
    for failed_to_run in [false, true] {
        let report = report(MARKUP, failed_to_run);
        let reports = std::slice::from_ref(&report);
        let shown = Results { reports, set: &set, anchor: MARKUP, kills: Some(&kills) };
        let is_markup = |text: &str| text.contains("<zap") || text.contains("&zap;");
        for form in results::Form::ALL {
            let text = render(*form, shown);
            assert!(text.contains("zap") || *form == results::Form::Annotations, "{form:?}");
            match form {
                results::Form::Sarif | results::Form::Badge => {
                    assert!(serde_json::from_str::<serde_json::Value>(&text).is_ok(), "{text}");
                }
                results::Form::Annotations => {
                    assert!(text.lines().all(|line| line.starts_with("::error file=")), "{text}");
                }
                results::Form::Markdown => {
                    let outside = outside_of_blocks(&text);
                    assert!(!is_markup(&outside) && !outside.contains("](https://zap"), "{text}");
                }
                results::Form::Html => {
                    assert!(!is_markup(&text), "{text}");
                    assert_eq!(text.matches("<script").count(), 1);
                    assert_eq!(text.matches("</style").count(), 1);
                }
                results::Form::Junit | results::Form::BadgeSvg => {
                    assert!(!is_markup(&text), "{text}");
                }
            }
        }
        for row in &report.results {
            let text = render(issue::Form::Markdown, Issue { report: &report, row, set: &set });
            assert!(!is_markup(&outside_of_blocks(&text)), "{text}");
        }
    }
}
