//! Instructions of the hot path, counted by callgrind and held against `instructions.toml`, so that a regression shows
//! on a noisy machine: `cargo bench -p pkce-benches --bench instructions -- --check`; `-- --write` takes the counts over.
//!
//! What is compared is what stands around the compression: callgrind's processor has no SHA instructions, so the
//! compression itself counts thousands here that no server executes. It has rows of its own, and is taken off the others.
#![expect(clippy::unwrap_used, reason = "a bench that can't be set up has nothing to measure")]

use std::{
    collections::BTreeMap,
    env, fs,
    hint::black_box,
    path::Path,
    process::{Command, ExitCode},
};

use pkce_core::{ChallengeMethod, CodeChallenge, CodeVerifier};
use serde::{Deserialize, Serialize};
use sha2::block_api::compress256;

/// The committed counts.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Counts {
    /// The share by which a count may grow.
    tolerance: f64,
    /// A call's instructions, without the compression.
    calls: BTreeMap<String, f64>,
}

const WORK: [&str; 3] = ["parse", "derive", "verify"];
const LENGTHS: [usize; 3] = [43, 64, 128];
const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/instructions.toml");

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let asked = |word: &str| arguments.iter().any(|argument| argument == word);
    if let [word, work, length, times] = arguments.as_slice()
        && word == "--calls"
    {
        calls(work, length.parse().unwrap(), times.parse().unwrap());
        return ExitCode::SUCCESS;
    }
    if asked("--test") {
        for work in ["bare", "parse", "derive", "verify"] {
            calls(work, 43, 1);
        }
        return ExitCode::SUCCESS;
    }
    if Command::new("valgrind").arg("--version").output().is_err() {
        println!("no instruction was counted: valgrind is not installed");
        return if asked("--check") { ExitCode::FAILURE } else { ExitCode::SUCCESS };
    }
    let counted = count();
    if asked("--write") {
        fs::write(FILE, toml::to_string(&Counts { tolerance: 0.05, calls: counted }).unwrap())
            .unwrap();
        return ExitCode::SUCCESS;
    }
    let committed: Counts = toml::from_str(&fs::read_to_string(Path::new(FILE)).unwrap()).unwrap();
    if compare(&committed, &counted) { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn count() -> BTreeMap<String, f64> {
    let mut counted = BTreeMap::new();
    for length in LENGTHS {
        let bare = instructions("bare", length);
        for work in WORK {
            let compression = if work == "parse" { 0.0 } else { bare };
            counted.insert(format!("{work}/{length}"), instructions(work, length) - compression);
        }
    }
    counted
}

fn compare(committed: &Counts, counted: &BTreeMap<String, f64>) -> bool {
    let mut right = true;
    for (name, count) in counted {
        let Some(before) = committed.calls.get(name) else {
            println!("{name}: {count:.0}, and no count is committed: WRONG");
            right = false;
            continue;
        };
        let (most, least) =
            (before * (1.0 + committed.tolerance), before * (1.0 - committed.tolerance));
        let verdict = match *count {
            count if count > most => "WRONG: more than tolerated",
            count if count < least => "fewer: take it over with --write",
            _ => "as committed",
        };
        right &= *count <= most;
        println!("{name}: {count:.0} instructions, {before:.0} before: {verdict}");
    }
    right
}

/// One call's instructions: what a thousand more calls add.
fn instructions(work: &str, length: usize) -> f64 {
    let total = |times: u32| -> f64 {
        let output = Command::new("valgrind")
            .args(["--tool=callgrind", "--callgrind-out-file=/dev/null"])
            .arg(env::current_exe().unwrap())
            .args(["--calls", work, &length.to_string(), &times.to_string()])
            .output()
            .unwrap();
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        let collected = told.lines().find_map(|line| line.split_once("Collected : "));
        assert!(output.status.success() && collected.is_some(), "{told}");
        collected.unwrap().1.trim().parse().unwrap()
    };
    (total(2_000) - total(1_000)) / 1_000.0
}

fn calls(work: &str, length: usize, times: u32) {
    let verifier = "a".repeat(length);
    let parsed = CodeVerifier::parse(&verifier).unwrap();
    let challenge = CodeChallenge::derive(ChallengeMethod::S256, &parsed);
    let blocks = vec![[0; 64]; (length + 9).div_ceil(64)];
    let mut state = [1; 8];
    for _ in 0..times {
        match work {
            "parse" => assert!(CodeVerifier::parse(black_box(&verifier)).is_ok()),
            "derive" => {
                black_box(CodeChallenge::derive(ChallengeMethod::S256, black_box(&parsed)));
            }
            "verify" => {
                assert!(black_box(&challenge).verify(black_box(verifier.as_bytes())).is_ok());
            }
            _ => compress256(black_box(&mut state), black_box(&blocks)),
        }
    }
}
