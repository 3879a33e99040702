//! Flows: a sequence of requests to an authorization server, with symbolic values.

use serde::{Deserialize, Serialize};

use crate::{
    check::Check,
    level::Effect,
    policy::{Needs, PolicyName},
    role::RoleName,
    step::Step,
};

/// One flow. It runs once for each of its roles and policies.
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
    /// The policies under which it runs.
    #[serde(default = "both_policies")]
    pub policies: Vec<PolicyName>,
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

fn both_roles() -> Vec<RoleName> {
    vec![RoleName::Public, RoleName::Confidential]
}

fn both_policies() -> Vec<PolicyName> {
    vec![PolicyName::Optional, PolicyName::Required]
}
