//! Seeds, made of the vectors: what fuzzing starts from.

mod conversations;
mod files;
mod library;
mod requests;

use std::collections::{BTreeMap, BTreeSet};

use pkce_vectors::VectorSet;

/// One input for one target.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seed {
    /// The name of the target.
    pub target: &'static str,
    /// A name for its file: the vector's id, with a dash for each slash.
    pub name: String,
    /// The input.
    pub bytes: Vec<u8>,
}

/// The seeds that the vectors give: each input once for each target, and of each kind of fault a few.
#[must_use]
pub fn seeds(set: &VectorSet) -> Vec<Seed> {
    let mut seeds = library::seeds(set);
    seeds.extend(files::seeds(set));
    seeds.extend(conversations::seeds(set));
    let mut known: BTreeSet<(&str, Vec<u8>)> = BTreeSet::new();
    let mut alike: BTreeMap<(&str, String), usize> = BTreeMap::new();
    seeds.retain(|seed| {
        if seed.bytes.len() > LONGEST || !known.insert((seed.target, seed.bytes.clone())) {
            return false;
        }
        let count = alike.entry((seed.target, kind(&seed.name))).or_default();
        *count += 1;
        *count <= ALIKE
    });
    seeds
}

/// Operation and fault, without positions and numbers.
fn kind(name: &str) -> String {
    let words = name.split('-').filter(|word| word.bytes().all(|byte| byte.is_ascii_lowercase()));
    words.take(4).collect()
}

/// Seeds of one kind: coverage-guided fuzzing finds the neighbours itself.
const ALIKE: usize = 3;

/// libFuzzer's own bound for inputs, where a longer seed doesn't raise it: longer ones are slow and find no more.
const LONGEST: usize = 4096;

fn seed(target: &'static str, id: &str, bytes: impl Into<Vec<u8>>) -> Seed {
    Seed { target, name: id.replace('/', "-"), bytes: bytes.into() }
}
