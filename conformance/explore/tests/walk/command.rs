//! The walk as a command: of the reference, or of mutants, with the shortest way to a breach as a draft of a flow.

use std::{
    error::Error,
    io::{self, Write as _},
    sync::Arc,
    time::Instant,
};

use crate::small_world::{Faults, Requests, Until, Walk, settings, verdict, walk};
use pkce_conformance::{draft, reference::Reference};
use pkce_core::server::{Decisions, Standard};
use pkce_mutants::{Mutant, all};
use pkce_vectors::VectorSet;

/// Walks what `names` name: nothing is the reference, `all` is every singular mutant, and `quick` before them means three
/// events and one fault a request, as in the tests.
pub(crate) fn run(mut names: Vec<String>) -> Result<(), Box<dyn Error>> {
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
    for mutant in all().into_iter().filter(chosen) {
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
