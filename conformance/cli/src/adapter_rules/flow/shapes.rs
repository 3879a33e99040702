//! Inputs of a shape that an adapter does not know.

use pkce_conformance::{text::clip, wire::Reply};
use serde_json::{Value, json};

use crate::adapter_rules::{
    ask::{LATER, with},
    conversation::Conversation,
    ground::ground,
    rule::{Seen, Tried},
    session::{Got, opening, policy},
};

pub(super) fn policies(adapter: &mut Conversation<'_>) -> Tried {
    let app =
        json!({"role": "public", "client_id": "app", "redirect_uri": "https://app.example/cb"});
    let open = |policy: Value, client: Value| json!({"session": "check-adapter", "policy": policy, "clients": [client]});
    // The right policy comes first: one that is not even taken shows nothing.
    let ground = ground(adapter)?;
    let right =
        ground.map_or_else(|_| policy(&json!("required"), &["S256"]), |found| found.policy());
    let wrong = [
        ("`\"pkce\": \"nonsense\"`", open(with(&right, "pkce", json!("nonsense")), app.clone())),
        (
            "an unknown member of `policy.pkce`",
            open(with(&right, "pkce", json!({LATER: ["app"]})), app.clone()),
        ),
        ("`\"methods\": [\"S512\"]`", open(with(&right, "methods", json!(["S512"])), app.clone())),
        ("an unknown member of `policy`", open(with(&right, LATER, json!(true)), app.clone())),
        ("an unknown member of a client", open(right.clone(), with(&app, LATER, json!(true)))),
        (
            "an unknown member of `input`",
            with(&open(right.clone(), app.clone()), LATER, json!(true)),
        ),
    ];
    for (what, input) in wrong {
        match adapter.reply(&opening(input))? {
            Reply::Unsupported(_) => {}
            Reply::Nothing => return Err(format!("a session was opened with {what}")),
            Reply::Failed(failure) => {
                let (reason, words) = (failure.reason.as_str(), clip(&failure.message));
                return Err(format!("{what} was answered with error {reason}: {words}"));
            }
            _ => return Err(format!("{what} was answered like another operation")),
        }
    }
    Ok(Seen::Kept)
}

pub(super) fn steps(adapter: &mut Conversation<'_>) -> Tried {
    let ground = match ground(adapter)? {
        Ok(ground) => ground,
        Err(why) => return Ok(Seen::Nothing(why)),
    };
    let client = &ground.client;
    let session = ground.open(adapter)?;
    let none: [(&str, &str); 0] = [];
    let authorize = json!({"params": client.authorization(&none)});
    let token = client.redemption("no-such-code", &json!([]));
    let wrong = [
        ("an unknown step", session.input(&json!({LATER: {}}))),
        (
            "an unknown member of an authorization request",
            session.input(&json!({"authorize": with(&authorize, LATER, json!(true))})),
        ),
        (
            "an unknown member of a token request",
            session.input(&json!({"token": with(&token, LATER, json!(true))})),
        ),
        (
            "an unknown member beside a step",
            session.input(&with(&json!({"token": token}), LATER, json!(true))),
        ),
        (
            "an unknown member of `input`",
            with(&session.input(&json!({"token": token})), LATER, json!(true)),
        ),
    ];
    for (what, input) in wrong {
        match session.ask(adapter, input)? {
            Got::Unsupported(_) => {}
            Got::Given(_) => return Err(format!("{what} was left out, and the request made")),
            Got::Refused(how) => return Err(format!("{what} was answered with {how}")),
        }
    }
    session.close(adapter)?;
    Ok(Seen::Kept)
}
