//! For a terminal. Nothing in it comes from a target.

use std::{collections::BTreeMap, fmt::Write as _};

use pkce_conformance::result::{KillMatrix, KillRow};
use pkce_vectors::Level;

use super::{Detail, Kills};

pub(super) fn render(kills: Kills<'_>) -> String {
    let Kills { matrix, detail, seconds } = kills;
    let mut text = String::new();
    if detail != Detail::Counts {
        for row in &matrix.rows {
            one(&mut text, row, detail == Detail::Vectors);
        }
    }
    families(&mut text, matrix);
    breaches(&mut text, matrix);
    let held = matrix.singular().count();
    let killed = matrix.singular().filter(|row| row.killed).count();
    if held > 0 {
        let signatures = matrix.signatures();
        // Writing to a String cannot fail.
        let _ = writeln!(text, "{killed} of {held} killed, with {signatures} distinct signatures");
    }
    let _ = writeln!(text, "{seconds:.1} s");
    text
}

fn one(text: &mut String, row: &KillRow, with_vectors: bool) {
    let level = row.level.map_or("survives", Level::as_str);
    let KillRow { name, says, judged, .. } = row;
    let (role, failed) = (row.role.as_str(), row.failed.len());
    let _ = writeln!(text, "{name} ({role}, {level}, {failed} of {judged} rows)");
    let _ = writeln!(text, "  {says}");
    let notes = [("limit", row.limit), ("wide", row.wide)];
    let notes = notes.into_iter().filter_map(|(label, note)| Some((label, note?)));
    let breaks = row.breaks.iter().map(|id| ("breaks", *id));
    let cites = row.cites.iter().map(|url| ("cites", *url));
    for (label, line) in breaks.chain(cites).chain(notes) {
        let _ = writeln!(text, "  {label} {line}");
    }
    if with_vectors {
        for vector in &row.vectors {
            let _ = writeln!(text, "    {vector}");
        }
    }
}

fn families(text: &mut String, matrix: &KillMatrix) {
    let mut counts: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for row in &matrix.rows {
        if let Some(family) = row.family {
            let (killed, members) = counts.entry(family).or_default();
            *killed += usize::from(row.killed);
            *members += 1;
        }
    }
    for (family, (killed, members)) in counts {
        let _ = writeln!(text, "family {family}: {killed} of {members} killed");
    }
}

fn breaches(text: &mut String, KillMatrix { breaches, whole, .. }: &KillMatrix) {
    for name in &breaches.survivors {
        let _ = writeln!(text, "survives: {name}");
    }
    for (name, alive) in &breaches.by_accident {
        let _ = writeln!(text, "killed only by accident: {name}, not under {}", alive.join(", "));
    }
    if !whole {
        return;
    }
    for names in &breaches.same_signature {
        let _ = writeln!(text, "killed by the same rows: {}", names.join(", "));
    }
    for name in &breaches.unexplained {
        let _ = writeln!(text, "more than a quarter of the rows, or said so and fewer: {name}");
    }
    for id in &breaches.idle {
        let _ = writeln!(text, "kills nothing: {id}");
    }
    for glob in &breaches.stale {
        let _ = writeln!(text, "said to kill nothing, and does: {glob}");
    }
}
