//! A file of known failures, written from what a run came to.

use std::collections::BTreeMap;

use pkce_vectors::{Level, VectorSet};

use super::is_whole;
use crate::{
    result::{CaseResult, Verdict},
    text::clean,
};

/// What was written, and what was not.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Written {
    /// The file's text; nothing where nothing failed that is written.
    pub text: Option<String>,
    /// Rows that do not hold and were left out.
    pub left: Left,
}

/// Rows that do not hold, and that no file should make known without a thought.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Left {
    /// They broke: nothing was judged.
    pub broken: usize,
    /// A `must` that stayed undecided.
    pub inconclusive: usize,
    /// Failures of a `may` or of hardening, which fail no run.
    pub advice: usize,
}

/// A file that lists the failures of a run, for its reader to give reasons to. Where every row under a requirement fails,
/// one entry stands for them all.
///
/// What broke or stayed undecided was not judged, so it is not written: a list of it would turn a target that never
/// answers into one that holds. Without `advice`, what fails no run is not written either.
#[must_use]
pub fn write(rows: &[CaseResult], set: &VectorSet, advice: bool) -> Written {
    let mut left = Left::default();
    let mut by_requirement: BTreeMap<&str, Vec<&CaseResult>> = BTreeMap::new();
    for row in rows {
        match row.verdict {
            Verdict::Broken => left.broken += 1,
            Verdict::Inconclusive if row.level == Level::Must => left.inconclusive += 1,
            Verdict::Fail if row.level < Level::Should && !advice => left.advice += 1,
            _ => {}
        }
        by_requirement.entry(&row.requirement).or_default().push(row);
    }
    let all_fail = |row: &CaseResult| {
        let under = by_requirement.get(&*row.requirement).map_or(&[][..], Vec::as_slice);
        under.iter().all(|row| {
            matches!(row.verdict, Verdict::Fail | Verdict::Unsupported | Verdict::Skipped)
        })
    };
    let mut text = String::from(
        "# Failures that are known, each with a reason. A listed one that passes fails the run; an entry for a requirement\n\
         # fails it when every row under it passes.\n",
    );
    let empty = text.len();
    let mut whole: BTreeMap<&str, bool> = BTreeMap::new();
    for row in rows {
        if row.verdict != Verdict::Fail || (row.level < Level::Should && !advice) {
            continue;
        }
        let requirement = &*row.requirement;
        let observed = row.observed.as_deref().or(row.reason.as_deref()).unwrap_or("failed");
        let observed = clean(observed);
        if let Some(is_whole) = whole.get(requirement) {
            if !is_whole {
                text += &by_id(row, &observed);
            }
            continue;
        }
        let is_whole = all_fail(row) && is_whole(rows, set, |id| id == requirement);
        whole.insert(requirement, is_whole);
        text += &if is_whole {
            let reason = format!("every row fails, {} first: {observed}", row.id);
            entry("requirement", requirement, &reason)
        } else {
            by_id(row, &observed)
        };
    }
    Written { text: (text.len() > empty).then_some(text), left }
}

fn by_id(row: &CaseResult, observed: &str) -> String {
    entry("id", &row.id, &format!("{}: {observed}", row.requirement))
}

fn entry(key: &str, rows: &str, reason: &str) -> String {
    let (rows, reason) = (toml::Value::from(rows), toml::Value::from(reason));
    format!("\n[[known]]\n{key} = {rows}\nreason = {reason}\n")
}
