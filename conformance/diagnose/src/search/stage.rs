//! What may stand at one step of the way: each text once, with the likeliest road that leads there.

use std::collections::HashSet;

use super::road::{Road, Step};

/// A text, and how it came about.
#[derive(Debug, Clone)]
pub(super) struct Made {
    pub(super) octets: Vec<u8>,
    pub(super) road: Road,
}

impl Made {
    /// What stands at the beginning.
    pub(super) fn new(octets: Vec<u8>) -> Self {
        Self { octets, road: Road::default() }
    }

    /// What the right step makes of it.
    pub(super) fn then(&self, right: impl Fn(&[u8]) -> Vec<u8>) -> Self {
        Self { octets: right(&self.octets), road: self.road }
    }

    /// What a mistake makes of it.
    pub(super) fn step(&self, step: Step) -> Self {
        Self { octets: step.apply(&self.octets), road: self.road.and(step) }
    }
}

/// The texts: those that were there, and those that came of them.
#[derive(Debug, Default)]
pub(super) struct Stage {
    old: Vec<Made>,
    fresh: Vec<Made>,
    seen: HashSet<Vec<u8>>,
}

impl Stage {
    /// Takes the text at the beginning.
    pub(super) fn add(&mut self, made: Made) {
        self.seen.insert(made.octets.clone());
        self.old.push(made);
    }

    /// Takes those that are new.
    pub(super) fn add_all(&mut self, made: impl IntoIterator<Item = Made>) {
        for made in made {
            if self.seen.insert(made.octets.clone()) {
                self.fresh.push(made);
            }
        }
    }

    /// Takes what comes of each of the old ones, where it is new.
    pub(super) fn extend(&mut self, change: impl Fn(&Made) -> Made) {
        let made: Vec<Made> = self.old.iter().map(change).collect();
        self.add_all(made);
    }

    /// Those that were there.
    pub(super) fn old(&self) -> impl Iterator<Item = &Made> {
        self.old.iter()
    }

    /// Those that came of them.
    pub(super) fn fresh(&self) -> impl Iterator<Item = &Made> {
        self.fresh.iter()
    }

    /// The likeliest of the old ones; empty where there is none.
    pub(super) fn first(&self) -> &[u8] {
        self.old.first().map(|made| made.octets.as_slice()).unwrap_or_default()
    }

    /// The new ones take the place of the old ones.
    pub(super) fn forget_old(&mut self) {
        self.old = std::mem::take(&mut self.fresh);
    }
}
