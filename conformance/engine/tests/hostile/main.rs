//! Adapters that misbehave, each in one way: the vector concerned is broken with its cause, the others get their
//! verdicts, nothing hangs, and no process is left behind.
//!
//! The test is its own adapter: started with `--adapter MODE`, it serves the reference, and does what MODE says when
//! the request comes that carries the trigger.
#![expect(clippy::expect_used, reason = "a test that cannot go on fails")]

mod adapter;
#[path = "../shared/left_behind.rs"]
mod left_behind;

use std::{
    collections::BTreeMap,
    ffi::OsString,
    path::PathBuf,
    process::ExitCode,
    time::{Duration, Instant},
};

use libtest_mimic::{Arguments, Failed, Trial};
use pkce_conformance::{
    known::KnownFailures,
    plan::{Filter, Patterns, Plan},
    result::{CaseResult, Report, Verdict},
    run::{RunOptions, run},
    transport::{Limits, Stdio},
};
use pkce_vectors::VectorSet;

/// The one request that an adapter breaks on: a control and a hundred others come before and after it.
const TRIGGER: &str = "verify/verifier-length-42";

/// Long enough for an honest adapter on a busy machine.
const REQUEST: Duration = Duration::from_secs(2);

/// The same for its start; only one that hangs waits less.
const START: Duration = Duration::from_secs(20);

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().collect();
    if let [_, flag, mode, trigger, rest @ ..] = words.as_slice()
        && flag == "--adapter"
    {
        return adapter::serve(mode, trigger, rest.first());
    }
    let trials =
        CASES.iter().map(|case| Trial::test(case.mode, || hold(case).map_err(Failed::from)));
    let never = NEVER_RUN
        .iter()
        .map(|(mode, cause)| Trial::test(*mode, || never_runs(mode, cause).map_err(Failed::from)));
    let others = [
        Trial::test("exits-once", || breaks_once().map_err(Failed::from)),
        Trial::test("exits-at-what-is-known", || breaks_as_known().map_err(Failed::from)),
        Trial::test("is-a-line-of-a-shell", || hints().map_err(Failed::from)),
    ];
    libtest_mimic::run(&Arguments::from_args(), trials.chain(never).chain(others).collect())
        .exit_code()
}

/// What an adapter does, and what must come of it.
struct Case {
    mode: &'static str,
    /// Part of the cause that the report tells, if one vector breaks.
    broken: Option<&'static str>,
}

const fn breaks(mode: &'static str, cause: &'static str) -> Case {
    Case { mode, broken: Some(cause) }
}

const CASES: &[Case] = &[
    Case { mode: "honest", broken: None },
    Case { mode: "out-of-order", broken: None },
    Case { mode: "floods-stderr", broken: None },
    Case { mode: "slow-but-in-time", broken: None },
    breaks("exits", "ended with a request unanswered: exit status: 3"),
    breaks("aborts", "ended with a request unanswered: signal: 6"),
    breaks("hangs", "no answer in 2s"),
    breaks("answers-late", "no answer in 2s"),
    breaks("prints-garbage", "not an answer of the protocol"),
    breaks("prints-endless-line", "a line longer than 1 MiB"),
    breaks("prints-bytes", "a line that is not UTF-8"),
    breaks("answers-twice", "answered twice"),
    breaks("answers-unasked", "answered what was not asked"),
    breaks("answers-wrong-shape", "not an answer of the protocol"),
    breaks("answers-two-kinds", "exactly one of ok, error, unsupported"),
    breaks("closes-stdout", "closed its output"),
    breaks("closes-stdin", "no answer in 2s"),
    breaks("leaves-a-child", "ended with a request unanswered"),
    #[cfg(target_os = "linux")]
    breaks("leaves-a-session", "ended with a request unanswered"),
];

/// Adapters that never get as far as a request, and what the report says of it.
const NEVER_RUN: &[(&str, &str)] = &[
    ("is-missing", "cannot start"),
    ("exits-at-hello", "ended before it answered hello: exit status: 5"),
    ("answers-hello-with-garbage", "its answer to hello is not one"),
    ("answers-hello-in-another-protocol", "speaks protocol 2"),
    ("answers-hello-with-bytes", "a line that is not UTF-8"),
    ("hangs-at-hello", "no answer to hello in 2s"),
];

/// A target that cannot be run: nothing is judged, and the exit code says so.
fn never_runs(mode: &str, cause: &str) -> Result<(), String> {
    let set = VectorSet::bundled().map_err(|error| error.to_string())?;
    let report = match mode {
        "is-missing" => put(&set, vec!["there-is-no-such-program".into()], START, None),
        "hangs-at-hello" => put(&set, own_command(&["--adapter", mode, ""]), REQUEST, None),
        _ => put(&set, own_command(&["--adapter", mode, ""]), START, None),
    };
    let told = report.failed_to_run.as_deref().unwrap_or("it ran");
    if told.contains(cause) && report.results.is_empty() && report.exit_code(false) == 3 {
        Ok(())
    } else {
        Err(format!("{told}; exit {}", report.exit_code(false)))
    }
}

