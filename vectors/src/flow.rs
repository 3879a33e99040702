//! Flows: a sequence of requests to an authorization server, with symbolic values.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::{
    check::Check,
    level::Effect,
    policy::{Needs, PolicyName},
    request::{Authentication, Request},
    role::RoleName,
    step::Step,
    value::Value,
};

/// One flow. It runs for each of its roles, and for each of its policies under every setting of the target that is
/// equivalent for the clients that it names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Flow {
    /// `flow/topic/fault`, stable for ever.
    pub id: String,
    /// The id of the requirement behind it.
    pub requirement: String,
    /// What is special about the requests.
    pub comment: String,
    /// Names from `flags.json`.
    pub flags: Vec<String>,
    /// The kinds of client for which it runs.
    #[serde(default = "both_roles")]
    pub roles: Vec<RoleName>,
    /// What binds the clients that it names: `required` and `optional` speak of them alone. The others name a policy of
    /// the whole target.
    #[serde(default = "both_policies")]
    pub policies: Vec<PolicyName>,
    /// It runs once: for the first of its roles that is served, under the first setting that stands. Its value matters,
    /// not its client.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub once: bool,
    /// What the target must offer for the flow to apply.
    #[serde(default, skip_serializing_if = "Needs::is_empty")]
    pub needs: Needs,
    /// The requests, in order.
    pub steps: Vec<Step>,
    /// What is asked of an answer beyond its outcome.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub checks: Vec<Check>,
    /// The effect of a failure, where the outcome alone does not tell.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub effect: Option<Effect>,
    /// Flows whose failure, all together, in the same role and policy, makes this one uninformative.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub implied_by: Vec<String>,
    /// A positive control: it must pass before negatives mean anything.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub control: bool,
    /// The control of this flow, where it is not the one of its request shape.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub controlled_by: Option<String>,
    /// Why the flow was withdrawn. Its id stays taken.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub withdrawn: Option<String>,
}

impl Flow {
    /// Every client that the flow names where its own is the one of `role`: whose requests it sends, and whose id, redirect
    /// URI or secret stands in one.
    #[must_use]
    pub fn clients(&self, role: RoleName) -> BTreeSet<RoleName> {
        let mut named = BTreeSet::from([role]);
        for step in &self.steps {
            for request in step.action.requests() {
                in_request(request, role, &mut named);
            }
        }
        named
    }
}

fn in_request(request: &Request, role: RoleName, named: &mut BTreeSet<RoleName>) {
    named.insert(request.client.resolve(role));
    if let Authentication::Of(other) = request.auth {
        named.insert(other);
    }
    for value in request.values() {
        in_value(value, named);
    }
}

fn in_value(value: &Value, named: &mut BTreeSet<RoleName>) {
    match value {
        Value::RedirectUri(role) | Value::ClientId(role) | Value::Secret(role) => {
            named.insert(*role);
        }
        Value::S256(inner) => in_value(inner, named),
        Value::Alter(alteration) => {
            in_value(&alteration.alter, named);
            if let Some(with) = &alteration.with {
                in_value(with, named);
            }
        }
        Value::Concat(values) => values.iter().for_each(|value| in_value(value, named)),
        Value::Text(_)
        | Value::Hex(_)
        | Value::Repeat(..)
        | Value::Verifier(_)
        | Value::Code(_) => {}
    }
}

fn both_roles() -> Vec<RoleName> {
    vec![RoleName::Public, RoleName::Confidential]
}

fn both_policies() -> Vec<PolicyName> {
    vec![PolicyName::Optional, PolicyName::Required]
}
