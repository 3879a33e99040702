//! `verify` against the bare compression of as many blocks.

use std::hint::black_box;

use criterion::{BenchmarkId, Criterion};
use pkce_core::{ChallengeMethod, CodeChallenge, CodeVerifier};
use sha2::block_api::compress256;

fn main() {
    let mut criterion = Criterion::default().configure_from_args();
    verify(&mut criterion);
    criterion.final_summary();
}

fn verify(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("verify");
    for length in [43, 64, 128] {
        let verifier = "a".repeat(length);
        let parsed = CodeVerifier::parse(&verifier).expect("only letters");
        let challenge = CodeChallenge::derive(ChallengeMethod::S256, &parsed);
        assert_eq!(challenge.verify(verifier.as_bytes()), Ok(()));
        group.bench_function(BenchmarkId::new("match", length), |bencher| {
            bencher.iter(|| black_box(&challenge).verify(black_box(verifier.as_bytes())));
        });
        let blocks = vec![[b'a'; 64]; (length + 9).div_ceil(64)];
        group.bench_function(BenchmarkId::new("bare compression", length), |bencher| {
            bencher.iter(|| {
                let mut state = black_box([1; 8]);
                compress256(&mut state, black_box(&blocks));
                state
            });
        });
    }
    group.finish();
}
