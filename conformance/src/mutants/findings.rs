//! The two laws, and what else a catalogue of mutants is held to.

use std::collections::{BTreeMap, BTreeSet};

use super::{Matrix, Mutant, STAYS};
use crate::plan::Patterns;

/// What is wrong with the catalogue or with the vectors. All lists are empty where every law holds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Findings {
    /// Mutants in which nothing fails.
    pub survivors: Vec<String>,
    /// Mutants that are killed, but not under each requirement that they break: name, and those that they live on
    /// under.
    pub by_accident: Vec<(String, Vec<&'static str>)>,
    /// Singular mutants that the same rows kill.
    pub same_signature: Vec<Vec<String>>,
    /// Singular mutants that more than a quarter of the rows kill, without a word why; or with one, and fewer do.
    pub unexplained: Vec<String>,
    /// Vectors and checks that kill no mutant and don't say why they stay.
    pub idle: Vec<String>,
    /// Globs of [`STAYS`] that match no idle vector.
    pub stale: Vec<&'static str>,
}

impl Findings {
    /// Holds what came of a run to the laws.
    #[must_use]
    pub fn of(mutants: &[Mutant], matrix: &Matrix) -> Self {
        let mut findings = Self::default();
        let mut signatures: BTreeMap<&BTreeSet<String>, Vec<String>> = BTreeMap::new();
        for (mutant, killed) in mutants.iter().zip(&matrix.killed) {
            let name = mutant.name.clone().into_owned();
            if killed.survives() {
                findings.survivors.push(name.clone());
            } else if !killed.is_killed(mutant) {
                let alive = mutant.breaks.iter().filter(|id| !killed.under.contains_key(**id));
                findings.by_accident.push((name.clone(), alive.copied().collect()));
            }
            if mutant.family.is_none() {
                signatures.entry(&killed.rows).or_default().push(name.clone());
                if matrix.is_wide(mutant.role, killed) != mutant.wide.is_some() {
                    findings.unexplained.push(name);
                }
            }
        }
        findings.same_signature =
            signatures.into_values().filter(|names| names.len() > 1).collect();
        findings.look_at_vectors(matrix);
        findings
    }

    fn look_at_vectors(&mut self, matrix: &Matrix) {
        let killing: BTreeSet<&String> =
            matrix.killed.iter().flat_map(|killed| &killed.vectors).collect();
        let idle = || matrix.vectors.iter().filter(|id| !killing.contains(id));
        let stays: Vec<(Patterns, &str)> =
            STAYS.iter().map(|(glob, _)| (Patterns::new(&[glob]), *glob)).collect();
        let excused = |id: &String| stays.iter().any(|(pattern, _)| pattern.is_match(id));
        self.idle = idle().filter(|id| !excused(id)).cloned().collect();
        let stale = stays.iter().filter(|(pattern, _)| !idle().any(|id| pattern.is_match(id)));
        self.stale = stale.map(|(_, glob)| *glob).collect();
    }
}

/// How many distinct kill signatures the singular mutants have.
#[must_use]
pub fn signatures(mutants: &[Mutant], matrix: &Matrix) -> usize {
    let singular = mutants.iter().zip(&matrix.killed).filter(|(mutant, _)| mutant.family.is_none());
    singular.map(|(_, killed)| &killed.rows).collect::<BTreeSet<_>>().len()
}
