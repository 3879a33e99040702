//! A case that somebody found, completed to a draft: the requirement and the outcomes that are right are the oracle's.

use std::collections::BTreeMap;

use pkce_vectors::{Action, Expect, Flow, Level, Step, Vector, VectorSet};
use serde_json::{Map, Value, json};

use super::{
    cases::cut,
    oracle::{self, Rule},
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
        return Ok(Draft::Flow(Box::new(draft)));
    }
    let op = case.get("op").and_then(Value::as_str).unwrap_or("vector").replace('_', "-");
    fill(&mut case, "id", json!(format!("{op}/found-case")));
    fill(&mut case, "expect", json!([]));
    case.extend(named.map(|id| ("id".to_owned(), id)));
    let vector: Vector = serde_json::from_value(Value::Object(case)).map_err(form)?;
    let draft = if requirement_known { vector } else { vector_completed(vector)? };
    Ok(Draft::Vector(Box::new(draft)))
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

/// The last step that a rule is about is the one that is judged.
fn flow_completed(mut flow: Flow) -> Result<Flow, CannotDraft> {
    let (Some(role), Some(policy)) = (flow.roles.first(), flow.policies.first()) else {
        return Err(CannotDraft::Form("a flow has a role and a policy".to_owned()));
    };
    let plain = flow.needs.plain.unwrap_or(false);
    let setting = Setting::new(*role, *policy, plain);
    name_steps(&mut flow.steps);
    let offers = Offers::default();
    let mut bindings = Draws::first(0, &offers).bindings(&flow, setting);
    let stages = oracle::stages(&flow, setting, &mut bindings);
    let levels = levels();
    let gravest = |rules: &[Rule]| {
        let level = |rule: &&Rule| levels.get(rule.requirement).copied();
        // Of equals the first is the one that is meant.
        rules.iter().rev().max_by_key(level).cloned()
    };
    let mut judged = stages.iter().enumerate().rev();
    let (index, broken) = judged
        .find_map(|(at, stage)| Some((at, gravest(&stage.rules)?)))
        .ok_or(CannotDraft::Open)?;
    let (roles, policies) = (flow.roles.clone(), flow.policies.clone());
    Ok(Flow { roles, policies, ..cut(&flow, setting, &stages, index, &broken) })
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
            Action::Metadata {} => vec![Expect::Metadata],
            Action::Wait { .. } => Vec::new(),
        };
    }
}
