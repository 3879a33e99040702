//! Seeds, made of the vectors: what fuzzing starts from.

mod conversations;
mod files;
mod library;
mod requests;
mod structured;

use std::collections::{BTreeMap, BTreeSet};

use pkce_vectors::VectorSet;

pub(crate) use structured::HOSTILE;

/// One input for one target.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seed {
    /// The name of the target.
    pub target: &'static str,
    /// The id of the vector, case or requirement that it comes from.
    pub id: String,
    /// The input.
    pub bytes: Vec<u8>,
}

/// The seeds that the vectors give: each input once for each target, and of each kind of fault a few.
#[must_use]
pub fn seeds(set: &VectorSet) -> Vec<Seed> {
    let mut seeds = library::seeds(set);
    seeds.extend(files::seeds(set));
    seeds.extend(conversations::seeds(set));
    seeds.extend(structured::seeds(set));
    let mut known: BTreeSet<(&str, Vec<u8>)> = BTreeSet::new();
    let mut alike: BTreeMap<(&str, String), usize> = BTreeMap::new();
    seeds.retain(|seed| {
        if seed.bytes.len() > LONGEST || !known.insert((seed.target, seed.bytes.clone())) {
            return false;
        }
        let count = alike.entry((seed.target, kind(&seed.id))).or_default();
        *count += 1;
        *count <= ALIKE
    });
    seeds
}

/// The first words of an id: operation and fault, without the place of it.
fn kind(id: &str) -> String {
    let words =
        id.split(['/', '-']).filter(|word| word.bytes().all(|byte| byte.is_ascii_lowercase()));
    words.take(3).collect::<Vec<_>>().join("/")
}

/// Seeds of one kind: coverage-guided fuzzing finds the neighbours itself.
const ALIKE: usize = 3;

/// libFuzzer's own bound for inputs, where a longer seed doesn't raise it: longer ones are slow and find no more.
const LONGEST: usize = 4096;

fn seed(target: &'static str, id: &str, bytes: impl Into<Vec<u8>>) -> Seed {
    Seed { target, id: id.to_owned(), bytes: bytes.into() }
}
