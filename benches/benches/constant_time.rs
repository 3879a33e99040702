//! Whether the place of the first difference shows in the time that a comparison takes, as dudect asks it
//! (Reparaz, Balasch, Verbauwhede: Dude, is my code constant time?): `cargo bench -p pkce-benches --bench constant_time`.
//!
//! Challenges differ from the right one in one place, and come in random order to the same address. Welch's t-test
//! compares the times of those that differ at the first place with those that differ at the last, and with those that
//! differ anywhere else, over all samples and over the fastest 90 % and 50 %, where a small difference drowns least.
//! |t| of 5 or more is a leak. Twelve such t of equal means, approximately normal as means of this many samples are,
//! reach it by chance with odds of 7 in a million; a deliberately leaky comparison must reach it, or nothing was shown.
#![expect(clippy::unwrap_used, reason = "a bench that can't be set up has nothing to measure")]

use std::{env, hint::black_box, process::ExitCode, time::Instant};

use pkce_core::{ChallengeMethod, CodeChallenge, transform};
use rand_chacha::{
    ChaCha8Rng,
    rand_core::{Rng as _, SeedableRng as _},
};

const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
const LEAK: f64 = 5.0;
const SAMPLES: usize = 200_000;
/// Calls in a sample: the clock is coarser than one.
const CALLS: usize = 32;

fn main() -> ExitCode {
    let samples = if env::args().any(|argument| argument == "--test") { 200 } else { SAMPLES };
    let digest = transform::digest(VERIFIER.as_bytes());
    let digests = differing(&digest);
    let texts = differing(VERIFIER.as_bytes().try_into().unwrap());

    let of = |method, text: &[u8]| CodeChallenge::parse(method, text).unwrap();
    let s256 = digests.map(|digest| of(ChallengeMethod::S256, &transform::encode(&digest)));
    let plain = texts.map(|text| of(ChallengeMethod::Plain, &text));
    let ours = |held: &CodeChallenge| held.verify(black_box(VERIFIER.as_bytes())).is_ok();
    let mut right = true;
    right &= told("S256", largest_t(&s256, ours, samples), false);
    right &= told("plain", largest_t(&plain, ours, samples), false);

    let leaky = |held: &[u8; 32]| leaks(&transform::digest(black_box(VERIFIER.as_bytes())), held);
    right &= told("S256, leaky on purpose", largest_t(&digests, leaky, samples), true);
    let leaky = |held: &[u8; 43]| leaks(black_box(VERIFIER.as_bytes()), held);
    right &= told("plain, leaky on purpose", largest_t(&texts, leaky, samples), true);
    if right || samples < SAMPLES { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn told(name: &str, t: f64, leak: bool) -> bool {
    let right = (t >= LEAK) == leak;
    let (found, verdict) = (
        if t >= LEAK { "leaks" } else { "does not show" },
        if right { "as it must" } else { "WRONG" },
    );
    println!("{name}: the place of the difference {found}, largest |t| {t:.1}: {verdict}");
    right
}

/// The value with another octet in each place.
fn differing<const N: usize>(value: &[u8; N]) -> [[u8; N]; N] {
    std::array::from_fn(|place| {
        let mut other = *value;
        let octet = other.get_mut(place).unwrap();
        *octet = if *octet == b'A' { b'B' } else { b'A' };
        other
    })
}

/// What must be caught: it ends at the first difference.
fn leaks(one: &[u8], other: &[u8]) -> bool {
    one.iter().zip(other).all(|(one, other)| black_box(one) == other)
}

/// The largest |t| of the tests of one comparison.
fn largest_t<C: Clone, const N: usize>(
    classes: &[C; N],
    call: impl Fn(&C) -> bool,
    samples: usize,
) -> f64 {
    let mut rng = ChaCha8Rng::from_seed([5; 32]);
    let mut slot = classes.first().unwrap().clone();
    let mut times: Vec<(usize, f64)> = (0..samples)
        .map(|_| {
            // Half of them differ at the first place, a quarter at the last.
            let draw = rng.next_u32() as usize;
            let place = [0, 0, N - 1, 1 + draw / 4 % (N - 1)];
            let place = *place.get(draw % 4).unwrap();
            slot.clone_from(classes.get(place).unwrap());
            let started = Instant::now();
            for _ in 0..CALLS {
                assert!(!black_box(call(black_box(&slot))));
            }
            (place, started.elapsed().as_secs_f64())
        })
        .collect();
    times.sort_by(|one, other| one.1.total_cmp(&other.1));
    let mut largest: f64 = 0.0;
    for kept in [samples, samples / 10 * 9, samples / 2] {
        let times = times.get(..kept).unwrap();
        let class = |wanted: &dyn Fn(usize) -> bool| {
            Moments::of(times.iter().filter(|(place, _)| wanted(*place)).map(|(_, time)| *time))
        };
        let first = class(&|place| place == 0);
        largest = largest.max(first.t(&class(&|place| place == N - 1)));
        largest = largest.max(first.t(&class(&|place| place != 0)));
    }
    largest
}

struct Moments {
    count: f64,
    mean: f64,
    variance: f64,
}

impl Moments {
    fn of(values: impl Iterator<Item = f64>) -> Self {
        let (mut count, mut mean, mut squares) = (0.0, 0.0, 0.0);
        for value in values {
            count += 1.0;
            let from_mean = value - mean;
            mean += from_mean / count;
            squares += from_mean * (value - mean);
        }
        Self { count, mean, variance: squares / (count - 1.0) }
    }

    /// Welch's |t|.
    fn t(&self, other: &Self) -> f64 {
        let error = (self.variance / self.count + other.variance / other.count).sqrt();
        ((self.mean - other.mean) / error).abs()
    }
}
