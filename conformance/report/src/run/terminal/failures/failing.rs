//! One failure, told once: the cases of a vector that fail in the same way.

use pkce_vectors::{Effect, Level, VectorSet};

use super::{asked, causes::Causes, groups, title};
use crate::{
    clean,
    page::Page,
    style::{BAD, FAINT, NAME, paint},
    told_once::{name, setting, told_once},
};
use pkce_conformance::result::CaseResult;

/// Cases of one vector with one answer: for a flow the roles and policies in which it fails.
pub(super) struct Failing<'r> {
    cases: Vec<&'r CaseResult>,
}

/// Puts together what is told once.
pub(super) fn failings<'r>(rows: impl Iterator<Item = &'r CaseResult>) -> Vec<Failing<'r>> {
    told_once(rows).into_iter().map(|cases| Failing { cases }).collect()
}

impl Failing<'_> {
    pub(super) fn write(&self, page: &mut Page, set: &VectorSet, causes: &Causes<'_>) {
        let Some(first) = self.cases.first() else { return };
        let effect = first.effect.map_or("", Effect::as_str);
        let effect = match (first.level, first.effect) {
            (Level::Must, Some(Effect::Bypass | Effect::Leak)) => paint(BAD, effect),
            _ => effect.to_owned(),
        };
        let name = name(first);
        page.item("  - ", 6, &format!("{} {effect}", paint(NAME, clean(&name))));
        if let Some(comment) = comment(set, &first.vector) {
            page.para(6, &clean(comment));
        }
        let said = |said: &Option<String>| clean(said.as_deref().unwrap_or("?")).into_owned();
        let (expected, observed) = (said(&first.expected), said(&first.observed));
        page.para(6, &format!("expected {expected}; observed {observed}"));
        asked::write(page, first, set.flows.iter().find(|flow| flow.id == *first.vector));
        for line in &first.by_hand {
            // As it is, however long: it is to be pasted.
            page.line(&format!("      $ {}", clean(line)));
        }
        let settings: Vec<String> = self.cases.iter().filter_map(|row| setting(row)).collect();
        if !settings.is_empty() {
            page.para(6, &format!("in {}", clean(&settings.join(", "))));
        }
        self.write_followers(page, causes);
        if let Some(cause) = causes.root(&first.id) {
            page.para(6, &format!("follows from {}", clean(cause)));
        }
    }

    /// What follows from it, in a line a requirement.
    fn write_followers(&self, page: &mut Page, causes: &Causes<'_>) {
        let of = |row: &&CaseResult| causes.followers(&row.id).iter().copied();
        let follow: Vec<&CaseResult> = self.cases.iter().flat_map(of).collect();
        if follow.is_empty() {
            return;
        }
        page.para(6, &format!("and {} more that follow from it:", follow.len()));
        for group in groups(follow.into_iter(), causes) {
            page.item("        ", 10, &paint(FAINT, title(&group)));
        }
    }
}

fn comment<'s>(set: &'s VectorSet, id: &str) -> Option<&'s str> {
    let vector = set.vectors.iter().find(|vector| vector.id == id);
    let flow = || set.flows.iter().find(|flow| flow.id == id);
    vector.map(|vector| vector.comment.as_str()).or_else(|| Some(flow()?.comment.as_str()))
}
