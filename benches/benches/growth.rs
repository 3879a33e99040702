//! How time and memory grow with the vectors and with the targets, as Markdown:
//! `cargo bench -p pkce-benches --bench growth`. Each row is a process of its own, for its peak of memory.
//!
//! Time is to be linear in the cases. Memory does not grow with what a target says: an answer is judged as it comes, and
//! goes. It grows with the cases: the vectors are held whole, as serde reads them, with the plan; and a run adds, for each
//! case, its row in the report, the judgement that waits for its control, and its place in the queue. The last column
//! shows what all these are together.
#![expect(clippy::unwrap_used, reason = "a bench that can't be set up has nothing to measure")]

use std::{env, fs::read_to_string, process::Command, time::Instant};

#[path = "../shared/runs.rs"]
mod runs;

/// What a row is about: how the target is reached, copies of the vectors, targets held one after the other.
type Row = (&'static str, usize, usize);

const ROWS: [Row; 12] = [
    ("in process", 1, 1),
    ("in process", 10, 1),
    ("in process", 100, 1),
    ("stdio", 1, 1),
    ("stdio", 10, 1),
    ("stdio", 100, 1),
    ("in process", 1, 4),
    ("in process", 1, 16),
    ("in process", 1, 32),
    ("stdio", 1, 4),
    ("stdio", 1, 16),
    ("stdio", 1, 32),
];

fn main() {
    if runs::is_adapter() {
        return;
    }
    let arguments: Vec<String> = env::args().skip(1).collect();
    if let [word, row] = arguments.as_slice()
        && word == "--row"
    {
        measure(*ROWS.get(row.parse::<usize>().unwrap()).unwrap());
        return;
    }
    println!(
        "| target | vectors | targets | cases | time | a case | peak memory | of it vectors and plan | the rest, a case |"
    );
    println!("|---|--:|--:|--:|--:|--:|--:|--:|--:|");
    let rows = if arguments.iter().any(|argument| argument == "--test") { 1 } else { ROWS.len() };
    for row in 0..rows {
        let executable = env::current_exe().unwrap();
        assert!(
            Command::new(executable).args(["--row", &row.to_string()]).status().unwrap().success()
        );
    }
}

fn measure((transport, times, targets): Row) {
    let set = runs::library_vectors(times);
    let plan = runs::plan(&set);
    let before = told_peak();
    let started = Instant::now();
    // All reports are kept, as a comparison of targets keeps them.
    let reports: Vec<_> = (0..targets)
        .map(|_| match transport {
            "stdio" => runs::stdio(&set, &plan),
            _ => runs::in_process(&set, &plan),
        })
        .collect();
    let seconds = started.elapsed().as_secs_f64();
    let cases = plan.entries.len() * reports.len();
    let peak = told_peak();
    let octets = ((peak - before) << 10) / cases as u64;
    let micros = seconds * 1e6 / f64::from(u32::try_from(cases).unwrap());
    println!(
        "| {transport} | {} | {targets} | {cases} | {:.0} ms | {micros:.1} µs | {} MiB | {} MiB | {octets} octets |",
        set.vectors.len(),
        seconds * 1e3,
        peak >> 10,
        before >> 10,
    );
}

/// The process's peak of resident memory in KiB; zero where the system doesn't tell.
fn told_peak() -> u64 {
    let told = read_to_string("/proc/self/status").unwrap_or_default();
    let line = told.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.trim().strip_suffix(" kB")?.parse().ok()).unwrap_or(0)
}
