//! Whole runs of the library vectors against the reference.
#![expect(clippy::unwrap_used, reason = "a bench that can't be set up has nothing to measure")]

use criterion::{Criterion, Throughput};

#[path = "../shared/one_process.rs"]
mod one_process;
#[path = "../shared/runs.rs"]
mod runs;

fn main() {
    if runs::is_adapter() {
        return;
    }
    let mut criterion = Criterion::default().configure_from_args().sample_size(20);
    let set = runs::library_vectors(1);
    let plan = runs::plan(&set);
    let mut group = criterion.benchmark_group("vectors");
    group.throughput(Throughput::Elements(plan.entries.len() as u64));
    group.bench_function("in process", |bencher| bencher.iter(|| runs::in_process(&set, &plan)));
    group.bench_function("stdio", |bencher| bencher.iter(|| runs::stdio(&set, &plan)));
    group.throughput(Throughput::Elements(1));
    let request = one_process::first_request(&set);
    group.bench_function("a process for one vector", |bencher| {
        bencher.iter(|| one_process::process_for(&request));
    });
    group.finish();
    criterion.final_summary();
}
