//! Verifiers that are too easy to guess, or that are none.

use pkce_vectors::requirement_ids as ids;
use rand_chacha::{
    ChaCha20Rng,
    rand_core::{Rng, SeedableRng as _},
};

use crate::{Mutant, wrong};
use pkce_conformance::{
    implementation::{Answered, Declined},
    reference::{Library, StandardLibrary},
    wire::Reason,
};

const LETTERS_AND_DIGITS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
const BASE64URL: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// A library that draws each verifier in another way; `length` is what was asked for, or 43.
macro_rules! draws {
    ($rng:ident, $length:ident => $verifier:expr) => {
        wrong!(Library {
            fn generate(&mut self, $rng: &mut ChaCha20Rng, count: u32, length: Option<u32>) -> Answered<Vec<String>> {
                let $length = length.unwrap_or(43) as usize;
                if !(43..=128).contains(&$length) {
                    return Err(Declined::refused(Reason::Other, "no such length"));
                }
                (0..count).map(|_| Ok($verifier)).collect()
            }
        })
    };
}

/// A library that changes what the reference drew.
macro_rules! changes {
    ($drawn:ident => $verifier:expr) => {
        wrong!(Library {
            fn generate(&mut self, rng: &mut ChaCha20Rng, count: u32, length: Option<u32>) -> Answered<Vec<String>> {
                let all = StandardLibrary.generate(rng, count, length)?;
                Ok(all
                    .into_iter()
                    .map(|$drawn: String| -> String { $verifier })
                    .collect())
            }
        })
    };
}

fn octets(rng: &mut ChaCha20Rng, count: usize) -> Vec<u8> {
    let mut octets = vec![0; count];
    rng.fill_bytes(&mut octets);
    octets
}

fn of(alphabet: &[u8], indices: impl IntoIterator<Item = u8>) -> String {
    let of_index = |index: u8| alphabet.get(usize::from(index) % alphabet.len()).copied();
    indices.into_iter().filter_map(of_index).map(char::from).collect()
}

/// Decimal digits. What 250 leaves over would make some likelier.
fn digits(rng: &mut ChaCha20Rng, count: usize) -> String {
    let fair = std::iter::repeat_with(|| octets(rng, count)).flatten().filter(|octet| *octet < 250);
    of(b"0123456789", fair.take(count))
}

/// Its clock ticks once in eight draws, so that a run repeats.
#[derive(Clone, Copy)]
struct SeededByTime {
    draws: u64,
}

impl Library for SeededByTime {
    fn generate(
        &mut self,
        _: &mut ChaCha20Rng,
        count: u32,
        length: Option<u32>,
    ) -> Answered<Vec<String>> {
        if length.is_some_and(|length| length != 43) {
            return Err(Declined::refused(Reason::Other, "no such length"));
        }
        let drawn = (0..count).map(|_| {
            self.draws += 1;
            let mut octets = [0; 32];
            ChaCha20Rng::seed_from_u64(self.draws / 8).fill_bytes(&mut octets);
            String::from_utf8_lossy(&pkce_core::transform::encode(&octets)).into_owned()
        });
        Ok(drawn.collect())
    }
}

