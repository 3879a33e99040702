//! The surroundings of a flow.

use pkce_vectors::{Flow, PolicyName, RoleName};

/// The role, the policy and the methods under which a flow runs, and the way that its requests go.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Setting {
    /// The kind of client.
    pub role: RoleName,
    /// For whom PKCE is required.
    pub policy: PolicyName,
    /// Whether `plain` is offered.
    pub plain: bool,
    /// Whether every authorization request is pushed first, since the subject takes no other.
    pub pushed: bool,
}

impl Setting {
    /// A setting in which authorization requests go by query.
    #[must_use]
    pub const fn new(role: RoleName, policy: PolicyName, plain: bool) -> Self {
        Self { role, policy, plain, pushed: false }
    }
}

/// The id of a flow's case.
pub(super) fn flow_case_id(flow: &Flow, setting: Setting) -> String {
    format!("{}/{}/{}", flow.id, setting.role, setting.policy.as_str())
}
