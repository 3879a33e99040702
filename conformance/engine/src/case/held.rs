//! What is held against a target.

use pkce_vectors::{Flow, Level, Vector};

use super::{
    flow_script::{Draws, FlowScript},
    library_script::LibraryScript,
    script::Script,
    setting::{Setting, flow_case_id},
};

/// What is held against a target, for one role and policy.
#[derive(Debug, Clone, Copy)]
pub struct Case<'a> {
    /// What it is.
    pub kind: CaseKind<'a>,
    /// The requirement's level in the profile.
    pub level: Level,
}

/// A vector, or a flow with its surroundings.
#[derive(Debug, Clone, Copy)]
pub enum CaseKind<'a> {
    /// A library vector.
    Library(&'a Vector),
    /// A flow under one role and policy.
    Flow(&'a Flow, Setting),
}

impl<'a> Case<'a> {
    /// The id of the result row.
    #[must_use]
    pub fn id(&self) -> String {
        match self.kind {
            CaseKind::Library(vector) => vector.id.clone(),
            CaseKind::Flow(flow, setting) => flow_case_id(flow, setting),
        }
    }

    /// The vector's or flow's id.
    #[must_use]
    pub fn vector_id(&self) -> &'a str {
        match self.kind {
            CaseKind::Library(vector) => &vector.id,
            CaseKind::Flow(flow, _) => &flow.id,
        }
    }

    /// The kinds of bug that it asks for.
    #[must_use]
    pub fn flags(&self) -> &'a [String] {
        match self.kind {
            CaseKind::Library(vector) => &vector.flags,
            CaseKind::Flow(flow, _) => &flow.flags,
        }
    }

    /// The requirement's id.
    #[must_use]
    pub fn requirement(&self) -> &'a str {
        match self.kind {
            CaseKind::Library(vector) => &vector.requirement,
            CaseKind::Flow(flow, _) => &flow.requirement,
        }
    }

    /// The operation's name, or `flow`.
    #[must_use]
    pub fn op(&self) -> &'static str {
        match self.kind {
            CaseKind::Library(vector) => vector.op.as_str(),
            CaseKind::Flow(..) => "flow",
        }
    }

    /// The script that puts it to a target, with the values of `draws`. `session` is another number for each script of a run:
    /// it names a flow's session.
    #[must_use]
    pub fn script(&self, draws: &Draws<'_>, session: u64) -> Script<'a> {
        match self.kind {
            CaseKind::Library(vector) => Script::Library(LibraryScript::new(vector)),
            CaseKind::Flow(flow, setting) => {
                Script::Flow(Box::new(FlowScript::new(flow, setting, draws, session)))
            }
        }
    }
}
