//! For machines: everything, the drafts as JSON.

use std::collections::BTreeMap;

use pkce_conformance::result::Difference;
use serde::Serialize;
use serde_json::value::RawValue;

use super::Explored;
use crate::json::escape;

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
    answered: &'a BTreeMap<&'static str, usize>,
    not_explored: &'a [String],
    differences: Vec<Row<'a>>,
}

pub(super) fn render(explored: Explored<'_>) -> String {
    let Explored { exploration, target, .. } = explored;
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
