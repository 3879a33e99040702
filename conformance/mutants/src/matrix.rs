//! Who kills whom: every mutant held against the vectors of its role.

use std::{
    borrow::Cow,
    collections::{BTreeMap, BTreeSet},
};

use pkce_vectors::{Level, VectorSet};

use super::{Role, mutant::Mutant};
use pkce_conformance::{
    implementation::Implementation as _,
    parallel,
    plan::{Filter, Patterns, Plan},
    reference::Reference,
    result::{CaseResult, Report, Verdict},
    run::{RunOptions, run},
    settings::Settings,
    transport::InProcess,
};

/// What came of holding mutants against the vectors.
#[derive(Debug, Clone)]
pub struct Matrix {
    /// A row for each mutant, in their order.
    pub killed: Vec<Killed>,
    /// Everything that could kill: vectors, and with `#` their checks, of every profile that was used.
    pub vectors: BTreeSet<String>,
}

impl Matrix {
    /// Whether more than a quarter of the vectors of its role kill a mutant.
    #[must_use]
    pub fn is_wide(&self, role: Role, killed: &Killed) -> bool {
        let of_role = |id: &&String| id.starts_with("flow/") == (role == Role::Server);
        killed.vectors.len() * 4 > self.vectors.iter().filter(of_role).count()
    }
}

/// What killed one mutant.
#[derive(Debug, Clone, Default)]
pub struct Killed {
    /// The mutant's place in the list that was held.
    pub mutant: usize,
    /// The profiles under which it was held.
    pub profiles: Vec<String>,
    /// The rows that turned fail or broken.
    pub rows: BTreeSet<String>,
    /// The vectors behind them, and with `#` their checks.
    pub vectors: BTreeSet<String>,
    /// The broken requirements that a row stands under, each with its level.
    pub under: BTreeMap<String, Level>,
    /// How many rows were judged.
    pub judged: usize,
}

impl Killed {
    /// Whether every requirement that the mutant breaks has a vector that kills it.
    #[must_use]
    pub fn is_killed(&self, mutant: &Mutant) -> bool {
        mutant.breaks.iter().all(|id| self.under.contains_key(*id))
    }

    /// Whether nothing fails.
    #[must_use]
    pub fn survives(&self) -> bool {
        self.rows.is_empty()
    }

    /// The highest level under which it is killed.
    #[must_use]
    pub fn level(&self) -> Option<Level> {
        self.under.values().copied().max()
    }
}

/// The reference, held against the same vectors: a mutant's failure is its own only where the reference passes.
#[derive(Debug, Clone, Default)]
pub struct Baseline {
    /// Rows in which the reference itself does not pass.
    pub wrong: BTreeSet<String>,
}

/// A profile, and the globs of what is selected in it.
type Scope<'a> = (&'a str, Cow<'a, [String]>);

/// Holds each mutant against the vectors of its role, in the profiles in which what it breaks binds.
///
/// `done` hears of each mutant that was held.
pub fn hold(
    set: &VectorSet,
    mutants: &[Mutant],
    seed: u64,
    done: &(dyn Fn() + Sync),
) -> (Matrix, Baseline) {
    let held: Vec<(usize, &Mutant, Vec<Scope<'_>>)> = mutants
        .iter()
        .enumerate()
        .map(|(index, mutant)| (index, mutant, scopes(set, mutant)))
        .collect();
    let distinct: BTreeSet<&Scope<'_>> = held.iter().flat_map(|(.., scopes)| scopes).collect();
    let plans: BTreeMap<&Scope<'_>, Plan<'_>> =
        distinct.into_iter().filter_map(|scope| Some((scope, plan(set, scope)?))).collect();
    let baseline = parallel::map(&plans.values().collect::<Vec<_>>(), |plan| {
        let report = report(set, plan, &mut Reference::new(seed), seed);
        let rows = report.results.into_iter();
        rows.map(|row| (named(&row), row.verdict)).collect::<Vec<_>>()
    });
    let rows: Vec<_> = baseline.into_iter().flatten().collect();
    let killed = parallel::map(&held, |(index, mutant, scopes)| {
        let mut killed = Killed { mutant: *index, ..Killed::default() };
        for scope in scopes {
            let Some(plan) = plans.get(scope) else { continue };
            let mut implementation = mutant.implementation(seed);
            let report = report(set, plan, &mut *implementation, seed);
            count(&mut killed, mutant, &report);
        }
        done();
        killed
    });
    let wrong = rows.iter().filter(|(_, verdict)| *verdict != Verdict::Pass);
    let baseline = Baseline { wrong: wrong.map(|(id, _)| id.clone()).collect() };
    (Matrix { killed, vectors: rows.into_iter().map(|(id, _)| id).collect() }, baseline)
}

/// The id of a vector, or of one of its checks.
fn named(row: &CaseResult) -> String {
    match &row.check {
        Some(kind) => format!("{}#{kind}", row.vector),
        None => row.vector.to_string(),
    }
}

fn count(killed: &mut Killed, mutant: &Mutant, report: &Report) {
    killed.profiles.push(report.profile.clone());
    for row in &report.results {
        killed.judged += usize::from(row.verdict.is_judged());
        if !matches!(row.verdict, Verdict::Fail | Verdict::Broken) {
            continue;
        }
        killed.rows.insert(row.id.to_string());
        killed.vectors.insert(named(row));
        if mutant.breaks.contains(&&*row.requirement) {
            let level = killed.under.entry(row.requirement.to_string()).or_insert(row.level);
            *level = row.level.max(*level);
        }
    }
}

/// For each requirement that a mutant breaks: the default profile where it binds there, else the first that it
/// binds in.
fn scopes<'a>(set: &'a VectorSet, mutant: &'a Mutant) -> Vec<Scope<'a>> {
    let chosen = profiles(set, mutant);
    let globs = if mutant.held_against.is_empty() {
        let globs: &[&str] = match mutant.role {
            Role::Server => &["flow/*"],
            Role::Library => &["derive/*", "verify/*", "check-*", "parse-method/*"],
        };
        Cow::Owned(globs.iter().map(|glob| (*glob).to_owned()).collect())
    } else {
        Cow::Borrowed(&*mutant.held_against)
    };
    chosen.into_iter().map(|profile| (profile, globs.clone())).collect()
}

/// The profiles under which a mutant is held: for each requirement that it breaks, the default one where it binds there, else
/// the first that it binds in.
#[must_use]
pub fn profiles<'a>(set: &'a VectorSet, mutant: &Mutant) -> BTreeSet<&'a str> {
    let default = set.catalogue.profile(None).ok();
    let profiles = || default.into_iter().chain(&set.catalogue.profiles);
    let of = |id: &str| profiles().find(|profile| set.catalogue.binding(profile).contains_key(id));
    mutant.breaks.iter().filter_map(|id| of(id)).map(|profile| profile.id.as_str()).collect()
}

fn plan<'a>(set: &'a VectorSet, (profile, globs): &Scope<'_>) -> Option<Plan<'a>> {
    let filter = Filter { only: Some(Patterns::new(globs)), ..Filter::default() };
    // What a mutant says of itself is what the reference says.
    let settings = Settings::said(&Reference::new(0).about().offers);
    Plan::for_settings(set, Some(profile), &filter, settings).ok()
}

fn report(
    set: &VectorSet,
    plan: &Plan<'_>,
    implementation: &mut dyn pkce_conformance::implementation::Implementation,
    seed: u64,
) -> Report {
    let options = RunOptions::new("mutant", seed);
    run(set, plan, &mut InProcess::new(implementation), &options, &mut |_| {})
}
