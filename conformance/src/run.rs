//! A run: the plan put to a target, judged, controlled, folded and counted.

mod applies;
mod controls;
mod fold;

use std::{collections::BTreeMap, sync::atomic::AtomicBool, time::Duration};

use pkce_vectors::{Effect, Level, VectorSet};

use crate::{
    case::{Case, CaseKind, Record},
    judge::{Judgement, judge, judge_checks},
    known::KnownFailures,
    plan::Plan,
    result::{CaseResult, RESULT_FORMAT, Report, Summary, VectorsUsed, Verdict},
    schedule::{self, Job},
    transport::Transport,
    wire::About,
};

/// The requirement under which an uncaught exception is told.
const UNCAUGHT_EXCEPTION: &str = "hardening-uncaught-exception";

/// What a run is told beside its plan and target.
pub struct RunOptions<'r> {
    /// How the target was named on the command line.
    pub target: &'r str,
    /// Decides every draw.
    pub seed: u64,
    /// How long one request may take.
    pub request_limit: Duration,
    /// A wrong reason for a right refusal fails.
    pub strict_reasons: bool,
    /// Failures that are known.
    pub known: Option<&'r KnownFailures>,
    /// Set from outside to end the run early.
    pub interrupted: &'r AtomicBool,
}

/// Holds a plan against a target. Whatever the target does, a report comes back.
///
/// `progress` hears how many of the plan's entries are done.
pub fn run(
    set: &VectorSet,
    plan: &Plan<'_>,
    transport: &mut dyn Transport,
    options: &RunOptions<'_>,
    progress: &mut dyn FnMut(usize),
) -> Report {
    let about = match transport.start() {
        Ok(about) => about,
        Err(fault) => {
            let words = transport.last_words().map_or(String::new(), |words| {
                format!("; on stderr: {}", crate::judge::clip(&words))
            });
            return report(set, plan, options, None, Some(format!("{fault}{words}")), Vec::new());
        }
    };
    let mut records: Vec<Option<Record>> =
        plan.entries.iter().map(|entry| applies::declared(&about, &entry.case)).collect();
    let mut asked = Vec::new();
    let mut jobs = Vec::new();
    for (index, entry) in plan.entries.iter().enumerate() {
        if records.get(index).is_some_and(Option::is_none) {
            let (case, seed) = (entry.case, options.seed);
            jobs.push(Job {
                op: case.op(),
                script: Box::new(move |attempt| case.script(seed, attempt)),
            });
            asked.push(index);
        }
    }
    let mut done = 0;
    let mut tell = |_: usize| {
        done += 1;
        progress(done);
    };
    let answered =
        schedule::run(transport, &jobs, options.request_limit, options.interrupted, &mut tell);
    for (index, record) in asked.into_iter().zip(answered) {
        if let Some(slot) = records.get_mut(index) {
            *slot = Some(record);
        }
    }
    let records: Vec<Record> = records.into_iter().flatten().collect();
    let rows = rows(set, plan, &about, &records, options);
    report(set, plan, options, Some(about), None, rows)
}

/// Judges every entry and makes the rows, in the order of the plan's cases.
fn rows(
    set: &VectorSet,
    plan: &Plan<'_>,
    about: &About,
    records: &[Record],
    options: &RunOptions<'_>,
) -> Vec<CaseResult> {
    let judgements: Vec<Judgement> = plan
        .entries
        .iter()
        .zip(records)
        .map(|(entry, record)| judge(&entry.case, record))
        .collect();
    let unguarded = controls::unguarded(plan, &judgements);
    let offered = applies::plain_offered(plan, about, &judgements);
    let unoffered = applies::Unoffered::of(plan, about, records);
    let mut rows_of: BTreeMap<usize, Vec<CaseResult>> = BTreeMap::new();
    for (index, (entry, record)) in plan.entries.iter().zip(records).enumerate() {
        let (Some(row), Some(judgement)) = (entry.row, judgements.get(index)) else { continue };
        let guard = unguarded.get(&index).map(String::as_str);
        let mut judgement = guarded(judgement.clone(), guard);
        let inapplicable = applies::not_applicable(&entry.case, about, &offered)
            .or_else(|| unoffered.reason(&entry.case));
        if let Some(why) = inapplicable {
            judgement = Judgement::because(Verdict::Skipped, why);
        }
        let new = rows_of.entry(row).or_default();
        if judgement.exception
            && let Some(level) = plan.levels.get(UNCAUGHT_EXCEPTION)
        {
            let told = Judgement::fail(
                Effect::Deviation,
                "an error that the call raises itself or documents".to_owned(),
                "an exception from beneath".to_owned(),
            );
            new.push(make_row(&entry.case, Some(("exception", UNCAUGHT_EXCEPTION, *level)), told));
        }
        new.insert(0, make_row(&entry.case, None, strict(judgement, options)));
        if let (CaseKind::Flow(flow, _), Record::Flow(steps)) = (entry.case.kind, record) {
            for told in judge_checks(flow, steps) {
                let requirement = told.check.requirement.as_str();
                let Some(level) = plan.levels.get(requirement) else { continue };
                let judgement = guarded(told.judgement, guard);
                let kind = told.check.kind.as_str();
                new.push(make_row(&entry.case, Some((kind, requirement, *level)), judgement));
            }
        }
    }
    let mut rows: Vec<CaseResult> = rows_of.into_values().flatten().collect();
    applies::skip_what_is_not_theirs(&mut rows, about);
    fold::fold(set, &mut rows);
    rows
}

