//! What the steps of a flow gave, against what the flow expects.

use pkce_vectors::{Effect, Expect, Flow, Step};

use super::judgement::Judgement;
use crate::{
    case::StepRecord,
    result::Verdict,
    text::clip,
    transport::FaultKind,
    wire::{Outcome, StepAnswer},
};

/// Judges a flow step by step. The first wrong step is told; the worst effect of all wrong steps counts.
pub(super) fn judge(flow: &Flow, records: &[StepRecord]) -> Judgement {
    let mut failed: Option<Judgement> = None;
    let mut refused = false;
    let mut judged_a_step = false;
    for (index, (step, record)) in flow.steps.iter().zip(records).enumerate() {
        let answer = match record {
            StepRecord::Void | StepRecord::Waited => continue,
            StepRecord::Raced(answers) => {
                judged_a_step = true;
                merge(&mut failed, flow, judge_race(index, step, answers));
                continue;
            }
            StepRecord::Answered(answer, _) => answer,
        };
        if answer.outcome == Outcome::Throttled {
            return Judgement::because(Verdict::Inconclusive, format!("step {index}: throttled"));
        }
        if step.expect.is_empty() || step.expect.iter().any(|expect| agrees(expect, answer)) {
            refused |= answer.outcome == Outcome::Refused;
            judged_a_step |= !step.setup;
            continue;
        }
        let refusal_is_right = step.expect.contains(&Expect::Refused);
        if answer.outcome == Outcome::ServerError && (refusal_is_right || step.setup) {
            let what = format!("step {index}: server error where {} is right", expected(step));
            merge(&mut failed, flow, Some(Judgement::broken(FaultKind::ServerError, what)));
            continue;
        }
        if step.setup && failed.is_none() {
            let what = format!(
                "step {index} only prepares, and gave {} instead of {}",
                observed(answer),
                expected(step)
            );
            return Judgement::because(Verdict::Inconclusive, what);
        }
        let wrong = Judgement::fail(effect(answer), expected(step), observed(answer));
        merge(&mut failed, flow, Some(wrong.at_step(index)));
    }
    match failed {
        Some(judgement) => judgement,
        None if judged_a_step => Judgement { rests_on_refusal: refused, ..Judgement::pass() },
        None => Judgement::because(Verdict::Inconclusive, "no step of it could be judged"),
    }
}

/// Keeps the first failure, with the worst effect. A failure outweighs a broken step.
fn merge(failed: &mut Option<Judgement>, flow: &Flow, new: Option<Judgement>) {
    let Some(mut new) = new else { return };
    if flow.effect.is_some() && new.verdict == Verdict::Fail {
        new.effect = flow.effect;
    }
    match failed {
        Some(known) if known.verdict == Verdict::Fail => {
            let worse = new.verdict == Verdict::Fail && new.effect < known.effect;
            if worse {
                *known = new;
            }
        }
        _ if new.verdict == Verdict::Fail || failed.is_none() => *failed = Some(new),
        _ => {}
    }
}

/// At most so many tokens; a 5xx to a loser is a refusal.
fn judge_race(index: usize, step: &Step, answers: &[StepAnswer]) -> Option<Judgement> {
    let tokens = answers.iter().filter(|answer| answer.outcome == Outcome::Token).count();
    let most = step.expect.iter().find_map(|expect| match expect {
        Expect::AtMostTokens(most) => Some(*most as usize),
        _ => None,
    })?;
    (tokens > most).then(|| {
        let right = format!("at most {most} token");
        let wrong = format!("{tokens} tokens of {} requests", answers.len());
        Judgement::fail(Effect::Bypass, right, wrong).at_step(index)
    })
}

fn agrees(expect: &Expect, answer: &StepAnswer) -> bool {
    matches!(
        (expect, answer.outcome),
        (Expect::Code(_), Outcome::Code)
            | (Expect::Token(_), Outcome::Token)
            | (Expect::RequestUri(_), Outcome::RequestUri)
            | (Expect::Refused, Outcome::Refused)
            | (Expect::Active, Outcome::Active)
            | (Expect::Inactive, Outcome::Inactive)
            | (Expect::Metadata, Outcome::Metadata)
    )
}

fn effect(answer: &StepAnswer) -> Effect {
    match answer.outcome {
        Outcome::Token => Effect::Bypass,
        Outcome::Refused | Outcome::Inactive | Outcome::ServerError => Effect::Lockout,
        _ => Effect::Deviation,
    }
}

fn expected(step: &Step) -> String {
    let each = step.expect.iter().map(|expect| match expect {
        Expect::Code(_) => "a code",
        Expect::Token(_) => "a token",
        Expect::RequestUri(_) => "a request URI",
        Expect::Refused => "a refusal",
        Expect::Active => "a token that works",
        Expect::Inactive => "a token that no longer works",
        Expect::Metadata => "a metadata document",
        _ => "an outcome of another operation",
    });
    each.collect::<Vec<_>>().join(" or ")
}

fn observed(answer: &StepAnswer) -> String {
    let what = match answer.outcome {
        Outcome::Code => "a code",
        Outcome::Token => "a token",
        Outcome::RequestUri => "a request URI",
        Outcome::Refused => "a refusal",
        Outcome::ServerError => "a server error",
        Outcome::Throttled => "throttling",
        Outcome::Metadata => "a metadata document",
        Outcome::Active => "a token that works",
        Outcome::Inactive => "a token that does not work",
        Outcome::Waited => "nothing",
    };
    match answer.error.as_deref().filter(|error| !error.is_empty()) {
        Some(error) => format!("{what} ({})", clip(error)),
        None => what.to_owned(),
    }
}
