//! Sessions of a flow, by hand: requests that a server without any habit answers in one way.

use pkce_conformance::{
    text::clip,
    wire::{Call, FlowPolicy, Open, Outcome, PkceRequired, Pushed, Reply, StepAnswer, StepCall},
};
use pkce_vectors::s256;
use serde_json::{Value, json};

use super::{ask::Ask, client::Client, conversation::Conversation};

/// A policy, written.
pub(super) fn policy(pkce: &Value, methods: &[&str]) -> Value {
    json!({"pkce": pkce, "methods": methods, "code_lifetime": LIFETIME})
}

/// How long a code lives, in seconds.
pub(super) const LIFETIME: u32 = 60;

/// An open session.
pub(super) struct Session(String);

/// What a request came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Got {
    /// A code, a request URI or an access token, as the step gives it.
    Given(String),
    /// Anything else that was answered, in words.
    Refused(String),
    /// The text.
    Unsupported(String),
}

impl Got {
    pub(super) const fn is_given(&self) -> bool {
        matches!(self, Self::Given(_))
    }
}

/// A session under this policy; else why there is none.
pub(super) fn open(
    adapter: &mut Conversation<'_>,
    policy: &Value,
    clients: &[&Client],
) -> Result<Result<Session, Got>, String> {
    let session = format!("check-adapter-{}", adapter.id());
    let clients: Vec<Value> = clients.iter().map(|client| client.facts()).collect();
    let input = json!({"session": session, "policy": policy, "clients": clients});
    Ok(match adapter.reply(&opening(input))? {
        Reply::Nothing => Ok(Session(session)),
        Reply::Unsupported(why) => Err(Got::Unsupported(clip(&why))),
        other => Err(Got::Refused(words(&other))),
    })
}

/// A request of `flow.open`, whatever its input.
pub(super) fn opening(input: Value) -> Ask {
    let pkce = PkceRequired::Default;
    let policy = FlowPolicy { pkce, methods: Vec::new(), code_lifetime: LIFETIME };
    let call = Call::Open(Open { session: String::new(), policy, clients: Vec::new() });
    Ask::Written(call, input)
}

impl Session {
    /// The input of a step.
    pub(super) fn input(&self, step: &Value) -> Value {
        json!({"session": self.0, "step": step})
    }

    /// One request.
    pub(super) fn step(&self, adapter: &mut Conversation<'_>, step: &Value) -> Result<Got, String> {
        self.ask(adapter, self.input(step))
    }

    /// One request, whatever its input.
    pub(super) fn ask(&self, adapter: &mut Conversation<'_>, input: Value) -> Result<Got, String> {
        let call = Call::Step {
            session: self.0.clone(),
            step: StepCall::Metadata { of: pkce_vectors::MetadataOf::Oauth },
        };
        Ok(match adapter.reply(&Ask::Written(call, input))? {
            Reply::Step(answer) => given(&answer),
            Reply::Unsupported(why) => Got::Unsupported(clip(&why)),
            other => Got::Refused(words(&other)),
        })
    }

    /// An authorization request with these PKCE parameters, pushed first where the server takes no other.
    pub(super) fn authorize<V: AsRef<str>>(
        &self,
        adapter: &mut Conversation<'_>,
        client: &Client,
        pkce: &[(&str, V)],
    ) -> Result<Got, String> {
        if client.pushed != Pushed::Required {
            let request = json!({"params": client.authorization(pkce)});
            return self.step(adapter, &json!({"authorize": request}));
        }
        match self.step(adapter, &json!({"par": client.pushing(pkce)}))? {
            Got::Given(uri) => self.step(adapter, &json!({"authorize": client.pushed(&uri)})),
            other => Ok(other),
        }
    }

    /// A token request with these parameters beside its own.
    pub(super) fn redeem(
        &self,
        adapter: &mut Conversation<'_>,
        client: &Client,
        code: &str,
        more: &Value,
    ) -> Result<Got, String> {
        self.step(adapter, &json!({"token": client.redemption(code, more)}))
    }

    /// A code for a challenge, and the verifier of it, tried: the right request.
    pub(super) fn goes_through(
        &self,
        adapter: &mut Conversation<'_>,
        client: &Client,
    ) -> Result<Got, String> {
        let verifier = verifier(adapter);
        match self.authorize(adapter, client, &challenge(&verifier))? {
            Got::Given(code) => {
                self.redeem(adapter, client, &code, &json!([["code_verifier", verifier]]))
            }
            other => Ok(other),
        }
    }

    pub(super) fn close(self, adapter: &mut Conversation<'_>) -> Result<(), String> {
        adapter.reply(&Ask::Call(Call::Close { session: self.0 })).map(drop)
    }
}

/// A verifier that no request had before.
pub(super) fn verifier(adapter: &mut Conversation<'_>) -> String {
    s256(format!("check-adapter {}", adapter.id()).as_bytes())
}

/// Its challenge as an authorization request sends it.
pub(super) fn challenge(verifier: &str) -> [(&'static str, String); 2] {
    [("code_challenge", s256(verifier.as_bytes())), ("code_challenge_method", "S256".to_owned())]
}

fn given(answer: &StepAnswer) -> Got {
    let value = match answer.outcome {
        Outcome::Code => &answer.code,
        Outcome::RequestUri => &answer.request_uri,
        Outcome::Token => &answer.access_token,
        Outcome::Waited => return Got::Given(String::new()),
        _ => &None,
    };
    if let Some(value) = value {
        return Got::Given(value.clone());
    }
    let error = answer.error.as_deref().filter(|error| !error.is_empty());
    let error = error.map(|error| format!(" ({})", clip(error))).unwrap_or_default();
    Got::Refused(format!("{}{error}", answer.outcome.as_str()))
}

fn words(reply: &Reply) -> String {
    match reply {
        Reply::Failed(failure) => {
            format!("error {}: {}", failure.reason.as_str(), clip(&failure.message))
        }
        _ => "an answer of another operation".to_owned(),
    }
}
