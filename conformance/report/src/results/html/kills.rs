//! The kill matrix: each mutant by the topics of the vectors that catch it.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::{clean, results::Kill};

#[derive(Serialize)]
pub(super) struct Kills {
    topics: Vec<String>,
    rows: Vec<Row>,
    killed: usize,
    of: usize,
}

#[derive(Serialize)]
struct Row {
    name: String,
    says: String,
    cite: String,
    killed: bool,
    total: usize,
    cells: Vec<Shade>,
}

/// So many vectors of a topic kill, and how dark that is.
#[derive(Serialize)]
struct Shade {
    count: usize,
    shade: u32,
}

impl Kills {
    /// Families are left to the counts of the command: a page shows the mutants that stand alone.
    pub(super) fn of(kills: &[Kill]) -> Self {
        let alone = || kills.iter().filter(|kill| kill.family.is_none());
        let topics: BTreeSet<&str> =
            alone().flat_map(|kill| &kill.vectors).map(|id| topic(id)).collect();
        let row = |kill: &Kill| {
            let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
            for id in &kill.vectors {
                *counts.entry(topic(id)).or_default() += 1;
            }
            let cells = topics.iter().map(|topic| {
                let count = counts.get(topic).copied().unwrap_or(0);
                Shade { count, shade: count.checked_ilog10().map_or(0, |log| (log + 1).min(4)) }
            });
            let cite = kill.cites.iter().find(|cite| cite.starts_with("https://"));
            Row {
                name: clean(&kill.name).into_owned(),
                says: clean(&kill.says).into_owned(),
                cite: cite.map_or(String::new(), |cite| clean(cite).into_owned()),
                killed: kill.killed,
                total: kill.vectors.len(),
                cells: cells.collect(),
            }
        };
        Self {
            rows: alone().map(row).collect(),
            killed: alone().filter(|kill| kill.killed).count(),
            of: alone().count(),
            topics: topics.iter().map(|topic| clean(topic).into_owned()).collect(),
        }
    }
}

/// The operation of a vector, or the topic of a flow: what stands before the fault.
fn topic(id: &str) -> &str {
    let slashes = if id.starts_with("flow/") { 2 } else { 1 };
    id.match_indices('/').nth(slashes - 1).and_then(|(at, _)| id.get(..at)).unwrap_or(id)
}
