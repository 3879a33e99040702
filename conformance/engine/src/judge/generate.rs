//! What `generate` gave: grammar, repeats, entropy from above, bias.
//!
//! The odds of a false alarm are stated with each test. They hold for verifiers drawn independently.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use pkce_vectors::{Effect, Expect, Property, Vector};

use super::judgement::Judgement;
use crate::{fault::FaultKind, result::Verdict, text::clip};

/// Fewer draws of one length give no verdict on entropy or bias.
const FEWEST_DRAWS: usize = 2_000;

/// RFC 7636 §7.1: at least 256 bits of entropy.
const BITS: f64 = 256.0;

/// A one-sided normal quantile: odds of 1e-9.
const Z: f64 = 5.9978;

/// Judges verifiers against the properties that a vector names.
pub(super) fn judge(vector: &Vector, verifiers: &[String]) -> Judgement {
    let asked = vector.input.length.flatten();
    let mut properties = vector.expect.iter().filter_map(|expect| match expect {
        Expect::Verifiers(property) => Some(*property),
        _ => None,
    });
    let Some(property) = properties.next() else {
        let expected = "not accepted".to_owned();
        return Judgement::fail(Effect::Deviation, expected, sample(verifiers));
    };
    let wanted = vector.input.count.unwrap_or(0) as usize;
    if verifiers.len() != wanted {
        let what = format!("{} verifiers came, {wanted} were asked for", verifiers.len());
        return Judgement::broken(FaultKind::Nonsense, what);
    }
    let (effect, expected, found) = match property {
        Property::Grammar => {
            (Effect::Deviation, "43 to 128 unreserved characters", malformed(verifiers))
        }
        Property::Distinct => (Effect::Bypass, "no verifier twice", repeated(verifiers)),
        Property::Length => {
            (Effect::Deviation, "the length asked for", other_length(verifiers, asked))
        }
        Property::Entropy | Property::Unbiased => {
            let Some(draws) = of_one_length(verifiers) else {
                let why = format!("fewer than {FEWEST_DRAWS} draws of one length");
                return Judgement::because(Verdict::Inconclusive, why);
            };
            if property == Property::Entropy {
                (Effect::Bypass, "at least 256 bits of entropy", too_few_bits(&draws))
            } else {
                (Effect::Deviation, "each character as likely as any other", biased(&draws))
            }
        }
    };
    match found {
        None => Judgement::pass(),
        Some(observed) => {
            Judgement::fail(vector.effect.unwrap_or(effect), expected.to_owned(), observed)
        }
    }
}

fn sample(verifiers: &[String]) -> String {
    verifiers.first().map_or_else(|| "no verifier".to_owned(), |first| format!("{:?}", clip(first)))
}

/// RFC 7636 §4.1: 43 to 128 unreserved characters.
#[must_use]
pub fn is_legal_verifier(verifier: &str) -> bool {
    let unreserved = |octet: u8| octet.is_ascii_alphanumeric() || b"-._~".contains(&octet);
    (43..=128).contains(&verifier.len()) && verifier.bytes().all(unreserved)
}

fn malformed(verifiers: &[String]) -> Option<String> {
    let bad = verifiers.iter().find(|verifier| !is_legal_verifier(verifier))?;
    Some(format!("{:?}, {} octets", clip(bad), bad.len()))
}

fn repeated(verifiers: &[String]) -> Option<String> {
    let mut seen = HashSet::new();
    let twice = verifiers.iter().find(|verifier| !seen.insert(verifier.as_str()))?;
    Some(format!("{:?} came twice in {} draws", clip(twice), verifiers.len()))
}

fn other_length(verifiers: &[String], asked: Option<u32>) -> Option<String> {
    let asked = asked? as usize;
    let other = verifiers.iter().find(|verifier| verifier.len() != asked)?;
    Some(format!("{} characters", other.len()))
}

/// The draws of the commonest length, if there are enough of them.
fn of_one_length(verifiers: &[String]) -> Option<Vec<&[u8]>> {
    let mut by_length: BTreeMap<usize, Vec<&[u8]>> = BTreeMap::new();
    for verifier in verifiers {
        by_length.entry(verifier.len()).or_default().push(verifier.as_bytes());
    }
    by_length.into_values().max_by_key(Vec::len).filter(|draws| draws.len() >= FEWEST_DRAWS)
}

