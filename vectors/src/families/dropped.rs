//! A challenge or a method that a server cannot use, and then no verifier at all: flows alone.
//!
//! Nothing obliges a server to refuse a malformed challenge. But one that goes on as if none had come, and so wants no
//! verifier, gives its token to whoever holds the code: RFC 7636 §4.5 has the verifier required.

use crate::{Action, Flow, How, PolicyName, Value, requirement_ids as ids};

use super::{
    arrival::{too_long, too_short},
    fault::Fault,
    method,
    rule::Judged,
    shorthand::{alter, s256, text, v1, v1_challenge},
};

pub(super) fn flows() -> Vec<Flow> {
    let digest = || s256(v1());
    let mut flows = Vec::new();
    for (name, comment, flag, challenge) in [
        ("padded", "a padded challenge", "Padding", digest().followed_by("=")),
        too_short(),
        too_long(),
        (
            "standard-alphabet",
            "a challenge in the standard alphabet",
            "StandardAlphabet",
            alter(s256(v1_challenge("-_", "")), How::StandardAlphabet),
        ),
        ("null", "the challenge `null`", "ChallengeLength", text("null")),
    ] {
        let comment = format!("{comment}, and no verifier");
        flows.push(without_verifier(&format!("challenge-{name}"), comment, flag, challenge, None));
    }
    // One that trims values sees no challenge here, and may serve the request where PKCE is optional.
    let comment = "a challenge of one space where PKCE is required, and no verifier".to_owned();
    let blank = without_verifier("challenge-blank", comment, "WhiteSpace", text(" "), None);
    flows.push(Flow { policies: vec![PolicyName::Required], ..blank });
    for (name, method) in method::unchecked_names() {
        let comment = format!("the method `{method}`, and no verifier");
        let (id, method) = (format!("method-{name}"), Some(text(method)));
        flows.push(without_verifier(&id, comment, "UnsupportedMethod", digest(), method));
    }
    flows
}

fn without_verifier(
    name: &str,
    comment: String,
    flag: &'static str,
    challenge: Value,
    method: Option<Value>,
) -> Flow {
    let fault = Fault::s256(Judged::Wrong, name, comment, challenge, v1())
        .required_by(ids::RFC7636_4_5_VERIFIER_REQUIRED)
        .flag(flag)
        .refusable();
    let cause = if method.is_some() {
        "flow/method/unknown-verifier-missing"
    } else {
        "flow/verifier/missing"
    };
    let mut flow = match method {
        Some(method) => fault.method(method).flow(),
        None => fault.flow(),
    };
    flow.id = format!("flow/dropped/{name}");
    flow.implied_by = vec![cause.to_owned()];
    for step in &mut flow.steps {
        if let Action::Token(request) = &mut step.action {
            request.params.clear();
        }
    }
    flow
}
