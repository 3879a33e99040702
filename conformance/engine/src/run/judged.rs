//! What is kept of a case once its record is judged, until the last case is: the record itself goes at once, so that
//! memory does not grow with what a target says.

use crate::{
    case::{Case, CaseKind, Record, StepRecord},
    judge::{CheckJudgement, Judgement, answers, judge, judge_checks},
    offers::Evidence,
    result::{Asked, Verdict},
    schedule::Ended,
    settings::Lack,
};

/// A case, judged by itself: what its control and its target's offers make of it is decided when all are.
pub(super) struct Judged<'a> {
    pub(super) judgement: Judgement,
    pub(super) checks: Vec<CheckJudgement<'a>>,
    /// What a control shows of its subject's offers.
    pub(super) evidence: Evidence,
    /// What was asked, where something of it failed, or a transcript is kept.
    pub(super) asked: Option<Box<Asked>>,
    /// How a shell asks the same, with the steps that the lines are of.
    pub(super) by_hand: Vec<(usize, Box<str>)>,
    /// What was answered, where a transcript is kept.
    pub(super) answered: Option<Vec<String>>,
    /// How long it took, in microseconds; nothing where it was not asked.
    pub(super) micros: Option<u64>,
    /// It was asked again after a fault.
    pub(super) asked_again: bool,
}

impl<'a> Judged<'a> {
    /// `transcript`: what was asked and answered is kept, whatever it comes to.
    pub(super) fn of(case: &Case<'a>, ended: &Ended, transcript: bool) -> Self {
        let record = &ended.record;
        let checks = match (case.kind, record) {
            (CaseKind::Flow(flow, _), Record::Flow(steps)) => judge_checks(flow, steps),
            _ => Vec::new(),
        };
        let mut judgement = judge(case, record);
        if ended.rounds > 0 && judgement.verdict == Verdict::Pass {
            let rounds = if ended.rounds == 1 { "round" } else { "rounds" };
            let told = format!("not observed in {} {rounds}", ended.rounds);
            judgement.detail.get_or_insert_default().reason = Some(told);
        }
        let evidence = Evidence::of(record, &judgement);
        let failed = |judgement: &Judgement| judgement.verdict == Verdict::Fail;
        let any_failed = failed(&judgement) || checks.iter().any(|check| failed(&check.judgement));
        let asked = (any_failed || transcript).then(|| Box::new(asked(case, record)));
        let by_hand = if any_failed { by_hand(record) } else { Vec::new() };
        let answered = transcript.then(|| answers(record));
        let (micros, asked_again) = (Some(ended.micros), ended.asked_again);
        Self { judgement, checks, evidence, asked, by_hand, answered, micros, asked_again }
    }

    /// A case that the subject's own word rules out.
    pub(super) fn declined(case: &Case<'a>, lack: Lack) -> Self {
        let mut judged = Self::unasked(case, Record::Unsupported(lack.why));
        judged.judgement.detail.get_or_insert_default().unjudged = Some(lack.kind);
        judged
    }

    /// A case that nobody was asked.
    pub(super) fn unasked(case: &Case<'a>, record: Record) -> Self {
        let ended = Ended { record, micros: 0, asked_again: false, rounds: 0 };
        Self { micros: None, ..Self::of(case, &ended, false) }
    }

    /// Why it was not asked, where the run ended before it.
    pub(super) fn not_run(&self) -> Option<&str> {
        let detail = self.judgement.detail.as_ref().filter(|_| self.micros.is_none());
        let verdict = self.judgement.verdict == Verdict::Inconclusive;
        detail.filter(|_| verdict).and_then(|detail| detail.reason.as_deref())
    }

    /// Whether the answer is right, by itself.
    pub(super) fn is_right(&self) -> bool {
        self.judgement.verdict == Verdict::Pass
    }
}

/// How a shell asks the same, step for step.
fn by_hand(record: &Record) -> Vec<(usize, Box<str>)> {
    let Record::Flow(steps) = record else { return Vec::new() };
    let mut lines = Vec::new();
    for (index, step) in steps.iter().enumerate() {
        let answers = match step {
            StepRecord::Answered(answer, _) => std::slice::from_ref(&**answer),
            StepRecord::Raced(answers) => answers.as_slice(),
            StepRecord::Void | StepRecord::Waited => &[],
        };
        let of_step = answers.iter().filter_map(|answer| answer.by_hand.clone());
        lines.extend(of_step.map(|line| (index, line)));
    }
    lines
}

/// What was asked: a vector's input, or a flow's steps as they were sent.
fn asked(case: &Case<'_>, record: &Record) -> Asked {
    let steps = match record {
        Record::Flow(steps) => steps.as_slice(),
        _ => &[],
    };
    let sent = |step: &StepRecord| match step {
        StepRecord::Answered(_, sent) => sent.step.as_deref().cloned(),
        _ => None,
    };
    match case.kind {
        CaseKind::Library(vector) => Asked::Input(Box::new(vector.input.clone())),
        CaseKind::Flow(..) => Asked::steps(steps.iter().map(sent)),
    }
}
