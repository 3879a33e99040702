//! A run: the plan put to a target, judged, controlled, folded and counted.

mod controls;
mod cut_short;
mod fold;
mod ids;
mod judged;
mod merge;
mod notes;
mod pool;
mod probe;
pub mod road;
mod rows;
mod shape;

use std::{
    cell::Cell,
    collections::VecDeque,
    sync::atomic::{AtomicBool, Ordering},
    time::{Duration, Instant, SystemTime, UNIX_EPOCH},
};

use pkce_vectors::VectorSet;

use crate::{
    case::{Case, CaseKind, Record},
    judge::Judgement,
    known::KnownFailures,
    offers::Offers,
    plan::{Entry, Patterns, Plan},
    result::{
        CaseResult, Coverage, RESULT_FORMAT, Report, RunFacts, ShardFacts, Summary, VectorsUsed,
    },
    schedule::{self, Ended, Jobs, Went},
    transport::Transport,
    wire::About,
};

pub use ids::all_ids;
pub use merge::{CannotMerge, merge};

use cut_short::{AT_A_FAILURE, FailFast, INTERRUPTED, OUT_OF_TIME, leave_undecided, not_run};
use ids::by_chance;
use judged::Judged;
use pool::Pool;
use road::Sight;

/// What a run is told beside its plan and target.
#[expect(clippy::struct_excessive_bools, reason = "each is an option of the command")]
pub struct RunOptions<'r> {
    /// How the target was named on the command line.
    pub target: &'r str,
    /// Decides every draw.
    pub seed: u64,
    /// How long one request may take.
    pub request_limit: Duration,
    /// A wrong reason for a right refusal fails.
    pub strict_reasons: bool,
    /// A `should` that fails, fails the run.
    pub strict: bool,
    /// A `must` that applies and was not judged, fails the run.
    pub complete: bool,
    /// What was asked and answered is kept of every case, of those that pass too.
    pub transcript: bool,
    /// Failures that are known.
    pub known: Option<&'r KnownFailures>,
    /// The run ends at the first `must` that fails.
    pub fail_fast: bool,
    /// The run ends after so long, with what it has.
    pub time: Option<Duration>,
    /// Set from outside to end the run early.
    pub interrupted: &'r AtomicBool,
}

impl<'r> RunOptions<'r> {
    /// Ten seconds a request, no known failures, reasons that are only told, and no end before the last case.
    #[must_use]
    pub fn new(target: &'r str, seed: u64) -> Self {
        static NEVER: AtomicBool = AtomicBool::new(false);
        Self {
            target,
            seed,
            request_limit: Duration::from_secs(10),
            strict_reasons: false,
            strict: false,
            complete: false,
            transcript: false,
            known: None,
            fail_fast: false,
            time: None,
            interrupted: &NEVER,
        }
    }
}

/// How far a run is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// Cases that have ended, controls as often as they are put.
    pub done: usize,
    /// All of them.
    pub of: usize,
}

/// Holds a plan against a target, as it is. Whatever the target does, a report comes back.
pub fn run(
    set: &VectorSet,
    plan: &Plan<'_>,
    transport: &mut dyn Transport,
    options: &RunOptions<'_>,
    progress: &mut dyn FnMut(Progress),
) -> Report {
    let clock = Clock::start();
    match introduce(transport) {
        Ok(about) => {
            let offers = Offers::said(&about);
            hold(set, plan, transport, options, progress, Known { clock, about, offers })
        }
        Err(why) => report(set, plan, options, Run { clock, failed: Some(why), ..Run::default() }),
    }
}

/// The same with a plan that is made anew for the settings that the target has: those that it says, and those that a few
/// flows find where it says nothing.
pub fn run_fitted(
    set: &VectorSet,
    plan: &Plan<'_>,
    transport: &mut dyn Transport,
    options: &RunOptions<'_>,
    progress: &mut dyn FnMut(Progress),
) -> Report {
    let clock = Clock::start();
    let about = match introduce(transport) {
        Ok(about) => about,
        Err(why) => {
            let run = Run { clock, failed: Some(why), ..Run::default() };
            return report(set, plan, options, run);
        }
    };
    let mut offers = Offers::said(&about);
    let has_flows = plan.cases.iter().any(|case| matches!(case.kind, CaseKind::Flow(..)));
    if has_flows {
        probe::probe(set, &about.offers, &mut offers, &mut |cases| {
            ask(transport, cases, &about.offers, options)
        });
    }
    let fitted = plan.again_for(set, offers.settings.clone());
    offers.settings = fitted.settings.clone();
    hold(set, &fitted, transport, options, progress, Known { clock, about, offers })
}

