//! Cases: a vector, or a flow for one role and policy, and the script that puts it to a target.

mod flow_script;
mod library_script;

use pkce_vectors::{Flow, Level, PolicyName, RoleName, Vector};

use crate::{
    transport::Fault,
    wire::{Call, Reply, StepAnswer, StepCall},
};

pub use flow_script::{FlowScript, bindings};
pub use library_script::LibraryScript;

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

/// The surroundings of a flow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Setting {
    /// The kind of client.
    pub role: RoleName,
    /// For whom PKCE is required.
    pub policy: PolicyName,
    /// Whether `plain` is offered.
    pub plain: bool,
}

impl<'a> Case<'a> {
    /// The id of the result row.
    #[must_use]
    pub fn id(&self) -> String {
        match self.kind {
            CaseKind::Library(vector) => vector.id.clone(),
            CaseKind::Flow(flow, setting) => {
                format!("{}/{}/{}", flow.id, setting.role, setting.policy.as_str())
            }
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

    /// The script that puts it to a target. The seed decides every draw; `attempt` is another for each script of a
    /// run, since a case may be under way more than once, and names a flow's session.
    #[must_use]
    pub fn script(&self, seed: u64, attempt: u64) -> Script<'a> {
        match self.kind {
            CaseKind::Library(vector) => Script::Library(LibraryScript::new(vector)),
            CaseKind::Flow(flow, setting) => {
                Script::Flow(Box::new(FlowScript::new(flow, setting, seed, attempt)))
            }
        }
    }
}

/// A conversation with a target: calls, each depending on the answers before it.
#[derive(Debug)]
pub enum Script<'a> {
    /// One operation.
    Library(LibraryScript<'a>),
    /// A session.
    Flow(Box<FlowScript<'a>>),
}

impl Script<'_> {
    /// The next call, given the answer to the one before; `None` when all was said.
    pub fn next(&mut self, last: Option<Reply>) -> Option<Call> {
        match self {
            Self::Library(script) => script.next(last),
            Self::Flow(script) => script.next(last),
        }
    }

    /// What was answered.
    #[must_use]
    pub fn into_record(self) -> Record {
        match self {
            Self::Library(script) => script.into_record(),
            Self::Flow(script) => script.into_record(),
        }
    }
}

/// What a target answered in one case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Record {
    /// The answer to a library operation; verifiers of all batches together.
    Library(Reply),
    /// What each step gave.
    Flow(Vec<StepRecord>),
    /// The target could not be asked: it declares why.
    Unsupported(String),
    /// The target crashed, timed out, or answered nonsense.
    Broken(Fault),
    /// It was not asked any more, after it broke too often.
    Abandoned(String),
    /// The run ended before the case began.
    NotRun(String),
}

/// What one step of a flow came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StepRecord {
    /// It names a value that an earlier step did not give.
    Void,
    /// It was answered.
    Answered(Box<StepAnswer>, Sent),
    /// The answers of a race.
    Raced(Vec<StepAnswer>),
    /// Time passed.
    Waited,
}

/// What the harness itself sent in a step, for the checks and for a reader of a failure.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sent {
    /// The step as it was sent.
    pub step: Option<Box<StepCall>>,
    /// `state`.
    pub state: Option<String>,
    /// The last `code_challenge` of the case so far.
    pub challenge: Option<String>,
    /// `redirect_uri`.
    pub redirect_uri: Option<String>,
    /// The redirect URI that is registered for the client.
    pub registered_redirect: Option<String>,
}
