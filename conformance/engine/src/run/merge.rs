//! Shards merged: their rows are those of one run.
//!
//! What looks at many rows is said anew: folding, counts, coverage, notes and what no longer holds of the known failures.

use std::collections::{BTreeMap, BTreeSet};

use pkce_vectors::VectorSet;

use super::{
    fold,
    ids::{all_ids, by_chance},
    notes,
};
use crate::{
    known::KnownFailures,
    result::{CaseResult, Coverage, Report, RunFacts, ShardFacts, Summary, Verdict},
};

/// Reports are no shards of one run, or not all of them.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CannotMerge {
    /// There is none.
    #[error("there is nothing to merge")]
    Nothing,
    /// It is a whole run.
    #[error("a report is no shard: it was made without --shard")]
    NoShard,
    /// It says so of itself, and cannot be.
    #[error("a report says that it is shard {0}/{1}, which there cannot be")]
    Impossible(u32, u32),
    /// Two differ in something that one run has once.
    #[error("the shards are not of one run: they differ in their {0}")]
    Unlike(&'static str),
    /// Their vectors are others than those at hand.
    #[error(
        "the shards were made with other vectors (digest {0}); name their folder with --vectors"
    )]
    OtherVectors(String),
    /// Some are not there.
    #[error("of {of} shards {missing} not there")]
    Missing {
        /// Which, with the verb.
        missing: String,
        /// How many there are.
        of: u32,
    },
    /// One is there more than once.
    #[error("shard {0}/{1} is there twice")]
    Twice(u32, u32),
    /// One judged nothing.
    #[error("shard {0}/{1} could not be run, so that its rows are missing: {2}")]
    NotRun(u32, u32, String),
    /// They were run with known failures, and these are not at hand, or others.
    #[error("the shards were run with known failures; name the same file with --known")]
    Known,
    /// The same, the other way round.
    #[error("the shards were run without known failures, and --known names some")]
    NotKnown,
    /// A row is under a vector that there is not.
    #[error("a row is of no vector of this set: {0}")]
    StrangeRow(String),
}

/// The one report that shards come to. `known` is what each of them had.
pub fn merge(
    set: &VectorSet,
    reports: &[Report],
    known: Option<&KnownFailures>,
) -> Result<Report, CannotMerge> {
    let first = alike(set, reports, known)?;
    let mut rows = rows(set, reports)?;
    for row in &mut rows {
        row.folded_under = None;
    }
    fold::fold(set, &mut rows);
    // The profile is one of a report that the same vectors made.
    let profile = set.catalogue.profile(Some(&first.profile));
    let levels = profile.map(|profile| set.catalogue.binding(profile)).unwrap_or_default();
    let mut notes = notes_of(set, reports, known);
    notes.extend(first.about.iter().flat_map(|about| notes::of_rows(about, &rows)));
    let mut stale = Vec::new();
    if let Some(known) = known {
        let by_chance = by_chance(set);
        stale = known.stale(&rows, set, &all_ids(set), &by_chance);
        notes.extend(known.still_known(&rows, set, &by_chance));
    }
    let mut merged = Report {
        interrupted: reports.iter().any(|report| report.interrupted),
        run: facts(first, reports),
        summary: Summary::of(&rows),
        coverage: Coverage::of(set, &levels, &rows),
        stale,
        notes,
        results: rows,
        ..first.clone()
    };
    merged.run.exit_code = merged.exit_code(merged.run.strict);
    Ok(merged)
}

/// Whether they are all shards of one run; the first of them.
fn alike<'r>(
    set: &VectorSet,
    reports: &'r [Report],
    known: Option<&KnownFailures>,
) -> Result<&'r Report, CannotMerge> {
    let first = reports.first().ok_or(CannotMerge::Nothing)?;
    let of_first = first.run.shard.as_ref().ok_or(CannotMerge::NoShard)?;
    let of = of_first.of;
    let mut numbers = BTreeSet::new();
    for report in reports {
        let ShardFacts { number, of: among, whole, known } =
            report.run.shard.as_ref().ok_or(CannotMerge::NoShard)?;
        if *number == 0 || number > among {
            return Err(CannotMerge::Impossible(*number, *among));
        }
        let same = [
            ("target", report.target == first.target),
            ("number of shards", *among == of),
            ("vectors", report.vectors == first.vectors),
            ("profile", report.profile == first.profile),
            ("seed", report.seed == first.seed),
            ("version of pkce", report.tool == first.tool && report.format == first.format),
            ("known failures", *known == of_first.known),
            ("options", report.run.strict == first.run.strict),
            ("options", report.run.complete == first.run.complete),
        ];
        if let Some((what, _)) = same.into_iter().find(|(_, same)| !same) {
            return Err(CannotMerge::Unlike(what));
        }
        if let Some(why) = &report.failed_to_run {
            return Err(CannotMerge::NotRun(*number, of, why.clone()));
        }
        // Only what ran says what it is, and which settings it has.
        if report.about != first.about && first.failed_to_run.is_none() {
            return Err(CannotMerge::Unlike("introductions"));
        }
        if *whole != of_first.whole {
            return Err(CannotMerge::Unlike("selection of vectors"));
        }
        if !numbers.insert(*number) {
            return Err(CannotMerge::Twice(*number, of));
        }
    }
    if set.digest != first.vectors.digest {
        return Err(CannotMerge::OtherVectors(first.vectors.digest.clone()));
    }
    if numbers.len() != of as usize {
        return Err(missing(&numbers, of));
    }
    match (known, &of_first.known) {
        (None, None) => Ok(first),
        (Some(_), None) => Err(CannotMerge::NotKnown),
        (Some(known), Some(digest)) if known.digest() == digest => Ok(first),
        (_, Some(_)) => Err(CannotMerge::Known),
    }
}

