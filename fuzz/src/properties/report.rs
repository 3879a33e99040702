//! Reports: whatever a target says is shown, and does nothing.

use pkce_conformance::{
    result::{
        CaseResult, Coverage, KnownRow, RESULT_FORMAT, Report, RunFacts, Summary, VectorsUsed,
        Verdict,
    },
    wire::{About, Accept, Offers},
};
use pkce_report::{
    COLUMNS, Form,
    comparison::{self, Comparison},
    issue::{self, Issue},
    read, render,
    results::{self, Results},
    run::{self, Run, View},
};
use pkce_vectors::{Basis, Catalogue, Effect, Flag, Level, Requirement, Role, Source, VectorSet};

use crate::{case::ReportCase, oracle};

/// A report full of one text, in every form that there is.
pub fn report(case: &ReportCase) {
    let hostile = made(case, &case.text);
    // A text that was made visible beforehand gives the same report: so nothing in it was anything else than text,
    // not even what looks like our own colours.
    let harmless = made(case, &oracle::visible(&case.text));
    let view = View { all: case.all, ..View::default() };
    assert_eq!(for_people(&hostile, view), for_people(&harmless, view));
    every_form_is_clean(&hostile.0, &hostile.1);
}

/// Every form but those in which the text itself comes back.
fn for_people((report, set): &(Report, VectorSet), view: View) -> Vec<String> {
    let runs = forms::<run::Form>(Run { report, set, view });
    let compared = forms::<comparison::Form>(compared(report));
    let runs = runs.filter(|(form, _)| *form != run::Form::Json).map(|(_, text)| text);
    let compared = compared.filter(|(form, _)| *form != comparison::Form::Json);
    let elsewhere = forms::<results::Form>(elsewhere(report, set)).map(|(_, text)| text);
    let issues = report.results.iter().flat_map(|row| {
        forms::<issue::Form>(Issue { report, row, set }).map(|(_, text)| text).collect::<Vec<_>>()
    });
    runs.chain(compared.map(|(_, text)| text)).chain(elsewhere).chain(issues).collect()
}

const fn compared(report: &Report) -> Comparison<'_> {
    Comparison { reports: std::slice::from_ref(report), seconds: 0.0, columns: COLUMNS }
}

const fn elsewhere<'a>(report: &'a Report, set: &'a VectorSet) -> Results<'a> {
    Results { reports: std::slice::from_ref(report), set, anchor: "pkce.toml", kills: None }
}

/// A result in each form that its kind has.
fn forms<F: Form>(shown: F::Shown<'_>) -> impl Iterator<Item = (F, String)> {
    F::ALL.iter().map(move |form| (*form, render(*form, shown)))
}

/// What must hold of every form of a report, whatever made it.
pub(super) fn every_form_is_clean(report: &Report, set: &VectorSet) {
    for all in [true, false] {
        let view = View { all, ..View::default() };
        for (form, text) in forms::<run::Form>(Run { report, set, view }) {
            assert_shows_itself(&without_colours(&text));
            if form == run::Form::Json {
                assert!(read(&text).is_ok_and(|read| read == *report));
            }
        }
    }
    for (form, text) in forms::<results::Form>(elsewhere(report, set)) {
        assert_shows_itself(&text);
        match form {
            results::Form::Html => has_no_markup(&text),
            results::Form::Annotations => assert!(text.lines().count() <= 10, "{text}"),
            results::Form::Sarif | results::Form::Badge => {
                assert!(serde_json::from_str::<serde_json::Value>(&text).is_ok(), "{text}");
            }
            results::Form::Junit | results::Form::Markdown | results::Form::BadgeSvg => {}
        }
    }
    for (form, text) in forms::<comparison::Form>(compared(report)) {
        assert_shows_itself(&without_colours(&text));
        match form {
            comparison::Form::Markdown | comparison::Form::Tables => is_a_table(&text),
            comparison::Form::Json => {
                let list = serde_json::from_str::<Vec<Report>>(&text);
                assert!(list.is_ok_and(|list| list == [report.brief()]));
            }
            comparison::Form::Terminal | comparison::Form::Unheld => {}
        }
    }
}

/// As many of each mark as the form itself has.
fn has_no_markup(text: &str) {
    assert_eq!(text.matches("<script").count(), 1, "{text}");
    assert_eq!(text.matches("</script").count(), 1, "{text}");
}