/// Holds the verify vectors against an adapter of this mode.
fn hold(case: &Case) -> Result<(), String> {
    let set = VectorSet::bundled().map_err(|error| error.to_string())?;
    let pid_file = temporary(&format!("{}-{}", std::process::id(), case.mode));
    let begun = Instant::now();
    let report =
        report(&set, &["--adapter", case.mode, &trigger(&set)?, &pid_file.to_string_lossy()]);
    if let Some(why) = report.failed_to_run {
        return Err(format!("not run: {why}"));
    }
    let mut broken: BTreeMap<&str, &str> = BTreeMap::new();
    for row in &report.results {
        match row.verdict {
            Verdict::Pass => {}
            Verdict::Broken => {
                broken.insert(&row.id, row.reason.as_deref().unwrap_or_default());
            }
            _ => return Err(format!("{row:?}")),
        }
    }
    let right = match case.broken {
        None => broken.is_empty(),
        Some(part) => {
            broken.len() == 1 && broken.get(TRIGGER).is_some_and(|reason| reason.contains(part))
        }
    };
    if !right {
        return Err(format!("broken: {broken:#?}"));
    }
    if begun.elapsed() > Duration::from_secs(30) {
        return Err(format!("took {:?}", begun.elapsed()));
    }
    left_behind::nobody_is_left(&pid_file)
}

/// A target that breaks and then does not any more: every case holds, and the report does not keep silent.
fn breaks_once() -> Result<(), String> {
    let set = VectorSet::bundled().map_err(|error| error.to_string())?;
    let pid_file = temporary(&format!("{}-exits-once", std::process::id()));
    let report =
        report(&set, &["--adapter", "exits-once", &trigger(&set)?, &pid_file.to_string_lossy()]);
    let passes = report.results.iter().all(|row| row.verdict == Verdict::Pass);
    let again = report.results.iter().filter(|row| row.asked_again).count();
    let codes = (report.exit_code(false), report.exit_code(true));
    let facts = &report.run;
    if passes && facts.restarts == 1 && facts.asked_again >= again && again > 0 && codes == (0, 1) {
        left_behind::nobody_is_left(&pid_file)
    } else {
        Err(format!("all pass: {passes}; {facts:?}; {again} rows; exits {codes:?}"))
    }
}

/// What is known to break spends faults of its own: the others get their verdicts, however many there are.
fn breaks_as_known() -> Result<(), String> {
    let set = VectorSet::bundled().map_err(|error| error.to_string())?;
    let short = |id: &str| {
        let length = id.strip_prefix("verify/verifier-length-").and_then(|l| l.parse().ok());
        length.is_some_and(|length: usize| length < 43)
    };
    let known = (0..43).map(|length| {
        format!("[[known]]\nid = \"verify/verifier-length-{length}\"\nreason = \"it exits\"\n")
    });
    let known = KnownFailures::parse("known.toml", &known.collect::<String>());
    let known = known.map_err(|error| error.to_string())?;
    let command = own_command(&["--adapter", "exits-when-short", ""]);
    let report = put(&set, command, START, Some(&known));
    let (listed, others): (Vec<&CaseResult>, Vec<&CaseResult>) =
        report.results.iter().partition(|row| short(&row.id));
    let is_known =
        |row: &&CaseResult| row.known.as_ref().is_some_and(|known| known.was == Verdict::Broken);
    let holds = listed.len() > 20
        && listed.iter().all(is_known)
        && others.len() > 20
        && others.iter().all(|row| row.verdict == Verdict::Pass)
        && report.exit_code(false) == 0;
    if holds && report.run.restarts < 20 { Ok(()) } else { Err(format!("{:?}", report.summary)) }
}

/// A command that cannot be started says what would help.
fn hints() -> Result<(), String> {
    let set = VectorSet::bundled().map_err(|error| error.to_string())?;
    let folder = temporary(&format!("{}-hints", std::process::id()));
    std::fs::create_dir_all(&folder).map_err(|error| error.to_string())?;
    let script = folder.join("adapter.py");
    std::fs::write(&script, "print(1)\n").map_err(|error| error.to_string())?;
    let script = script.to_string_lossy().into_owned();
    let folder = folder.to_string_lossy().into_owned();
    for (command, hint) in [
        ("python3 adapter.py", "leave out the quotes"),
        (&script, "it is not executable; run chmod +x"),
        (&folder, "it is a folder"),
    ] {
        let told = put(&set, vec![command.into()], START, None).failed_to_run.unwrap_or_default();
        if !told.contains(hint) {
            return Err(format!("{command}: {told}"));
        }
    }
    std::fs::remove_dir_all(folder).map_err(|error| error.to_string())
}

fn temporary(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name)
}

/// The verifier of the trigger's vector.
fn trigger(set: &VectorSet) -> Result<String, String> {
    let vector = set.vectors.iter().find(|vector| vector.id == TRIGGER).ok_or("no such vector")?;
    let verifier = vector.input.verifier.as_ref().ok_or("it has no verifier")?;
    String::from_utf8(verifier.to_bytes()).map_err(|error| error.to_string())
}

fn report(set: &VectorSet, arguments: &[&str]) -> Report {
    put(set, own_command(arguments), START, None)
}

fn own_command(arguments: &[&str]) -> Vec<OsString> {
    let own = std::env::current_exe().expect("this test has a path");
    std::iter::once(own.into()).chain(arguments.iter().map(Into::into)).collect()
}

fn put(
    set: &VectorSet,
    command: Vec<OsString>,
    start: Duration,
    known: Option<&KnownFailures>,
) -> Report {
    let filter = Filter {
        only: Some(Patterns::new(&["verify/verifier-length-*", "verify/appendix-b"])),
        ..Filter::default()
    };
    let plan = Plan::new(set, None, &filter).expect("there is a default profile");
    let limits = Limits { start, request: REQUEST, attached: None };
    let options = RunOptions { request_limit: REQUEST, known, ..RunOptions::new("hostile", 1) };
    run(set, &plan, &mut Stdio::new(command, limits), &options, &mut |_| {})
}
