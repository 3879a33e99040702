//! Shards: a run in parts, on several machines, whose results merge into those of one run.
//!
//! Which shard a vector is in depends on its id, on how many shards there are, and on the weights that stand here: on
//! nothing that a run measures. So a vector stays in its shard from run to run.

use std::{fmt, str::FromStr};

use crate::case::{Case, CaseKind};

use pkce_vectors::Op;

/// One part of a run out of several.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shard {
    number: u32,
    of: u32,
}

/// A text names no shard.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("a shard is written K/N, such as 2/5: the second of five, of at most {MOST}")]
pub struct NoShard;

/// More shards than these have hardly a vector each.
const MOST: u32 = 1_000;

/// Of flows: what takes much more time than one should, with its share of a whole run in thousandths. A live server is asked
/// the rounds of a race one after another.
const HEAVY_FLOWS: &[Weight] = &[("flow/code/race", 30)];

/// The same of libraries. All draws of `generate` are one unit, as they are held against each other.
const HEAVY: &[Weight] = &[(GENERATE, 600)];

/// A unit and its share.
type Weight = (&'static str, u64);

const GENERATE: &str = "generate";

/// A whole run, in the unit of the weights.
const WHOLE: u64 = 1_000;

impl Shard {
    /// The shard of this number, which counts from 1.
    #[must_use]
    pub const fn new(number: u32, of: u32) -> Option<Self> {
        if number >= 1 && number <= of && of <= MOST { Some(Self { number, of }) } else { None }
    }

    /// Its number, counted from 1.
    #[must_use]
    pub const fn number(self) -> u32 {
        self.number
    }

    /// How many there are.
    #[must_use]
    pub const fn of(self) -> u32 {
        self.of
    }

    /// Whether a unit is in this shard: something that is done as a whole, by its name.
    #[must_use]
    pub fn has(self, unit: &str) -> bool {
        self.place(unit) == self.number
    }

    /// Whether a case is.
    pub(super) fn takes(self, case: &Case<'_>) -> bool {
        self.has(match case.kind {
            CaseKind::Library(vector) if vector.op == Op::Generate => GENERATE,
            // All settings of a flow are together, so that merged rows have one order.
            _ => case.vector_id(),
        })
    }

    /// The number of the shard that has a unit.
    fn place(self, unit: &str) -> u32 {
        // Few targets are both: either half of a run is divided evenly.
        let heavy = placed(if unit.starts_with("flow/") { HEAVY_FLOWS } else { HEAVY }, self.of);
        if let Some((_, number, _)) = heavy.iter().find(|(name, ..)| *name == unit) {
            return *number;
        }
        // What is left of each shard is filled evenly.
        let room = |number: u32| {
            let loads = heavy.iter().filter(|(_, place, _)| *place == number);
            let load: u64 = loads.map(|(.., weight)| weight).sum();
            (WHOLE / u64::from(self.of)).saturating_sub(load)
        };
        let rooms: u64 = (1..=self.of).map(room).sum();
        let mut left = hash(unit) % rooms.max(1);
        for number in 1..=self.of {
            match left.checked_sub(room(number)) {
                Some(less) => left = less,
                None => return number,
            }
        }
        self.of
    }
}

/// Each heavy unit with its shard and its weight: the heaviest first, each into the shard that has least.
fn placed(heavy: &[Weight], of: u32) -> Vec<(&'static str, u32, u64)> {
    let mut sorted = heavy.to_vec();
    sorted.sort_by_key(|(_, weight)| std::cmp::Reverse(*weight));
    let mut placed: Vec<(&'static str, u32, u64)> = Vec::new();
    for (name, weight) in sorted {
        let load = |number: u32| -> u64 {
            placed.iter().filter(|(_, place, _)| *place == number).map(|(.., weight)| weight).sum()
        };
        // There is at least one shard.
        let number = (1..=of).min_by_key(|number| load(*number)).unwrap_or(1);
        placed.push((name, number, weight));
    }
    placed
}

/// FNV-1a, its bits mixed once more, so that names which differ in their last letter part.
fn hash(text: &str) -> u64 {
    let fnv = text.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, octet| {
        (hash ^ u64::from(octet)).wrapping_mul(0x0100_0000_01b3)
    });
    let mixed = (fnv ^ (fnv >> 33)).wrapping_mul(0xff51_afd7_ed55_8ccd);
    mixed ^ (mixed >> 33)
}

impl fmt::Display for Shard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.number, self.of)
    }
}

impl FromStr for Shard {
    type Err = NoShard;

    fn from_str(text: &str) -> Result<Self, NoShard> {
        let number = |text: &str| text.parse().map_err(|_| NoShard);
        let (shard, of) = text.split_once('/').ok_or(NoShard)?;
        Self::new(number(shard)?, number(of)?).ok_or(NoShard)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use pkce_vectors::VectorSet;

    use super::*;

    #[test]
    fn a_shard_is_read_as_it_is_written() {
        assert_eq!("2/5".parse::<Shard>().unwrap().to_string(), "2/5");
        for wrong in
            ["", "2", "0/2", "3/2", "1/0", "-1/2", "1/1001", "1/2/3", "a/b", "1/99999999999"]
        {
            assert_eq!(wrong.parse::<Shard>(), Err(NoShard), "{wrong}");
        }
    }

    #[test]
    fn each_unit_is_in_one_shard_and_shards_are_of_a_size() {
        let set = VectorSet::bundled().unwrap();
        let library: Vec<&str> = set.vectors.iter().map(|vector| &*vector.id).collect();
        let flows: Vec<&str> = set.flows.iter().map(|flow| &*flow.id).collect();
        for (units, of) in [(&library, 1), (&library, 3), (&library, 20), (&flows, 3), (&flows, 5)]
        {
            let mut sizes: BTreeMap<u32, usize> = BTreeMap::new();
            for unit in units {
                let shards = (1..=of).filter_map(|number| Shard::new(number, of));
                let in_it: Vec<Shard> = shards.filter(|shard| shard.has(unit)).collect();
                let [shard] = in_it.as_slice() else { panic!("{unit} is in {in_it:?}") };
                *sizes.entry(shard.number()).or_default() += 1;
            }
            let others = || sizes.iter().filter(|(number, _)| **number > 1).map(|(_, size)| *size);
            let (least, most) = (others().min().unwrap_or(0), others().max().unwrap_or(0));
            assert!(most * 2 <= least * 3, "{of} shards of {sizes:?}");
            // The first has what is heavy, and less of the rest.
            assert!(of == 1 || sizes.get(&1).is_none_or(|first| *first < most), "{sizes:?}");
        }
        // Draws are together, and alone where there are many shards.
        let first = Shard::new(1, 3).unwrap();
        assert!(first.has(GENERATE) && !library.iter().any(|unit| first.has(unit)));
    }

    /// A change here moves vectors from shard to shard: say so in the changelog.
    #[test]
    fn where_a_vector_is_stays() {
        let place = |unit| Shard::new(1, 5).unwrap().place(unit);
        let ids = ["generate", "flow/verifier/wrong", "flow/code/replay", "verify/appendix-b"];
        assert_eq!(ids.map(place), [1, 5, 4, 3]);
    }
}
