//! Vectors a second by what stands between runner and implementation, as Markdown, each row as a ratio to a process for
//! each vector: `cargo bench -p pkce-benches --bench throughput`.
//!
//! The vectors are those of `verify` that are under a kibibyte on the wire, so that the lines count and not the hashing of
//! a few huge verifiers. All are measured on one core, in turn, in one run. The adapters in Python and Node are the ones
//! that `pkce init` writes; a language whose interpreter is missing is left out, and named.
#![expect(clippy::unwrap_used, reason = "a bench that can't be set up has nothing to measure")]

use std::{
    env,
    ffi::OsString,
    fs,
    path::Path,
    process::{Command, Stdio as Stream},
    time::Instant,
};

use pkce_conformance::{
    plan::Plan,
    transport::{Limits, Stdio},
};
use pkce_vectors::{Op, VectorSet};

#[path = "../shared/one_core.rs"]
mod one_core;
#[path = "../shared/one_process.rs"]
mod one_process;
#[path = "../shared/runs.rs"]
mod runs;
#[path = "../shared/spread.rs"]
mod spread;

use spread::Spread;

/// A language, its interpreter, and the adapter that `pkce init` writes.
const SKELETONS: [(&str, &str, &str); 2] = [
    ("Python", "python3", include_str!("../../conformance/cli/src/init/python.py")),
    ("Node", "node", include_str!("../../conformance/cli/src/init/node.mjs")),
];

/// One way to an implementation.
struct Row<'r> {
    name: String,
    /// How many vectors one call of `work` puts to it.
    vectors: usize,
    work: Box<dyn FnMut() + 'r>,
    seconds: Vec<f64>,
}

impl<'r> Row<'r> {
    fn new(name: impl Into<String>, vectors: usize, work: impl FnMut() + 'r) -> Self {
        Self { name: name.into(), vectors, work: Box::new(work), seconds: Vec::new() }
    }

    fn measure(&mut self) {
        let started = Instant::now();
        (self.work)();
        self.seconds.push(started.elapsed().as_secs_f64());
    }

    /// Vectors a second.
    fn rate(&self) -> Spread {
        Spread::of(self.seconds.iter().copied()).under(count(self.vectors))
    }
}

fn main() {
    if runs::is_adapter() {
        return;
    }
    let rounds = if env::args().any(|argument| argument == "--test") { 1 } else { 15 };
    let set = short_verifies();
    let plan = runs::plan(&set);
    let request = one_process::first_request(&set);
    let mut rows = rows(&set, &plan, &request);
    one_core::on_one_core(|| {
        for _ in 0..rounds {
            rows.iter_mut().for_each(Row::measure);
        }
    });
    table(&rows);
}

/// The first is what the others are held to.
fn rows<'r>(set: &'r VectorSet, plan: &'r Plan<'r>, request: &'r str) -> Vec<Row<'r>> {
    let all = plan.entries.len();
    let alone = 10;
    let mut rows = vec![
        Row::new("a process for each vector, Rust", alone, move || {
            (0..alone).for_each(|_| one_process::process_for(request));
        }),
        Row::new("in process", all, move || drop(runs::in_process(set, plan))),
        Row::new("over stdio, Rust", all, move || drop(runs::stdio(set, plan))),
    ];
    for (name, interpreter, text) in SKELETONS {
        let Some(command) = written(interpreter, text) else {
            println!("{name} is left out: `{interpreter}` cannot be started");
            continue;
        };
        rows.push(Row::new(format!("over stdio, {name}"), all, move || {
            let mut transport = Stdio::new(command.clone(), Limits::default());
            drop(runs::hold(set, plan, &mut transport));
        }));
    }
    rows
}

/// The skeleton in a file and the command that runs it; nothing where its interpreter is missing.
fn written(interpreter: &str, text: &str) -> Option<Vec<OsString>> {
    Command::new(interpreter).arg("--version").stdout(Stream::null()).status().ok()?;
    // Node tells a module by its name.
    let file = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("throughput-{interpreter}.mjs"));
    fs::write(&file, text).unwrap();
    Some(vec![interpreter.into(), file.into()])
}

fn table(rows: &[Row<'_>]) {
    println!("| {} cases of `verify` | cases a second | ratio |", rows.last().unwrap().vectors);
    println!("|---|--:|--:|");
    let base = rows.first().unwrap().rate().median;
    for row in rows {
        let rate = row.rate();
        println!("| {} | {rate:.0} | {:.0} × |", row.name, rate.times(1.0 / base));
    }
}

fn short_verifies() -> VectorSet {
    let mut short = runs::library_vectors(1);
    short
        .vectors
        .retain(|vector| vector.op == Op::Verify && one_process::request(vector).len() < 1024);
    short
}

fn count(of: usize) -> f64 {
    f64::from(u32::try_from(of).unwrap())
}
