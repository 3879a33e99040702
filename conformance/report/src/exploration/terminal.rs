//! What exploring found, for people and for machines.

use std::fmt::Write as _;

use pkce_vectors::Level;
use serde::Serialize;
use serde_json::value::RawValue;

use super::{
    clean,
    json::escape,
    style::{BAD, FAINT, NAME, WARN, paint},
    words::many,
};
use pkce_conformance::{
    draft,
    result::{Difference, Exploration, Found, Role, Share},
};

/// Differences of these levels are told in full; advice only where it is asked for.
const SHOWN: [Level; 3] = [Level::Must, Level::Should, Level::May];

/// For people: each difference with its draft.
#[must_use]
pub fn explored(exploration: &Exploration, target: &str, all: bool) -> String {
    let mut text = String::new();
    let shown = |difference: &&Difference| all || SHOWN.contains(&difference.level);
    for difference in exploration.differences.iter().filter(shown) {
        one(&mut text, difference);
    }
    let hidden =
        exploration.differences.len() - exploration.differences.iter().filter(shown).count();
    if hidden > 0 {
        let told = format!("{hidden} more are advice (hardening); --all shows them");
        let _ = writeln!(text, "{}\n", paint(FAINT, told));
    }
    for what in &exploration.left_out {
        let _ = writeln!(text, "not explored: {}", clean(what));
    }
    if let Some(error) = &exploration.error {
        let _ = writeln!(text, "{} could not be explored: {}", clean(target), clean(error));
        return text;
    }
    let answered: Vec<String> =
        exploration.answered.iter().map(|(op, count)| format!("{op} {count}")).collect();
    let _ = writeln!(text, "answered: {}", answered.join(", "));
    if exploration.interrupted {
        let _ = writeln!(text, "interrupted: this is what was found until then");
    }
    let counts: Vec<String> = [Level::Must, Level::Should, Level::May, Level::Hardening]
        .into_iter()
        .filter(|level| exploration.count(*level) > 0)
        .map(|level| format!("{} {}", exploration.count(level), level.as_str()))
        .collect();
    let counts = if counts.is_empty() { "none".to_owned() } else { counts.join(", ") };
    let (name, profile) = (clean(target), &exploration.profile);
    let (cases, seed) = (exploration.cases, exploration.seed);
    let verdict = paint(NAME, format!("{name}: differences: {counts}"));
    let _ = writeln!(text, "{verdict}; profile {profile}, {cases} cases, seed {seed}");
    text
}

fn one(text: &mut String, difference: &Difference) {
    let style = if difference.level == Level::Must { BAD } else { WARN };
    let effect = difference.effect.map_or(String::new(), |effect| format!(", {}", effect.as_str()));
    let Difference { level, requirement, op, seen, .. } = difference;
    let level = paint(style, level.as_str());
    let seen = many(*seen, "case");
    let _ = writeln!(text, "{level}{effect}: {requirement} ({op}, seen in {seen})");
    let (expected, observed) = difference.sides();
    let _ = writeln!(text, "  expected {}", clean(&expected));
    let _ = writeln!(text, "  observed {}", clean(&observed));
    if !difference.confirmed {
        let _ = writeln!(text, "  not seen again when the draft was put to the target alone");
    }
    // A draft is ASCII, and what is in it our own harness drew.
    let _ = writeln!(text, "{}\n", draft::indented(&difference.draft.text(), 2));
}

#[derive(Serialize)]
struct Row<'a> {
    requirement: &'a str,
    level: &'a str,
    effect: Option<&'a str>,
    verdict: &'a str,
    op: &'a str,
    expected: String,
    observed: String,
    seen: usize,
    confirmed: bool,
    draft: Option<Box<RawValue>>,
}

#[derive(Serialize)]
struct Whole<'a> {
    target: &'a str,
    name: Option<&'a str>,
    version: Option<&'a str>,
    profile: &'a str,
    seed: u64,
    cases: usize,
    interrupted: bool,
    error: Option<&'a str>,
    answered: &'a std::collections::BTreeMap<&'static str, usize>,
    not_explored: &'a [String],
    differences: Vec<Row<'a>>,
}

/// For machines: everything, the drafts as JSON.
#[must_use]
pub fn explored_json(exploration: &Exploration, target: &str) -> String {
    let row = |difference: &'_ Difference| {
        let draft = RawValue::from_string(difference.draft.text()).ok();
        (difference.effect.map(pkce_vectors::Effect::as_str), draft)
    };
    let differences = exploration.differences.iter().map(|difference| {
        let (effect, draft) = row(difference);
        let (expected, observed) = difference.sides();
        Row {
            requirement: &difference.requirement,
            level: difference.level.as_str(),
            effect,
            verdict: difference.verdict.as_str(),
            op: difference.op,
            expected,
            observed,
            seen: difference.seen,
            confirmed: difference.confirmed,
            draft,
        }
    });
    let about = exploration.about.as_ref();
    let whole = Whole {
        target,
        name: about.map(|about| about.name.as_str()),
        version: about.map(|about| about.version.as_str()),
        profile: &exploration.profile,
        seed: exploration.seed,
        cases: exploration.cases,
        interrupted: exploration.interrupted,
        error: exploration.error.as_deref(),
        answered: &exploration.answered,
        not_explored: &exploration.left_out,
        differences: differences.collect(),
    };
    let mut json = serde_json::to_string_pretty(&whole).unwrap_or_default();
    json.push('\n');
    escape(&json)
}

/// Which mutants were found, and which not.
#[must_use]
pub fn measured(found: &[Found], cases: usize, seed: u64) -> String {
    let mut text = String::new();
    let cut_short = found.iter().filter(|found| !found.whole).count();
    if cut_short > 0 {
        let _ = writeln!(text, "interrupted: {} not explored", many(cut_short, "mutant"));
    }
    for role in [Role::Library, Role::Server] {
        let share = Share::of(found, role);
        if share.of == 0 {
            continue;
        }
        let missed =
            found.iter().filter(|found| found.role == role && found.by.is_none() && found.whole);
        for one in missed {
            let _ = writeln!(text, "not found: {} ({})", one.mutant, role.as_str());
        }
        let Share { found, of } = share;
        let percent = found * 100 / of;
        let told = format!("{}: {found} of {of} mutants found, {percent} %", role.as_str());
        let _ = writeln!(text, "{}; at most {cases} cases each, seed {seed}", paint(NAME, told));
    }
    let Share { found, of } = Share::of_unseen(found);
    if of > 0 {
        let _ = writeln!(text, "{found} of the {of} that were written after the strategies");
    }
    text
}