/// In every row of a table as many cells, and no markup.
fn is_a_table(markdown: &str) {
    for table in markdown.split("\n\n").filter(|block| block.starts_with('|')) {
        let bars = |line: &str| line.replace("\\\\", "").replace("\\|", "").matches('|').count();
        let head = table.lines().next().map(bars);
        assert!(table.lines().all(|line| Some(bars(line)) == head), "{table}");
        assert!(!table.contains('<'), "{table}");
    }
}

fn assert_shows_itself(text: &str) {
    let hidden = text.chars().find(|c| *c != '\n' && !oracle::is_plainly_visible(*c));
    assert!(hidden.is_none(), "{hidden:?} in {text:?}");
}

/// The text without what sets colours: `ESC [ digits m`.
fn without_colours(text: &str) -> String {
    let mut parts = text.split("\u{1b}[");
    let mut plain = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let rest = part.trim_start_matches(|c: char| c.is_ascii_digit() || c == ';');
        match rest.strip_prefix('m') {
            Some(rest) => plain.push_str(rest),
            None => plain.extend(["\u{1b}[", part]),
        }
    }
    plain
}

fn made(case: &ReportCase, text: &str) -> (Report, VectorSet) {
    let told = || text.to_owned();
    let results: Vec<CaseResult> =
        case.rows.iter().take(32).map(|row| made_row(*row, text)).collect();
    let report = Report {
        format: RESULT_FORMAT,
        tool: told(),
        vectors: VectorsUsed { version: told(), digest: told() },
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
        failed_to_run: case.failed_to_run.then(told),
        interrupted: case.interrupted,
        run: RunFacts::default(),
        coverage: Coverage::default(),
        summary: Summary::of(&results),
        stale: vec![told()],
        notes: vec![told()],
        results,
    };
    (report, made_set(text))
}

fn made_row([verdict, level, effect]: [u8; 3], text: &str) -> CaseResult {
    let told = || Some(text.to_owned());
    let verdict = match verdict % 6 {
        0 => Verdict::Fail,
        1 => Verdict::Broken,
        2 => Verdict::Inconclusive,
        3 => Verdict::Unsupported,
        4 => Verdict::Skipped,
        _ => Verdict::Pass,
    };
    let level = match level % 4 {
        0 => Level::Must,
        1 => Level::Should,
        2 => Level::May,
        _ => Level::Hardening,
    };
    let effect = match effect % 5 {
        0 => Some(Effect::Bypass),
        1 => Some(Effect::Leak),
        2 => Some(Effect::Lockout),
        3 => Some(Effect::Deviation),
        _ => None,
    };
    CaseResult {
        id: text.into(),
        vector: text.into(),
        setting: None,
        check: Some(text.to_owned().into()),
        requirement: text.into(),
        level,
        op: text.to_owned().into(),
        verdict,
        effect,
        step: None,
        expected: told(),
        observed: told(),
        reason: told(),
        unjudged: None,
        fault: None,
        known: (verdict == Verdict::Skipped).then(|| KnownRow {
            reason: text.to_owned(),
            url: told(),
            was: Verdict::Fail,
        }),
        asked: None,
        by_hand: Vec::new(),
        answered: None,
        folded_under: None,
        other_reason: told(),
        micros: None,
        asked_again: false,
    }
}

/// A data set that explains such rows, in the same text.
fn made_set(text: &str) -> VectorSet {
    let told = || text.to_owned();
    let source = Source { document: told(), section: told(), quote: Some(told()), url: told() };
    let requirement = Requirement {
        id: told(),
        level: Level::Must,
        basis: Basis::Keyword,
        role: Role::Server,
        says: told(),
        sources: vec![source],
        profile: told(),
        untestable: None,
        planned: None,
    };
    let flag = Flag {
        bug_type: told(),
        effect: told(),
        description: told(),
        links: vec![told()],
        cves: vec![told()],
    };
    VectorSet {
        catalogue: Catalogue {
            schema: String::new(),
            version: told(),
            documents: Vec::new(),
            profiles: Vec::new(),
            requirements: vec![requirement],
        },
        scenarios: Vec::new(),
        flags: [(told(), flag)].into(),
        vectors: Vec::new(),
        flows: Vec::new(),
        digest: told(),
    }
}
