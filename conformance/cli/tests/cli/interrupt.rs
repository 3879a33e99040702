//! Ctrl-C: a report of what was done, and no process left behind.

use std::{
    fs,
    path::Path,
    process::{Child, Stdio},
    thread,
    time::{Duration, Instant},
};

use rustix::process::{Pid, Signal, kill_process, test_kill_process};
use serde_json::Value;

use crate::pkce::{Said, command, data, folder};

/// An adapter that tells its process id and says `hello`, if anything, then nothing more.
fn started(name: &str, hello: &str) -> (Child, Pid) {
    let file = folder(name).join("pid");
    let script = format!(r#"echo $$ > "$0.new"; mv "$0.new" "$0"; {hello} sleep 60; wait"#);
    let data = data();
    let child = command(&["run", "--format", "json", "--timeout", "50", "--vectors"])
        .arg(data)
        .args(["--", "sh", "-c", &script])
        .arg(&file)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let adapter = Pid::from_raw(wait_for(&file)).unwrap();
    (child, adapter)
}

fn wait_for(file: &Path) -> i32 {
    let until = Instant::now() + Duration::from_secs(20);
    while Instant::now() < until {
        if let Ok(pid) = fs::read_to_string(file) {
            return pid.trim().parse().unwrap();
        }
        thread::sleep(Duration::from_millis(10));
    }
    panic!("the adapter did not start");
}

fn interrupted(child: Child, adapter: Pid) -> Value {
    let begun = Instant::now();
    kill_process(Pid::from_child(&child), Signal::INT).unwrap();
    let said: Said = child.wait_with_output().unwrap().into();
    assert!(begun.elapsed() < Duration::from_secs(10));
    assert_eq!((said.code, said.err.as_str()), (3, ""));
    assert!(test_kill_process(adapter).is_err(), "the adapter is gone");
    serde_json::from_str(&said.out).unwrap()
}

#[test]
fn a_run_that_is_interrupted_tells_what_was_done() {
    let hello = r#"read line; echo '{"protocol":1,"name":"slow","version":"1","language":"sh","ops":["verify"]}';"#;
    let (child, adapter) = started("interrupt", hello);
    // Long enough for the introduction.
    thread::sleep(Duration::from_millis(500));
    let report = interrupted(child, adapter);
    assert_eq!(report["interrupted"], true);
    assert_eq!(report["about"]["name"], "slow");
    assert_eq!(report["summary"]["inconclusive"], 4);
}

#[test]
fn a_target_that_says_nothing_can_be_interrupted_too() {
    let (child, adapter) = started("interrupt-hello", "");
    let report = interrupted(child, adapter);
    assert_eq!(report["failed_to_run"], "interrupted before it answered hello");
}

/// `timeout` and others that pass signals on send one to the process, then one to its group.
#[test]
fn the_same_signal_twice_at_once_is_one() {
    let (child, adapter) = started("interrupt-twice", "");
    kill_process(Pid::from_child(&child), Signal::TERM).unwrap();
    let report = interrupted(child, adapter);
    assert_eq!(report["interrupted"], true);
}
