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

#[test]
fn a_quick_run_asks_the_questions_that_matter_in_at_most_forty_token_requests() {
    let served = Served::start("live-quick", LONG);
    let trace = served.file.with_file_name("exchanges.txt");
    let words = ["run", served.file(), "--quick", "--format", "json", "--trace"];
    let said = pkce(&[&words[..], &[trace.to_str().unwrap()]].concat());
    assert_eq!(said.code, 0, "{}", said.err);
    let report: Value = serde_json::from_str(&said.out).unwrap();
    assert!(count(&report, "pass") >= 10, "{}", report["summary"]);
    let exchanges = fs::read_to_string(&trace).unwrap();
    let tokens = exchanges.matches("> POST /token ").count();
    assert!((10..=40).contains(&tokens), "{tokens} token requests");
}

#[test]
fn a_run_that_is_out_of_time_tells_what_it_asked_first_and_what_it_did_not() {
    let served = Served::start("live-time", LONG);
    let file = served.file.with_file_name("slow.toml");
    let text = fs::read_to_string(served.file()).unwrap();
    fs::write(&file, format!("{text}\n[pace]\ngap = 10\n")).unwrap();
    let words = ["run", file.to_str().unwrap(), "--only", "flow/*", "--format", "json"];
    let said = pkce(&[&words[..], &["--time", "3s"]].concat());
    let report: Value = serde_json::from_str(&said.out).unwrap();
    assert_eq!((said.code, &report["run"]["out_of_time"]), (3, &Value::Bool(true)));
    let rows = report["results"].as_array().unwrap();
    let is_not_asked = |row: &&Value| row["reason"] == "not asked: the time of the run was over";
    assert!(rows.iter().filter(is_not_asked).count() > 100, "{}", report["summary"]);
    let missing = |row: &&Value| row["vector"] == "flow/verifier/missing";
    let mut critical = rows.iter().filter(missing).filter(|row| row["unjudged"].is_null());
    assert!(critical.clone().count() > 0 && critical.all(|row| row["verdict"] == "pass"));
}

#[test]
fn a_server_that_its_user_started_is_attached_to() {
    let served = Served::start("live-attach", LONG);
    let text = fs::read_to_string(served.file()).unwrap();
    let issuer = text.lines().find_map(|line| line.strip_prefix("issuer = \"http://127.0.0.1:"));
    let port = issuer.unwrap().trim_end_matches('"').to_owned();
    let file = served.file.with_file_name("started.toml");
    let text = text.replace(&port, "{port}");
    fs::write(&file, format!("{text}\n[run]\nstart = [\"no-such-program\"]\n")).unwrap();
    let words = ["run", file.to_str().unwrap(), "--only", "flow/control/s256"];
    let started = pkce(&words);
    assert_eq!(started.code, 3, "{}", started.out);
    let attached = pkce(&[&words[..], &[&*format!("--attach={port}")]].concat());
    assert_eq!(attached.code, 0, "{}{}", attached.out, attached.err);
    let without = pkce(&["run", "reference", "--attach"]);
    assert_eq!(without.code, 2);
    assert!(without.err.contains("--attach is for live servers"), "{}", without.err);
}

#[test]
fn an_adapter_without_a_time_limit_is_told_by_its_process() {
    let words = ["run", "oauth2", "--only", "derive/*", "--no-time-limit", "--quiet"];
    let said = pkce(&words);
    assert!(said.err.contains("the adapter is process "), "{}", said.err);
    assert!(said.err.contains("press Enter to begin"), "{}", said.err);
}
