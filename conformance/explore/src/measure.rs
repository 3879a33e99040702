//! What exploring is worth: which mutants it finds without a vector's help.

use std::{
    collections::BTreeSet,
    sync::atomic::{AtomicBool, Ordering},
    time::Duration,
};

use pkce_vectors::VectorSet;

use super::{
    options::{Kind, Options},
    search::{Until, explore_until},
};
use pkce_conformance::{
    implementation::Implementation,
    parallel,
    reference::Reference,
    result::{Difference, Found, Role},
    transport::InProcess,
};
use pkce_mutants::{Mutant, profiles};

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
        explore_until(set, &mut InProcess::new(implementation), &options, until, &mut |_| {}).ok()
    };
    // What the reference shows is nobody's fault.
    let excused = parallel::map(&distinct, |&(profile, role)| {
        let shown = explored(&mut Reference::new(seed), profile, role, &Until::End)?;
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
