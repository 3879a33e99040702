//! Checks: what is asked of an answer beyond its outcome, each with a verdict of its own.

use pkce_vectors::{Check, CheckKind, Effect, Flow};

use super::{Judgement, clip};
use crate::{
    case::{Sent, StepRecord},
    result::Verdict,
    wire::{Outcome, StepAnswer},
};

/// A check that was judged, or could not be for want of what it is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckJudgement<'a> {
    /// The check.
    pub check: &'a Check,
    /// What came of it.
    pub judgement: Judgement,
}

/// Judges a flow's checks. A check about an answer that did not come has no row: the flow's own verdict
/// speaks of the outcome.
#[must_use]
pub fn judge_checks<'a>(flow: &'a Flow, records: &[StepRecord]) -> Vec<CheckJudgement<'a>> {
    let judged = flow.checks.iter().filter_map(|check| {
        let StepRecord::Answered(answer, sent) = records.get(check.step)? else { return None };
        let judgement = match judge(&check.kind, answer, sent)? {
            Seen::Right => Judgement {
                rests_on_refusal: answer.outcome == Outcome::Refused,
                ..Judgement::pass()
            },
            Seen::Wrong { effect, expected, observed } => {
                Judgement::fail(effect, expected, observed)
            }
            Seen::Untold(what) => {
                Judgement::because(Verdict::Unsupported, format!("the target does not tell {what}"))
            }
        };
        Some(CheckJudgement { check, judgement })
    });
    judged.collect()
}

enum Seen {
    Right,
    Wrong { effect: Effect, expected: String, observed: String },
    Untold(&'static str),
}

impl Seen {
    fn wrong(expected: impl Into<String>, observed: impl Into<String>) -> Self {
        Self::Wrong {
            effect: Effect::Deviation,
            expected: expected.into(),
            observed: observed.into(),
        }
    }

    fn leak(expected: impl Into<String>, observed: impl Into<String>) -> Self {
        Self::Wrong { effect: Effect::Leak, expected: expected.into(), observed: observed.into() }
    }
}

/// `None` where the answer is not of the kind that the check is about.
fn judge(kind: &CheckKind, answer: &StepAnswer, sent: &Sent) -> Option<Seen> {
    let refused = answer.outcome == Outcome::Refused;
    match kind {
        CheckKind::Error(names) => refused.then(|| error(names, answer)),
        CheckKind::Status(wanted) => refused.then(|| match answer.status {
            None => Seen::Untold("the status"),
            Some(status) if wanted.contains(&status) => Seen::Right,
            Some(status) => {
                Seen::wrong(format!("status {}", join(wanted)), format!("status {status}"))
            }
        }),
        CheckKind::State(_) => {
            answer.location.as_ref().filter(|location| !location.is_empty())?;
            let wanted = sent.state.as_ref()?;
            Some(match &answer.state {
                None => Seen::Untold("the state"),
                Some(state) if state == wanted => Seen::Right,
                Some(_) => Seen::wrong("the state that was sent", "another state, or none"),
            })
        }
        CheckKind::Redirect(wanted) => refused.then(|| redirect(*wanted, answer, sent)),
        CheckKind::NoStore(_) => {
            (answer.outcome == Outcome::Token).then(|| match &answer.cache_control {
                None => Seen::Untold("Cache-Control"),
                Some(value) if value.to_ascii_lowercase().contains("no-store") => Seen::Right,
                Some(value) => Seen::leak("Cache-Control: no-store", format!("{:?}", clip(value))),
            })
        }
        CheckKind::ContentType(wanted) => match &answer.content_type {
            None => Some(Seen::Untold("Content-Type")),
            Some(value) => {
                let essence = value.split(';').next().unwrap_or_default().trim();
                Some(if essence.eq_ignore_ascii_case(wanted) {
                    Seen::Right
                } else {
                    Seen::wrong(wanted.clone(), format!("{:?}", clip(value)))
                })
            }
        },
        CheckKind::ChallengeAbsent(_) => {
            let challenge = sent.challenge.as_deref()?;
            let told = [&answer.location, &answer.body, &answer.code, &answer.access_token];
            let mut texts = told.into_iter().flatten().peekable();
            Some(if texts.peek().is_none() {
                Seen::Untold("the answer's text")
            } else if texts.any(|text| text.contains(challenge)) {
                Seen::leak("the challenge is not in the answer", "the challenge stands in it")
            } else {
                Seen::Right
            })
        }
    }
}

fn error(names: &[String], answer: &StepAnswer) -> Seen {
    match answer.error.as_deref() {
        None => Seen::Untold("the error"),
        Some(error) if names.is_empty() && !error.is_empty() => Seen::Right,
        Some(error) if names.iter().any(|name| name == error) => Seen::Right,
        Some(error) => {
            let wanted = if names.is_empty() { "an error code".to_owned() } else { join(names) };
            let came =
                if error.is_empty() { "none".to_owned() } else { format!("{:?}", clip(error)) };
            Seen::wrong(format!("error {wanted}"), format!("error {came}"))
        }
    }
}

/// `wanted` false: an answer must not be redirected away from the registered URI.
fn redirect(wanted: bool, answer: &StepAnswer, sent: &Sent) -> Seen {
    let registered = sent.registered_redirect.as_deref().unwrap_or_default();
    // A header that is not there is told as an empty one.
    match answer.location.as_ref().filter(|location| !location.is_empty()) {
        None if answer.status.is_none() => Seen::Untold("where it was redirected"),
        None if wanted => Seen::wrong("redirected to the client", "not redirected"),
        None => Seen::Right,
        Some(location) if location.starts_with(registered) && !registered.is_empty() => Seen::Right,
        Some(location) => {
            Seen::leak("no redirect to another URI", format!("redirected to {:?}", clip(location)))
        }
    }
}

fn join<T: ToString>(values: &[T]) -> String {
    values.iter().map(ToString::to_string).collect::<Vec<_>>().join(" or ")
}
