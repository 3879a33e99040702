//! Judging: a record against what its vector expects. Pure functions; no target is asked anything here.

mod checks;
mod flow;
mod generate;
mod library;
mod reasons;

use pkce_vectors::Effect;

use crate::{
    case::{Case, CaseKind, Record},
    result::Verdict,
};

pub use checks::{CheckJudgement, judge_checks};

/// What a record comes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judgement {
    /// The verdict, before controls and known failures.
    pub verdict: Verdict,
    /// Who gains by a failure.
    pub effect: Option<Effect>,
    /// What would have been right.
    pub expected: Option<String>,
    /// What came.
    pub observed: Option<String>,
    /// Why it was not judged, or what broke.
    pub reason: Option<String>,
    /// Some part of it passed because the target refused: worth nothing where the control failed.
    pub rests_on_refusal: bool,
    /// A refusal was an exception from beneath, that nobody caught.
    pub exception: bool,
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
        Self { reason: Some(reason.into()), ..Self::of(verdict) }
    }

    /// A wrong answer.
    #[must_use]
    pub fn fail(effect: Effect, expected: String, observed: String) -> Self {
        Self {
            effect: Some(effect),
            expected: Some(expected),
            observed: Some(observed),
            ..Self::of(Verdict::Fail)
        }
    }

    const fn of(verdict: Verdict) -> Self {
        Self {
            verdict,
            effect: None,
            expected: None,
            observed: None,
            reason: None,
            rests_on_refusal: false,
            exception: false,
            other_reason: None,
        }
    }
}

/// Judges one case.
#[must_use]
pub fn judge(case: &Case<'_>, record: &Record) -> Judgement {
    match (case.kind, record) {
        (_, Record::Unsupported(why)) => Judgement::because(Verdict::Unsupported, why),
        (_, Record::Broken(fault)) => Judgement::because(Verdict::Broken, fault),
        (_, Record::NotRun(why)) => Judgement::because(Verdict::Inconclusive, why),
        (CaseKind::Library(vector), Record::Library(reply)) => library::judge(vector, reply),
        (CaseKind::Flow(flow, _), Record::Flow(steps)) => flow::judge(flow, steps),
        // A script of one kind leaves a record of that kind.
        _ => Judgement::because(Verdict::Broken, "a record of another kind of case"),
    }
}

/// Text from a target, short enough for a row. Control characters are left to the renderers.
#[must_use]
pub(crate) fn clip(text: &str) -> String {
    const LONGEST: usize = 160;
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => {
            format!("{}… ({} octets)", text.get(..end).unwrap_or_default(), text.len())
        }
        None => text.to_owned(),
    }
}