fn missing(there: &BTreeSet<u32>, of: u32) -> CannotMerge {
    // A report may say that there are as many as it likes.
    let first: Vec<u32> = (1..=of).filter(|number| !there.contains(number)).take(5).collect();
    let more = of as usize - there.len() - first.len();
    let mut names = first.iter().map(u32::to_string).collect::<Vec<_>>().join(", ");
    if more > 0 {
        names = format!("{names} and {more} more");
    }
    let verb = if first.len() + more == 1 { "is" } else { "are" };
    CannotMerge::Missing { missing: format!("{names} {verb}"), of }
}

/// The rows of all shards in the order of the vectors. All rows of a vector come from one shard; those of a control from
/// each, and of them the gravest counts.
fn rows(set: &VectorSet, reports: &[Report]) -> Result<Vec<CaseResult>, CannotMerge> {
    let mut by_vector: BTreeMap<&str, Vec<&CaseResult>> = BTreeMap::new();
    for row in reports.iter().flat_map(|report| &report.results) {
        by_vector.entry(&row.vector).or_default().push(row);
    }
    let ids = set.vectors.iter().map(|vector| &vector.id);
    let ids = ids.chain(set.flows.iter().map(|flow| &flow.id));
    let mut merged = Vec::new();
    for rows in ids.filter_map(|id| by_vector.remove(id.as_str())) {
        let mut places: BTreeMap<&str, usize> = BTreeMap::new();
        for row in rows {
            let place = *places.entry(&row.id).or_insert(merged.len());
            match merged.get_mut(place) {
                None => merged.push(row),
                Some(known) if gravity(row) > gravity(known) => *known = row,
                Some(_) => {}
            }
        }
    }
    match by_vector.into_keys().next() {
        Some(strange) => Err(CannotMerge::StrangeRow(strange.to_owned())),
        None => Ok(merged.into_iter().cloned().collect()),
    }
}

/// How bad a row is: what one shard saw is not unseen by another.
fn gravity(row: &CaseResult) -> usize {
    let mildest_first = [
        Verdict::Pass,
        Verdict::Unsupported,
        Verdict::Skipped,
        Verdict::Inconclusive,
        Verdict::Broken,
        Verdict::Fail,
    ];
    let verdict = row.known.as_ref().map_or(row.verdict, |known| known.was);
    mildest_first.iter().position(|known| *known == verdict).unwrap_or_default()
}

/// What shards say beside their rows, each once. What depends on rows is said anew, of all.
fn notes_of(set: &VectorSet, reports: &[Report], known: Option<&KnownFailures>) -> Vec<String> {
    let mut notes: Vec<String> = Vec::new();
    for report in reports {
        let mut of_rows = match &report.about {
            Some(about) => notes::of_rows(about, &report.results),
            None => Vec::new(),
        };
        of_rows.extend(
            known.iter().flat_map(|known| known.still_known(&report.results, set, &by_chance(set))),
        );
        let fresh = report.notes.iter().filter(|note| !of_rows.contains(note));
        let fresh: Vec<String> = fresh.filter(|note| !notes.contains(note)).cloned().collect();
        notes.extend(fresh);
    }
    notes
}

/// Times, restarts and what ended a shard early, of all together.
fn facts(first: &Report, reports: &[Report]) -> RunFacts {
    let runs = || reports.iter().map(|report| &report.run);
    RunFacts {
        started: runs().map(|run| run.started).min().unwrap_or_default(),
        milliseconds: runs().fold(0, |sum, run| sum.saturating_add(run.milliseconds)),
        restarts: runs().fold(0, |sum, run| sum.saturating_add(run.restarts)),
        asked_again: runs().fold(0, |sum, run| sum.saturating_add(run.asked_again)),
        cut_short: runs().any(|run| run.cut_short),
        shard: None,
        ..first.run
    }
}
