//! A difference: what a target gave where the requirements allow something else, as a draft of a vector.

use std::cmp::Reverse;

use pkce_conformance::{
    judge::Judgement,
    result::{Difference, Draft},
};
use pkce_vectors::{Action, Effect, Level, Request};

use super::settle::settle;

/// What came, as a difference from what is right.
pub(super) fn of(op: &'static str, level: Level, judgement: Judgement, draft: Draft) -> Difference {
    let requirement = match &draft {
        Draft::Vector(vector) => vector.requirement.clone(),
        Draft::Flow(flow) => flow.requirement.clone(),
    };
    let detail = judgement.detail.map(|detail| *detail).unwrap_or_default();
    let broken = detail.reason.map(|reason| format!("broke: {reason}"));
    Difference {
        op,
        requirement,
        level,
        verdict: judgement.verdict,
        effect: judgement.effect,
        step: detail.step,
        expected: detail.expected.unwrap_or_else(|| "an answer".to_owned()),
        observed: detail.observed.or(broken).unwrap_or_default(),
        draft,
        seen: 1,
        confirmed: false,
    }
}

/// What differences of one kind share before they are shrunk.
pub(super) fn kind(difference: &Difference) -> (String, &'static str, String) {
    let Difference { requirement, op, observed, .. } = difference;
    let what = match &difference.draft {
        // A challenge, a method or a verifier is told in full: its kind is its first word.
        Draft::Vector(_) => observed.split([' ', ':']).next().unwrap_or_default(),
        Draft::Flow(_) => observed.split(" (").next().unwrap_or_default(),
    };
    (requirement.clone(), op, what.to_owned())
}

/// What differences of one root cause share after they are shrunk.
pub(super) fn cause(difference: &Difference) -> (String, &'static str, String, String) {
    let (requirement, op, what) = kind(difference);
    let shape = match &difference.draft {
        Draft::Vector(_) => String::new(),
        // Where an answer's form is wrong, it hardly matters how the request came about.
        Draft::Flow(flow) if !flow.checks.is_empty() => {
            flow.steps.last().map(|step| shape(&step.action)).unwrap_or_default()
        }
        Draft::Flow(flow) => {
            flow.steps.iter().map(|step| shape(&step.action)).collect::<Vec<_>>().join(", ")
        }
    };
    (requirement, op, what, shape)
}

/// Gravest first.
pub(super) fn rank(
    difference: &Difference,
) -> (Reverse<Level>, Option<Effect>, String, &'static str) {
    let Difference { level, effect, requirement, op, .. } = difference;
    (Reverse(*level), *effect, requirement.clone(), op)
}

/// Gives the draft the id and the comment with which it can be put into a file.
pub(super) fn name(difference: &mut Difference, number: usize) {
    let topic = topic(&difference.requirement);
    let comment = format!(
        "found by exploring: {} where {} is right",
        in_our_words(&difference.observed),
        difference.expected
    );
    match &mut difference.draft {
        Draft::Vector(vector) => {
            let op = difference.op.replace('_', "-");
            vector.id = format!("{op}/explored-{topic}-{number}");
            vector.comment = comment;
        }
        Draft::Flow(flow) => {
            flow.id = format!("flow/explored/{topic}-{number}");
            flow.comment = comment;
            settle(flow);
        }
    }
}

/// The words of a requirement's id behind its document and section.
fn topic(requirement: &str) -> String {
    let words = requirement.split('-').skip(1);
    let words: Vec<&str> =
        words.filter(|word| !word.starts_with(|c: char| c.is_ascii_digit())).collect();
    words.join("-")
}

/// What came, without what a target wrote itself.
fn in_our_words(observed: &str) -> &str {
    observed.split([':', '(', '"']).next().unwrap_or_default().trim_end()
}

fn shape(action: &Action) -> String {
    let of = |name: &str, request: &Request| {
        let params: Vec<&str> = request.params.iter().map(|(name, _)| name.as_str()).collect();
        format!("{name}({})", params.join(" "))
    };
    match action {
        Action::Authorize(request) => of("authorize", request),
        Action::Par(request) => of("par", request),
        Action::Token(request) => of("token", request),
        Action::Race { tokens, .. } => {
            tokens.iter().map(|token| of("race", token)).collect::<Vec<_>>().join(" ")
        }
        Action::Use { .. } => "use".to_owned(),
        Action::Metadata { .. } => "metadata".to_owned(),
        Action::Wait(_) => "wait".to_owned(),
    }
}
