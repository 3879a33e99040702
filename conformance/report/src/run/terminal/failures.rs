//! Failures, grouped by the requirement that they break: `must` first, the worst effect first. What follows from another
//! failure is told under it.

mod advice;
mod asked;
mod causes;
mod failing;

use std::{cmp::Reverse, collections::BTreeMap};

use pkce_vectors::{Effect, Level, Requirement, VectorSet};

use super::View;
use crate::{
    clean, explain,
    page::Page,
    style::{BAD, FAINT, NAME, WARN, paint},
    words::effects,
};
use causes::Causes;
use failing::failings;
use pkce_conformance::result::{ByEffect, CaseResult, Report, Verdict};

/// The failures of one requirement, the worst effect first.
struct Group<'r> {
    requirement: &'r str,
    level: Level,
    rows: Vec<&'r CaseResult>,
}

pub(super) fn write(page: &mut Page, report: &Report, set: &VectorSet, view: View) {
    let causes = Causes::of(&report.results, set);
    let failed = report.results.iter().filter(|row| row.verdict == Verdict::Fail);
    let mut groups = groups(failed, &causes);
    let advice: Vec<Group<'_>> = if view.all {
        Vec::new()
    } else {
        // What follows from a failure is told there.
        groups.retain(|group| group.rows.iter().any(|row| causes.root(&row.id).is_none()));
        groups.extract_if(.., |group| group.level == Level::Hardening).collect()
    };
    for group in &groups {
        write_requirement(page, group, set.catalogue.requirement(group.requirement), view);
        write_failings(page, group, set, &causes, view);
    }
    advice::write(page, &advice, set);
    if let Some(first) = groups.first().and_then(|group| group.rows.first()) {
        let id = clean(&first.vector);
        let told = format!("`pkce vectors show {id}` explains a vector; --only ID asks it alone");
        page.gap();
        page.para(0, &paint(FAINT, told));
    }
}

fn groups<'r>(rows: impl Iterator<Item = &'r CaseResult>, causes: &Causes<'_>) -> Vec<Group<'r>> {
    let mut by_requirement: BTreeMap<&str, Group<'_>> = BTreeMap::new();
    for row in rows {
        let new = || Group { requirement: &row.requirement, level: row.level, rows: Vec::new() };
        by_requirement.entry(&row.requirement).or_insert_with(new).rows.push(row);
    }
    let mut groups: Vec<Group<'_>> = by_requirement.into_values().collect();
    // What others follow from comes before them.
    let alone = |row: &CaseResult| causes.followers(&row.id).is_empty();
    for group in &mut groups {
        group.rows.sort_by_key(|row| (alone(row), row.effect));
    }
    let first = |group: &Group<'_>| group.rows.first().map(|row| (alone(row), row.effect));
    groups.sort_by_key(|group| (Reverse(group.level), first(group)));
    groups
}

fn write_requirement(page: &mut Page, group: &Group<'_>, known: Option<&Requirement>, view: View) {
    page.gap();
    page.item("", 2, &title(group));
    if let Some(known) = known {
        explain::requirement(page, known, if view.all { usize::MAX } else { 2 });
    }
}

/// Level, requirement, and how many failures of which effect.
fn title(group: &Group<'_>) -> String {
    let style = match group.level {
        Level::Must => BAD,
        Level::Should => WARN,
        Level::May | Level::Hardening => NAME,
    };
    let level = paint(style, group.level.as_str());
    let id = paint(NAME, clean(group.requirement));
    format!("{level} {id}: {}", effects(&count(&group.rows)))
}

fn write_failings(
    page: &mut Page,
    group: &Group<'_>,
    set: &VectorSet,
    causes: &Causes<'_>,
    view: View,
) {
    let is_told = |row: &&CaseResult| view.all || causes.root(&row.id).is_none();
    let told = failings(group.rows.iter().copied().filter(is_told));
    let (shown, more) = view.first(&told);
    for failing in shown {
        failing.write(page, set, causes);
    }
    if more > 0 {
        page.item("  - ", 4, &format!("and {more} more (--all shows each)"));
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