/// How often each octet stands at each position.
fn counts(draws: &[&[u8]]) -> Vec<BTreeMap<u8, u32>> {
    let mut counts = vec![[0; 256]; draws.first().map_or(0, |draw| draw.len())];
    for draw in draws {
        for (count, octet) in counts.iter_mut().zip(*draw) {
            // An octet is below 256, so there always is one.
            if let Some(count) = count.get_mut(usize::from(*octet)) {
                *count += 1;
            }
        }
    }
    let seen = |count: [u32; 256]| (0..=255).zip(count).filter(|(_, count)| *count > 0).collect();
    counts.into_iter().map(seen).collect()
}

/// Σ over positions of log2(symbols seen there): an upper bound of the entropy. A fair source of 32 octets
/// shows 64 symbols at 42 positions and 16 at the 43rd, 256 bits in all; that one of them stays unseen in
/// 2 000 draws has odds under 43 · 64 · (63/64)^2000 < 1e-10.
fn too_few_bits(draws: &[&[u8]]) -> Option<String> {
    let counts = counts(draws);
    let bits: f64 =
        counts.iter().map(|seen| f64::from(u32::try_from(seen.len()).unwrap_or(0)).log2()).sum();
    let fixed = counts.iter().filter(|seen| seen.len() == 1).count();
    let fixed = match fixed {
        0 => String::new(),
        fixed => format!("; {fixed} of {} characters never change", counts.len()),
    };
    let many = draws.len();
    (bits < BITS - 1e-6).then(|| format!("at most {bits:.1} bits, from {many} draws{fixed}"))
}

/// Chi-square over each set of positions that share an alphabet, pooled; odds under 1e-9 for each set.
fn biased(draws: &[&[u8]]) -> Option<String> {
    let mut pools: BTreeMap<BTreeSet<u8>, BTreeMap<u8, u64>> = BTreeMap::new();
    for seen in counts(draws) {
        let pool = pools.entry(seen.keys().copied().collect()).or_default();
        for (octet, count) in seen {
            *pool.entry(octet).or_default() += u64::from(count);
        }
    }
    #[expect(clippy::cast_precision_loss, reason = "counts far below 2^52")]
    pools.into_values().filter(|pool| pool.len() > 1).find_map(|pool| {
        let mean = pool.values().sum::<u64>() as f64 / pool.len() as f64;
        let square: f64 = pool.values().map(|count| (*count as f64 - mean).powi(2) / mean).sum();
        let degrees = (pool.len() - 1) as f64;
        (normal_of_chi_square(square, degrees) > Z).then(|| {
            let off = |(_, count): &(&u8, &u64)| ((**count as f64 / mean) - 1.0).abs();
            let farthest = pool.iter().max_by(|one, other| off(one).total_cmp(&off(other)));
            let (octet, count) = farthest.unwrap_or((&0, &0));
            let times = *count as f64 / mean;
            format!(
                "{:?} comes {times:.2} times as often as the mean, farthest off of all; a fair source is as uneven \
                 with odds under 1e-9",
                char::from(*octet)
            )
        })
    })
}

/// Wilson and Hilferty's cube-root approximation: a chi-square value as a standard normal one.
fn normal_of_chi_square(square: f64, degrees: f64) -> f64 {
    let part = 2.0 / (9.0 * degrees);
    ((square / degrees).cbrt() - (1.0 - part)) / part.sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draws(alphabet: &[u8], odds: impl Fn(u64) -> u64) -> Vec<String> {
        let mut state = 1u64;
        let mut next = || {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            state
        };
        (0..4_000)
            .map(|_| {
                let draw = (0..43).map(|_| {
                    let index = usize::try_from(odds(next() >> 11)).unwrap() % alphabet.len();
                    char::from(alphabet[index])
                });
                draw.collect()
            })
            .collect()
    }

    const BASE64URL: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

    fn octets(verifiers: &[String]) -> Vec<&[u8]> {
        verifiers.iter().map(String::as_bytes).collect()
    }

    #[test]
    fn a_fair_source_has_256_bits_and_no_bias() {
        let fair = draws(BASE64URL, |n| n);
        assert_eq!(too_few_bits(&octets(&fair)), None);
        assert_eq!(biased(&octets(&fair)), None);
    }

    #[test]
    fn an_octet_modulo_62_is_biased() {
        let modulo = draws(&BASE64URL[..62], |n| n % 256);
        assert!(biased(&octets(&modulo)).is_some());
    }

    #[test]
    fn forty_three_hexadecimal_digits_are_too_few_bits() {
        let hex = draws(b"0123456789abcdef", |n| n);
        assert_eq!(too_few_bits(&octets(&hex)).unwrap(), "at most 172.0 bits, from 4000 draws");
        assert_eq!(biased(&octets(&hex)), None);
    }
}
