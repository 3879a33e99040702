//! A run: every scenario that the profile binds, side by side, judged when all have been played.

mod rows;

use std::{
    collections::BTreeMap,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    thread,
    time::{Duration, Instant, SystemTime, UNIX_EPOCH},
};

use pkce_conformance::{
    fault::FaultKind,
    known::KnownFailures,
    plan::Filter,
    result::{Coverage, RESULT_FORMAT, Report, RunFacts, Summary, VectorsUsed, Verdict},
    run::{Progress, all_ids},
    wire::About,
};
use pkce_vectors::{Asks, Issuer, Level, Question, Scenario, UnknownProfile, VectorSet};

use self::rows::{notes, rows};
use super::{
    judge::{Facts, Sight, judge},
    log::{Log, What},
    origin::Keys,
    play::{Played, Stage, play},
    talker::Client,
};

/// Scenarios that may break before the rest is left.
const MOST_BROKEN: usize = 8;

/// What a run is told beside the scenarios and the client.
pub struct ClientOptions<'r> {
    /// How the client was named on the command line.
    pub target: &'r str,
    /// The profile's name; nothing: the default.
    pub profile: Option<&'r str>,
    /// Which scenarios are taken.
    pub filter: &'r Filter,
    /// What is told of the client; its name, version and language.
    pub about: About,
    /// That the server supports PKCE is known to the client beforehand.
    pub knows_support: bool,
    /// How long one answer of the client may take.
    pub limit: Duration,
    /// How many scenarios are played at once.
    pub jobs: usize,
    /// 32 octets that the system drew: the servers' key.
    pub key: [u8; 32],
    /// A `should` that fails, fails the run.
    pub strict: bool,
    /// A `must` that applies and was not judged, fails the run.
    pub complete: bool,
    /// Failures that are known.
    pub known: Option<&'r KnownFailures>,
    /// Set from outside to end the run early.
    pub interrupted: &'r AtomicBool,
}

/// A scenario with the questions that are put.
struct Case<'s> {
    scenario: &'s Scenario,
    questions: Vec<(&'s Question, Level)>,
}

/// What came of a scenario.
struct Done {
    played: Result<Played, String>,
    micros: u64,
    again: bool,
}

/// What a run leaves: its report, and the log of each scenario.
pub struct Ran {
    /// The report.
    pub report: Report,
    /// The log of each scenario that was played, in order.
    pub logs: Vec<(String, Log)>,
}

/// Holds the scenarios against a client. Whatever the client does, a report comes back.
pub fn run(
    set: &VectorSet,
    client: &dyn Client,
    options: &ClientOptions<'_>,
    progress: &(dyn Fn(Progress) + Sync),
) -> Result<Ran, UnknownProfile> {
    let profile = set.catalogue.profile(options.profile)?;
    let levels = set.catalogue.binding(profile);
    let (began, started) = (Instant::now(), SystemTime::now());
    let cases = cases(set, &levels, options.filter);
    let mut report = Report {
        format: RESULT_FORMAT,
        tool: env!("CARGO_PKG_VERSION").to_owned(),
        vectors: VectorsUsed { version: set.catalogue.version.clone(), digest: set.digest.clone() },
        profile: profile.id.clone(),
        seed: 0,
        target: options.target.to_owned(),
        about: Some(options.about.clone()),
        failed_to_run: None,
        interrupted: false,
        run: RunFacts {
            started: started.duration_since(UNIX_EPOCH).unwrap_or_default().as_secs(),
            strict: options.strict,
            complete: options.complete,
            ..RunFacts::default()
        },
        summary: Summary::default(),
        coverage: Coverage::default(),
        stale: Vec::new(),
        notes: Vec::new(),
        results: Vec::new(),
    };
    let stage = Keys::of(&options.key).map(Arc::new);
    let stage = stage.as_ref().map(|keys| Stage {
        client,
        limit: options.limit,
        keys,
        pushed: set.catalogue.demands_pushing(profile),
        interrupted: options.interrupted,
    });
    let mut logs = Vec::new();
    match stage.ok_or_else(|| "the system's random octets are no key".to_owned()) {
        Ok(stage) => match control(set, &stage, options) {
            Ok((facts, log)) => {
                let done = play_all(&cases, &stage, options, progress);
                let facts = learned(&facts, &cases, &done);
                report.results = rows(&cases, &done, &facts, options);
                report.run.asked_again = done.iter().filter(|done| done.again).count();
                logs.push(("the control".to_owned(), log));
                logs.extend(cases.iter().zip(done).filter_map(|(case, done)| {
                    Some((case.scenario.id.clone(), done.played.ok()?.log))
                }));
                report.notes = notes(&facts, options);
            }
            Err(why) => report.failed_to_run = Some(why),
        },
        Err(why) => report.failed_to_run = Some(why),
    }
    report.interrupted = options.interrupted.load(Ordering::Relaxed);
    report.run.milliseconds = u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX);
    report.summary = Summary::of(&report.results);
    report.coverage = Coverage::of(set, &levels, &report.results);
    if let Some(known) = options.known.filter(|_| report.failed_to_run.is_none()) {
        let none = std::collections::BTreeSet::new();
        report.stale = known.stale(&report.results, set, &all_ids(set), &none);
        report.notes.extend(known.still_known(&report.results, set, &none));
    }
    report.run.exit_code = report.exit_code(options.strict);
    Ok(Ran { report, logs })
}

