//! What exploring is worth: which mutants it finds without a vector's help.

use std::{
    collections::BTreeSet,
    sync::atomic::{AtomicBool, Ordering},
    time::Duration,
};

use pkce_vectors::VectorSet;

use super::{
    Difference, Kind, Options,
    search::{self, Until},
};
use crate::{
    implementation::Implementation,
    mutants::{Mutant, Role, profiles},
    parallel,
    reference::Reference,
    transport::InProcess,
};

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

/// Explores each mutant until a difference shows under a requirement that it breaks, and that the reference does
/// not show. `done` hears of each.
pub fn measure(
    set: &VectorSet,
    mutants: &[Mutant],
    seed: u64,
    cases: usize,
    interrupted: &AtomicBool,
    done: &(dyn Fn() + Sync),
) -> Vec<Found> {
    let scoped: Vec<(&Mutant, BTreeSet<&str>)> =
        mutants.iter().map(|mutant| (mutant, profiles(set, mutant))).collect();
    let distinct: BTreeSet<(&str, Role)> = scoped
        .iter()
        .flat_map(|(mutant, profiles)| profiles.iter().map(|profile| (*profile, mutant.role)))
        .collect();
    let distinct: Vec<(&str, Role)> = distinct.into_iter().collect();
    let explored = |implementation: &mut dyn Implementation, profile, role, until: &Until<'_>| {
        let only = kinds(role);
        let options = Options {
            profile: Some(profile),
            only: &only,
            seed,
            cases,
            time: None,
            request_limit: Duration::from_secs(10),
            interrupted,
        };
        // The profile is one of the set's own.
        search::explore(set, &mut InProcess::new(implementation), &options, until, &mut |_| {}).ok()
    };
    // What the reference shows is nobody's fault.
    let excused = parallel::map(&distinct, |&(profile, role)| {
        let shown = explored(&mut Reference::new(seed), profile, role, &Until::Told)?;
        let requirements = shown.differences.into_iter().map(|difference| difference.requirement);
        Some(((profile, role), requirements.collect::<BTreeSet<String>>()))
    });
    let excused: Vec<_> = excused.into_iter().flatten().collect();
    parallel::map(&scoped, |(mutant, profiles)| {
        let by = profiles.iter().find_map(|profile| {
            let theirs = excused.iter().find(|(scope, _)| *scope == (*profile, mutant.role));
            let is_its_own = |difference: &Difference| {
                let id = difference.requirement.as_str();
                mutant.breaks.contains(&id) && !theirs.is_some_and(|(_, known)| known.contains(id))
            };
            let mut wrong = mutant.implementation(seed);
            let until = Until::First(&is_its_own);
            let exploration = explored(&mut *wrong, profile, mutant.role, &until)?;
            let first = exploration.differences.into_iter().next()?;
            Some((first.requirement, exploration.cases))
        });
        done();
        let whole = by.is_some() || !interrupted.load(Ordering::Relaxed);
        Found {
            mutant: mutant.name.clone().into_owned(),
            role: mutant.role,
            unseen: mutant.unseen,
            by,
            whole,
        }
    })
}

fn kinds(role: Role) -> Vec<Kind> {
    match role {
        Role::Server => vec![Kind::Flow],
        Role::Library => Kind::all().into_iter().filter(|kind| *kind != Kind::Flow).collect(),
    }
}
