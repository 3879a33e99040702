//! Sessions of a flow, by hand: requests that a server without any habit answers in one way.

use pkce_conformance::{
    text::clip,
    wire::{Call, FlowPolicy, Open, Outcome, PkceRequired, Reply, StepAnswer, StepCall},
};
use pkce_vectors::s256;
use serde_json::{Value, json};

use super::{
    ask::{Ask, with},
    conversation::Conversation,
};

/// A client that is registered, and how it shows who it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Client {
    pub(super) id: String,
    pub(super) auth: Auth,
}

/// How a client authenticates.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Auth {
    None,
    Body,
    Basic,
}

const SECRET: &str = "a-secret-of-check-adapter";

impl Client {
    pub(super) fn new(id: &str, auth: Auth) -> Self {
        Self { id: id.to_owned(), auth }
    }

    /// How a confidential client is told to authenticate: as the introduction says, in the body where it says nothing.
    pub(super) fn confidential(hello: &Value) -> Self {
        let named = hello.pointer("/offers/roles/confidential/auth").and_then(Value::as_str);
        Self::new("web", if named == Some("basic") { Auth::Basic } else { Auth::Body })
    }

    pub(super) const fn is_public(&self) -> bool {
        matches!(self.auth, Auth::None)
    }

    /// As `flow.open` registers it.
    pub(super) fn facts(&self) -> Value {
        let role = if self.is_public() { "public" } else { "confidential" };
        let facts =
            json!({"role": role, "client_id": self.id, "redirect_uri": self.redirect_uri()});
        if self.is_public() { facts } else { with(&facts, "client_secret", json!(SECRET)) }
    }

    /// Its secret as a parameter, where it goes there.
    pub(super) fn secret(&self) -> Option<Value> {
        (self.auth == Auth::Body).then(|| json!(["client_secret", SECRET]))
    }

    fn redirect_uri(&self) -> String {
        format!("https://{}.example/cb", self.id)
    }
}

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
        let call = Call::Step { session: self.0.clone(), step: StepCall::Metadata {} };
        Ok(match adapter.reply(&Ask::Written(call, input))? {
            Reply::Step(answer) => given(&answer),
            Reply::Unsupported(why) => Got::Unsupported(clip(&why)),
            other => Got::Refused(words(&other)),
        })
    }

    /// An authorization request with these PKCE parameters.
    pub(super) fn authorize<V: AsRef<str>>(
        &self,
        adapter: &mut Conversation<'_>,
        client: &Client,
        pkce: &[(&str, V)],
    ) -> Result<Got, String> {
        self.step(adapter, &json!({"authorize": {"params": authorization(client, pkce)}}))
    }

    /// A token request with these parameters beside its own.
    pub(super) fn redeem(
        &self,
        adapter: &mut Conversation<'_>,
        client: &Client,
        code: &str,
        more: &Value,
    ) -> Result<Got, String> {
        self.step(adapter, &json!({"token": redemption(client, code, more)}))
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

/// Every parameter of an authorization request.
pub(super) fn authorization<V: AsRef<str>>(client: &Client, pkce: &[(&str, V)]) -> Vec<Value> {
    let own = [
        ("response_type", "code".to_owned()),
        ("client_id", client.id.clone()),
        ("redirect_uri", client.redirect_uri()),
        ("state", "a-state-of-check-adapter".to_owned()),
    ];
    let own = own.iter().map(|(name, value)| json!([name, value]));
    own.chain(pkce.iter().map(|(name, value)| json!([name, value.as_ref()]))).collect()
}

/// A token request with its authentication.
pub(super) fn redemption(client: &Client, code: &str, more: &Value) -> Value {
    let mut params = vec![
        json!(["grant_type", "authorization_code"]),
        json!(["code", code]),
        json!(["redirect_uri", client.redirect_uri()]),
    ];
    if client.auth != Auth::Basic {
        params.push(json!(["client_id", client.id]));
    }
    params.extend(client.secret());
    params.extend(more.as_array().into_iter().flatten().cloned());
    let request = json!({"params": params});
    match client.auth {
        Auth::Basic => with(&request, "basic", json!([client.id, SECRET])),
        Auth::None | Auth::Body => request,
    }
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
