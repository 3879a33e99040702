//! Steps: each request has the fields of its endpoint, and names only what an earlier step gave.

use std::collections::BTreeSet;

use super::findings::Findings;
use crate::{
    expect::Expect,
    flow::Flow,
    request::{Authentication, Request},
    step::{Action, Step},
    value::Value,
};

/// What a name stands for: each kind has names of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Code,
    Token,
    RequestUri,
}

pub(super) fn lint(flow: &Flow, findings: &mut Findings) {
    let mut bound = BTreeSet::new();
    for (index, step) in flow.steps.iter().enumerate() {
        for (kind, name) in named(&step.action) {
            if !bound.contains(&(kind, name)) {
                let message = format!("step {index}: no earlier step gives the {kind:?} `{name}`");
                findings.add("binding", &flow.id, message);
            }
        }
        for binding in bindings(step) {
            if !bound.insert(binding) {
                let message = format!("step {index}: `{}` is bound already", binding.1);
                findings.add("binding", &flow.id, message);
            }
        }
        let Some(endpoint) = endpoint(&step.action) else { continue };
        for request in step.action.requests() {
            for field in misplaced(request, endpoint) {
                let message = format!("step {index}: `{field}` has no place in this request");
                findings.add("request-fields", &flow.id, message);
            }
            authentication(flow, index, request, findings);
        }
    }
}

/// What a step names.
fn named(action: &Action) -> Vec<(Kind, &str)> {
    if let Action::Use { token } = action {
        return vec![(Kind::Token, token.as_str())];
    }
    let mut named = Vec::new();
    for request in action.requests() {
        match action {
            Action::Authorize(_) => named
                .extend(request.request_uri.iter().map(|name| (Kind::RequestUri, name.as_str()))),
            Action::Token(_) | Action::Race { .. } => {
                named.extend(request.code.iter().map(|name| (Kind::Code, name.as_str())));
            }
            _ => {}
        }
        for value in request.values() {
            codes_in(value, &mut named);
        }
    }
    named
}

fn codes_in<'v>(value: &'v Value, named: &mut Vec<(Kind, &'v str)>) {
    match value {
        Value::Code(name) => named.push((Kind::Code, name)),
        Value::S256(inner) => codes_in(inner, named),
        Value::Alter(alteration) => {
            codes_in(&alteration.alter, named);
            alteration.with.iter().for_each(|with| codes_in(with, named));
        }
        Value::Concat(values) => values.iter().for_each(|value| codes_in(value, named)),
        _ => {}
    }
}

/// What a step gives a name.
fn bindings(step: &Step) -> impl Iterator<Item = (Kind, &str)> {
    step.expect.iter().filter_map(|expect| match expect {
        Expect::Code(Some(name)) => Some((Kind::Code, name.as_str())),
        Expect::Token(Some(name)) => Some((Kind::Token, name.as_str())),
        Expect::RequestUri(Some(name)) => Some((Kind::RequestUri, name.as_str())),
        _ => None,
    })
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Endpoint {
    Authorize,
    Par,
    Token,
}

const fn endpoint(action: &Action) -> Option<Endpoint> {
    match action {
        Action::Authorize(_) => Some(Endpoint::Authorize),
        Action::Par(_) => Some(Endpoint::Par),
        Action::Token(_) | Action::Race { .. } => Some(Endpoint::Token),
        Action::Use { .. } | Action::Metadata { .. } | Action::Wait(_) => None,
    }
}

/// Fields that this endpoint's requests do not have.
fn misplaced(request: &Request, endpoint: Endpoint) -> impl Iterator<Item = &'static str> {
    let (authorize, par) = (endpoint == Endpoint::Authorize, endpoint == Endpoint::Par);
    let (front, token) = (authorize || par, endpoint == Endpoint::Token);
    [
        ("user_agent", !authorize && request.user_agent.is_some()),
        ("auth", authorize && request.auth != Authentication::Own),
        ("code", front && request.code.is_some()),
        ("request_uri", !authorize && request.request_uri.is_some()),
        ("query", !token && !request.query.is_empty()),
        ("post", !authorize && request.post),
        ("request_object", !authorize && request.request_object.is_some()),
        // A request URI stands for all that was pushed.
        ("request_object", request.request_uri.is_some() && request.request_object.is_some()),
    ]
    .into_iter()
    .filter_map(|(field, wrong)| wrong.then_some(field))
}

/// Only a client with a secret can leave it out or choose its way; one without can give a wrong one all the same.
fn authentication(flow: &Flow, index: usize, request: &Request, findings: &mut Findings) {
    if let Authentication::Of(role) = request.auth
        && !role.is_confidential()
    {
        let message = format!("step {index}: the client {role} has no secret");
        findings.add("authentication-without-secret", &flow.id, message);
    }
    let public = flow.roles.iter().find(|role| !request.client.resolve(**role).is_confidential());
    if let Some(role) = public
        && !matches!(request.auth, Authentication::Own | Authentication::Wrong)
    {
        let message = format!("step {index}: for the role {role} there is no secret to replace");
        findings.add("authentication-without-secret", &flow.id, message);
    }
}
