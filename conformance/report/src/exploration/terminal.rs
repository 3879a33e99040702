//! For people: each difference with its draft.

use pkce_conformance::{draft, result::Difference};
use pkce_vectors::Level;

use super::Explored;
use crate::{
    clean,
    page::Page,
    style::{BAD, FAINT, NAME, WARN, paint},
    words::many,
};

/// Differences of these levels are told in full; advice only where it is asked for.
const SHOWN: [Level; 3] = [Level::Must, Level::Should, Level::May];

pub(super) fn render(explored: Explored<'_>) -> String {
    let Explored { exploration, target, all, columns } = explored;
    let mut page = Page::new(columns);
    let shown = |difference: &&Difference| all || SHOWN.contains(&difference.level);
    for difference in exploration.differences.iter().filter(shown) {
        one(&mut page, difference);
    }
    let hidden =
        exploration.differences.len() - exploration.differences.iter().filter(shown).count();
    if hidden > 0 {
        page.para(
            0,
            &paint(FAINT, format!("{hidden} more are advice (hardening); --all shows them")),
        );
        page.gap();
    }
    for what in &exploration.left_out {
        page.item("", 2, &format!("not explored: {}", clean(what)));
    }
    if let Some(error) = &exploration.error {
        page.item("", 2, &format!("{} could not be explored: {}", clean(target), clean(error)));
        return page.into_text();
    }
    let answered: Vec<String> =
        exploration.answered.iter().map(|(op, count)| format!("{op} {count}")).collect();
    page.item("", 2, &format!("answered: {}", answered.join(", ")));
    if exploration.interrupted {
        page.line("interrupted: this is what was found until then");
    }
    let counts: Vec<String> = [Level::Must, Level::Should, Level::May, Level::Hardening]
        .into_iter()
        .filter(|level| exploration.count(*level) > 0)
        .map(|level| format!("{} {}", exploration.count(level), level.as_str()))
        .collect();
    let counts = if counts.is_empty() { "none".to_owned() } else { counts.join(", ") };
    let (name, profile) = (clean(target), clean(&exploration.profile));
    let (cases, seed) = (exploration.cases, exploration.seed);
    let answered: usize = exploration.answered.values().sum();
    let verdict = paint(NAME, format!("{name}: differences: {counts}"));
    let of = format!("{answered} of {cases} cases answered");
    page.item("", 2, &format!("{verdict}; profile {profile}, {of}, seed {seed}"));
    page.into_text()
}

fn one(page: &mut Page, difference: &Difference) {
    let style = if difference.level == Level::Must { BAD } else { WARN };
    let effect = difference.effect.map_or(String::new(), |effect| format!(", {}", effect.as_str()));
    let Difference { level, requirement, op, seen, .. } = difference;
    let (level, requirement) = (paint(style, level.as_str()), clean(requirement));
    let seen = many(*seen, "case");
    page.item("", 2, &format!("{level}{effect}: {requirement} ({op}, seen in {seen})"));
    let (expected, observed) = difference.sides();
    page.item("  ", 4, &format!("expected {}", clean(&expected)));
    page.item("  ", 4, &format!("observed {}", clean(&observed)));
    if !difference.confirmed {
        page.para(2, "not seen again when the draft was put to the target alone");
    }
    // A draft is ASCII, and what is in it our own harness drew.
    page.line(&draft::indented(&difference.draft.text(), 2));
    page.gap();
}
