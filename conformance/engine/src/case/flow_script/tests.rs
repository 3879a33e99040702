//! What a flow sends to a target whose fixture wants more than the flow says.

use std::collections::BTreeSet;

use pkce_vectors::VectorSet;

use super::*;
use crate::{fixture::Extra, implementation::answer, reference::Reference, wire::Offers};

fn extra(name: &str, value: &str) -> Extra {
    Extra { name: name.to_owned(), value: value.to_owned() }
}

/// The requests that the flow sends to the reference, which serves what a target file would say.
fn sent_by(id: &str) -> Vec<StepCall> {
    let set = VectorSet::bundled().unwrap();
    let flow = set.flows.iter().find(|flow| flow.id == id).unwrap();
    let (role, policy) = (flow.roles[0], flow.policies[0]);
    let setting = Setting::new(role, policy, false);
    let fixture = Arc::new(Fixture {
        code_lifetime: 7,
        authorization_extra: vec![
            extra("scope", "openid"),
            extra("resource", "a"),
            extra("resource", "b"),
            extra("nonce", "{random}"),
            extra("state", "never"),
        ],
        token_extra: vec![extra("audience", "api")],
        ..Fixture::drawn(RoleName::ALL, "a target", 1, &Offers::default())
    });
    let offers = Offers::default();
    let draws = Draws { fixture: Some(&fixture), ..Draws::first(1, &offers) };
    let mut script = FlowScript::new(flow, setting, &draws, 0);
    let mut reference = Reference::new(0);
    let mut steps = Vec::new();
    let mut call = script.next(None);
    while let Some(asked) = call {
        if let Call::Open(open) = &asked {
            assert_eq!(open.policy.code_lifetime, 7);
            assert_eq!(open.clients, fixture.registered(&BTreeSet::new()));
        }
        call = script.next(Some(answer(&mut reference, &asked)));
        steps.extend(match asked {
            Call::Step { step, .. } => Some(step),
            _ => None,
        });
    }
    steps
}

fn names(request: &SentRequest) -> Vec<&str> {
    request.params.iter().map(|(name, _)| name.as_str()).collect()
}

#[test]
fn what_the_target_wants_goes_before_the_flows_own() {
    let sent = sent_by("flow/control/s256");
    let [StepCall::Authorize(authorize), StepCall::Token(token), ..] = sent.as_slice() else {
        panic!("{sent:?}");
    };
    let expected = [
        "client_id",
        "response_type",
        "redirect_uri",
        "state",
        "scope",
        "resource",
        "resource",
        "nonce",
        "code_challenge",
        "code_challenge_method",
    ];
    assert_eq!(names(authorize), expected);
    let nonce = authorize.params.iter().find(|(name, _)| name == "nonce").unwrap();
    assert_eq!(nonce.1.0.len(), 43);
    let expected = ["grant_type", "code", "redirect_uri", "client_id", "audience", "code_verifier"];
    assert_eq!(names(token), expected);
}

#[test]
fn what_was_pushed_is_not_sent_again() {
    let sent = sent_by("flow/control/par");
    let [StepCall::Par(pushed), StepCall::Authorize(authorize), ..] = sent.as_slice() else {
        panic!("{sent:?}");
    };
    assert!(names(pushed).contains(&"scope"));
    assert_eq!(names(authorize), ["client_id", "request_uri"]);
}
