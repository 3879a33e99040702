//! What was asked in a case that fails, short enough to be read beside it.

use pkce_conformance::{
    result::{Asked, CaseResult},
    text::clip_to,
    wire::{Octets, SentRequest, StepCall},
};

/// So many characters of what was asked are shown.
const MOST: usize = 320;

/// So many characters of one value are.
const VALUE: usize = 130;

/// Parameters of every request, which say nothing of this one.
const USUAL: [&str; 6] =
    ["response_type", "grant_type", "client_id", "redirect_uri", "state", "client_secret"];

/// A line each: a library's input, or a flow's requests up to the one that failed.
pub(super) fn lines(row: &CaseResult) -> Vec<String> {
    match row.asked.as_deref() {
        None => Vec::new(),
        Some(Asked::Input(input)) => {
            let input = serde_json::to_value(input).unwrap_or_default();
            let members = input.as_object().into_iter().flatten();
            let members: Vec<String> =
                members.map(|(name, value)| format!(" {name}={value}")).collect();
            vec![clip_to(&format!("{}{}", row.op, members.concat()), MOST)]
        }
        Some(Asked::Steps(steps)) => {
            let last = row.step.unwrap_or(steps.len());
            let steps = steps.iter().enumerate().take(last.saturating_add(1));
            let sent = steps.filter_map(|(index, step)| Some((index, step.as_ref()?)));
            sent.map(|(index, step)| clip_to(&format!("step {index}: {}", request(step)), MOST))
                .collect()
        }
    }
}

fn request(step: &StepCall) -> String {
    match step {
        StepCall::Authorize(request) => of("authorize", request),
        StepCall::Par(request) => of("par", request),
        StepCall::Token(request) => of("token", request),
        StepCall::Use { .. } => "use".to_owned(),
        StepCall::Metadata { of } if of.is_usual() => "metadata".to_owned(),
        StepCall::Metadata { of } => format!("metadata of {}", of.as_str()),
        StepCall::Wait { seconds } => format!("wait {seconds} s"),
    }
}

/// The request's name and the parameters that make it this one.
fn of(name: &str, request: &SentRequest) -> String {
    let pairs = |pairs: &[(String, Octets)]| -> Vec<String> {
        let telling = pairs.iter().filter(|(name, _)| !USUAL.contains(&name.as_str()));
        telling.map(|(name, value)| format!("{name}={}", value_of(value))).collect()
    };
    let mut words = vec![name.to_owned()];
    if !request.user_agent.is_empty() {
        words.push(format!("(user agent {})", request.user_agent));
    }
    words.extend(pairs(&request.params));
    words.extend(
        request.raw.as_ref().map(|raw| format!("(as it goes on the wire) {}", value_of(raw))),
    );
    words.extend(pairs(&request.query).into_iter().map(|pair| format!("(in the query) {pair}")));
    words.join(" ")
}

fn value_of(value: &Octets) -> String {
    clip_to(&format!("{value:?}"), VALUE)
}
