//! For people: each difference with its draft.

use std::fmt::Write as _;

use pkce_conformance::{draft, result::Difference};
use pkce_vectors::Level;

use super::Explored;
use crate::{
    clean,
    style::{BAD, FAINT, NAME, WARN, paint},
    words::many,
};

/// Differences of these levels are told in full; advice only where it is asked for.
const SHOWN: [Level; 3] = [Level::Must, Level::Should, Level::May];

pub(super) fn render(explored: Explored<'_>) -> String {
    let Explored { exploration, target, all } = explored;
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
    let (name, profile) = (clean(target), clean(&exploration.profile));
    let (cases, seed) = (exploration.cases, exploration.seed);
    let verdict = paint(NAME, format!("{name}: differences: {counts}"));
    let _ = writeln!(text, "{verdict}; profile {profile}, {cases} cases, seed {seed}");
    text
}

fn one(text: &mut String, difference: &Difference) {
    let style = if difference.level == Level::Must { BAD } else { WARN };
    let effect = difference.effect.map_or(String::new(), |effect| format!(", {}", effect.as_str()));
    let Difference { level, requirement, op, seen, .. } = difference;
    let (level, requirement) = (paint(style, level.as_str()), clean(requirement));
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