pub(super) fn mutants() -> Vec<Mutant> {
    let mutants = vec![
        Mutant::library(
            "generator-of-32-characters",
            &[ids::RFC7636_4_1_VERIFIER_GRAMMAR],
            "verifiers have 32 characters",
            changes!(drawn => drawn.chars().take(32).collect()),
        )
        .cites(&["https://github.com/AzureAD/microsoft-authentication-library-for-js/issues/1501"]),
        Mutant::library(
            "generator-of-uuids",
            &[ids::RFC7636_4_1_VERIFIER_GRAMMAR],
            "a verifier is a UUID, of 36 characters; no other length can be had",
            wrong!(Library {
                fn generate(&mut self, rng: &mut ChaCha20Rng, count: u32, length: Option<u32>) -> Answered<Vec<String>> {
                    if length.is_some() {
                        return Err(Declined::refused(Reason::Other, "a UUID has one length"));
                    }
                    let parts = [(0, 8), (8, 12), (12, 16), (16, 20), (20, 32)];
                    let uuid = |digits: String| {
                        parts
                            .iter()
                            .filter_map(|(from, to)| digits.get(*from..*to))
                            .collect::<Vec<_>>()
                            .join("-")
                    };
                    Ok((0..count).map(|_| uuid(of(b"0123456789abcdef", octets(rng, 32)))).collect())
                }
            }),
        )
        .cites(&["https://github.com/zitadel/oidc/issues/125"]),
        Mutant::library(
            "generator-counts-octets",
            &[ids::HARDENING_GENERATOR_LENGTH, ids::RFC7636_4_1_VERIFIER_GRAMMAR],
            "the length that is asked for counts octets, and the verifier is longer by a third",
            wrong!(Library {
                fn generate(&mut self, rng: &mut ChaCha20Rng, count: u32, length: Option<u32>) -> Answered<Vec<String>> {
                    let characters = (length.unwrap_or(32) as usize * 4).div_ceil(3);
                    Ok((0..count).map(|_| of(BASE64URL, octets(rng, characters))).collect())
                }
            }),
        )
        .cites(&[
            "https://github.com/oauthlib/oauthlib/issues/894",
            "https://github.com/SocialConnect/auth/issues/198",
        ]),
        Mutant::library(
            "generator-of-134-characters",
            &[ids::RFC7636_4_1_VERIFIER_GRAMMAR],
            "a verifier is 100 octets in base64url, six characters too long; no other length can \
             be had",
            wrong!(Library {
                fn generate(&mut self, rng: &mut ChaCha20Rng, count: u32, length: Option<u32>) -> Answered<Vec<String>> {
                    if length.is_some() {
                        return Err(Declined::refused(Reason::Other, "no length can be chosen"));
                    }
                    Ok((0..count).map(|_| of(BASE64URL, octets(rng, 134))).collect())
                }
            }),
        )
        .cites(&["https://github.com/dnplus/streamlit-oauth/issues/25"]),
        Mutant::library(
            "generator-obeys-any-length",
            &[ids::HARDENING_GENERATOR_LENGTH],
            "whatever length is asked for is given",
            wrong!(Library {
                fn generate(&mut self, rng: &mut ChaCha20Rng, count: u32, length: Option<u32>) -> Answered<Vec<String>> {
                    match length {
                        None => StandardLibrary.generate(rng, count, None),
                        Some(length) => {
                            Ok((0..count).map(|_| of(BASE64URL, octets(rng, length as usize))).collect())
                        }
                    }
                }
            }),
        ),
        Mutant::library(
            "generator-ignores-length",
            &[ids::HARDENING_GENERATOR_LENGTH],
            "every verifier has 43 characters, whatever length is asked for",
            wrong!(Library {
                fn generate(&mut self, rng: &mut ChaCha20Rng, count: u32, _: Option<u32>) -> Answered<Vec<String>> {
                    StandardLibrary.generate(rng, count, None)
                }
            }),
        ),
        Mutant::library(
            "generator-of-standard-base64",
            &[ids::RFC7636_4_1_VERIFIER_GRAMMAR],
            "verifiers are in the standard alphabet of base64",
            changes!(drawn => drawn.replace('-', "+").replace('_', "/")),
        )
        .cites(&["https://github.com/smart-on-fhir/client-js/issues/158"]),
        Mutant::library(
            "generator-keeps-padding",
            &[ids::RFC7636_4_1_VERIFIER_GRAMMAR],
            "the `=` of the encoding is kept",
            changes!(drawn => {
                let missing = (4 - drawn.len() % 4) % 4;
                drawn + &"=".repeat(missing)
            }),
        )
        .cites(&["https://github.com/erlef/oidcc/pull/199"]),
        Mutant::library(
            "generator-of-unicode",
            &[ids::RFC7636_4_1_VERIFIER_GRAMMAR],
            "verifiers are not ASCII",
            changes!(drawn => drawn.replace('A', "\u{c1}")),
        )
        .cites(&["https://github.com/oauth2-proxy/oauth2-proxy/issues/1906"]),
        Mutant::library(
            "generator-drawn-once",
            &[ids::RFC7636_4_1_VERIFIER_DISTINCT, ids::RFC7636_4_1_VERIFIER_ENTROPY],
            "one verifier serves the whole process",
            wrong!(Library {
                fn generate(&mut self, rng: &mut ChaCha20Rng, count: u32, length: Option<u32>) -> Answered<Vec<String>> {
                    let first = StandardLibrary.generate(rng, 1, length)?;
                    Ok(first.into_iter().cycle().take(count as usize).collect())
                }
            }),
        )
        .cites(&["https://github.com/tinyauthapp/tinyauth/issues/420"]),
        Mutant::library(
            "generator-repeats",
            &[ids::RFC7636_4_1_VERIFIER_DISTINCT],
            "the state of the generator is saved seldom, so that now and then a verifier comes \
             twice",
            wrong!(Library {
                fn generate(&mut self, rng: &mut ChaCha20Rng, count: u32, length: Option<u32>) -> Answered<Vec<String>> {
                    let mut all = StandardLibrary.generate(rng, count, length)?;
                    if let [.., before, last] = all.as_mut_slice() {
                        last.clone_from(before);
                    }
                    Ok(all)
                }
            }),
        ),
        Mutant::library(
            "generator-seeded-by-time",
            &[ids::RFC7636_4_1_VERIFIER_DISTINCT],
            "the generator is seeded with the time, anew for each verifier",
            SeededByTime { draws: 0 },
        )
        .cites(&[
            "https://github.com/argoproj/argo-cd/security/advisories/GHSA-2m7h-86qq-fp4v",
            "https://github.com/okta/okta-jwt-verifier-golang/issues/88",
        ])
        .limit(
            "caught only where draws share a tick of its clock: one that is seeded once, or by a \
             finer clock, looks random",
        ),
        Mutant::library(
            "generator-of-128-bits",
            &[ids::RFC7636_4_1_VERIFIER_ENTROPY],
            "of 32 octets only 16 are drawn",
            draws!(rng, length => {
                let half = octets(rng, 16);
                let text =
                    of(b"0123456789abcdef", half.iter().flat_map(|octet| [octet >> 4, octet & 15]));
                text + &"0".repeat(length - 32)
            }),
        ),
        Mutant::library(
            "generator-of-hexadecimal-digits",
            &[ids::RFC7636_4_1_VERIFIER_ENTROPY],
            "43 hexadecimal digits have 172 bits",
            draws!(rng, length => {
                of(b"0123456789abcdef", octets(rng, length)).get(..43).unwrap_or_default().to_owned()
            }),
        ),
        Mutant::library(
            "generator-of-dates-and-digits",
            &[ids::RFC7636_4_1_VERIFIER_ENTROPY],
            "the date stands twice between two numbers of sixteen digits, which have 107 bits; no \
             length can be chosen",
            wrong!(Library {
                fn generate(&mut self, rng: &mut ChaCha20Rng, count: u32, length: Option<u32>) -> Answered<Vec<String>> {
                    if length.is_some() {
                        return Err(Declined::refused(Reason::Other, "no length can be chosen"));
                    }
                    // Milliseconds, in which a whole batch is drawn, so that a run repeats.
                    let date = "1586908800000";
                    let mut drawn = || format!("C0.{}{date}{date}0.{}", digits(rng, 16), digits(rng, 16));
                    Ok((0..count).map(|_| drawn()).collect())
                }
            }),
        )
        .cites(&["https://github.com/damienbod/angular-auth-oidc-client/issues/642"]),
        Mutant::library(
            "generator-with-constant-beginning",
            &[ids::RFC7636_4_1_VERIFIER_ENTROPY],
            "the first ten characters are always the same",
            changes!(drawn => format!("verifier__{}", drawn.get(10..).unwrap_or_default())),
        ),
        Mutant::library(
            "generator-of-62-by-modulo",
            &[ids::HARDENING_GENERATOR_BIAS],
            "an octet modulo 62 chooses the character, so that some come oftener",
            draws!(rng, length => of(LETTERS_AND_DIGITS, octets(rng, length))),
        )
        .cites(&[
            "https://github.com/AzureAD/microsoft-authentication-library-for-js/issues/1501",
            "https://github.com/clerk/cli/issues/171",
        ]),
    ];
    mutants.into_iter().map(|mutant| mutant.held_against(&["generate/*"])).collect()
}
