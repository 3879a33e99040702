//! Controls and causes: what must have passed, or failed, before a case says anything.

use std::collections::{BTreeMap, BTreeSet};

use super::{entry::Entry, findings::Findings};
use crate::{
    expect::Expect, level::Level, load::VectorSet, policy::PolicyName, role::RoleName,
    vector::Vector,
};

type ById<'a> = BTreeMap<&'a str, Entry<'a>>;

pub(super) fn lint(set: &VectorSet, findings: &mut Findings) {
    let by_id: ById<'_> = Entry::live_cases(set).map(|entry| (entry.id(), entry)).collect();
    let controls: Vec<Entry<'_>> =
        Entry::live_cases(set).filter(|entry| entry.is_control()).collect();
    for entry in Entry::live_cases(set) {
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
        Entry::Scenario(scenario) => scenario.control,
    }
}

/// Whether some judged answer has to be a refusal: then a target that refuses everything would pass.
fn is_negative(entry: Entry<'_>) -> bool {
    match entry {
        Entry::Vector(vector) => refuses(&vector.expect),
        Entry::Flow(flow) => flow.steps.iter().any(|step| !step.setup && refuses(&step.expect)),
        Entry::Scenario(_) => false,
    }
}

fn refuses(expects: &[Expect]) -> bool {
    !expects.is_empty() && !expects.iter().any(Expect::is_acceptance)
}

fn controlled_by(entry: Entry<'_>, by_id: &ById<'_>, findings: &mut Findings) {
    let Some(id) = entry.controlled_by() else { return };
    let fault = match by_id.get(id) {
        None => format!("there is no `{id}`"),
        Some(control) if control.is_flow() != entry.is_flow() => {
            format!("`{id}` is of the other kind")
        }
        Some(control) if !control.is_control() => format!("`{id}` is no control"),
        Some(control) => return not_covered(entry, *control, "controlled-by", findings),
    };
    findings.add("controlled-by", entry.id(), fault);
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

/// The control that is not named but follows from the case: of a vector, the first of its operation that needs
/// `plain` as it does; of a flow, the one of its request shape.
fn derived_control<'a>(entry: Entry<'_>, controls: &[Entry<'a>]) -> Option<Entry<'a>> {
    controls.iter().copied().find(|control| match (entry, *control) {
        (Entry::Vector(vector), Entry::Vector(control)) => {
            let is_plain = |vector: &Vector| vector.needs.plain == Some(true);
            vector.op == control.op && is_plain(vector) == is_plain(control)
        }
        (Entry::Flow(flow), Entry::Flow(control)) => {
            let pushed = flow.needs.par == Some(true);
            control.id == if pushed { "flow/control/par" } else { "flow/control/s256" }
        }
        _ => false,
    })
}

fn uncontrolled(entry: Entry<'_>, controls: &[Entry<'_>], findings: &mut Findings) {
    match derived_control(entry, controls) {
        None => findings.add("no-control", entry.id(), "there is no control of its kind"),
        Some(control) => not_covered(entry, control, "no-control", findings),
    }
}

/// The control has to run wherever the case does.
fn not_covered(entry: Entry<'_>, control: Entry<'_>, rule: &'static str, findings: &mut Findings) {
    for (role, policy) in entry.combinations() {
        if !control.runs(role, policy) {
            let (id, policy) = (control.id(), policy.as_str());
            let message = format!("its control `{id}` does not run for {role} under {policy}");
            findings.add(rule, entry.id(), message);
        }
    }
}
