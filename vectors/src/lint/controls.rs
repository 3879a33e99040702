//! Controls and causes: what must have passed, or failed, before a case says anything.

use std::collections::{BTreeMap, BTreeSet};

use super::{entry::Entry, findings::Findings};
use crate::{
    expect::Expect,
    flow::{Action, Flow, PolicyName, RoleName},
    level::Level,
    load::VectorSet,
    vector::Vector,
};

type ById<'a> = BTreeMap<&'a str, Entry<'a>>;

pub(super) fn lint(set: &VectorSet, findings: &mut Findings) {
    let by_id: ById<'_> = Entry::live(set).map(|entry| (entry.id(), entry)).collect();
    let controls: Vec<Entry<'_>> = Entry::live(set).filter(|entry| entry.is_control()).collect();
    for entry in Entry::live(set) {
        if entry.is_control() {
            if !is_positive(entry) {
                findings.add("control", entry.id(), "a control expects to be accepted throughout");
            }
            if entry.controlled_by().is_some() || !entry.implied_by().is_empty() {
                findings.add("control", entry.id(), "a control depends on no other");
            }
        }
        controlled_by(entry, &by_id, findings);
        implied_by(entry, &by_id, findings);
        let requirement = entry.requirements().next().and_then(|id| set.catalogue.requirement(id));
        let must = requirement.is_some_and(|requirement| requirement.level == Level::Must);
        if must && is_negative(entry) && entry.controlled_by().is_none() {
            uncontrolled(entry, &controls, findings);
        }
    }
}

fn is_positive(entry: Entry<'_>) -> bool {
    match entry {
        Entry::Vector(vector) => vector.expect.iter().all(Expect::is_acceptance),
        Entry::Flow(flow) => {
            flow.steps.iter().flat_map(|step| &step.expect).all(Expect::is_acceptance)
        }
    }
}

/// Whether some judged answer has to be a refusal: then a target that refuses everything would pass.
fn is_negative(entry: Entry<'_>) -> bool {
    match entry {
        Entry::Vector(vector) => refuses(&vector.expect),
        Entry::Flow(flow) => flow.steps.iter().any(|step| !step.setup && refuses(&step.expect)),
    }
}

fn refuses(expects: &[Expect]) -> bool {
    !expects.is_empty() && !expects.iter().any(Expect::is_acceptance)
}

fn controlled_by(entry: Entry<'_>, by_id: &ById<'_>, findings: &mut Findings) {
    let Some(id) = entry.controlled_by() else { return };
    let mut fault = |message: String| findings.add("controlled-by", entry.id(), message);
    match by_id.get(id) {
        None => fault(format!("there is no `{id}`")),
        Some(control) if control.is_flow() != entry.is_flow() => {
            fault(format!("`{id}` is of the other kind"));
        }
        Some(control) if !control.is_control() => fault(format!("`{id}` is no control")),
        Some(control) => {
            for (role, policy) in entry.combinations() {
                if !control.runs(role, policy) {
                    let policy = policy.as_str();
                    fault(format!("`{id}` does not run for {role} under {policy}"));
                }
            }
        }
    }
}

fn implied_by(entry: Entry<'_>, by_id: &ById<'_>, findings: &mut Findings) {
    let mut causes = Vec::new();
    for id in entry.implied_by() {
        match by_id.get(id.as_str()) {
            Some(cause) if cause.is_flow() == entry.is_flow() => causes.push(*cause),
            _ => findings.add("implied-by", entry.id(), format!("there is no `{id}` of its kind")),
        }
    }
    let all_run = |(role, policy): &(RoleName, PolicyName)| {
        causes.iter().all(|cause| cause.runs(*role, *policy))
    };
    if !entry.implied_by().is_empty() && !entry.combinations().iter().any(all_run) {
        let message = "its causes never run together in a role and policy of its own";
        findings.add("implied-by", entry.id(), message);
    }
    if reaches_itself(entry, by_id) {
        findings.add("implied-by", entry.id(), "it implies itself");
    }
}

fn reaches_itself(entry: Entry<'_>, by_id: &ById<'_>) -> bool {
    let mut seen = BTreeSet::new();
    let mut waiting: Vec<&str> = entry.implied_by().iter().map(String::as_str).collect();
    while let Some(id) = waiting.pop() {
        if id == entry.id() {
            return true;
        }
        if seen.insert(id)
            && let Some(cause) = by_id.get(id)
        {
            waiting.extend(cause.implied_by().iter().map(String::as_str));
        }
    }
    false
}

fn uncontrolled(entry: Entry<'_>, controls: &[Entry<'_>], findings: &mut Findings) {
    for (role, policy) in entry.combinations() {
        let covers = |control: &&Entry<'_>| match (entry, **control) {
            (Entry::Vector(vector), Entry::Vector(control)) => same_call(vector, control),
            (Entry::Flow(flow), Entry::Flow(positive)) => {
                same_shape(flow, positive) && control.runs(role, policy)
            }
            _ => false,
        };
        if !controls.iter().any(|control| covers(&control)) {
            let message = match entry {
                Entry::Vector(vector) => format!("no control calls {} so", vector.op.as_str()),
                Entry::Flow(_) => {
                    let policy = policy.as_str();
                    format!("no control sends such requests for {role} under {policy}")
                }
            };
            findings.add("no-control", entry.id(), message);
        }
    }
}

/// Of one operation, and where the method is one of the two, with the same.
fn same_call(vector: &Vector, control: &Vector) -> bool {
    let method = |vector: &Vector| vector.input.method.as_ref().map(crate::Datum::to_bytes);
    let wanted = method(vector);
    let registered = wanted.as_deref().is_some_and(|name| name == b"S256" || name == b"plain");
    vector.op == control.op && (!registered || wanted == method(control))
}

/// Both push their requests, or neither does.
fn same_shape(flow: &Flow, control: &Flow) -> bool {
    let pushes = |flow: &Flow| flow.steps.iter().any(|step| matches!(step.action, Action::Par(_)));
    pushes(flow) == pushes(control)
}
