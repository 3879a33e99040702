//! What a library vector, a flow and a scenario have in common, for the rules that hold for all.

use crate::{
    flow::Flow,
    load::VectorSet,
    policy::{Needs, PolicyName},
    role::RoleName,
    scenario::Scenario,
    vector::Vector,
};

/// One vector, flow or scenario.
#[derive(Clone, Copy)]
pub(super) enum Entry<'a> {
    Vector(&'a Vector),
    Flow(&'a Flow),
    Scenario(&'a Scenario),
}

/// Vectors that were not withdrawn.
pub(super) fn live_vectors(set: &VectorSet) -> impl Iterator<Item = &Vector> {
    set.vectors.iter().filter(|vector| vector.withdrawn.is_none())
}

/// Flows that were not withdrawn.
pub(super) fn live_flows(set: &VectorSet) -> impl Iterator<Item = &Flow> {
    set.flows.iter().filter(|flow| flow.withdrawn.is_none())
}

/// Scenarios that were not withdrawn.
pub(super) fn live_scenarios(set: &VectorSet) -> impl Iterator<Item = &Scenario> {
    set.scenarios.iter().filter(|scenario| scenario.withdrawn.is_none())
}

impl<'a> Entry<'a> {
    /// Everything that has an id in the vector files, withdrawn or not.
    pub(super) fn all(set: &'a VectorSet) -> impl Iterator<Item = Self> {
        let cases = set.vectors.iter().map(Self::Vector).chain(set.flows.iter().map(Self::Flow));
        cases.chain(set.scenarios.iter().map(Self::Scenario))
    }

    /// Everything that can run.
    pub(super) fn live(set: &'a VectorSet) -> impl Iterator<Item = Self> {
        Self::live_cases(set).chain(live_scenarios(set).map(Self::Scenario))
    }

    /// Everything that can be put to a library or a server.
    pub(super) fn live_cases(set: &'a VectorSet) -> impl Iterator<Item = Self> {
        live_vectors(set).map(Self::Vector).chain(live_flows(set).map(Self::Flow))
    }

    pub(super) fn id(self) -> &'a str {
        match self {
            Self::Vector(vector) => &vector.id,
            Self::Flow(flow) => &flow.id,
            Self::Scenario(scenario) => &scenario.id,
        }
    }

    pub(super) fn comment(self) -> &'a str {
        match self {
            Self::Vector(vector) => &vector.comment,
            Self::Flow(flow) => &flow.comment,
            Self::Scenario(scenario) => &scenario.comment,
        }
    }

    pub(super) fn flags(self) -> &'a [String] {
        match self {
            Self::Vector(vector) => &vector.flags,
            Self::Flow(flow) => &flow.flags,
            Self::Scenario(scenario) => &scenario.flags,
        }
    }

    /// The requirement behind it, then those behind its checks; those behind its questions.
    pub(super) fn requirements(self) -> impl Iterator<Item = &'a str> {
        let (own, checks, questions) = match self {
            Self::Vector(vector) => (Some(&vector.requirement), [].as_slice(), [].as_slice()),
            Self::Flow(flow) => (Some(&flow.requirement), flow.checks.as_slice(), [].as_slice()),
            Self::Scenario(scenario) => (None, [].as_slice(), scenario.judged.as_slice()),
        };
        let checks = checks.iter().map(|check| check.requirement.as_str());
        let questions = questions.iter().map(|question| question.requirement.as_str());
        own.map(String::as_str).into_iter().chain(checks).chain(questions)
    }

    pub(super) fn needs(self) -> Needs {
        match self {
            Self::Vector(vector) => vector.needs,
            Self::Flow(flow) => flow.needs,
            Self::Scenario(_) => Needs::default(),
        }
    }

    pub(super) fn implied_by(self) -> &'a [String] {
        match self {
            Self::Vector(vector) => &vector.implied_by,
            Self::Flow(flow) => &flow.implied_by,
            Self::Scenario(_) => &[],
        }
    }

    pub(super) fn is_control(self) -> bool {
        match self {
            Self::Vector(vector) => vector.control,
            Self::Flow(flow) => flow.control,
            Self::Scenario(scenario) => scenario.control,
        }
    }

    pub(super) fn controlled_by(self) -> Option<&'a str> {
        match self {
            Self::Vector(vector) => vector.controlled_by.as_deref(),
            Self::Flow(flow) => flow.controlled_by.as_deref(),
            Self::Scenario(_) => None,
        }
    }

    pub(super) fn is_flow(self) -> bool {
        matches!(self, Self::Flow(_))
    }

    /// Whether it runs for this role under this policy. A library vector knows neither, and neither does a scenario.
    pub(super) fn runs(self, role: RoleName, policy: PolicyName) -> bool {
        match self {
            Self::Vector(_) | Self::Scenario(_) => true,
            Self::Flow(flow) => flow.roles.contains(&role) && flow.policies.contains(&policy),
        }
    }

    /// The combinations of role and policy in which it runs; for what knows neither one, which stands for none.
    pub(super) fn combinations(self) -> Vec<(RoleName, PolicyName)> {
        match self {
            Self::Vector(_) | Self::Scenario(_) => vec![(RoleName::Public, PolicyName::Optional)],
            Self::Flow(flow) => flow
                .roles
                .iter()
                .flat_map(|role| flow.policies.iter().map(move |policy| (*role, *policy)))
                .collect(),
        }
    }
}
