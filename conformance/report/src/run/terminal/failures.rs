//! Failures, grouped by the requirement that they break: `must` first, the worst effect first.

mod advice;
mod failing;

use std::{
    cmp::Reverse,
    collections::{BTreeMap, HashMap},
};

use pkce_vectors::{Effect, Level, Requirement, VectorSet};

use super::{View, line};
use crate::{
    clean, explain,
    style::{BAD, NAME, WARN, paint},
    words::effects,
};
use failing::failings;
use pkce_conformance::result::{ByEffect, CaseResult, Report, Verdict};

/// The failures of one requirement, the worst effect first.
struct Group<'r> {
    requirement: &'r str,
    level: Level,
    rows: Vec<&'r CaseResult>,
}

pub(super) fn write(text: &mut String, report: &Report, set: &VectorSet, view: View) {
    let followers = followers(&report.results);
    let mut groups = groups(&report.results);
    let advice: Vec<Group<'_>> = if view.all {
        Vec::new()
    } else {
        groups.extract_if(.., |group| group.level == Level::Hardening).collect()
    };
    for group in &groups {
        write_requirement(text, group, set.catalogue.requirement(group.requirement), view);
        write_findings(text, group, set, &followers, view);
    }
    advice::write(text, &advice, set);
}

fn groups(rows: &[CaseResult]) -> Vec<Group<'_>> {
    let mut by_requirement: BTreeMap<&str, Group<'_>> = BTreeMap::new();
    for row in rows.iter().filter(|row| row.verdict == Verdict::Fail) {
        let new = || Group { requirement: &row.requirement, level: row.level, rows: Vec::new() };
        by_requirement.entry(&row.requirement).or_insert_with(new).rows.push(row);
    }
    let mut groups: Vec<Group<'_>> = by_requirement.into_values().collect();
    for group in &mut groups {
        group.rows.sort_by_key(|row| row.effect);
    }
    let worst = |group: &Group<'_>| group.rows.first().and_then(|row| row.effect);
    groups.sort_by_key(|group| (Reverse(group.level), worst(group)));
    groups
}

/// How many failures are told under each row: those that it, or one told under it, implies.
fn followers(rows: &[CaseResult]) -> HashMap<&str, usize> {
    let causes: HashMap<&str, &str> =
        rows.iter().filter_map(|row| Some((&*row.id, row.folded_under.as_deref()?))).collect();
    let mut followers = HashMap::new();
    for id in causes.keys() {
        let mut root = *id;
        // A chain of causes is never longer than the list of them: a circle ends there.
        for _ in 0..causes.len() {
            let Some(cause) = causes.get(root) else { break };
            root = cause;
        }
        *followers.entry(root).or_insert(0) += 1;
    }
    followers
}

fn write_requirement(
    text: &mut String,
    group: &Group<'_>,
    known: Option<&Requirement>,
    view: View,
) {
    let style = match group.level {
        Level::Must => BAD,
        Level::Should => WARN,
        Level::May | Level::Hardening => NAME,
    };
    let level = paint(style, group.level.as_str());
    let id = paint(NAME, clean(group.requirement));
    line(text, &format!("\n{level} {id}: {}", effects(&count(&group.rows))));
    if let Some(known) = known {
        explain::requirement(text, known, if view.all { usize::MAX } else { 2 });
    }
}

fn write_findings(
    text: &mut String,
    group: &Group<'_>,
    set: &VectorSet,
    followers: &HashMap<&str, usize>,
    view: View,
) {
    let is_told = |row: &&CaseResult| view.all || row.folded_under.is_none();
    let told = failings(group.rows.iter().copied().filter(is_told));
    let (shown, more) = view.first(&told);
    for failing in shown {
        failing.write(text, set, followers);
    }
    if more > 0 {
        line(text, &format!("  - and {more} more (--all shows each)"));
    }
    if told.is_empty() {
        let cause = group.rows.iter().find_map(|row| row.folded_under.as_deref());
        line(text, &format!("  - follows from {}", clean(cause.unwrap_or_default())));
    }
}

fn count(rows: &[&CaseResult]) -> ByEffect {
    let mut counts = ByEffect::default();
    for row in rows {
        let count = match row.effect {
            Some(Effect::Bypass) => &mut counts.bypass,
            Some(Effect::Leak) => &mut counts.leak,
            Some(Effect::Lockout) => &mut counts.lockout,
            Some(Effect::Deviation) | None => &mut counts.deviation,
        };
        *count += 1;
    }
    counts
}
