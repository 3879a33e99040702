//! Which vectors kill which mutant, and where the laws of mutants do not hold.

use std::collections::BTreeSet;

use pkce_vectors::Level;

use super::verdict::Role;

/// What came of holding mutants against the vectors.
#[derive(Debug, Clone, Default)]
pub struct KillMatrix {
    /// A row for each mutant that was held.
    pub rows: Vec<KillRow>,
    /// Where a law does not hold.
    pub breaches: Breaches,
    /// Every mutant was held: only then do the laws of the whole mean something.
    pub whole: bool,
}

/// One mutant, with what killed it.
#[derive(Debug, Clone)]
pub struct KillRow {
    /// The mutant's name.
    pub name: String,
    /// What it plays.
    pub role: Role,
    /// The family of which it is a member.
    pub family: Option<&'static str>,
    /// What it does wrong, in one sentence.
    pub says: String,
    /// The requirements that it breaks.
    pub breaks: Vec<&'static str>,
    /// Where the bug was reported.
    pub cites: &'static [&'static str],
    /// What the vectors cannot see of it.
    pub limit: Option<&'static str>,
    /// Why more than a quarter of the vectors kill it.
    pub wide: Option<&'static str>,
    /// Whether every requirement that it breaks has a vector that kills it.
    pub killed: bool,
    /// The highest level under which it is killed.
    pub level: Option<Level>,
    /// The profiles under which it was held.
    pub profiles: Vec<String>,
    /// The rows of results that turned fail or broken.
    pub failed: BTreeSet<String>,
    /// The vectors behind them, and with `#` their checks.
    pub vectors: BTreeSet<String>,
    /// How many rows of results were judged.
    pub judged: usize,
}

impl KillMatrix {
    /// The mutants that are no members of a family.
    pub fn singular(&self) -> impl Iterator<Item = &KillRow> {
        self.rows.iter().filter(|row| row.family.is_none())
    }

    /// How many distinct kill signatures the singular mutants have.
    #[must_use]
    pub fn signatures(&self) -> usize {
        self.singular().map(|row| &row.failed).collect::<BTreeSet<_>>().len()
    }
}

/// Which mutants are killed where a server has one policy, one kind of client, one way to ask.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ShapeTable {
    /// The names of the shapes.
    pub shapes: Vec<&'static str>,
    /// The right server of each shape: rows that fail under `must`, and its share of what applies.
    pub right: Vec<RightShape>,
    /// A row for each mutant.
    pub rows: Vec<ShapeRow>,
}

/// What the reference came to in one shape.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RightShape {
    /// Rows under `must` that fail, break or stay inconclusive.
    pub alarms: Vec<String>,
    /// Requirements of level must, for each kind of client, that were judged.
    pub judged: usize,
    /// Those that apply.
    pub applicable: usize,
}

/// One mutant in every shape.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShapeRow {
    /// The mutant's name.
    pub name: String,
    /// In each shape.
    pub cells: Vec<ShapeCell>,
}

/// What became of a mutant in a shape.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ShapeCell {
    /// A vector under a requirement that it breaks turns fail.
    Killed,
    /// Vectors turn fail under other requirements alone: its fault gives nothing away in this shape.
    Otherwise,
    /// No vector turns fail.
    Equal,
}

/// Where the mutants or the vectors break a law. All lists are empty where every law holds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Breaches {
    /// Mutants in which nothing fails.
    pub survivors: Vec<String>,
    /// Mutants that are killed, but not under each requirement that they break: name, and those that they live on
    /// under.
    pub by_accident: Vec<(String, Vec<&'static str>)>,
    /// Singular mutants that the same rows kill.
    pub same_signature: Vec<Vec<String>>,
    /// Singular mutants that more than a quarter of the rows kill, without a word why; or with one, and fewer do.
    pub unexplained: Vec<String>,
    /// Vectors and checks that kill no mutant and do not say why they stay.
    pub idle: Vec<String>,
    /// Globs of vectors that are said to kill nothing, and do.
    pub stale: Vec<&'static str>,
}
