//! As Markdown, for a comment on a change.

use std::fmt::Write as _;

use super::{Changes, Found, found::verdict, terminal::sides};
use crate::{clean, markdown::escape, words::many};

/// So many rows of each kind are told where nobody says how many.
const MOST: usize = 20;

pub(super) fn render(changes: Changes<'_>) -> String {
    let Changes { old, new, show, .. } = changes;
    let found = Found::of(changes);
    let mut text = String::new();
    let word = match found.exit_code(new) {
        0 => "no must newly fails",
        1 => "a must newly fails",
        _ => "the target could not be run",
    };
    // Writing to a String cannot fail.
    let _ = writeln!(text, "## PKCE: {word}\n\n| | before | after |\n|---|---|---|");
    for (name, was, is) in sides(old, new) {
        let _ = writeln!(text, "| {name} | {} | {} |", escape(&was), escape(&is));
    }
    for (name, list) in found.lists() {
        if list.is_empty() {
            continue;
        }
        let _ = writeln!(text, "\n### {name}: {}\n", many(list.len(), "row"));
        let most = show.unwrap_or(MOST);
        for change in list.iter().take(most) {
            let Some(row) = change.row() else { continue };
            let said = |row: Option<&_>| row.map_or("–", |row| verdict(row).as_str());
            let known = if row.known.is_some() { ", known" } else { "" };
            let _ = writeln!(
                text,
                "- {}: {} ({} → {}{known})",
                escape(&clean(&row.id)),
                row.level.as_str(),
                said(change.old),
                said(change.new)
            );
        }
        if list.len() > most {
            let _ = writeln!(text, "- and {} more", list.len() - most);
        }
    }
    text
}