/// What the profile binds and the filter lets through.
fn cases<'s>(set: &'s VectorSet, levels: &BTreeMap<&str, Level>, filter: &Filter) -> Vec<Case<'s>> {
    let live = set.scenarios.iter().filter(|scenario| scenario.withdrawn.is_none());
    let cases = live.map(|scenario| {
        let bound = scenario.judged.iter().filter_map(|question| {
            let level = *levels.get(question.requirement.as_str())?;
            let id = row_id(scenario, question.asks);
            let requirements = [question.requirement.as_str()];
            let ids = [&*id, &*scenario.id];
            let taken = filter.takes_any(&ids, requirements, &scenario.flags, level);
            taken.then_some((question, level))
        });
        Case { scenario, questions: bound.collect() }
    });
    cases.filter(|case| !case.questions.is_empty()).collect()
}

fn row_id(scenario: &Scenario, asks: Asks) -> Arc<str> {
    format!("{}#{}", scenario.id, asks.as_str()).into()
}

/// Plays the control. Without an authorization request in it nothing means anything.
fn control(
    set: &VectorSet,
    stage: &Stage<'_>,
    options: &ClientOptions<'_>,
) -> Result<(Facts, Log), String> {
    let control = set.scenarios.iter().find(|scenario| scenario.control);
    let control = control.ok_or("the data have no control of clients")?;
    let played = play(control, stage)?;
    if let Some((_, why)) = played.broke {
        return Err(format!(
            "the client did not get through a login where nothing is wrong: {why}"
        ));
    }
    let facts = Facts::of_control(control, &played.log, stage.client.has_secret());
    let came = |event: &super::log::Event| matches!(event.what, What::Authorization(_));
    if !played.log.events.iter().any(came) {
        let told = played.told.map_or(String::new(), |told| format!(": {told}"));
        let printed = last_line(&played.log.printed);
        return Err(format!(
            "no authorization request came where nothing is wrong{told}{printed}; look at the places of its \
             command, such as {{issuer}} and {{redirect_uri}}, and try it by hand against `pkce serve`"
        ));
    }
    Ok((Facts { knows_support: options.knows_support, ..facts }, played.log))
}

fn last_line(printed: &str) -> String {
    let last = printed.lines().map(str::trim).rfind(|line| !line.is_empty());
    last.map_or(String::new(), |line| {
        format!("; it printed: {}", pkce_conformance::text::clip(line))
    })
}

fn play_all(
    cases: &[Case<'_>],
    stage: &Stage<'_>,
    options: &ClientOptions<'_>,
    progress: &(dyn Fn(Progress) + Sync),
) -> Vec<Done> {
    let (next, broken, done) = (AtomicUsize::new(0), AtomicUsize::new(0), AtomicUsize::new(0));
    let results: Mutex<BTreeMap<usize, Done>> = Mutex::default();
    progress(Progress { done: 0, of: cases.len() });
    thread::scope(|scope| {
        for _ in 0..options.jobs.clamp(1, cases.len().max(1)) {
            scope.spawn(|| {
                loop {
                    let index = next.fetch_add(1, Ordering::Relaxed);
                    let Some(case) = cases.get(index) else { return };
                    let one = if broken.load(Ordering::Relaxed) >= MOST_BROKEN {
                        abandoned()
                    } else {
                        play_once_more(case.scenario, stage)
                    };
                    if matches!(&one.played, Ok(Played { broke: Some(_), .. })) {
                        broken.fetch_add(1, Ordering::Relaxed);
                    }
                    let mut results = results.lock().unwrap_or_else(PoisonError::into_inner);
                    results.insert(index, one);
                    let done = done.fetch_add(1, Ordering::Relaxed) + 1;
                    progress(Progress { done, of: cases.len() });
                }
            });
        }
    });
    let results = results.into_inner().unwrap_or_else(PoisonError::into_inner);
    results.into_values().collect()
}

/// Plays a scenario; once more where the client broke, which may have been chance.
fn play_once_more(scenario: &Scenario, stage: &Stage<'_>) -> Done {
    let began = Instant::now();
    let mut played = play(scenario, stage);
    let mut again = false;
    if matches!(&played, Ok(Played { broke: Some(_), .. })) {
        let second = play(scenario, stage);
        again = matches!(&second, Ok(Played { broke: None, .. }));
        played = second;
    }
    let micros = u64::try_from(began.elapsed().as_micros()).unwrap_or(u64::MAX);
    Done { played, micros, again }
}

fn abandoned() -> Done {
    let why = "abandoned: the client broke too often".to_owned();
    let broke = Some((FaultKind::Abandoned, why));
    Done { played: Ok(Played { log: Log::default(), broke, told: None }), micros: 0, again: false }
}

/// What scenarios show that others rest on. Who stops at a wrong `iss` that was announced, and goes on with the right one,
/// looks at it.
fn learned(facts: &Facts, cases: &[Case<'_>], done: &[Done]) -> Facts {
    let stopped = |wanted: Issuer, verdict: Verdict| {
        cases.iter().zip(done).any(|(case, done)| {
            let Ok(played) = &done.played else { return false };
            let sight = Sight::of(case.scenario, &played.log, facts);
            let answers = &case.scenario.server.authorize;
            answers.iter().any(|answer| answer.iss == wanted)
                && sight.announces_iss()
                && judge(Asks::IssCompared, &sight).verdict == verdict
                && (wanted == Issuer::Wrong || sight.sent_a_code())
        })
    };
    // With the right one there is nothing to compare: the question is not exercised.
    let looks_at_iss =
        stopped(Issuer::Wrong, Verdict::Pass) && stopped(Issuer::Right, Verdict::Skipped);
    Facts { looks_at_iss, ..facts.clone() }
}
