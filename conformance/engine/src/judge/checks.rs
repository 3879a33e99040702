//! Checks: what is asked of an answer beyond its outcome, each with a verdict of its own.

use pkce_vectors::{Action, Check, CheckKind, Effect, Flow};

use super::{judgement::Judgement, shown::shows};
use crate::{
    case::{Sent, StepRecord},
    result::{Unjudged, Verdict},
    text::clip,
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
        let is_authorization = matches!(flow.steps.get(check.step)?.action, Action::Authorize(_));
        // A request that was refused when it was pushed has no redirect.
        if sent.pushed && matches!(check.kind, CheckKind::Redirect(_)) {
            return None;
        }
        let asked_of_user = is_authorization && !sent.pushed;
        let going = if asked_of_user { Going::of(answer, sent) } else { Going::Back };
        let judgement = match judge(&check.kind, answer, sent, going)? {
            Seen::Right => Judgement {
                rests_on_refusal: answer.outcome == Outcome::Refused,
                ..Judgement::pass()
            },
            Seen::Wrong { effect, expected, observed } => {
                Judgement::fail(effect, expected, observed)
            }
            Seen::Untold(what) => {
                let why = format!("the target does not tell {what}");
                Judgement::unjudged(Verdict::Unsupported, Unjudged::Unsupported, why)
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
fn judge(kind: &CheckKind, answer: &StepAnswer, sent: &Sent, going: Going) -> Option<Seen> {
    let refused = answer.outcome == Outcome::Refused;
    match kind {
        // Over HTTP: a document demands an answer here, and this is none.
        CheckKind::Error(names)
            if names.is_empty() && answer.status.is_some_and(|status| status >= 500) =>
        {
            Some(Seen::wrong("an error code in a 400 or 401", "a server error"))
        }
        CheckKind::Error(names) => {
            let owed =
                if going == Going::Back { owes_an_error(answer) } else { going.may_reach_client() };
            refused.then(|| error(names, answer, owed)).flatten()
        }
        CheckKind::Status(wanted) => refused.then(|| match answer.status {
            None => Seen::Untold("the status"),
            Some(status) if wanted.contains(&status) => Seen::Right,
            Some(status) => {
                Seen::wrong(format!("status {}", join(wanted)), format!("status {status}"))
            }
        }),
        CheckKind::State(_) => {
            if going != Going::ToClient {
                return None;
            }
            let wanted = sent.state.as_ref()?;
            Some(match &answer.state {
                None => Seen::Untold("the state"),
                Some(state) if state == wanted => Seen::Right,
                Some(_) => Seen::wrong("the state that was sent", "another state, or none"),
            })
        }
        CheckKind::Redirect(wanted) => refused.then(|| redirect(*wanted, answer, sent, going)),
        CheckKind::NoStore(_) => {
            (answer.outcome == Outcome::Token).then(|| match &answer.cache_control {
                None => Seen::Untold("Cache-Control"),
                Some(value) if value.to_ascii_lowercase().contains("no-store") => Seen::Right,
                Some(value) => Seen::leak("Cache-Control: no-store", format!("{:?}", clip(value))),
            })
        }
        CheckKind::ContentType(wanted) => match &answer.content_type {
            None => Some(Seen::Untold("Content-Type")),
            Some(value) => Some(if essence(value).eq_ignore_ascii_case(wanted) {
                Seen::Right
            } else {
                Seen::wrong(wanted.clone(), format!("{:?}", clip(value)))
            }),
        },
        CheckKind::ChallengeAbsent(_) => {
            let challenge = sent.challenge.as_deref()?;
            let told = [&answer.location, &answer.body, &answer.code, &answer.access_token];
            let mut texts = told.into_iter().flatten().peekable();
            Some(if texts.peek().is_none() {
                Seen::Untold("the answer's text")
            } else if texts.any(|text| shows(text, challenge)) {
                Seen::leak("the challenge is not in the answer", "the challenge stands in it")
            } else {
                Seen::Right
            })
        }
    }
}

/// Where an answer goes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Going {
    /// To who asked: it is no answer of the authorization endpoint.
    Back,
    /// To the registered redirect URI.
    ToClient,
    /// To the resource owner: a page, of the server's own or wherever it redirects to.
    ToUser,
    /// Nobody says.
    Untold,
}

impl Going {
    fn of(answer: &StepAnswer, sent: &Sent) -> Self {
        match (located(answer), &sent.registered_redirect) {
            (Some(location), Some(registered)) if leads_to(location, registered) => Self::ToClient,
            (Some(_), _) => Self::ToUser,
            // A header that is not there is told as an empty one, or not beside a status.
            (None, _) if answer.location.is_some() || answer.status.is_some() => Self::ToUser,
            (None, _) => Self::Untold,
        }
    }

    /// RFC 6749 §4.1.2.1 speaks of what the client is told, not of a page. Who tells an empty `error` and not where
    /// it goes means the client.
    const fn may_reach_client(self) -> bool {
        matches!(self, Self::ToClient | Self::Untold)
    }
}

/// RFC 6749 §5.2 speaks of a 400, or a 401, with a JSON body. What is not told does not speak against it.
fn owes_an_error(answer: &StepAnswer) -> bool {
    let json = |content_type: &String| {
        let essence = essence(content_type).to_ascii_lowercase();
        essence == "application/json" || essence.ends_with("+json")
    };
    answer.status.is_none_or(|status| matches!(status, 400 | 401))
        && answer.content_type.as_ref().is_none_or(json)
}

/// An `error` that came is judged wherever it came; one that is missing, where it is `owed`.
fn error(names: &[String], answer: &StepAnswer, owed: bool) -> Option<Seen> {
    Some(match answer.error.as_deref() {
        None | Some("") if !owed => return None,
        None => Seen::Untold("the error"),
        Some(error) if names.is_empty() && !error.is_empty() => Seen::Right,
        Some(error) if names.iter().any(|name| name == error) => Seen::Right,
        Some(error) => {
            let wanted = if names.is_empty() { "an error code".to_owned() } else { join(names) };
            let came =
                if error.is_empty() { "none".to_owned() } else { format!("{:?}", clip(error)) };
            Seen::wrong(format!("error {wanted}"), format!("error {came}"))
        }
    })
}

/// `wanted`: a refusal goes to the client. Else: it does not go to the redirect URI that was sent, which is not
/// registered; an error page anywhere else is the server's own.
fn redirect(wanted: bool, answer: &StepAnswer, sent: &Sent, going: Going) -> Seen {
    let to = |location: &str| format!("redirected to {:?}", clip(location));
    match (going, located(answer)) {
        (Going::Untold | Going::Back, _) => Seen::Untold("where it was redirected"),
        (Going::ToUser, location) if wanted => {
            let came = location.map_or("not redirected".to_owned(), to);
            Seen::wrong("redirected to the client", came)
        }
        (Going::ToUser, Some(location))
            if sent.redirect_uri.as_ref().is_some_and(|uri| leads_to(location, uri)) =>
        {
            Seen::leak("no redirect to a URI that is not registered", to(location))
        }
        (Going::ToClient | Going::ToUser, _) => Seen::Right,
    }
}

fn located(answer: &StepAnswer) -> Option<&str> {
    answer.location.as_deref().filter(|location| !location.is_empty())
}

/// Whether a location is this URI with parameters added to it, not one that merely begins alike.
fn leads_to(location: &str, uri: &str) -> bool {
    let Some(added) = location.strip_prefix(uri).filter(|_| !uri.is_empty()) else { return false };
    added.is_empty() || added.starts_with(['?', '&', '#'])
}

fn essence(content_type: &str) -> &str {
    content_type.split(';').next().unwrap_or_default().trim()
}

fn join<T: ToString>(values: &[T]) -> String {
    values.iter().map(ToString::to_string).collect::<Vec<_>>().join(" or ")
}
