//! Failures, grouped by the requirement that they break: `must` first, the worst effect first.

use std::collections::{BTreeMap, HashMap};

use pkce_vectors::{Effect, Level, Requirement, VectorSet};

use super::{
    super::{
        clean, explain,
        style::{BAD, FAINT, NAME, WARN, paint},
        words::{effects, many},
    },
    View, line,
};
use crate::result::{ByEffect, CaseResult, Report, Verdict};

/// The failures of one requirement.
struct Group<'r> {
    requirement: &'r str,
    level: Level,
    rows: Vec<&'r CaseResult>,
}

pub(super) fn write(text: &mut String, report: &Report, set: &VectorSet, view: View) {
    let followers = followers(&report.results);
    let mut groups = groups(&report.results);
    let advice = if view.all {
        Vec::new()
    } else {
        groups.extract_if(.., |group| group.level == Level::Hardening).collect()
    };
    for group in &groups {
        let known = set.catalogue.requirement(group.requirement);
        write_requirement(text, group, known, view);
        write_rows(text, group, set, &followers, view);
    }
    write_advice(text, &advice, set);
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
    groups.sort_by_key(|group| (std::cmp::Reverse(group.level), worst(group)));
    groups
}

/// How many failures are told under each: those that it, or one told under it, implies.
fn followers(rows: &[CaseResult]) -> HashMap<&str, usize> {
    let causes: HashMap<&str, &str> = rows
        .iter()
        .filter_map(|row| Some((row.id.as_str(), row.folded_under.as_deref()?)))
        .collect();
    let mut followers = HashMap::new();
    for id in causes.keys() {
        let mut root = *id;
        // A chain of causes is never longer than the list of them; a circle ends there.
        for _ in 0..causes.len() {
            root = causes.get(root).copied().unwrap_or(root);
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

fn write_rows(
    text: &mut String,
    group: &Group<'_>,
    set: &VectorSet,
    followers: &HashMap<&str, usize>,
    view: View,
) {
    let is_told = |row: &&CaseResult| view.all || row.folded_under.is_none();
    let told: Vec<&CaseResult> = group.rows.iter().copied().filter(is_told).collect();
    let (shown, more) = view.first(&told);
    for row in shown {
        write_row(text, row, set);
        if let Some(count) = followers.get(row.id.as_str()) {
            line(text, &format!("      and {count} more that follow from it"));
        }
    }
    if more > 0 {
        line(text, &format!("  - and {more} more (--all shows each)"));
    }
    if told.is_empty() {
        let cause = group.rows.iter().find_map(|row| row.folded_under.as_deref());
        let cause = clean(cause.unwrap_or_default()).into_owned();
        line(text, &format!("  - follows from {cause}"));
    }
}

fn write_row(text: &mut String, row: &CaseResult, set: &VectorSet) {
    let effect = row.effect.map_or("", Effect::as_str);
    let effect = if row.effect == Some(Effect::Bypass) && row.level == Level::Must {
        paint(BAD, effect)
    } else {
        effect.to_owned()
    };
    line(text, &format!("  - {} {effect}", paint(NAME, clean(&row.id))));
    if let Some(comment) = comment(set, &row.vector) {
        line(text, &format!("      {}", clean(comment)));
    }
    let said = |text: &Option<String>| clean(text.as_deref().unwrap_or("?")).into_owned();
    line(
        text,
        &format!("      expected {}; observed {}", said(&row.expected), said(&row.observed)),
    );
    if let Some(cause) = &row.folded_under {
        line(text, &format!("      follows from {}", clean(cause)));
    }
}

/// Advice in a line a requirement: it never fails a run.
fn write_advice(text: &mut String, advice: &[Group<'_>], set: &VectorSet) {
    if advice.is_empty() {
        return;
    }
    let title = paint(NAME, "hardening");
    line(text, &format!("\n{title}: advice, no sentence demands it (--all shows each)"));
    for group in advice {
        let says = set.catalogue.requirement(group.requirement).map_or("", |r| r.says.as_str());
        let counted = effects(&count(&group.rows));
        line(text, &format!("  - {}: {counted}", clean(group.requirement)));
        line(text, &format!("      {}", paint(FAINT, clean(says))));
    }
    let rows = advice.iter().map(|group| group.rows.len()).sum();
    line(text, &format!("  {} in all", many(rows, "case")));
}

fn comment<'s>(set: &'s VectorSet, id: &str) -> Option<&'s str> {
    let vector = set.vectors.iter().find(|vector| vector.id == id);
    let flow = || set.flows.iter().find(|flow| flow.id == id);
    vector.map(|vector| vector.comment.as_str()).or_else(|| Some(flow()?.comment.as_str()))
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
