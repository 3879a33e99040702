//! Runs against a live server that do not come to their end: what was done is told, as a report that a program can read.

use std::{
    fs,
    process::{Child, Stdio},
    thread,
    time::{Duration, Instant},
};

use rustix::process::{Pid, Signal, kill_process};
use serde_json::Value;

use crate::{
    pkce::{Said, command, pkce},
    serve::Served,
};

/// Codes that outlive a run, so that none waits for one to expire.
const LONG: &[&str] = &["--code-lifetime", "600"];

/// A run of every flow, slow enough to be ended in the middle.
fn slow_run(served: &Served) -> Child {
    let file = served.file.with_file_name("slow.toml");
    let text = fs::read_to_string(served.file()).unwrap();
    fs::write(&file, format!("{text}\n[pace]\ngap = 10\n")).unwrap();
    let words = ["run", file.to_str().unwrap(), "--only", "flow/*", "--format", "json"];
    let child = command(&words).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    thread::sleep(Duration::from_secs(3));
    child
}

/// What it says within a time that an interrupted run keeps.
fn ended(child: Child) -> (i32, Value) {
    let begun = Instant::now();
    let said: Said = child.wait_with_output().unwrap().into();
    assert!(begun.elapsed() < Duration::from_secs(30), "{:?}", begun.elapsed());
    (said.code, serde_json::from_str(&said.out).unwrap())
}

fn count(report: &Value, verdict: &str) -> usize {
    let rows = report["results"].as_array().unwrap();
    rows.iter().filter(|row| row["verdict"] == verdict).count()
}

#[test]
fn a_server_that_is_killed_in_the_middle_breaks_what_follows() {
    let mut served = Served::start("live-killed", LONG);
    let run = slow_run(&served);
    served.child.kill().unwrap();
    let (code, report) = ended(run);
    // What was judged before had no failure; a `must` that broke fails.
    assert_eq!(code, 1);
    assert!(count(&report, "pass") > 0, "{}", report["summary"]);
    assert!(count(&report, "broken") > 0 && count(&report, "fail") == 0, "{}", report["summary"]);
    assert_eq!(report["interrupted"], false);
}

#[test]
fn a_run_that_is_interrupted_tells_what_was_done() {
    let served = Served::start("live-interrupted", LONG);
    let run = slow_run(&served);
    kill_process(Pid::from_child(&run), Signal::INT).unwrap();
    let (code, report) = ended(run);
    assert_eq!((code, &report["interrupted"]), (3, &Value::Bool(true)));
    assert!(count(&report, "pass") > 0, "{}", report["summary"]);
    assert_eq!((count(&report, "broken"), count(&report, "fail")), (0, 0));
}

/// A disk that is full takes neither the report nor the trace: the report is then on standard output, whole.
#[cfg(target_os = "linux")]
#[test]
fn a_disk_that_fills_loses_no_report() {
    let served = Served::start("live-full", &[]);
    let words = ["run", served.file(), "--only", "flow/verifier/wrong", "--format", "json"];
    let full = pkce(&[&words[..], &["-o", "/dev/full"]].concat());
    assert_eq!(full.code, 2, "{}", full.err);
    assert!(full.err.contains("/dev/full"), "{}", full.err);
    let report: Value = serde_json::from_str(&full.out).unwrap();
    assert!(count(&report, "pass") > 0);
    let traced = pkce(&[&words[..], &["--trace", "/dev/full"]].concat());
    assert_eq!(traced.code, 0, "{}", traced.err);
}
