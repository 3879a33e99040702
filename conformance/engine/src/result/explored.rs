//! What exploring a target came to.

use std::collections::BTreeMap;

use pkce_vectors::{Effect, Flow, Level, Vector};

use super::verdict::{Role, Verdict};
use crate::{draft, wire::About};

/// What came of exploring one target.
#[derive(Debug, Clone)]
pub struct Exploration {
    /// What the target says of itself; `None` where it could not be asked.
    pub about: Option<About>,
    /// Why nothing was explored.
    pub error: Option<String>,
    /// The profile.
    pub profile: String,
    /// The seed.
    pub seed: u64,
    /// How many cases were drawn: fewer than were wanted where time ended or somebody interrupted.
    pub cases: usize,
    /// How many were answered, by operation.
    pub answered: BTreeMap<&'static str, usize>,
    /// What was not explored, and why.
    pub left_out: Vec<String>,
    /// Each of another root cause, gravest first.
    pub differences: Vec<Difference>,
    /// Somebody ended it early.
    pub interrupted: bool,
}

impl Exploration {
    /// 0: no `must` differs; 1: one does; 3: nothing was explored, or not all that was asked for.
    #[must_use]
    pub fn exit_code(&self) -> u8 {
        let must = |difference: &Difference| difference.level == Level::Must;
        if self.differences.iter().any(must) {
            1
        } else if self.error.is_some() || self.answered.is_empty() || self.interrupted {
            3
        } else {
            0
        }
    }

    /// How many differences of a level there are.
    #[must_use]
    pub fn count(&self, level: Level) -> usize {
        self.differences.iter().filter(|difference| difference.level == level).count()
    }

    /// How many times the target broke.
    #[must_use]
    pub fn broken(&self) -> usize {
        self.differences.iter().filter(|difference| difference.verdict == Verdict::Broken).count()
    }
}

/// What a target gave where the requirements allow something else, shrunk, and how often its like was seen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// The operation, or `flow`.
    pub op: &'static str,
    /// The requirement that is broken.
    pub requirement: String,
    /// Its level in the profile.
    pub level: Level,
    /// Fail, or broken.
    pub verdict: Verdict,
    /// Who gains.
    pub effect: Option<Effect>,
    /// The step of a flow at which it shows.
    pub step: Option<usize>,
    /// What would have been right.
    pub expected: String,
    /// What came: hostile text.
    pub observed: String,
    /// The case.
    pub draft: Draft,
    /// How many drawn cases showed it.
    pub seen: usize,
    /// The draft, put to the target again as a run would, fails again.
    pub confirmed: bool,
}

impl Difference {
    /// What would have been right and what came, each with its step where there is one.
    #[must_use]
    pub fn sides(&self) -> (String, String) {
        let at = |text: &str| match self.step {
            Some(index) => format!("step {index}: {text}"),
            None => text.to_owned(),
        };
        (at(&self.expected), at(&self.observed))
    }
}

/// A case, ready to become a vector.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Draft {
    /// Of a library.
    Vector(Box<Vector>),
    /// Of a server.
    Flow(Box<Flow>),
}

impl Draft {
    /// As it would stand in a file of `vectors/v1/`.
    #[must_use]
    pub fn text(&self) -> String {
        match self {
            Self::Vector(vector) => draft::vector(vector),
            Self::Flow(flow) => draft::flow(flow),
        }
    }

    /// Its id.
    #[must_use]
    pub fn id(&self) -> &str {
        match self {
            Self::Vector(vector) => &vector.id,
            Self::Flow(flow) => &flow.id,
        }
    }
}

/// What came of exploring one mutant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// The mutant's name.
    pub mutant: String,
    /// What it plays.
    pub role: Role,
    /// It was written after the strategies.
    pub unseen: bool,
    /// The requirement under which it differs, and the case that showed it first, counted from 1.
    pub by: Option<(String, usize)>,
    /// It was explored to its end, or found.
    pub whole: bool,
}

/// How many of how many were found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Share {
    /// Found.
    pub found: usize,
    /// Explored.
    pub of: usize,
}

impl Share {
    /// The mutants of one role.
    #[must_use]
    pub fn of(all: &[Found], role: Role) -> Self {
        Self::among(all, |found| found.role == role)
    }

    /// Those that were written after the strategies, of either role: what a new mistake may expect.
    #[must_use]
    pub fn of_unseen(all: &[Found]) -> Self {
        Self::among(all, |found| found.unseen)
    }

    fn among(all: &[Found], which: impl Fn(&Found) -> bool) -> Self {
        let explored: Vec<&Found> =
            all.iter().filter(|found| found.whole && which(found)).collect();
        let found = explored.iter().filter(|found| found.by.is_some()).count();
        Self { found, of: explored.len() }
    }
}
