//! A case that somebody found, completed to a draft: the requirement and the outcomes that are right are the oracle's.

use std::collections::BTreeMap;

use pkce_vectors::{
    Action, Effect, Expect, Flow, Level, Needs, PolicyName, RoleName, Step, Vector, VectorSet,
    lint::lint,
};
use serde_json::{Map, Value, json};

use super::{
    oracle::{self, Rule},
    plot,
};
use pkce_conformance::{
    case::{Draws, Setting},
    result::Draft,
    wire::{Offers, Reply},
};

/// A case cannot become a draft.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CannotDraft {
    /// It is not of the vectors' form.
    #[error("the case is not in the form of a vector or a flow: {0}")]
    Form(String),
    /// Nothing says what is right.
    #[error(
        "the documents leave every outcome of this case open; name its requirement and what it expects"
    )]
    Open,
    /// The lint finds something in it: its id, or what was said of it.
    #[error("the draft does not pass the lint: {0}")]
    Lint(String),
}

/// The draft of a case that is written in the form of the vectors, with what is missing filled in.
pub fn completed(text: &str, id: Option<&str>) -> Result<Draft, CannotDraft> {
    let form = |error: serde_json::Error| CannotDraft::Form(error.to_string());
    let json: Value = serde_json::from_str(text).map_err(form)?;
    let Value::Object(mut case) = json else {
        return Err(CannotDraft::Form("an object is wanted".to_owned()));
    };
    let named = id.map(|id| json!(id));
    fill(&mut case, "flags", json!([]));
    fill(&mut case, "comment", json!("found by searching"));
    let requirement_known = case.contains_key("requirement");
    fill(&mut case, "requirement", json!(""));
    if case.contains_key("steps") {
        fill(&mut case, "id", json!("flow/found/case"));
        case.extend(named.map(|id| ("id".to_owned(), id)));
        let flow: Flow = serde_json::from_value(Value::Object(case)).map_err(form)?;
        let draft = if requirement_known { flow } else { flow_completed(flow)? };
        return linted(Draft::Flow(Box::new(draft)));
    }
    let op = case.get("op").and_then(Value::as_str).unwrap_or("vector").replace('_', "-");
    fill(&mut case, "id", json!(format!("{op}/found-case")));
    fill(&mut case, "expect", json!([]));
    case.extend(named.map(|id| ("id".to_owned(), id)));
    let vector: Vector = serde_json::from_value(Value::Object(case)).map_err(form)?;
    let draft = if requirement_known { vector } else { vector_completed(vector)? };
    linted(Draft::Vector(Box::new(draft)))
}

/// The draft, if it can stand beside the vectors that there are.
fn linted(draft: Draft) -> Result<Draft, CannotDraft> {
    let Ok(mut set) = VectorSet::bundled() else { return Ok(draft) };
    match &draft {
        Draft::Vector(vector) => set.vectors.push((**vector).clone()),
        Draft::Flow(flow) => set.flows.push((**flow).clone()),
    }
    let mut findings = lint(&set, false).into_iter();
    match findings.find(|finding| finding.place == draft.id()) {
        Some(finding) => Err(CannotDraft::Lint(finding.to_string())),
        None => Ok(draft),
    }
}

fn fill(case: &mut Map<String, Value>, key: &str, value: Value) {
    case.entry(key).or_insert(value);
}

fn vector_completed(vector: Vector) -> Result<Vector, CannotDraft> {
    let asked = oracle::asked(vector.op, &vector.input, &Reply::Nothing);
    let oracle::Asked { rule, needs } = asked.into_iter().next().ok_or(CannotDraft::Open)?;
    Ok(Vector {
        requirement: rule.requirement.to_owned(),
        expect: rule.expect,
        effect: rule.effect,
        needs,
        ..vector
    })
}

/// What the documents say of a flow under one setting.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Reading {
    /// The last step that a requirement is about: the one that is judged.
    judged: usize,
    requirement: &'static str,
    effect: Option<Effect>,
    needs: Needs,
    steps: Vec<Step>,
}

/// Every step stays. Of the settings those stay in which the same is right, with the one in which the latest step is judged.
fn flow_completed(mut flow: Flow) -> Result<Flow, CannotDraft> {
    if flow.roles.is_empty() || flow.policies.is_empty() {
        return Err(CannotDraft::Form("a flow has a role and a policy".to_owned()));
    }
    let levels = levels();
    link_codes(&mut flow.steps);
    name_steps(&mut flow.steps);
    let of = |role, policy| Some(((role, policy), read(&flow, role, policy, &levels)?));
    let settings =
        flow.roles.iter().flat_map(|role| flow.policies.iter().map(move |policy| (*role, *policy)));
    let all: Vec<((RoleName, PolicyName), Reading)> =
        settings.filter_map(|(role, policy)| of(role, policy)).collect();
    // Of equals the first.
    let best =
        all.iter().rev().max_by_key(|(_, reading)| reading.judged).ok_or(CannotDraft::Open)?;
    let ((_, policy), best) = best.clone();
    let is_like =
        |role, policy| all.iter().any(|(at, reading)| *at == (role, policy) && *reading == best);
    let kept = |role: &RoleName| is_like(*role, policy);
    let roles: Vec<RoleName> = flow.roles.iter().copied().filter(kept).collect();
    let kept = |policy: &PolicyName| roles.iter().all(|role| is_like(*role, *policy));
    let policies = flow.policies.iter().copied().filter(kept).collect();
    let Reading { requirement, effect, needs, steps, .. } = best;
    Ok(Flow { requirement: requirement.to_owned(), effect, needs, steps, roles, policies, ..flow })
}

