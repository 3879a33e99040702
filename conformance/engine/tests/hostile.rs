//! Adapters that misbehave, each in one way: the vector concerned is broken with its cause, the others get their
//! verdicts, nothing hangs, and no process is left behind.
//!
//! The test is its own adapter: started with `--adapter MODE`, it serves the reference, and does what MODE says when
//! the request comes that carries the trigger.
#![expect(clippy::expect_used, reason = "a test that cannot go on fails")]

#[path = "shared/left_behind.rs"]
mod left_behind;

use std::{
    collections::BTreeMap,
    ffi::OsString,
    io::{self, BufRead, Write},
    path::PathBuf,
    process::{Command, ExitCode},
    thread,
    time::{Duration, Instant},
};

use libtest_mimic::{Arguments, Failed, Trial};
use pkce_conformance::{
    implementation::{Implementation, answer},
    plan::{Filter, Patterns, Plan},
    reference::Reference,
    result::{Report, Verdict},
    run::{RunOptions, run},
    transport::{Limits, Stdio},
    wire::{Decoded, decode_line, encode_about, encode_reply},
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
        return adapter(mode, trigger, rest.first());
    }
    let trials =
        CASES.iter().map(|case| Trial::test(case.mode, || hold(case).map_err(Failed::from)));
    let never = NEVER_RUN
        .iter()
        .map(|(mode, cause)| Trial::test(*mode, || never_runs(mode, cause).map_err(Failed::from)));
    libtest_mimic::run(&Arguments::from_args(), trials.chain(never).collect()).exit_code()
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
        "is-missing" => put(&set, vec!["there-is-no-such-program".into()], START),
        "hangs-at-hello" => put(&set, own_command(&["--adapter", mode, ""]), REQUEST),
        _ => put(&set, own_command(&["--adapter", mode, ""]), START),
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
    put(set, own_command(arguments), START)
}

fn own_command(arguments: &[&str]) -> Vec<OsString> {
    let own = std::env::current_exe().expect("this test has a path");
    std::iter::once(own.into()).chain(arguments.iter().map(Into::into)).collect()
}

fn put(set: &VectorSet, command: Vec<OsString>, start: Duration) -> Report {
    let filter = Filter {
        only: Some(Patterns::new(&["verify/verifier-length-*", "verify/appendix-b"])),
        ..Filter::default()
    };
    let plan = Plan::new(set, None, &filter).expect("there is a default profile");
    let limits = Limits { start, request: REQUEST };
    let options = RunOptions { request_limit: REQUEST, ..RunOptions::new("hostile", 1) };
    run(set, &plan, &mut Stdio::new(command, limits), &options, &mut |_| {})
}

/// The adapter's end.
fn adapter(mode: &str, trigger: &str, pid_file: Option<&String>) -> ExitCode {
    note(pid_file, std::process::id());
    if mode == "floods-stderr" {
        thread::spawn(|| {
            let words = vec![b'x'; 1 << 16];
            while io::stderr().write_all(&words).is_ok() {}
        });
    }
    let mut reference = Reference::new(1);
    let mut held: Vec<String> = Vec::new();
    for line in io::stdin().lock().lines().map_while(Result::ok) {
        let text = match decode_line(&line) {
            Ok(Decoded::Hello) => greeting(mode, &reference),
            Ok(Decoded::Request(id, call)) => {
                let text = encode_reply(id, &answer(&mut reference, &call));
                if line.contains(&format!("\"verifier\":\"{trigger}\"")) {
                    misbehave(mode, id, &text, pid_file);
                }
                text
            }
            Ok(Decoded::Unknown(..)) | Err(_) => return ExitCode::from(9),
        };
        held.push(text);
        // Out of order: pairs swapped; the last of an odd number must not wait for ever.
        if mode == "out-of-order" && held.len() < 2 && !line.contains("hello") && held_back(&held) {
            continue;
        }
        let mut out = io::stdout().lock();
        for text in held.drain(..).rev() {
            if writeln!(out, "{text}").is_err() {
                return ExitCode::SUCCESS;
            }
        }
        let _ = out.flush();
    }
    ExitCode::SUCCESS
}

fn greeting(mode: &str, reference: &Reference) -> String {
    let honest = encode_about(&reference.about());
    match mode {
        "exits-at-hello" => std::process::exit(5),
        "hangs-at-hello" => thread::sleep(Duration::from_secs(3_600)),
        "answers-hello-with-bytes" => print(b"\xff\n"),
        "answers-hello-with-garbage" => return "usage: adapter [options]".to_owned(),
        "answers-hello-in-another-protocol" => {
            return honest.replace("\"protocol\":1", "\"protocol\":2");
        }
        _ => {}
    }
    honest
}

/// Only answers to requests with an even id are held back: the next request has an odd one, or there is none and
/// the id is the last.
fn held_back(held: &[String]) -> bool {
    let id = held
        .first()
        .and_then(|text| text.strip_prefix("{\"id\":"))
        .and_then(|text| text.split(',').next());
    id.and_then(|id| id.parse::<u64>().ok()).is_some_and(|id| id % 2 == 0 && id < 100)
}

fn note(pid_file: Option<&String>, pid: u32) {
    let Some(path) = pid_file else { return };
    let file = std::fs::OpenOptions::new().create(true).append(true).open(path);
    if let Ok(mut file) = file {
        let _ = writeln!(file, "{pid}");
    }
}

fn print(text: &[u8]) {
    let mut out = io::stdout().lock();
    let _ = out.write_all(text);
    let _ = out.flush();
}

fn misbehave(mode: &str, id: u64, text: &str, pid_file: Option<&String>) {
    match mode {
        "exits" => std::process::exit(3),
        "aborts" => std::process::abort(),
        "hangs" => thread::sleep(Duration::from_secs(3_600)),
        "answers-late" => thread::sleep(REQUEST * 2),
        "slow-but-in-time" => thread::sleep(REQUEST / 3),
        "prints-garbage" => print(b"Traceback (most recent call last):\n"),
        "prints-endless-line" => loop {
            print(&[b'a'; 1 << 12]);
        },
        "prints-bytes" => print(b"\xff\xfe\n"),
        "answers-twice" => print(format!("{text}\n").as_bytes()),
        "answers-unasked" => print(b"{\"id\":987654321,\"ok\":{\"match\":true}}\n"),
        "answers-wrong-shape" => {
            print(format!("{{\"id\":{id},\"ok\":{{\"match\":\"yes\"}}}}\n").as_bytes());
            thread::sleep(Duration::from_secs(3_600));
        }
        "answers-two-kinds" => {
            print(
                format!("{{\"id\":{id},\"ok\":{{\"match\":true}},\"unsupported\":\"\"}}\n")
                    .as_bytes(),
            );
            thread::sleep(Duration::from_secs(3_600));
        }
        "closes-stdout" => {
            away_with(|null| Ok(rustix::stdio::dup2_stdout(null)?));
            thread::sleep(Duration::from_secs(3_600));
        }
        "closes-stdin" => {
            away_with(|null| Ok(rustix::stdio::dup2_stdin(null)?));
            thread::sleep(Duration::from_secs(3_600));
        }
        "leaves-a-child" => {
            let child = Command::new("sleep").arg("3600").spawn();
            if let Ok(child) = child {
                note(pid_file, child.id());
            }
            std::process::exit(4);
        }
        _ => {}
    }
}

/// Puts another file in the pipe's place: the runner sees the pipe end.
fn away_with(stream: fn(std::fs::File) -> io::Result<()>) {
    if let Ok(null) = std::fs::File::options().read(true).write(true).open("/dev/null") {
        let _ = stream(null);
    }
}
