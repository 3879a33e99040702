//! A flow as what passes between user agent, client and server, up to the step that went wrong.

use pkce_conformance::{
    result::{Asked, CaseResult},
    text::clip_to,
    wire::{Octets, SentRequest, StepCall},
};
use pkce_vectors::{Action, Expect, Flow};

use crate::{clean, told_once::side};

/// Who takes part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Party {
    /// The browser.
    UserAgent,
    /// The client, which the harness plays.
    Client,
    /// The authorization server that is judged.
    Server,
}

impl Party {
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::UserAgent => "user agent",
            Self::Client => "client",
            Self::Server => "server",
        }
    }
}

/// Something that passes from one to another. What a target said is in it as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Message {
    pub(crate) from: Party,
    pub(crate) to: Party,
    pub(crate) text: String,
    /// The answer that went wrong, with what would have been right.
    pub(crate) instead_of: Option<String>,
}

/// So many characters of one value are shown.
const VALUE: usize = 130;

/// Parameters of every request, which say nothing of this one.
const USUAL: [&str; 6] =
    ["response_type", "grant_type", "client_id", "redirect_uri", "state", "client_secret"];

/// What passed in the case of a row. Nothing where it is no flow, or nobody wrote down what was sent.
pub(crate) fn messages(row: &CaseResult, flow: Option<&Flow>) -> Vec<Message> {
    let Some(Asked::Steps(steps)) = row.asked.as_deref() else { return Vec::new() };
    let last = row.step.unwrap_or(steps.len().saturating_sub(1));
    let mut messages = Vec::new();
    for (index, sent) in steps.iter().enumerate().take(last.saturating_add(1)) {
        let known = flow.and_then(|flow| flow.steps.get(index));
        let asks = asked_at(sent.as_ref(), index, flow);
        let Some((party, text)) = asks else { continue };
        messages.push(Message { from: party, to: Party::Server, text, instead_of: None });
        let wrong = index == last && row.observed.is_some();
        let (text, instead_of) = if wrong {
            let right = side(row.expected.as_deref(), row).to_owned();
            (side(row.observed.as_deref(), row).to_owned(), Some(right))
        } else {
            let right = known.map(|step| step.expect.as_slice()).unwrap_or_default();
            // What a later request used was given.
            let goes_on =
                steps.get(index + 1..).is_some_and(|later| later.iter().any(Option::is_some));
            (any_of(right, goes_on), None)
        };
        messages.push(Message { from: Party::Server, to: party, text, instead_of });
    }
    messages
}

/// What passed at each step in lines, with the answers as a transcript has them.
pub(crate) fn exchanges(
    steps: &[Option<StepCall>],
    answers: &[String],
    flow: Option<&Flow>,
) -> Vec<String> {
    let mut lines = Vec::new();
    for index in 0..steps.len().max(answers.len()) {
        let asked = asked_at(steps.get(index).and_then(Option::as_ref), index, flow);
        let answer = answers.get(index).cloned();
        let Some((party, text)) = asked else {
            lines.extend(answer);
            continue;
        };
        let to = Party::Server;
        let asks = Message { from: party, to, text, instead_of: None };
        let answer = answer.map(|text| Message { from: to, to: party, text, instead_of: None });
        lines.extend([Some(asks), answer].into_iter().flatten().map(|message| line(&message).0));
    }
    lines
}

/// Who asks what at a step.
fn asked_at(sent: Option<&StepCall>, index: usize, flow: Option<&Flow>) -> Option<(Party, String)> {
    let known = flow.and_then(|flow| flow.steps.get(index));
    match (sent, known.map(|step| &step.action)) {
        (Some(sent), _) => asks(sent),
        (None, Some(Action::Race { times, .. })) => {
            Some((Party::Client, format!("token, {times} times at the same moment")))
        }
        (None, _) => None,
    }
}

/// Who asks what; nothing for a wait.
fn asks(step: &StepCall) -> Option<(Party, String)> {
    Some(match step {
        StepCall::Authorize(request) => (Party::UserAgent, words("authorize", request)),
        StepCall::Par(request) => (Party::Client, words("par", request)),
        StepCall::Token(request) => (Party::Client, words("token", request)),
        StepCall::Use { .. } => (Party::Client, "a request with the token".to_owned()),
        StepCall::Metadata { of } if of.is_usual() => (Party::Client, "metadata".to_owned()),
        StepCall::Metadata { of } => (Party::Client, format!("metadata of {}", of.as_str())),
        StepCall::Wait { .. } => return None,
    })
}

/// The request's name and the parameters that make it this one.
fn words(name: &str, request: &SentRequest) -> String {
    let pairs = |pairs: &[(String, Octets)]| -> Vec<String> {
        let telling = pairs.iter().filter(|(name, _)| !USUAL.contains(&name.as_str()));
        telling.map(|(name, value)| format!("{name}={}", value_of(value))).collect()
    };
    let mut words = vec![name.to_owned()];
    if !request.user_agent.is_empty() {
        words.push(format!("(user agent {})", request.user_agent));
    }
    if request.post {
        words.push("(by POST)".to_owned());
    }
    words.extend(pairs(&request.params));
    let object = request.request_object.as_deref().map(pairs).unwrap_or_default();
    words.extend(object.into_iter().map(|pair| format!("(in the request object) {pair}")));
    words.extend(
        request.raw.as_ref().map(|raw| format!("(as it goes on the wire) {}", value_of(raw))),
    );
    words.extend(pairs(&request.query).into_iter().map(|pair| format!("(in the query) {pair}")));
    words.join(" ")
}

fn value_of(value: &Octets) -> String {
    clip_to(&format!("{value:?}"), VALUE)
}

/// An answer that was right: one of those that are.
fn any_of(right: &[Expect], goes_on: bool) -> String {
    let is_alone = right.len() == 1;
    let given = right.iter().filter(|right| is_alone || !goes_on || **right != Expect::Refused);
    let words: Vec<&str> = given.map(outcome).collect();
    if words.is_empty() { "an answer".to_owned() } else { words.join(" or ") }
}

const fn outcome(expect: &Expect) -> &'static str {
    match expect {
        Expect::Refused => "a refusal",
        Expect::Code(_) => "a code",
        Expect::Token(_) => "a token",
        Expect::RequestUri(_) => "a request URI",
        Expect::Active => "the token works",
        Expect::Inactive => "the token does not work",
        Expect::Metadata | Expect::Methods(_) => "a metadata document",
        Expect::AtMostTokens(_) => "tokens, as many as are right",
        _ => "an answer",
    }
}

/// A message as a line of text, and whether it is the one that went wrong: `client ← server  a token`.
pub(crate) fn line(message: &Message) -> (String, bool) {
    let Message { from, to, text, instead_of } = message;
    let (party, arrow) = if *to == Party::Server { (*from, '→') } else { (*to, '←') };
    let widest = Party::UserAgent.as_str().len();
    let text = clean(text);
    (format!("{:<widest$} {arrow} server  {text}", party.as_str()), instead_of.is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_tells_who_and_where_to() {
        let asked = Message {
            from: Party::UserAgent,
            to: Party::Server,
            text: "authorize".to_owned(),
            instead_of: None,
        };
        assert_eq!(line(&asked), ("user agent → server  authorize".to_owned(), false));
        let answered = Message {
            from: Party::Server,
            to: Party::Client,
            text: "a token\u{1b}".to_owned(),
            instead_of: Some("a refusal".to_owned()),
        };
        assert_eq!(line(&answered), (r"client     ← server  a token\u{1b}".to_owned(), true));
    }
}
