//! The copy of the data that is built into this crate: the whole of it, or a part.

use std::{
    collections::{BTreeMap, BTreeSet},
    ops::Range,
    path::Path,
};

use serde::de::DeserializeOwned;

use crate::{
    catalogue::Catalogue,
    flag::Flag,
    flow::Flow,
    load::{FlagFile, LoadError, VectorSet, parse},
    requirement::Requirement,
    vector::Vector,
};
use written::{CONTROLS, FILES, PLACES, REQUIREMENTS};

/// Written by `build.rs`: `FILES`; `PLACES` in the order of their ids; `CONTROLS`, which are indices into them;
/// `REQUIREMENTS` in the order of their file.
#[expect(clippy::unreadable_literal, reason = "a program writes it, and nobody reads it")]
mod written {
    use super::{Place, place};

    include!(concat!(env!("OUT_DIR"), "/bundled.rs"));
}

const REQUIREMENTS_NAME: &str = "requirements.json";
const REQUIREMENTS_TEXT: &str = include_str!("../requirements.json");
const FLAGS_NAME: &str = "flags.json";
const FLAGS_TEXT: &str = include_str!("../flags.json");

/// Where a vector or a flow stands. No pointer is in it: the loader would have to write each of thousands into memory
/// before a process begins.
struct Place {
    /// An index into `FILES`.
    file: usize,
    id: Range<usize>,
    entry: Range<usize>,
    flow: bool,
}

const fn place(
    file: usize,
    id: usize,
    id_end: usize,
    start: usize,
    end: usize,
    flow: bool,
) -> Place {
    Place { file, id: id..id_end, entry: start..end, flow }
}

impl Place {
    fn file(&self) -> (&'static str, &'static str) {
        FILES.get(self.file).copied().unwrap_or_default()
    }

    fn id(&self) -> &'static str {
        self.file().1.get(self.id.clone()).unwrap_or_default()
    }

    fn parse<T: DeserializeOwned>(&self) -> Result<T, LoadError> {
        let (name, text) = self.file();
        parse(name, text.get(self.entry.clone()).unwrap_or_default())
    }
}

impl VectorSet {
    /// The copy that was built into this crate.
    pub fn bundled() -> Result<Self, LoadError> {
        let others = [(REQUIREMENTS_NAME, REQUIREMENTS_TEXT), (FLAGS_NAME, FLAGS_TEXT)];
        let files = FILES.iter().copied().chain(others).collect();
        Self::from_files(files, Path::new("(bundled)"))
    }

    /// The kinds of bug of that copy, by name, read without the rest.
    pub fn bundled_flags() -> Result<BTreeMap<String, Flag>, LoadError> {
        Ok(parse::<FlagFile>(FLAGS_NAME, FLAGS_TEXT)?.flags)
    }

    /// A part of that copy, read without the rest: the vectors and flows with these ids, every control, and the
    /// requirements that these name, with `requirements` beside them.
    ///
    /// An id that nothing has is left out. The part has no flags, no scenarios, and no digest: that is of the whole.
    pub fn bundled_part(ids: &[&str], requirements: &[&str]) -> Result<Self, LoadError> {
        let named = ids.iter().filter_map(|id| find(id));
        let controls = CONTROLS.iter().filter_map(|index| PLACES.get(*index));
        let mut places: Vec<&Place> = named.chain(controls).collect();
        places.sort_by_key(|place| (place.file, place.entry.start));
        places.dedup_by_key(|place| (place.file, place.entry.start));
        let (mut vectors, mut flows) = (Vec::new(), Vec::new());
        for place in places {
            if place.flow {
                flows.push(place.parse::<Flow>()?);
            } else {
                vectors.push(place.parse::<Vector>()?);
            }
        }
        let of_flow = |flow: &'_ Flow| {
            let of_checks = flow.checks.iter().map(|check| check.requirement.clone());
            of_checks.chain([flow.requirement.clone()]).collect::<Vec<_>>()
        };
        let mut wanted: BTreeSet<String> = flows.iter().flat_map(of_flow).collect();
        wanted.extend(vectors.iter().map(|vector| vector.requirement.clone()));
        wanted.extend(requirements.iter().map(|id| (*id).to_owned()));
        Ok(Self {
            catalogue: catalogue(&wanted)?,
            flags: BTreeMap::new(),
            vectors,
            flows,
            scenarios: Vec::new(),
            digest: String::new(),
        })
    }
}

fn find(id: &str) -> Option<&'static Place> {
    PLACES.binary_search_by(|place| place.id().cmp(id)).ok().and_then(|index| PLACES.get(index))
}

/// The catalogue with some of its requirements.
fn catalogue(wanted: &BTreeSet<String>) -> Result<Catalogue, LoadError> {
    let text = |start: usize, end: usize| REQUIREMENTS_TEXT.get(start..end).unwrap_or_default();
    let first = REQUIREMENTS.first().map_or(0, |(_, start, _)| *start);
    let last = REQUIREMENTS.last().map_or(0, |(_, _, end)| *end);
    let around = [text(0, first), text(last, REQUIREMENTS_TEXT.len())].concat();
    let mut catalogue: Catalogue = parse(REQUIREMENTS_NAME, &around)?;
    for (id, start, end) in REQUIREMENTS {
        if wanted.contains(*id) {
            let requirement = parse::<Requirement>(REQUIREMENTS_NAME, text(*start, *end))?;
            catalogue.requirements.push(requirement);
        }
    }
    Ok(catalogue)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_part_is_as_it_is_in_the_whole() {
        let whole = VectorSet::bundled().unwrap();
        let vectors = whole.vectors.iter().map(|vector| vector.id.as_str());
        let ids: Vec<&str> =
            vectors.chain(whole.flows.iter().map(|flow| flow.id.as_str())).collect();
        let requirements: Vec<&str> =
            whole.catalogue.requirements.iter().map(|known| known.id.as_str()).collect();
        let part = VectorSet::bundled_part(&ids, &requirements).unwrap();
        assert_eq!(part.vectors, whole.vectors);
        assert_eq!(part.flows, whole.flows);
        assert_eq!(part.catalogue, whole.catalogue);
        assert_eq!(VectorSet::bundled_flags().unwrap(), whole.flags);
    }

    #[test]
    fn a_part_has_what_was_asked_for_and_every_control() {
        let part = VectorSet::bundled_part(&["verify/other-verifier", "no/such"], &[]).unwrap();
        let others = part.vectors.iter().filter(|vector| !vector.control);
        assert_eq!(
            others.map(|vector| vector.id.as_str()).collect::<Vec<_>>(),
            ["verify/other-verifier"]
        );
        let whole = VectorSet::bundled().unwrap();
        let controls = |set: &VectorSet| {
            let vectors = set.vectors.iter().filter(|vector| vector.control).count();
            vectors + set.flows.iter().filter(|flow| flow.control).count()
        };
        assert_eq!(controls(&part), controls(&whole));
        for vector in &part.vectors {
            assert!(part.catalogue.requirement(&vector.requirement).is_some());
        }
    }
}