fn read(
    flow: &Flow,
    role: RoleName,
    policy: PolicyName,
    levels: &BTreeMap<String, Level>,
) -> Option<Reading> {
    let with = |plain| {
        let setting = Setting::new(role, policy, plain);
        let offers = Offers::default();
        let mut bindings = Draws::first(0, &offers).bindings(flow, setting);
        let stages = oracle::stages(flow, setting, &mut bindings);
        let (judged, broken) = stages.iter().enumerate().rev().find_map(|(at, stage)| {
            let level = |broken: &&Rule| levels.get(broken.requirement).copied();
            // Of equals the first is the one that is meant.
            Some((at, stage.rules.iter().rev().max_by_key(level).cloned()?))
        })?;
        let expects = stages.into_iter().enumerate().map(|(at, stage)| {
            if at == judged && !broken.expect.is_empty() {
                broken.expect.clone()
            } else {
                stage.right
            }
        });
        Some((judged, broken.requirement, broken.effect, expects.collect::<Vec<_>>()))
    };
    let plain = flow.needs.plain.unwrap_or(false);
    let reading = with(plain)?;
    let mut needs = plot::needs(Setting::new(role, policy, plain), &flow.steps);
    // Where the same is right whether plain is offered or not, nothing is needed of it.
    if flow.needs.plain.is_none() && with(true).as_ref() == Some(&reading) {
        needs.plain = None;
    }
    let (judged, requirement, effect, expects) = reading;
    let steps = flow.steps.iter().cloned().zip(expects).enumerate().map(|(at, (step, expect))| {
        let prepares = matches!(
            expect.as_slice(),
            [Expect::Code(_) | Expect::Token(_) | Expect::RequestUri(_)]
        );
        Step { setup: at < judged && prepares, expect, ..step }
    });
    Some(Reading { judged, requirement, effect, needs, steps: steps.collect() })
}

/// A token request without a code means the last one that came.
fn link_codes(steps: &mut [Step]) {
    let mut last = None;
    let mut codes = 0;
    for step in steps {
        match step.action {
            Action::Authorize(_) => {
                codes += 1;
                let named = step.expect.iter().find_map(Expect::code).map(str::to_owned);
                last = Some(named.unwrap_or_else(|| format!("c{codes}")));
            }
            Action::Token(_) | Action::Race { .. } => {
                for request in step.action.requests_mut() {
                    let says = request.params.iter().any(|(name, _)| name == "code");
                    if request.code.is_none() && !says {
                        request.code.clone_from(&last);
                    }
                }
            }
            _ => {}
        }
    }
}

fn levels() -> BTreeMap<String, Level> {
    let Ok(set) = VectorSet::bundled() else { return BTreeMap::new() };
    let Ok(profile) = set.catalogue.profile(None) else { return BTreeMap::new() };
    let binding = set.catalogue.binding(profile);
    binding.into_iter().map(|(id, level)| (id.to_owned(), level)).collect()
}

/// Names what each step may give, where nobody did: `c1` the first code, `r1` the first request URI.
fn name_steps(steps: &mut [Step]) {
    let (mut codes, mut uris) = (0, 0);
    for (index, step) in steps.iter_mut().enumerate() {
        match step.action {
            Action::Authorize(_) => codes += 1,
            Action::Par(_) => uris += 1,
            _ => {}
        }
        if !step.expect.is_empty() {
            continue;
        }
        step.expect = match step.action {
            Action::Authorize(_) => vec![Expect::Refused, Expect::Code(Some(format!("c{codes}")))],
            Action::Par(_) => vec![Expect::Refused, Expect::RequestUri(Some(format!("r{uris}")))],
            Action::Token(_) => vec![Expect::Refused, Expect::Token(Some(format!("t{index}")))],
            Action::Race { .. } => vec![Expect::AtMostTokens(1)],
            Action::Use { .. } => vec![Expect::Active, Expect::Inactive],
            Action::Metadata { .. } => vec![Expect::Metadata],
            Action::Wait(_) => Vec::new(),
        };
    }
}
