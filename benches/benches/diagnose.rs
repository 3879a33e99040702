//! How long `pkce diagnose` thinks: a pair that one mistake explains, one that two explain, and one
//! that nothing explains, which is the longest way.

use criterion::{BenchmarkId, Criterion};
use pkce_diagnose::{Challenge, Given, Method, Value, diagnose};
use pkce_vectors::transformations::{hashes, mixed, spelling};

fn main() {
    let mut criterion = Criterion::default().configure_from_args().sample_size(20);
    let mut group = criterion.benchmark_group("diagnose");
    for length in [43, 128] {
        let verifier = spelling::base64url(&[0x5a; 96]);
        let verifier = verifier.get(..length).unwrap_or_default();
        let line = [verifier, b"\n"].concat();
        let cases = [
            ("match", mixed::s256(verifier)),
            ("one mistake", spelling::padded(&hashes::sha256(verifier))),
            ("two mistakes", spelling::padded(&hashes::sha256(&line))),
            ("unexplained", mixed::s256(b"another verifier")),
        ];
        for (name, challenge) in cases {
            let given = Given {
                verifiers: vec![Value::new(verifier, "a bench")],
                challenges: vec![Challenge::new(Value::new(challenge, "a bench"), Method::Unsaid)],
                ..Given::default()
            };
            group.bench_function(BenchmarkId::new(name, length), |bencher| {
                bencher.iter(|| diagnose(&given));
            });
        }
    }
    group.finish();
    criterion.final_summary();
}
