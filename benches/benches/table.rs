//! Prints the table of ratios, as Markdown, for the portable build and for this processor's own:
//! `cargo bench -p pkce-benches --bench table`, with `--features c-peers` for OpenSSL and AWS-LC; `-- --brief` prints
//! what the README shows, ratios alone.
#![expect(clippy::unwrap_used, reason = "a bench that can't be set up has nothing to measure")]

use std::{
    env,
    fs::read_to_string,
    process::{Command, Stdio},
    time::Instant,
};

use pkce_conformance::plan::Plan;
use pkce_vectors::{Op, VectorSet};

#[path = "../shared/one_core.rs"]
mod one_core;
#[path = "../shared/one_process.rs"]
mod one_process;
#[path = "../shared/own_work.rs"]
mod own_work;
#[path = "../shared/runs.rs"]
mod runs;
#[path = "../shared/spread.rs"]
mod spread;
#[path = "../shared/subjects.rs"]
mod subjects;

use spread::Spread;
use subjects::{LENGTHS, Subject, subjects};

/// Runs of which medians and spread are taken.
const RUNS: usize = 31;

fn main() {
    if runs::is_adapter() {
        return;
    }
    let asked = |word: &str| env::args().any(|argument| argument == word);
    let runs = if asked("--test") { 1 } else { RUNS };
    let brief = asked("--brief");
    println!("{}", hot_path(runs, brief));
    if asked("--rows") {
        return;
    }
    if !asked("--test") {
        print!("{}", of_this_processor(brief));
    }
    println!("{}", whole_runs(runs));
}

/// The first table of the same bench, built with `target-cpu=native`.
fn of_this_processor(brief: bool) -> String {
    let features: &[&str] =
        if cfg!(feature = "c-peers") { &["--features", "c-peers"] } else { &[] };
    let executable = env::current_exe().unwrap();
    let target = executable.ancestors().nth(3).unwrap().join("native");
    let output = Command::new(env::var_os("CARGO").unwrap())
        .args(["bench", "--package", "pkce-benches", "--bench", "table"])
        .args(features)
        .args(["--", "--rows"])
        .args(brief.then_some("--brief"))
        .env("RUSTFLAGS", "-C target-cpu=native")
        .env("CARGO_TARGET_DIR", target)
        .stderr(Stdio::inherit())
        .output()
        .unwrap();
    assert!(output.status.success(), "the build for this processor failed");
    String::from_utf8(output.stdout).unwrap()
}