/// A refusal means nothing where the control failed.
fn guarded(judgement: Judgement, guard: Option<&str>) -> Judgement {
    match guard {
        Some(why) if judgement.verdict == Verdict::Pass && judgement.rests_on_refusal => {
            Judgement::because(Verdict::Inconclusive, why)
        }
        _ => judgement,
    }
}

fn strict(mut judgement: Judgement, options: &RunOptions<'_>) -> Judgement {
    if options.strict_reasons
        && judgement.verdict == Verdict::Pass
        && let Some(other) = &judgement.other_reason
    {
        judgement.verdict = Verdict::Fail;
        judgement.effect = Some(Effect::Deviation);
        judgement.expected = Some("a reason that the input has".to_owned());
        judgement.observed = Some(other.clone());
    }
    judgement
}

fn make_row(
    case: &Case<'_>,
    part: Option<(&str, &str, Level)>,
    judgement: Judgement,
) -> CaseResult {
    let id = case.id();
    let (id, requirement, level) = match part {
        Some((kind, requirement, level)) => (format!("{id}#{kind}"), requirement, level),
        None => (id, case.requirement(), case.level),
    };
    CaseResult {
        id,
        vector: case.vector_id().to_owned(),
        requirement: requirement.to_owned(),
        level,
        op: case.op().to_owned(),
        verdict: judgement.verdict,
        effect: judgement.effect,
        expected: judgement.expected,
        observed: judgement.observed,
        reason: judgement.reason,
        folded_under: None,
        other_reason: judgement.other_reason,
    }
}

fn report(
    set: &VectorSet,
    plan: &Plan<'_>,
    options: &RunOptions<'_>,
    about: Option<About>,
    failed_to_run: Option<String>,
    mut rows: Vec<CaseResult>,
) -> Report {
    let stale = match options.known {
        Some(known) if failed_to_run.is_none() => known.apply(&mut rows, &all_ids(set)),
        _ => Vec::new(),
    };
    Report {
        format: RESULT_FORMAT,
        tool: env!("CARGO_PKG_VERSION").to_owned(),
        vectors: VectorsUsed { version: set.catalogue.version.clone(), digest: set.digest.clone() },
        profile: plan.profile.to_owned(),
        seed: options.seed,
        target: options.target.to_owned(),
        notes: about.as_ref().map(|about| notes(about, &rows)).unwrap_or_default(),
        about,
        failed_to_run,
        interrupted: options.interrupted.load(std::sync::atomic::Ordering::Relaxed),
        summary: Summary::of(&rows),
        stale,
        results: rows,
    }
}

/// What a reader must know beside the verdicts.
fn notes(about: &About, rows: &[CaseResult]) -> Vec<String> {
    let mut notes = Vec::new();
    let judged = |op: &str| rows.iter().any(|row| row.op == op && row.verdict.is_judged());
    if judged("verify") && !judged("flow") {
        notes.push(
            "judged by `verify` alone: whether the downgrade and the second try are refused was not judged".to_owned(),
        );
    }
    let reasons = rows.iter().filter(|row| row.other_reason.is_some()).count();
    if reasons > 0 {
        notes.push(format!(
            "{reasons} refusals named another fault than the input has (see --strict-reasons)"
        ));
    }
    if !about.not_ours.is_empty() {
        notes.push(format!(
            "decided by the adapter's fixture, so skipped: {}",
            about.not_ours.join(", ")
        ));
    }
    notes
}

/// The id of every row that any profile could have.
#[must_use]
pub fn all_ids(set: &VectorSet) -> Vec<String> {
    let mut ids = Vec::new();
    let mut with_exception = |id: String| {
        ids.push(format!("{id}#exception"));
        ids.push(id);
    };
    for vector in &set.vectors {
        with_exception(vector.id.clone());
    }
    for flow in &set.flows {
        for role in &flow.roles {
            for policy in &flow.policies {
                let id = format!("{}/{}/{}", flow.id, role, policy.as_str());
                for check in &flow.checks {
                    with_exception(format!("{id}#{}", check.kind.as_str()));
                }
                with_exception(id);
            }
        }
    }
    ids
}
