//! What a case sends beyond plain strings, held against what its subject accepts.

use std::{collections::BTreeSet, str};

use pkce_vectors::{Action, Datum, Expect, Flow, Input, Request, Value};

use crate::{
    case::{Case, CaseKind, Draws, Setting},
    wire::{Accept, Offers},
};

/// Why a case is not asked: it sends what the subject does not accept.
#[must_use]
pub fn not_accepted(accepts: &[Accept], case: &Case<'_>) -> Option<String> {
    let lacks = |wanted: &Accept| !accepts.contains(wanted);
    let lacked = Accept::ALL.into_iter().filter(lacks).find(|wanted| match case.kind {
        CaseKind::Library(vector) => *wanted == Accept::Hex && has_octets(&vector.input),
        CaseKind::Flow(flow, setting) => flow_sends(flow, setting, wanted),
    })?;
    Some(format!("it does not accept `{}`: not asked", lacked.as_str()))
}

fn has_octets(input: &Input) -> bool {
    let values = [&input.method, &input.challenge, &input.verifier];
    let is_text = |datum: &Datum| str::from_utf8(datum.pattern().0).is_ok();
    values.into_iter().flatten().any(|datum| !is_text(datum))
}

fn flow_sends(flow: &Flow, setting: Setting, what: &Accept) -> bool {
    let actions = || flow.steps.iter().map(|step| &step.action);
    let mut requests = actions().flat_map(Action::requests);
    match what {
        Accept::Hex => sends_octets(flow, setting),
        Accept::Raw => requests.any(|request| request.raw.is_some()),
        Accept::Query => requests.any(|request| !request.query.is_empty()),
        Accept::UserAgent => requests.any(|request| request.user_agent.is_some()),
        Accept::Race => actions().any(|action| matches!(action, Action::Race { .. })),
        Accept::Duplicates => {
            requests.any(|request| repeats(&request.params) || repeats(&request.query))
        }
        Accept::Post => requests.any(|request| request.post),
        Accept::RequestObject => requests.any(|request| request.request_object.is_some()),
        Accept::MetadataOf => {
            actions().any(|action| matches!(action, Action::Metadata { of } if !of.is_usual()))
        }
        Accept::Unknown(_) => false,
    }
}

fn repeats(pairs: &[(String, Value)]) -> bool {
    let mut seen = BTreeSet::new();
    pairs.iter().any(|(name, _)| !seen.insert(name))
}

/// Whether a value comes to octets that are not UTF-8. That lies in how it is written, not in what is drawn, so any
/// seed shows it; and a client that a target lacks is text.
fn sends_octets(flow: &Flow, setting: Setting) -> bool {
    let offers = Offers::default();
    let mut bound = Draws::first(0, &offers).bindings(flow, setting);
    for name in flow.steps.iter().flat_map(|step| &step.expect).filter_map(Expect::code) {
        bound.set_code(name, "a-code-is-text");
    }
    let requests = flow.steps.iter().flat_map(|step| step.action.requests());
    requests
        .flat_map(Request::values)
        .any(|value| bound.evaluate(value).is_ok_and(|octets| str::from_utf8(&octets).is_err()))
}

#[cfg(test)]
mod tests {
    use pkce_vectors::{Level, VectorSet};

    use super::*;
    use crate::{
        case::Script,
        implementation::{Implementation, answer},
        plan::{Filter, Plan},
        reference::Reference,
        wire::{Call, SentRequest, StepCall},
    };

    /// What a call is sent with, read off the call itself.
    fn sent(call: &Call) -> BTreeSet<&'static str> {
        let line = crate::wire::encode_request(1, call);
        let mut beyond = BTreeSet::new();
        if line.contains("_hex\":") || line.contains("{\"hex\":") {
            beyond.insert("hex");
        }
        let steps: &[StepCall] = match call {
            Call::Step { step, .. } => std::slice::from_ref(step),
            Call::Race { steps, .. } => {
                beyond.insert("race");
                steps
            }
            _ => &[],
        };
        for step in steps {
            if let StepCall::Metadata { of } = step
                && !of.is_usual()
            {
                beyond.insert("metadata_of");
            }
            let (StepCall::Authorize(sent) | StepCall::Par(sent) | StepCall::Token(sent)) = step
            else {
                continue;
            };
            let SentRequest { user_agent, params, query, raw, post, request_object, .. } = sent;
            let twice = |pairs: &[(String, _)]| {
                pairs.iter().map(|(name, _)| name).collect::<BTreeSet<_>>().len() < pairs.len()
            };
            let found = [
                ("user_agent", !user_agent.is_empty()),
                ("query", !query.is_empty()),
                ("raw", raw.is_some()),
                ("duplicates", twice(params) || twice(query)),
                ("post", *post),
                ("request_object", request_object.is_some()),
            ];
            beyond.extend(found.into_iter().filter(|(_, is)| *is).map(|(name, _)| name));
        }
        beyond
    }

    /// Every case is played to its end, and what was sent is what had to be accepted: no less and no more.
    #[test]
    fn what_a_case_sends_is_what_it_needs_accepted() {
        let set = VectorSet::bundled().unwrap();
        let mut seen = BTreeSet::new();
        for profile in ["rfc9700", "oauth-2.1", "fapi-2.0"] {
            let plan = Plan::new(&set, Some(profile), &Filter::default()).unwrap();
            for case in &plan.cases {
                let mut reference = Reference::new(0);
                let offers = reference.about().offers;
                let mut script: Script<'_> = case.script(&Draws::first(7, &offers), 0);
                let mut beyond = BTreeSet::new();
                let mut reply = None;
                while let Some(call) = script.next(reply.take()) {
                    beyond.extend(sent(&call));
                    reply = Some(answer(&mut reference, &call));
                }
                let needed: BTreeSet<&str> = Accept::ALL
                    .into_iter()
                    .filter(|one| {
                        let others: Vec<_> =
                            Accept::ALL.into_iter().filter(|other| other != one).collect();
                        not_accepted(&others, case).is_some()
                    })
                    .map(|one| beyond.get(one.as_str()).copied().unwrap_or("not sent"))
                    .collect();
                assert_eq!(needed, beyond, "{}", case.id());
                seen.extend(beyond);
            }
        }
        assert_eq!(seen.len(), Accept::ALL.len(), "{seen:?}");
    }

    #[test]
    fn the_reason_names_what_is_not_accepted() {
        let set = VectorSet::bundled().unwrap();
        let flow = set.flows.iter().find(|flow| flow.id == "flow/code/race").unwrap();
        let setting = Setting::new(flow.roles[0], flow.policies[0], false);
        let case = Case { kind: CaseKind::Flow(flow, setting), level: Level::Must };
        let why = not_accepted(&[Accept::Unknown("race".to_owned())], &case);
        assert_eq!(why.as_deref(), Some("it does not accept `race`: not asked"));
        assert_eq!(not_accepted(&Reference::new(0).about().accepts, &case), None);
    }
}
