//! The two laws of mutants, and what else their list is held to.

use std::collections::{BTreeMap, BTreeSet};

use pkce_conformance::{
    plan::Patterns,
    result::{Breaches, KillMatrix, KillRow},
};

use super::{matrix::Matrix, mutant::Mutant, stays::STAYS};

/// What came of holding mutants, in the form that reports take. `whole`: all of them were held.
#[must_use]
pub fn kill_matrix(mutants: &[Mutant], matrix: &Matrix, whole: bool) -> KillMatrix {
    let rows = mutants.iter().zip(&matrix.killed).map(|(mutant, killed)| KillRow {
        name: mutant.name.clone().into_owned(),
        role: mutant.role,
        family: mutant.family,
        says: mutant.says.clone().into_owned(),
        breaks: mutant.breaks.to_vec(),
        cites: mutant.cites,
        limit: mutant.limit,
        wide: mutant.wide,
        killed: killed.is_killed(mutant),
        level: killed.level(),
        profiles: killed.profiles.clone(),
        failed: killed.rows.clone(),
        vectors: killed.vectors.clone(),
        judged: killed.judged,
    });
    KillMatrix { rows: rows.collect(), breaches: breaches(mutants, matrix), whole }
}

/// Holds what came of a run to the laws.
fn breaches(mutants: &[Mutant], matrix: &Matrix) -> Breaches {
    let mut breaches = Breaches::default();
    let mut signatures: BTreeMap<&BTreeSet<String>, Vec<String>> = BTreeMap::new();
    for (mutant, killed) in mutants.iter().zip(&matrix.killed) {
        let name = mutant.name.clone().into_owned();
        if killed.survives() {
            breaches.survivors.push(name.clone());
        } else if !killed.is_killed(mutant) {
            let alive = mutant.breaks.iter().filter(|id| !killed.under.contains_key(**id));
            breaches.by_accident.push((name.clone(), alive.copied().collect()));
        }
        if mutant.family.is_none() {
            signatures.entry(&killed.rows).or_default().push(name.clone());
            if matrix.is_wide(mutant.role, killed) != mutant.wide.is_some() {
                breaches.unexplained.push(name);
            }
        }
    }
    breaches.same_signature = signatures.into_values().filter(|names| names.len() > 1).collect();
    look_at_vectors(&mut breaches, matrix);
    breaches
}

fn look_at_vectors(breaches: &mut Breaches, matrix: &Matrix) {
    let killing: BTreeSet<&String> =
        matrix.killed.iter().flat_map(|killed| &killed.vectors).collect();
    let idle = || matrix.vectors.iter().filter(|id| !killing.contains(id));
    let stays: Vec<(Patterns, &str)> =
        STAYS.iter().map(|(glob, _)| (Patterns::new(&[glob]), *glob)).collect();
    let excused = |id: &String| stays.iter().any(|(pattern, _)| pattern.is_match(id));
    breaches.idle = idle().filter(|id| !excused(id)).cloned().collect();
    let stale = stays.iter().filter(|(pattern, _)| !idle().any(|id| pattern.is_match(id)));
    breaches.stale = stale.map(|(_, glob)| *glob).collect();
}

/// How many distinct kill signatures the singular mutants have.
#[must_use]
pub fn signatures(mutants: &[Mutant], matrix: &Matrix) -> usize {
    let singular = mutants.iter().zip(&matrix.killed).filter(|(mutant, _)| mutant.family.is_none());
    singular.map(|(_, killed)| &killed.rows).collect::<BTreeSet<_>>().len()
}
