//! What the steps of a flow gave, against what the flow expects.

use pkce_vectors::{Action, Effect, Expect, Flow, Step, requirement_ids::HARDENING_SERVER_ERROR};

use super::{judgement::Judgement, metadata};
use crate::{
    case::StepRecord,
    result::{Unjudged, Verdict},
    text::clip,
    wire::{Outcome, StepAnswer},
};

/// Judges a flow step by step. The first wrong step is told; the worst effect of all wrong steps counts.
///
/// A server error where a refusal is right is one, and told. A step that only prepares and goes another way makes what
/// follows mean nothing, but for a token that comes to a request which is wrong by itself.
pub(super) fn judge(flow: &Flow, records: &[StepRecord]) -> Judgement {
    let mut failed: Option<Judgement> = None;
    // The steps that only prepare and went another way, and what the first of them gave.
    let mut unprepared: Vec<&Action> = Vec::new();
    let mut why = None;
    let (mut refused, mut error) = (false, false);
    let mut judged_a_step = !flow.checks.is_empty();
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
        if let Action::Metadata { of } = step.action
            && answer.outcome == Outcome::Refused
            && !step.expect.contains(&Expect::Refused)
        {
            // A server without metadata, or with another document, is right.
            let why = format!("there is no metadata document of `{}`", of.as_str());
            return Judgement::unjudged(Verdict::Unsupported, Unjudged::NotOffered, why);
        }
        let refused_by_error = answer.outcome == Outcome::ServerError
            && step.expect.contains(&Expect::Refused)
            && flow.requirement != HARDENING_SERVER_ERROR;
        if step.expect.is_empty()
            || refused_by_error
            || step.expect.iter().any(|expect| agrees(expect, answer))
        {
            error |= refused_by_error;
            refused |= refused_by_error || answer.outcome == Outcome::Refused;
            judged_a_step |= !step.setup;
            continue;
        }
        if step.setup {
            unprepared.push(&step.action);
            why.get_or_insert_with(|| {
                let (gave, due) = (observed_at(step, answer), expected(step));
                format!("step {index} only prepares, and gave {gave} instead of {due}")
            });
            continue;
        }
        let effect = effect(answer);
        let stands = effect == Effect::Bypass && !unprepared.contains(&&step.action);
        if unprepared.is_empty() || stands {
            let wrong = Judgement::fail(effect, expected(step), observed_at(step, answer));
            merge(&mut failed, flow, Some(wrong.at_step(index)));
        }
    }
    match (failed, why) {
        (Some(judgement), _) => judgement,
        (None, Some(why)) => Judgement::because(Verdict::Inconclusive, why),
        (None, None) if judged_a_step => {
            let exception = error.then(Box::default);
            Judgement { rests_on_refusal: refused, exception, ..Judgement::pass() }
        }
        (None, None) => Judgement::because(Verdict::Inconclusive, "no step of it could be judged"),
    }
}

/// Keeps the first failure with the worst effect.
fn merge(failed: &mut Option<Judgement>, flow: &Flow, new: Option<Judgement>) {
    let Some(mut new) = new else { return };
    // A right request that was refused leaks nothing.
    let leaks = flow.effect != Some(Effect::Leak) || new.effect != Some(Effect::Lockout);
    new.effect = flow.effect.filter(|_| leaks).or(new.effect);
    if failed.as_ref().is_none_or(|known| new.effect < known.effect) {
        *failed = Some(new);
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
    if let Expect::Methods(wanted) = expect {
        return answer.outcome == Outcome::Metadata && metadata::are(*wanted, answer);
    }
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
        Expect::Methods(wanted) => metadata::wanted(*wanted),
        _ => "an outcome of another operation",
    });
    each.collect::<Vec<_>>().join(" or ")
}

/// What was observed, as far as the step asks for it.
fn observed_at(step: &Step, answer: &StepAnswer) -> String {
    let of_methods = |expect: &Expect| matches!(expect, Expect::Methods(_));
    if answer.outcome == Outcome::Metadata && step.expect.iter().any(of_methods) {
        return metadata::found(answer);
    }
    observed(answer)
}

pub(super) fn observed(answer: &StepAnswer) -> String {
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