fn hot_path(runs: usize, brief: bool) -> String {
    let build = if cfg!(target_feature = "sha") { "`target-cpu=native`" } else { "portable" };
    let columns: Vec<Vec<(&'static str, String)>> =
        LENGTHS.iter().map(|length| column(&mut subjects(*length), runs, brief)).collect();
    let row = |(index, (name, _)): (usize, &(&str, String))| {
        let cells = columns.iter().map(|column| format!(" {} |", column.get(index).unwrap().1));
        format!("| {name} |{}\n", cells.collect::<String>())
    };
    format!(
        "#### A verifier held against its S256 challenge, {build} build\n\n\
         {}; {runs} runs. A cell: {}.\n\n\
         | characters | 43 | 64 | 128 |\n|---|---|---|---|\n{}",
        processor(),
        if brief { BRIEFLY } else { WHOLLY },
        columns.first().unwrap().iter().enumerate().map(row).collect::<String>(),
    )
}

const BRIEFLY: &str = "median ratio to the bare compression, one text after another";
const WHOLLY: &str = "median · ratio to the bare compression, one text after another (10th to 90th percentile) · ratio \
                      to the same, texts side by side";

/// Every run takes each subject in turn, so that what slows the machine slows all; ratios are a run's own.
fn column(subjects: &mut [Subject], runs: usize, brief: bool) -> Vec<(&'static str, String)> {
    let batches: Vec<u32> = subjects.iter_mut().map(batch).collect();
    let mut times = vec![Vec::new(); subjects.len()];
    for _ in 0..runs {
        for ((subject, batch), times) in subjects.iter_mut().zip(&batches).zip(&mut times) {
            times.push(nanoseconds(subject, *batch));
        }
    }
    let ratios = |of: usize, to: usize| -> Spread {
        let (of, to) = (times.get(of).unwrap(), times.get(to).unwrap());
        Spread::of(of.iter().zip(to).map(|(of, to)| of / to))
    };
    let cell = |index: usize| {
        if brief {
            return format!("{:.2} ×", ratios(index, 0).median);
        }
        let time = Spread::of(times.get(index).unwrap().iter().copied()).median;
        format!("{time:.0} ns · {:.2} × · {:.2} ×", ratios(index, 0), ratios(index, 1).median)
    };
    subjects.iter().enumerate().map(|(index, subject)| (subject.name, cell(index))).collect()
}

/// Calls that take some 50 µs.
fn batch(subject: &mut Subject) -> u32 {
    let mut batch = 16;
    loop {
        let started = Instant::now();
        (0..batch).for_each(|_| assert!((subject.work)()));
        if started.elapsed().as_micros() > 50 {
            return batch;
        }
        batch *= 2;
    }
}

/// One call, the median of several batches.
fn nanoseconds(subject: &mut Subject, batch: u32) -> f64 {
    Spread::of((0..15).map(|_| {
        let started = Instant::now();
        (0..batch).for_each(|_| assert!((subject.work)()));
        started.elapsed().as_secs_f64() * 1e9 / f64::from(batch)
    }))
    .median
}

fn whole_runs(runs: usize) -> String {
    let set = runs::library_vectors(1);
    let plan = runs::plan(&set);
    let seconds = |work: &mut dyn FnMut()| {
        Spread::of((0..runs).map(|_| {
            let started = Instant::now();
            work();
            started.elapsed().as_secs_f64()
        }))
    };
    let in_process = seconds(&mut || drop(runs::in_process(&set, &plan)));
    let calls = own_work::calls(&plan);
    let answers = seconds(&mut || own_work::answers(&calls));

    // Ten times the vectors, or the start of the process would be most of it.
    let many = runs::library_vectors(10);
    let all = runs::plan(&many);
    let short = short_values(&many);
    let few = runs::plan(&short);
    let request = one_process::first_request(&set);
    let (stdio, short_stdio, alone) = one_core::on_one_core(|| {
        (
            seconds(&mut || drop(runs::stdio(&many, &all))),
            seconds(&mut || drop(runs::stdio(&short, &few))),
            seconds(&mut || one_process::process_for(&request)),
        )
    });
    let cases = |plan: &Plan<'_>| f64::from(u32::try_from(plan.entries.len()).unwrap());
    format!(
        "#### The library vectors against the reference\n\n{runs} runs; the last three with runner and adapter on one \
         core. The whole set has values of up to a mebibyte, and {drawn} verifiers to draw.\n\n\
         | what | median (10th to 90th percentile) |\n|---|---|\n\
         | in process, {} cases with their controls | {:.1} ms |\n\
         | of it the reference's own answers | {:.1} ms |\n\
         | over stdio, a Rust adapter, the whole set | {:.0} cases a second |\n\
         | over stdio, what draws nothing and has values under a kibibyte | {:.0} cases a second |\n\
         | a process for each case | {:.0} cases a second, {:.0} times fewer |\n",
        plan.entries.len(),
        in_process.times(1e3),
        answers.times(1e3),
        stdio.under(cases(&all)),
        short_stdio.under(cases(&few)),
        alone.under(1.0),
        alone.median / (short_stdio.median / cases(&few)),
        drawn = set.vectors.iter().filter_map(|vector| vector.input.count).sum::<u32>(),
    )
}

/// What the protocol costs, without the size of values and the drawing of verifiers.
fn short_values(set: &VectorSet) -> VectorSet {
    let mut short = set.clone();
    short
        .vectors
        .retain(|vector| vector.op != Op::Generate && one_process::request(vector).len() < 1024);
    short
}

fn processor() -> String {
    let told = read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = told.lines().find_map(|line| line.strip_prefix("model name")?.split_once(": "));
    model.map_or_else(|| env::consts::ARCH.to_owned(), |(_, name)| name.to_owned())
}
