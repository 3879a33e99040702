//! Random adapters: late, never, twice, out of order, unasked, in wrong shapes, in pieces, without end, gone at any
//! point, another after each restart. Whatever they do, a whole report comes back, in time.
//!
//! `PROPTEST_CASES` says how many are tried in memory, over the line reader and the scheduler of the real road; one of
//! [`PER_PROCESS`] as many go over that road itself. The test is its own adapter: started with `--adapter`, it behaves
//! as its argument says.
#![expect(clippy::expect_used, reason = "a test that cannot go on fails")]

mod actor;
mod behaviour;
mod laws;
#[path = "../../../engine/tests/shared/left_behind.rs"]
mod left_behind;
mod memory;
mod process;

use std::process::ExitCode;

use libtest_mimic::{Arguments, Failed, Trial};
use proptest::{
    strategy::Strategy,
    test_runner::{Config, TestCaseError, TestRunner},
};

use behaviour::{Behaviour, behaviour};
use laws::Laws;

/// How many in memory to one over processes, which hang in real time.
const PER_PROCESS: u32 = 25;

/// Behaviours that once broke a law.
const FOUND: &[(&str, &str)] = &[
    (
        "the_cause_of_a_broken_control_is_told",
        r#"{"lives":[
            {"hello":"Right","acts":["Right","Right","Right","Unasked"],"stays":false},
            {"hello":"Right","acts":["Right","Right","Right","Right","Right","Right","Unasked"],"stays":false}
        ],"repents":true}"#,
    ),
    (
        "a_control_of_plain_that_breaks_is_no_refusal",
        r#"{"lives":[{"hello":"Right","acts":[{"Exit":[0,115]}],"stays":false}],"repents":false}"#,
    ),
    (
        "an_array_is_no_object",
        r#"{"lives":[{"hello":"Right","acts":[{"Shape":2}],"stays":false}],"repents":false}"#,
    ),
];

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().collect();
    if let [_, flag, behaviour, lives] = words.as_slice()
        && flag == "--adapter"
    {
        return process::adapter(behaviour, lives);
    }
    let found = FOUND.iter().map(|(fault, behaviour)| {
        Trial::test(*fault, || {
            let behaviour = serde_json::from_str(behaviour).map_err(|error| error.to_string())?;
            Laws::new().hold_in_memory(&behaviour).map_err(Failed::from)
        })
    });
    // One after another, processes first: what the process has taken until then is theirs.
    let arguments = Arguments { test_threads: Some(1), ..Arguments::from_args() };
    let trials = vec![
        Trial::test("over_processes", || {
            try_each(PER_PROCESS, behaviour(), Laws::hold_over_processes)
        }),
        Trial::test("in_memory", || try_each(1, behaviour(), Laws::hold_in_memory)),
    ];
    libtest_mimic::run(&arguments, trials.into_iter().chain(found).collect()).exit_code()
}

fn try_each(
    part: u32,
    behaviours: impl Strategy<Value = Behaviour>,
    hold: fn(&Laws, &Behaviour) -> Result<(), String>,
) -> Result<(), Failed> {
    let laws = Laws::new();
    let told = Config::default();
    let config = Config { cases: told.cases.div_ceil(part), failure_persistence: None, ..told };
    TestRunner::new(config)
        .run(&behaviours, |behaviour| hold(&laws, &behaviour).map_err(TestCaseError::fail))
        .map_err(|error| Failed::from(error.to_string()))
}
