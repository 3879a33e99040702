//! What is kept of a case once its record is judged, until the last case is: the record itself goes at once, so that
//! memory does not grow with what a target says.

use crate::{
    case::{Case, CaseKind, Record, StepRecord},
    judge::{CheckJudgement, Judgement, judge, judge_checks},
    result::Verdict,
    wire::Outcome,
};

/// A case, judged by itself: what its control and its target's offers make of it is decided when all are.
pub(super) struct Judged<'a> {
    pub(super) judgement: Judgement,
    pub(super) checks: Vec<CheckJudgement<'a>>,
    /// The first step of a flow was refused: of a control, a sign that what it needs is not offered.
    pub(super) refused_at_once: bool,
    /// It is a flow that was answered, and either no code came of it or its client is unknown to the target: of a
    /// control, a sign that the target is not set up.
    pub(super) got_nowhere: bool,
}

impl<'a> Judged<'a> {
    pub(super) fn of(case: &Case<'a>, record: &Record) -> Self {
        let (checks, first) = match (case.kind, record) {
            (CaseKind::Flow(flow, _), Record::Flow(steps)) => {
                (judge_checks(flow, steps), steps.first())
            }
            _ => (Vec::new(), None),
        };
        let refused_at_once = matches!(
            first,
            Some(StepRecord::Answered(answer, _)) if answer.outcome == Outcome::Refused
        );
        let got_nowhere = matches!(record, Record::Flow(steps) if got_nowhere(steps));
        Self { judgement: judge(case, record), checks, refused_at_once, got_nowhere }
    }

    /// Whether the answer is right, by itself.
    pub(super) fn is_right(&self) -> bool {
        self.judgement.verdict == Verdict::Pass
    }

    /// What broke, where nothing was answered.
    pub(super) fn cause(&self) -> Option<&str> {
        let told =
            self.judgement.told.as_ref().filter(|_| self.judgement.verdict == Verdict::Broken);
        told?.reason.as_deref()
    }
}

fn got_nowhere(steps: &[StepRecord]) -> bool {
    let answers = || {
        steps.iter().filter_map(|step| match step {
            StepRecord::Answered(answer, _) => Some(answer),
            _ => None,
        })
    };
    let no_code = answers().all(|answer| answer.outcome != Outcome::Code);
    no_code || answers().any(|answer| answer.error.as_deref() == Some("invalid_client"))
}
