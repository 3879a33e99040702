//! What a record comes to, before anything but the record is looked at.

use pkce_vectors::Effect;

use crate::{
    fault::FaultKind,
    known::KnownFailures,
    result::{KnownRow, Unjudged, Verdict},
};

/// What a record comes to. One is kept for each case of a run until the last is judged, so a right answer's is small.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judgement {
    /// The verdict, before controls and known failures.
    pub verdict: Verdict,
    /// Who gains by a failure.
    pub effect: Option<Effect>,
    /// Some part of it passed because the target refused: worth nothing where the control failed.
    pub rests_on_refusal: bool,
    /// A refusal was an exception from beneath, that nobody caught, or in a flow a server error: its message, which is
    /// hostile text and may be empty.
    pub exception: Option<Box<str>>,
    /// What a reader learns beside the verdict, if anything.
    pub detail: Option<Box<Detail>>,
}

/// What stands beside a verdict.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Detail {
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
    /// The failure is known.
    pub known: Option<KnownRow>,
    /// How the subject broke, where the verdict is broken.
    pub fault: Option<FaultKind>,
    /// Why the case has no pass and no fail, where a reader counts it.
    pub unjudged: Option<Unjudged>,
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
        let detail = Detail { reason: Some(reason.into()), ..Detail::default() };
        Self { detail: Some(Box::new(detail)), ..Self::of(verdict) }
    }

    /// The same, with the kind of reason that is counted.
    #[must_use]
    pub fn unjudged(verdict: Verdict, kind: Unjudged, reason: impl Into<String>) -> Self {
        let mut judgement = Self::because(verdict, reason);
        judgement.detail.get_or_insert_default().unjudged = Some(kind);
        judgement
    }

    /// What the adapter's or the fixture's own glue decides.
    #[must_use]
    pub fn not_ours() -> Self {
        let why = "decided by what surrounds the subject (`not_ours`)";
        Self::unjudged(Verdict::Skipped, Unjudged::NotOurs, why)
    }

    /// The same, skipped where the file of known failures lists the row.
    #[must_use]
    pub fn unless_known(mut self, known: &KnownFailures, id: &str, requirement: &str) -> Self {
        let was = self.verdict;
        if let Some(entry) = known.entry_of(id, requirement, was) {
            self.verdict = Verdict::Skipped;
            let listed = KnownRow { reason: entry.reason.clone(), url: entry.url.clone(), was };
            self.detail.get_or_insert_default().known = Some(listed);
        }
        self
    }

    /// No answer: how the subject broke.
    #[must_use]
    pub fn broken(kind: FaultKind, what: impl Into<String>) -> Self {
        let detail = Detail { reason: Some(what.into()), fault: Some(kind), ..Detail::default() };
        Self { detail: Some(Box::new(detail)), ..Self::of(Verdict::Broken) }
    }

    /// A wrong answer.
    #[must_use]
    pub fn fail(effect: Effect, expected: String, observed: String) -> Self {
        let detail =
            Detail { expected: Some(expected), observed: Some(observed), ..Detail::default() };
        Self { effect: Some(effect), detail: Some(Box::new(detail)), ..Self::of(Verdict::Fail) }
    }

    /// The same, at a step of a flow.
    #[must_use]
    pub fn at_step(mut self, index: usize) -> Self {
        if let Some(detail) = &mut self.detail {
            detail.step = Some(index);
        }
        self
    }

    const fn of(verdict: Verdict) -> Self {
        Self { verdict, effect: None, rests_on_refusal: false, exception: None, detail: None }
    }
}

/// A refusal that is right, and came as a server error.
#[must_use]
pub fn server_error() -> Judgement {
    let (expected, observed) = ("an answer below 500".to_owned(), "a server error".to_owned());
    Judgement::fail(Effect::Deviation, expected, observed)
}

/// A refusal that is right, and came as an exception from beneath.
#[must_use]
pub fn uncaught_exception(message: &str) -> Judgement {
    let wanted = "an error that the call raises itself or documents";
    let seen = "an exception from beneath";
    let seen = if message.is_empty() { seen.to_owned() } else { format!("{seen}: {message}") };
    Judgement::fail(Effect::Deviation, wanted.to_owned(), seen)
}
