//! From what was given to what happened.

mod answer;
mod look;
mod pairs;
mod seen;

use std::collections::BTreeSet;

use pkce_vectors::{
    requirement_ids as ids,
    transformations::{ALL, FAMILIES},
};

use crate::{
    diagnosis::{Diagnosis, Verdict},
    given::Given,
};
use pairs::Pairs;

/// How many verifiers and how many challenges are taken; more of them are told, and left.
pub const MOST_VALUES: usize = 32;

/// How many transformations are known, a family counted once.
#[must_use]
pub const fn known_transformations() -> usize {
    ALL.len() + FAMILIES.len()
}

/// The requirements that an answer or a fault may name.
#[must_use]
pub fn requirements() -> Vec<&'static str> {
    vec![
        ids::RFC7636_3_BASE64URL_WITHOUT_PADDING,
        ids::RFC7636_4_1_VERIFIER_GRAMMAR,
        ids::RFC7636_4_1_VERIFIER_DISTINCT,
        ids::RFC7636_4_2_S256_FORMULA,
        ids::RFC7636_4_2_CHALLENGE_GRAMMAR,
        ids::RFC7636_4_3_CLIENT_SENDS_CHALLENGE,
        ids::RFC7636_4_3_METHOD_DEFAULTS_TO_PLAIN,
        ids::RFC7636_4_3_METHOD_NAMES,
        ids::RFC7636_4_4_CHALLENGE_BOUND_TO_CODE,
        ids::RFC7636_4_5_CLIENT_SENDS_VERIFIER,
    ]
}

/// Says why what was given matches or does not.
#[must_use]
pub fn diagnose(given: &Given) -> Diagnosis {
    let mut notes = given.notes.clone();
    let verifiers = most(&given.verifiers, "verifiers", &mut notes);
    let challenges = most(&given.challenges, "challenges", &mut notes);
    let mut pairs = Pairs::new(verifiers, challenges, &given.beside);
    let matches = pairs.matches();
    let opened: BTreeSet<usize> = matches.iter().map(|answer| answer.challenge).collect();
    let opening: BTreeSet<usize> = matches.iter().map(|answer| answer.verifier).collect();
    let whole = opened.len() == challenges.len() && opening.len() == verifiers.len();
    let reasons = if whole { Vec::new() } else { pairs.reasons(&opened, &opening) };
    let verdict = match (whole, reasons.is_empty()) {
        (true, _) => Verdict::Match,
        (_, false) => Verdict::Explained,
        (_, true) => Verdict::Unexplained,
    };
    Diagnosis {
        verdict,
        verifiers: verifiers.iter().map(|value| seen::verifier(value, &given.beside)).collect(),
        challenges: challenges.iter().map(seen::challenge).collect(),
        look: if whole { look::then(verifiers, challenges) } else { Vec::new() },
        answers: [matches, reasons].concat(),
        texts: pairs.texts(),
        notes,
    }
}

/// So many of them; the rest is told.
fn most<'v, T>(values: &'v [T], what: &str, notes: &mut Vec<String>) -> &'v [T] {
    let Some(most) = values.get(..MOST_VALUES).filter(|most| most.len() < values.len()) else {
        return values;
    };
    let left = values.len() - most.len();
    notes.push(format!("{left} more {what} were given, and are left out"));
    most
}

#[cfg(test)]
mod tests;
