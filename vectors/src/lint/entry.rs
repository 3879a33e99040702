//! What a library vector and a flow have in common, for the rules that hold for both.

use crate::{
    flow::Flow,
    load::VectorSet,
    policy::{Needs, PolicyName},
    role::RoleName,
    vector::Vector,
};

/// One vector or flow.
#[derive(Clone, Copy)]
pub(super) enum Entry<'a> {
    Vector(&'a Vector),
    Flow(&'a Flow),
}

/// Vectors that were not withdrawn.
pub(super) fn live_vectors(set: &VectorSet) -> impl Iterator<Item = &Vector> {
    set.vectors.iter().filter(|vector| vector.withdrawn.is_none())
}

/// Flows that were not withdrawn.
pub(super) fn live_flows(set: &VectorSet) -> impl Iterator<Item = &Flow> {
    set.flows.iter().filter(|flow| flow.withdrawn.is_none())
}

impl<'a> Entry<'a> {
    /// Everything that has an id in the vector files, withdrawn or not.
    pub(super) fn all(set: &'a VectorSet) -> impl Iterator<Item = Self> {
        set.vectors.iter().map(Self::Vector).chain(set.flows.iter().map(Self::Flow))
    }

    /// Everything that can run.
    pub(super) fn live(set: &'a VectorSet) -> impl Iterator<Item = Self> {
        live_vectors(set).map(Self::Vector).chain(live_flows(set).map(Self::Flow))
    }

    pub(super) fn id(self) -> &'a str {
        match self {
            Self::Vector(vector) => &vector.id,
            Self::Flow(flow) => &flow.id,
        }
    }

    pub(super) fn comment(self) -> &'a str {
        match self {
            Self::Vector(vector) => &vector.comment,
            Self::Flow(flow) => &flow.comment,
        }
    }

    pub(super) fn flags(self) -> &'a [String] {
        match self {
            Self::Vector(vector) => &vector.flags,
            Self::Flow(flow) => &flow.flags,
        }
    }

    /// The requirement behind it, then those behind its checks.
    pub(super) fn requirements(self) -> impl Iterator<Item = &'a str> {
        let (own, checks) = match self {
            Self::Vector(vector) => (&vector.requirement, [].as_slice()),
            Self::Flow(flow) => (&flow.requirement, flow.checks.as_slice()),
        };
        std::iter::once(own.as_str()).chain(checks.iter().map(|check| check.requirement.as_str()))
    }

    pub(super) fn needs(self) -> Needs {
        match self {
            Self::Vector(vector) => vector.needs,
            Self::Flow(flow) => flow.needs,
        }
    }

    pub(super) fn implied_by(self) -> &'a [String] {
        match self {
            Self::Vector(vector) => &vector.implied_by,
            Self::Flow(flow) => &flow.implied_by,
        }
    }

    pub(super) fn is_control(self) -> bool {
        match self {
            Self::Vector(vector) => vector.control,
            Self::Flow(flow) => flow.control,
        }
    }

    pub(super) fn controlled_by(self) -> Option<&'a str> {
        match self {
            Self::Vector(vector) => vector.controlled_by.as_deref(),
            Self::Flow(flow) => flow.controlled_by.as_deref(),
        }
    }

    pub(super) fn is_flow(self) -> bool {
        matches!(self, Self::Flow(_))
    }

    /// Whether it runs for this role under this policy. A library vector knows neither.
    pub(super) fn runs(self, role: RoleName, policy: PolicyName) -> bool {
        match self {
            Self::Vector(_) => true,
            Self::Flow(flow) => flow.roles.contains(&role) && flow.policies.contains(&policy),
        }
    }

    /// The combinations of role and policy in which it runs; for a library vector one, which stands for none.
    pub(super) fn combinations(self) -> Vec<(RoleName, PolicyName)> {
        match self {
            Self::Vector(_) => vec![(RoleName::Public, PolicyName::Optional)],
            Self::Flow(flow) => flow
                .roles
                .iter()
                .flat_map(|role| flow.policies.iter().map(move |policy| (*role, *policy)))
                .collect(),
        }
    }
}
