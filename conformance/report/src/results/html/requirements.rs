//! Coverage: each requirement, with how many of the targets keep it.

use std::collections::BTreeMap;

use pkce_conformance::result::{Report, Verdict};
use pkce_vectors::Level;
use serde::Serialize;

use super::target::{Piece, pieces};
use crate::{
    clean,
    index::Index,
    section::{order, section},
    words::place,
};

/// The requirements that some report has a row of.
#[derive(Serialize)]
pub(super) struct Requirements {
    rows: Vec<Kept>,
}

#[derive(Serialize)]
struct Kept {
    id: String,
    level: &'static str,
    says: String,
    place: String,
    url: String,
    keep: usize,
    broken: usize,
    open: usize,
    bar: Vec<Piece>,
}

/// What a target's rows of a requirement come to, the gravest last.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Came {
    Open,
    Kept,
    Broken,
}

impl Requirements {
    pub(super) fn of(reports: &[Report], index: &Index<'_>) -> Self {
        let mut all: BTreeMap<&str, (Level, [usize; 3])> = BTreeMap::new();
        for report in reports {
            let mut of: BTreeMap<&str, (Level, Came)> = BTreeMap::new();
            for row in &report.results {
                let came = match row.known.as_ref().map_or(row.verdict, |known| known.was) {
                    Verdict::Pass => Came::Kept,
                    Verdict::Fail | Verdict::Broken => Came::Broken,
                    _ => Came::Open,
                };
                let known = of.entry(&row.requirement).or_insert((row.level, came));
                known.1 = known.1.max(came);
            }
            for (id, (level, came)) in of {
                let (known, counts) = all.entry(id).or_insert((level, [0; 3]));
                *known = level.max(*known);
                let [open, kept, broken] = counts;
                *match came {
                    Came::Open => open,
                    Came::Kept => kept,
                    Came::Broken => broken,
                } += 1;
            }
        }
        let mut rows: Vec<_> = all.into_iter().collect();
        rows.sort_by_cached_key(|(id, _)| order(&section(index.requirement(id))));
        let rows = rows.into_iter();
        Self { rows: rows.map(|(id, (level, counts))| kept(id, level, counts, index)).collect() }
    }
}

fn kept(id: &str, level: Level, [open, keep, broken]: [usize; 3], index: &Index<'_>) -> Kept {
    let known = index.requirement(id);
    let source = known.and_then(|known| known.sources.first());
    let url = source.map_or("", |source| source.url.as_str());
    let fails = match level {
        Level::Must => "bad",
        Level::Should => "warn",
        Level::May | Level::Hardening => "advice",
    };
    Kept {
        id: clean(id).into_owned(),
        level: level.as_str(),
        says: known.map_or(String::new(), |known| clean(&known.says).into_owned()),
        place: source.map_or(String::new(), |source| clean(&place(source)).into_owned()),
        url: if url.starts_with("https://") { clean(url).into_owned() } else { String::new() },
        keep,
        broken,
        open,
        bar: pieces(&[("good", keep), (fails, broken), ("none", open)]),
    }
}
