//! The server model in a small world, walked in every order of events: the reference never gives a token that it should
//! not, and what a walk finds in a mutant is a flow that the vectors have.
//!
//! `cargo test --release -p pkce-explore --test walk -- walk` goes everywhere, to the end; behind it `NAME…` walks mutants,
//! `all` every singular one, and `quick` before them three events with one fault a request.

#![expect(clippy::unwrap_used, reason = "what a test calls is no test function to the lint")]

mod command;
mod small_world;

use std::{collections::BTreeMap, env, process::ExitCode, sync::Arc, thread};

use libtest_mimic::{Arguments, Trial};

use pkce_conformance::{draft, reference::Reference, result::Verdict};
use pkce_core::server::Standard;
use pkce_mutants::{Killed, Mutant, all, hold};
use pkce_vectors::{Flow, PolicyName, VectorSet};
use small_world::{Breach, Faults, Requests, Setting, Until, settings, verdict, walk};

/// Where a short walk looks for a mutant's breach, and how many events far. The command `walk` goes
/// everywhere, to the end.
const SHORT: [(PolicyName, bool, usize); 2] =
    [(PolicyName::Optional, true, 3), (PolicyName::Required, false, 2)];

fn main() -> ExitCode {
    let mut words = env::args().skip(1);
    if words.next().is_some_and(|word| word == "walk") {
        return match command::run(words.collect()) {
            Ok(()) => ExitCode::SUCCESS,
            Err(error) => {
                eprintln!("error: {error}");
                ExitCode::FAILURE
            }
        };
    }
    let trial = |name: &str, test: fn()| {
        Trial::test(name, move || {
            test();
            Ok(())
        })
    };
    let trials = vec![
        trial("the_reference_walks_to_the_end_without_a_breach", the_reference_walks_to_the_end),
        trial(
            "what_a_walk_finds_in_a_mutant_fails_there_passes_for_the_reference_and_has_a_flow",
            what_a_walk_finds_in_a_mutant_has_a_flow,
        ),
    ];
    libtest_mimic::run(&Arguments::from_args(), trials).exit_code()
}

fn the_reference_walks_to_the_end() {
    let requests = Arc::new(Requests::new().unwrap());
    let halves = settings().into_iter().partition::<Vec<_>, _>(|setting| setting.plain);
    let walks = thread::scope(|scope| {
        let walked = |settings: Vec<Setting>| {
            let requests = Arc::clone(&requests);
            move || walk(settings, Faults::One, Arc::new(Standard), requests, Until::End)
        };
        [halves.0, halves.1].map(|half| scope.spawn(walked(half))).map(|walk| walk.join().unwrap())
    });
    for walk in walks {
        println!("{} states, {} steps, {} events deep", walk.states, walk.steps, walk.depth);
        assert!(walk.trace.is_none(), "{:?}", walk.trace);
        assert!(walk.both_redeemed && walk.states > 10_000 && walk.depth > 6, "{walk:?}");
    }
}

/// The mutants in which a short walk finds a breach, each with the draft of its shortest trace.
fn traced(set: &VectorSet, mutants: &[Mutant]) -> Vec<(usize, Breach, Flow)> {
    let requests = Arc::new(Requests::new().unwrap());
    let look = |index: usize, mutant: &Mutant| {
        let decisions = mutant.decisions()?;
        let trace = SHORT.into_iter().find_map(|(policy, plain, events)| {
            let is = |setting: &Setting| setting.policy == policy && setting.plain == plain;
            let settings = settings().into_iter().filter(is).collect();
            let (decisions, requests) = (Arc::clone(&decisions), Arc::clone(&requests));
            walk(settings, Faults::One, decisions, requests, Until::Events(events)).trace
        })?;
        let flow = trace.draft(&mutant.name, &mutant.says, &decisions, &requests);
        let theirs = verdict(set, &flow, &mut *mutant.implementation(1));
        assert_eq!(theirs, Some(Verdict::Fail), "{}", draft::flow(&flow));
        let ours = verdict(set, &flow, &mut Reference::new(1));
        assert_eq!(ours, Some(Verdict::Pass), "{}", draft::flow(&flow));
        Some((index, trace.breach, flow))
    };
    let look = &look;
    thread::scope(|scope| {
        let each = [0, 1].map(|parity| {
            scope.spawn(move || {
                let mutants = mutants.iter().enumerate().skip(parity).step_by(2);
                mutants.filter_map(|(index, mutant)| look(index, mutant)).collect::<Vec<_>>()
            })
        });
        each.into_iter().flat_map(|thread| thread.join().unwrap()).collect()
    })
}

fn what_a_walk_finds_in_a_mutant_has_a_flow() {
    let set = VectorSet::bundled().unwrap();
    let mutants: Vec<Mutant> = all().into_iter().filter(|m| m.family.is_none()).collect();
    let found = traced(&set, &mutants);
    let held: Vec<Mutant> =
        found.iter().filter_map(|(index, ..)| mutants.get(*index).cloned()).collect();
    let (matrix, _) = hold(&set, &held, 1, &|| ());
    let mut breaches: BTreeMap<Breach, usize> = BTreeMap::new();
    for ((_, breach, flow), killed) in found.iter().zip(&matrix.killed) {
        *breaches.entry(*breach).or_default() += 1;
        assert!(has_flow(&set, flow, killed), "no flow for\n{}", draft::flow(flow));
    }
    println!("{} mutants: {breaches:?}", found.len());
    assert!(found.len() >= 40 && breaches.len() >= 10, "{breaches:?}");
}

/// Whether a flow that ends in the same kind of request is among what kills it.
fn has_flow(set: &VectorSet, draft: &Flow, killed: &Killed) -> bool {
    let end = |flow: &Flow| flow.steps.last().map(|step| std::mem::discriminant(&step.action));
    let same = |flow: &&Flow| end(flow) == end(draft);
    set.flows.iter().filter(same).any(|flow| killed.vectors.contains(&flow.id))
}
