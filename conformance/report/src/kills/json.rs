//! For machines: every mutant with the vectors that kill it.

use pkce_vectors::Level;
use serde::Serialize;

use super::Kills;

#[derive(Serialize)]
struct Row<'a> {
    name: &'a str,
    role: &'a str,
    family: Option<&'a str>,
    says: &'a str,
    breaks: &'a [&'static str],
    cites: &'a [&'static str],
    limit: Option<&'a str>,
    killed: bool,
    level: Option<&'a str>,
    profiles: &'a [String],
    vectors: Vec<&'a str>,
}

pub(super) fn render(kills: Kills<'_>) -> String {
    let rows: Vec<Row<'_>> = kills
        .matrix
        .rows
        .iter()
        .map(|killed| Row {
            name: &killed.name,
            role: killed.role.as_str(),
            family: killed.family,
            says: &killed.says,
            breaks: &killed.breaks,
            cites: killed.cites,
            limit: killed.limit,
            killed: killed.killed,
            level: killed.level.map(Level::as_str),
            profiles: &killed.profiles,
            vectors: killed.vectors.iter().map(String::as_str).collect(),
        })
        .collect();
    crate::json::pretty(&rows)
}
