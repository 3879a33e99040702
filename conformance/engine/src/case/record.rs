//! What came of putting a case to a target.

use crate::{
    fault::Fault,
    wire::{Outcome, Reply, StepAnswer, StepCall},
};

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

impl Record {
    /// Whether some step of a flow was answered by a server error.
    #[must_use]
    pub fn has_server_error(&self) -> bool {
        let error = |step: &StepRecord| match step {
            StepRecord::Answered(answer, _) => answer.outcome == Outcome::ServerError,
            _ => false,
        };
        matches!(self, Self::Flow(steps) if steps.iter().any(error))
    }
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
    /// The answer came from the pushed authorization request endpoint, where the step is an authorization request.
    pub pushed: bool,
    /// The redirect URI that is registered for the client.
    pub registered_redirect: Option<String>,
}
