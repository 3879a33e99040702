//! What one control shows.

use crate::{
    case::{Record, StepRecord},
    judge::Judgement,
    result::Verdict,
    wire::{Outcome, StepAnswer},
};

/// What is kept of a record for the question what its subject offers.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a question of its own")]
pub struct Evidence {
    /// The answer is right, by itself.
    pub right: bool,
    /// What broke, where nothing was answered.
    pub cause: Option<String>,
    /// The first step of a flow was refused: a sign that what it needs is not offered.
    pub refused_at_once: bool,
    /// The first step of a flow gave what it asks for.
    pub begun: bool,
    /// A flow was answered, and either no code came of it or its client is unknown to the subject: a sign that the subject
    /// is not set up.
    pub got_nowhere: bool,
}

impl Evidence {
    /// What a record and its judgement show.
    #[must_use]
    pub fn of(record: &Record, judgement: &Judgement) -> Self {
        let steps: &[StepRecord] = if let Record::Flow(steps) = record { steps } else { &[] };
        let first = steps.first().and_then(answer).map(|answer| answer.outcome);
        let broken = judgement.detail.as_ref().filter(|_| judgement.verdict == Verdict::Broken);
        Self {
            right: judgement.verdict == Verdict::Pass,
            cause: broken.and_then(|detail| detail.reason.clone()),
            refused_at_once: first == Some(Outcome::Refused),
            begun: matches!(first, Some(Outcome::Code | Outcome::RequestUri)),
            got_nowhere: matches!(record, Record::Flow(_)) && got_nowhere(steps),
        }
    }
}

fn answer(step: &StepRecord) -> Option<&StepAnswer> {
    match step {
        StepRecord::Answered(answer, _) => Some(answer),
        _ => None,
    }
}

fn got_nowhere(steps: &[StepRecord]) -> bool {
    let answers = || steps.iter().filter_map(answer);
    let no_code = answers().all(|answer| answer.outcome != Outcome::Code);
    no_code || answers().any(|answer| answer.error.as_deref() == Some("invalid_client"))
}
