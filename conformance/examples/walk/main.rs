//! Walks the server model of the reference through a small world, in every order of events, to its end; or a mutant's,
//! and prints the shortest way to a token that should not have been given, as a draft of a flow.
//!
//! `cargo run --release -p pkce-conformance --example walk` is the reference, with `NAME…` mutants, with `all` every
//! singular one; with `quick` before them three events and one fault a request, as in the tests.

#[path = "small_world.rs"]
mod small_world;

use std::{
    env,
    error::Error,
    io::{self, Write as _},
    sync::Arc,
    time::Instant,
};

use pkce_conformance::{
    draft,
    mutants::{Mutant, catalogue},
    reference::Reference,
};
use pkce_core::server::{Decisions, Standard};
use pkce_vectors::VectorSet;
use small_world::{Faults, Requests, Until, Walk, settings, verdict, walk};

fn main() -> Result<(), Box<dyn Error>> {
    let mut names: Vec<String> = env::args().skip(1).collect();
    let quick = names.first().is_some_and(|name| name == "quick");
    let bounds = if quick { QUICK } else { WHOLE };
    names.drain(..usize::from(quick));
    let requests = Arc::new(Requests::new()?);
    if names.is_empty() {
        return tell("reference", &within(bounds, Arc::new(Standard), &requests));
    }
    let set = VectorSet::bundled()?;
    let chosen = |mutant: &Mutant| {
        let all = mutant.family.is_none() && names.iter().any(|name| name == "all");
        all || names.iter().any(|name| mutant.name == name.as_str())
    };
    for mutant in catalogue().into_iter().filter(chosen) {
        match mutant.decisions() {
            Some(decisions) => show(&mutant, bounds, &decisions, &requests, &set)?,
            None if names.iter().any(|name| name == "all") => {}
            None => {
                writeln!(io::stdout(), "{}: not wrong in a decision of the server", mutant.name)?;
            }
        }
    }
    Ok(())
}

type Bounds = (Faults, Until);

const WHOLE: Bounds = (Faults::Two, Until::End);
const QUICK: Bounds = (Faults::One, Until::Events(3));

fn within(
    (faults, until): Bounds,
    decisions: Arc<dyn Decisions>,
    requests: &Arc<Requests>,
) -> Walk {
    walk(settings(), faults, decisions, Arc::clone(requests), until)
}

fn tell(name: &str, walk: &Walk) -> Result<(), Box<dyn Error>> {
    let Walk { states, steps, depth, both_redeemed, trace } = walk;
    let found = match trace {
        None if *both_redeemed => "no breach, and both codes redeemed".to_owned(),
        None => "no breach".to_owned(),
        Some(trace) => {
            format!("{} after {} events", trace.breach.requirement(), trace.events.len())
        }
    };
    writeln!(io::stdout(), "{name}: {states} states, {steps} steps, {depth} events deep: {found}")?;
    Ok(())
}

fn show(
    mutant: &Mutant,
    bounds: Bounds,
    decisions: &Arc<dyn Decisions>,
    requests: &Arc<Requests>,
    set: &VectorSet,
) -> Result<(), Box<dyn Error>> {
    let began = Instant::now();
    let walk = within(bounds, Arc::clone(decisions), requests);
    tell(&mutant.name, &walk)?;
    if let Some(trace) = &walk.trace {
        let flow = trace.draft(&mutant.name, &mutant.says, decisions, requests);
        let theirs = verdict(set, &flow, &mut *mutant.implementation(1));
        let ours = verdict(set, &flow, &mut Reference::new(1));
        let mut out = io::stdout().lock();
        writeln!(out, "{}", draft::flow(&flow))?;
        writeln!(out, "the mutant: {theirs:?}, the reference: {ours:?}")?;
    }
    writeln!(io::stdout(), "{:.1} s", began.elapsed().as_secs_f64())?;
    Ok(())
}