/// Starts a target; otherwise why it does not start.
fn introduce(transport: &mut dyn Transport) -> Result<About, String> {
    transport.start().map_err(|fault| {
        let words = transport.last_words().map_or(String::new(), |words| {
            format!("; on stderr: {}", schedule::telling_line(&words))
        });
        format!("{fault}{words}")
    })
}

/// Puts a few cases to a target that has started.
fn ask(
    transport: &mut dyn Transport,
    cases: &[Case<'_>],
    offers: &crate::wire::Offers,
    options: &RunOptions<'_>,
) -> Vec<Record> {
    let entries: Vec<Entry<'_>> = cases
        .iter()
        .map(|case| Entry { case: *case, row: None, group: 0, control: false })
        .collect();
    let mut records: Vec<Option<Record>> = vec![None; entries.len()];
    let jobs = Jobs {
        entries: &entries,
        asked: (0..entries.len()).collect(),
        seed: options.seed,
        offers,
        request_limit: options.request_limit,
        errors_again: true,
        may_break: &|_| false,
    };
    let is_over = || options.interrupted.load(Ordering::Relaxed);
    schedule::put(transport, jobs, &is_over, &mut |index, ended| {
        if let Some(slot) = records.get_mut(index) {
            *slot = Some(ended.record);
        }
    });
    let not_run = || Record::NotRun(INTERRUPTED.to_owned());
    records.into_iter().map(|record| record.unwrap_or_else(not_run)).collect()
}

/// What is known of a target before the first case of its plan.
struct Known {
    clock: Clock,
    about: About,
    offers: Offers,
}

fn hold(
    set: &VectorSet,
    plan: &Plan<'_>,
    transport: &mut dyn Transport,
    options: &RunOptions<'_>,
    progress: &mut dyn FnMut(Progress),
    Known { clock, about, mut offers }: Known,
) -> Report {
    let mut judged: Vec<Option<Judged<'_>>> = Vec::with_capacity(plan.entries.len());
    let mut asked = VecDeque::new();
    for (index, entry) in plan.entries.iter().enumerate() {
        let declined = offers.declined(&entry.case);
        if declined.is_none() {
            asked.push_back(index);
        }
        judged.push(declined.map(|lack| Judged::declined(&entry.case, lack)));
    }
    let not_ours = Patterns::new(&about.not_ours);
    let fail_fast = options.fail_fast.then_some(FailFast { plan, not_ours, known: options.known });
    let failed = Cell::new(false);
    let mut so_far = Progress { done: 0, of: asked.len() };
    progress(so_far);
    let mut pool = Pool::default();
    let mut ended = |index: usize, ended: Ended| {
        if let (Some(entry), Some(slot)) = (plan.entries.get(index), judged.get_mut(index)) {
            let new = Judged::of(&entry.case, &ended, options.transcript);
            let ends = |fail_fast: &FailFast<'_>| fail_fast.ends(&entry.case, &new);
            failed.set(failed.get() || fail_fast.as_ref().is_some_and(ends));
            if slot.replace(new).is_none() {
                pool.add(&entry.case, &ended.record);
                so_far.done += 1;
                progress(so_far);
            }
        }
    };
    let jobs = Jobs {
        entries: &plan.entries,
        asked,
        seed: options.seed,
        offers: &about.offers,
        request_limit: options.request_limit,
        errors_again: true,
        may_break: &|index| {
            let entry = plan.entries.get(index).zip(options.known);
            entry.is_some_and(|(entry, known)| known.lists(&entry.case.id()))
        },
    };
    let is_late = || options.time.is_some_and(|time| clock.since.elapsed() >= time);
    let is_ended = || failed.get() || options.interrupted.load(Ordering::Relaxed);
    let is_over = || is_ended() || is_late();
    let went = schedule::put(transport, jobs, &is_over, &mut ended);
    if !is_over() {
        draw_again(plan, transport, &about, options, &mut pool);
    }
    let out_of_time = !is_ended() && judged.iter().any(Option::is_none);
    let why = if failed.get() {
        AT_A_FAILURE
    } else if out_of_time {
        OUT_OF_TIME
    } else {
        INTERRUPTED
    };
    let judged = judged.into_iter().zip(&plan.entries);
    let mut judged: Vec<Judged<'_>> =
        judged.map(|(judged, entry)| judged.unwrap_or_else(|| not_run(&entry.case, why))).collect();
    for (entry, judged) in plan.entries.iter().zip(&mut judged) {
        let own = std::mem::replace(&mut judged.judgement, Judgement::pass());
        judged.judgement = pool.judgement(&entry.case, own);
    }
    leave_undecided(plan, &mut judged, why);
    for (entry, judged) in plan.entries.iter().zip(&judged).filter(|(entry, _)| entry.control) {
        offers.learn(&entry.case, &judged.evidence);
    }
    let strict = options.strict_reasons;
    let sight = Sight::of(plan, &offers, &about.not_ours, &judged, strict, options.known);
    let rows = rows::rows(set, plan, &sight, judged);
    let cut_short = failed.get();
    report(
        set,
        plan,
        options,
        Run { clock, about: Some(about), failed: None, rows, went, cut_short, out_of_time },
    )
}

/// Starts the target anew, where that is another process, and draws once more: a generator that is seeded alike in each
/// process gives what the first one gave.
fn draw_again(
    plan: &Plan<'_>,
    transport: &mut dyn Transport,
    about: &About,
    options: &RunOptions<'_>,
    pool: &mut Pool,
) {
    if pool.is_empty() || !transport.starts_a_process() {
        return;
    }
    let mut entries = plan.entries.iter().map(|entry| entry.case);
    let Some(case) = entries.find(pool::asks_for_distinct) else { return };
    if transport.start().is_ok() {
        for record in ask(transport, &[case], &about.offers, options) {
            pool.add_of_second_process(&record);
        }
    }
}

/// When a run began.
struct Clock {
    started: u64,
    since: Instant,
}

impl Clock {
    fn start() -> Self {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        Self { started: now.as_secs(), since: Instant::now() }
    }
}

impl Default for Clock {
    fn default() -> Self {
        Self::start()
    }
}

/// What a run came to.
#[derive(Default)]
struct Run {
    clock: Clock,
    about: Option<About>,
    failed: Option<String>,
    rows: Vec<CaseResult>,
    went: Went,
    cut_short: bool,
    out_of_time: bool,
}

fn report(set: &VectorSet, plan: &Plan<'_>, options: &RunOptions<'_>, run: Run) -> Report {
    let Run { clock, about, failed, rows, went, cut_short, out_of_time } = run;
    let mut notes = about.as_ref().map(|about| notes::of(plan, about, &rows)).unwrap_or_default();
    let mut stale = Vec::new();
    if let Some(known) = options.known.filter(|_| failed.is_none()) {
        let by_chance = by_chance(set);
        stale = known.stale(&rows, set, &all_ids(set), &by_chance);
        notes.extend(known.still_known(&rows, set, &by_chance));
    }
    let facts = RunFacts {
        started: clock.started,
        milliseconds: u64::try_from(clock.since.elapsed().as_millis()).unwrap_or(u64::MAX),
        restarts: went.restarts,
        asked_again: went.held_again,
        cut_short,
        out_of_time,
        strict: options.strict,
        complete: options.complete,
        exit_code: 0,
        shard: plan.shard().zip(plan.whole.clone()).map(|(shard, whole)| ShardFacts {
            number: shard.number(),
            of: shard.of(),
            whole: if options.strict_reasons { format!("{whole}+reasons") } else { whole },
            known: options.known.map(|known| known.digest().to_owned()),
        }),
    };
    let mut report = Report {
        format: RESULT_FORMAT,
        tool: env!("CARGO_PKG_VERSION").to_owned(),
        vectors: VectorsUsed { version: set.catalogue.version.clone(), digest: set.digest.clone() },
        profile: plan.profile.to_owned(),
        seed: options.seed,
        target: options.target.to_owned(),
        notes,
        about,
        failed_to_run: failed,
        interrupted: options.interrupted.load(Ordering::Relaxed),
        run: facts,
        summary: Summary::of(&rows),
        coverage: Coverage::of(set, &plan.levels, &rows),
        stale,
        results: rows,
    };
    report.run.exit_code = report.exit_code(options.strict);
    report
}
