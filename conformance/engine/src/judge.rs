//! Judging: a record against what its vector expects. Pure functions; no target is asked anything here.

mod checks;
mod flow;
mod generate;
mod library;
mod reasons;
mod shown;

use pkce_vectors::Effect;

use crate::{
    case::{Case, CaseKind, Record},
    result::Verdict,
    text::clip,
};

pub use checks::{CheckJudgement, judge_checks};

/// What a record comes to. One is kept for each case of a run until the last is judged, so a right answer's is small.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judgement {
    /// The verdict, before controls and known failures.
    pub verdict: Verdict,
    /// Who gains by a failure.
    pub effect: Option<Effect>,
    /// Some part of it passed because the target refused: worth nothing where the control failed.
    pub rests_on_refusal: bool,
    /// A refusal was an exception from beneath, that nobody caught.
    pub exception: bool,
    /// What a reader is told beside the verdict, if anything.
    pub told: Option<Box<Told>>,
}

/// What is told beside a verdict.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Told {
    /// The step of a flow at which `expected` and `observed` part.
    pub step: Option<usize>,
    /// What would have been right.
    pub expected: Option<String>,
    /// What came.
    pub observed: Option<String>,
    /// Why it was not judged, or what broke.
    pub reason: Option<String>,
    /// A refusal named another fault than the input has.
    pub other_reason: Option<String>,
}

impl Judgement {
    /// A right answer.
    #[must_use]
    pub const fn pass() -> Self {
        Self::of(Verdict::Pass)
    }

    /// A verdict with a reason instead of an observation.
    #[must_use]
    pub fn because(verdict: Verdict, reason: impl Into<String>) -> Self {
        let told = Told { reason: Some(reason.into()), ..Told::default() };
        Self { told: Some(Box::new(told)), ..Self::of(verdict) }
    }

    /// A wrong answer.
    #[must_use]
    pub fn fail(effect: Effect, expected: String, observed: String) -> Self {
        let told = Told { expected: Some(expected), observed: Some(observed), ..Told::default() };
        Self { effect: Some(effect), told: Some(Box::new(told)), ..Self::of(Verdict::Fail) }
    }

    /// The same, at a step of a flow.
    #[must_use]
    pub fn at_step(mut self, index: usize) -> Self {
        if let Some(told) = &mut self.told {
            told.step = Some(index);
        }
        self
    }

    /// The judgement itself, with none left in its place.
    pub(crate) fn take(&mut self) -> Self {
        std::mem::replace(self, Self::pass())
    }

    const fn of(verdict: Verdict) -> Self {
        Self { verdict, effect: None, rests_on_refusal: false, exception: false, told: None }
    }
}

/// The requirement under which an uncaught exception is told.
pub const UNCAUGHT_EXCEPTION: &str = "hardening-uncaught-exception";

/// A refusal that is right, and came as an exception from beneath.
#[must_use]
pub fn uncaught_exception() -> Judgement {
    Judgement::fail(
        Effect::Deviation,
        "an error that the call raises itself or documents".to_owned(),
        "an exception from beneath".to_owned(),
    )
}

/// Judges one case.
#[must_use]
pub fn judge(case: &Case<'_>, record: &Record) -> Judgement {
    match (case.kind, record) {
        (_, Record::Unsupported(why)) => Judgement::because(Verdict::Unsupported, clip(why)),
        (_, Record::Broken(fault) | Record::Abandoned(fault)) => {
            Judgement::because(Verdict::Broken, fault)
        }
        (_, Record::NotRun(why)) => Judgement::because(Verdict::Inconclusive, why),
        (CaseKind::Library(vector), Record::Library(reply)) => library::judge(vector, reply),
        (CaseKind::Flow(flow, _), Record::Flow(steps)) => flow::judge(flow, steps),
        // A script of one kind leaves a record of that kind.
        _ => Judgement::because(Verdict::Broken, "a record of another kind of case"),
    }
}
