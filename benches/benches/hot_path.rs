//! `verify` in every outcome, its parts, and the same work by others.
#![expect(clippy::unwrap_used, reason = "a bench that can't be set up has nothing to measure")]

use std::hint::black_box;

use criterion::{BenchmarkId, Criterion};
use pkce_core::{
    ChallengeError, ChallengeMethod, CodeChallenge, CodeVerifier, GeneratedVerifier, MethodError,
    VerifierError, VerifyError,
};
use rand_chacha::{ChaCha20Rng, rand_core::SeedableRng as _};

#[path = "../shared/subjects.rs"]
mod subjects;

use subjects::{LENGTHS, subjects, verifier};

fn main() {
    let mut criterion = Criterion::default().configure_from_args();
    matches(&mut criterion);
    mismatches(&mut criterion);
    refusals(&mut criterion);
    parts(&mut criterion);
    criterion.final_summary();
}

fn matches(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("match");
    for length in LENGTHS {
        for mut subject in subjects(length) {
            group.bench_function(
                BenchmarkId::new(subject.name.replace("**", ""), length),
                |bencher| {
                    bencher.iter(|| (subject.work)());
                },
            );
        }
    }
    group.finish();
}

fn held(method: ChallengeMethod, verifier: &str) -> CodeChallenge {
    CodeChallenge::derive(method, &CodeVerifier::parse(verifier).unwrap())
}

fn mismatches(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("mismatch");
    for method in [ChallengeMethod::S256, ChallengeMethod::Plain] {
        for length in LENGTHS {
            let right = verifier(length);
            let challenge = held(method, &right);
            assert_eq!(challenge.verify(right.as_bytes()), Ok(()));
            group.bench_function(format!("{method}/none/{length}"), |bencher| {
                bencher.iter(|| black_box(&challenge).verify(black_box(right.as_bytes())));
            });
            for (place, at) in [("first", 0), ("last", length - 1)] {
                let mut wrong = right.clone();
                wrong.replace_range(at..=at, "~");
                assert_ne!(wrong, right);
                assert_eq!(challenge.verify(wrong.as_bytes()), Err(VerifyError::Mismatch));
                group.bench_function(format!("{method}/{place}/{length}"), |bencher| {
                    bencher.iter(|| black_box(&challenge).verify(black_box(wrong.as_bytes())));
                });
            }
        }
    }
    group.finish();
}

fn refusals(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("refusal");
    let challenge = held(ChallengeMethod::S256, &verifier(43));
    let text = challenge.to_text().to_string();
    for (name, wrong, error) in [
        ("too short", "a".repeat(42), VerifierError::TooShort { length: 42 }),
        ("too long", "a".repeat(129), VerifierError::TooLong { length: 129 }),
        ("huge", "a".repeat(1 << 20), VerifierError::TooLong { length: 1 << 20 }),
        ("first byte", format!("+{}", verifier(42)), VerifierError::BadByte { offset: 0 }),
        ("last byte", format!("{}=", verifier(42)), VerifierError::BadByte { offset: 42 }),
        ("last byte of 128", format!("{}=", verifier(127)), VerifierError::BadByte { offset: 127 }),
    ] {
        assert_eq!(challenge.verify(wrong.as_bytes()), Err(VerifyError::Verifier(error)));
        group.bench_function(format!("verifier/{name}"), |bencher| {
            bencher.iter(|| black_box(&challenge).verify(black_box(wrong.as_bytes())));
        });
    }
    for (name, wrong, error) in [
        ("too short", text.get(1..).unwrap().to_owned(), ChallengeError::TooShort { length: 42 }),
        ("padded", format!("{text}="), ChallengeError::TooLong { length: 44 }),
        (
            "standard alphabet",
            format!("{}+", text.get(1..).unwrap()),
            ChallengeError::BadByte { offset: 42 },
        ),
        ("not canonical", format!("{}B", "A".repeat(42)), ChallengeError::NotCanonical),
    ] {
        let parse = |text: &str| CodeChallenge::parse(ChallengeMethod::S256, text).err();
        assert_eq!(parse(&wrong), Some(error));
        group.bench_function(format!("challenge/{name}"), |bencher| {
            bencher.iter(|| parse(black_box(&wrong)));
        });
    }
    for (name, wrong, error) in
        [("empty", "", MethodError::Empty), ("lower case", "s256", MethodError::Unknown)]
    {
        let parse = |name: &str| ChallengeMethod::parse(Some(name.as_bytes())).err();
        assert_eq!(parse(wrong), Some(error));
        group.bench_function(format!("method/{name}"), |bencher| {
            bencher.iter(|| parse(black_box(wrong)));
        });
    }
    group.finish();
}

fn parts(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("part");
    for length in LENGTHS {
        let text = verifier(length);
        let parsed = CodeVerifier::parse(&text).unwrap();
        assert_eq!(parsed.as_str(), text);
        group.bench_function(BenchmarkId::new("parse verifier", length), |bencher| {
            bencher.iter(|| CodeVerifier::parse(black_box(&text)));
        });
        for method in [ChallengeMethod::S256, ChallengeMethod::Plain] {
            let challenge = CodeChallenge::derive(method, &parsed);
            assert_eq!(challenge.verify(text.as_bytes()), Ok(()));
            group.bench_function(format!("derive {method}/{length}"), |bencher| {
                bencher.iter(|| CodeChallenge::derive(method, black_box(&parsed)));
            });
            let sent = challenge.to_text();
            assert!(CodeChallenge::parse(method, sent.as_str()).is_ok());
            group.bench_function(format!("parse {method} challenge/{length}"), |bencher| {
                bencher.iter(|| CodeChallenge::parse(method, black_box(sent.as_str())));
            });
            group.bench_function(format!("{method} challenge to text/{length}"), |bencher| {
                bencher.iter(|| black_box(&challenge).to_text());
            });
        }
    }
    let mut rng = ChaCha20Rng::from_seed([7; 32]);
    assert!(CodeVerifier::parse(GeneratedVerifier::generate(&mut rng).as_str()).is_ok());
    group.bench_function("generate, ChaCha20", |bencher| {
        bencher.iter(|| GeneratedVerifier::generate(&mut rng));
    });
    group.finish();
}
