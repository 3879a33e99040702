//! A difference: what a target gave where the requirements allow something else, as a draft of a vector.

use pkce_vectors::{Action, Effect, Flow, Level, Request, Vector};

use super::settle::settle;
use crate::{draft, judge::Judgement, result::Verdict};

/// One difference, shrunk, and how often its like was seen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// The operation, or `flow`.
    pub op: &'static str,
    /// The requirement that is broken.
    pub requirement: String,
    /// Its level in the profile.
    pub level: Level,
    /// Fail, or broken.
    pub verdict: Verdict,
    /// Who gains.
    pub effect: Option<Effect>,
    /// The step of a flow at which it shows.
    pub step: Option<usize>,
    /// What would have been right.
    pub expected: String,
    /// What came: hostile text.
    pub observed: String,
    /// The case.
    pub draft: Draft,
    /// How many drawn cases showed it.
    pub seen: usize,
    /// The draft, put to the target again as a run would, fails again.
    pub confirmed: bool,
}

/// A case, ready to become a vector.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Draft {
    /// Of a library.
    Vector(Box<Vector>),
    /// Of a server.
    Flow(Box<Flow>),
}

impl Draft {
    /// As it would stand in a file of `vectors/v1/`.
    #[must_use]
    pub fn text(&self) -> String {
        match self {
            Self::Vector(vector) => draft::vector(vector),
            Self::Flow(flow) => draft::flow(flow),
        }
    }

    /// Its id.
    #[must_use]
    pub fn id(&self) -> &str {
        match self {
            Self::Vector(vector) => &vector.id,
            Self::Flow(flow) => &flow.id,
        }
    }
}

impl Difference {
    pub(super) fn of(op: &'static str, level: Level, judgement: Judgement, draft: Draft) -> Self {
        let requirement = match &draft {
            Draft::Vector(vector) => vector.requirement.clone(),
            Draft::Flow(flow) => flow.requirement.clone(),
        };
        let told = judgement.told.map(|told| *told).unwrap_or_default();
        let broken = told.reason.map(|reason| format!("broke: {reason}"));
        Self {
            op,
            requirement,
            level,
            verdict: judgement.verdict,
            effect: judgement.effect,
            step: told.step,
            expected: told.expected.unwrap_or_else(|| "an answer".to_owned()),
            observed: told.observed.or(broken).unwrap_or_default(),
            draft,
            seen: 1,
            confirmed: false,
        }
    }

    /// What would have been right and what came, each with its step where there is one.
    #[must_use]
    pub fn sides(&self) -> (String, String) {
        let at = |text: &str| match self.step {
            Some(index) => format!("step {index}: {text}"),
            None => text.to_owned(),
        };
        (at(&self.expected), at(&self.observed))
    }

    /// What differences of one kind share before they are shrunk.
    pub(super) fn kind(&self) -> (String, &'static str, String) {
        let what = match &self.draft {
            // A challenge, a method or a verifier is told in full: its kind is its first word.
            Draft::Vector(_) => self.observed.split([' ', ':']).next().unwrap_or_default(),
            Draft::Flow(_) => self.observed.split(" (").next().unwrap_or_default(),
        };
        (self.requirement.clone(), self.op, what.to_owned())
    }

    /// What differences of one root cause share after they are shrunk.
    pub(super) fn cause(&self) -> (String, &'static str, String, String) {
        let (requirement, op, what) = self.kind();
        let shape = match &self.draft {
            Draft::Vector(_) => String::new(),
            // Where an answer's form is wrong, it hardly matters how the request came about.
            Draft::Flow(flow) if !flow.checks.is_empty() => {
                flow.steps.last().map(|step| shape(&step.action)).unwrap_or_default()
            }
            Draft::Flow(flow) => {
                flow.steps.iter().map(|step| shape(&step.action)).collect::<Vec<_>>().join(", ")
            }
        };
        (requirement, op, what, shape)
    }

    /// Gravest first.
    pub(super) fn rank(&self) -> (std::cmp::Reverse<Level>, Option<Effect>, String, &'static str) {
        (std::cmp::Reverse(self.level), self.effect, self.requirement.clone(), self.op)
    }

    /// Gives the draft the id and the comment with which it can be put into a file.
    pub(super) fn name(&mut self, number: usize) {
        let topic = topic(&self.requirement);
        let comment = format!(
            "found by exploring: {} where {} is right",
            told(&self.observed),
            self.expected
        );
        match &mut self.draft {
            Draft::Vector(vector) => {
                let op = self.op.replace('_', "-");
                vector.id = format!("{op}/explored-{topic}-{number}");
                vector.comment = comment;
            }
            Draft::Flow(flow) => {
                flow.id = format!("flow/explored/{topic}-{number}");
                flow.comment = comment;
                settle(flow);
            }
        }
    }
}

/// The words of a requirement's id behind its document and section.
fn topic(requirement: &str) -> String {
    let words = requirement.split('-').skip(1);
    let words: Vec<&str> =
        words.filter(|word| !word.starts_with(|c: char| c.is_ascii_digit())).collect();
    words.join("-")
}

/// What came, without what a target wrote itself.
fn told(observed: &str) -> &str {
    observed.split([':', '(', '"']).next().unwrap_or_default().trim_end()
}

fn shape(action: &Action) -> String {
    let of = |name: &str, request: &Request| {
        let params: Vec<&str> = request.params.iter().map(|(name, _)| name.as_str()).collect();
        format!("{name}({})", params.join(" "))
    };
    match action {
        Action::Authorize(request) => of("authorize", request),
        Action::Par(request) => of("par", request),
        Action::Token(request) => of("token", request),
        Action::Race { token, .. } => of("race", token),
        Action::Use { .. } => "use".to_owned(),
        Action::Metadata {} => "metadata".to_owned(),
        Action::Wait { .. } => "wait".to_owned(),
    }
}
