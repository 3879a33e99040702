//! Clients that are registered, and the parameters of their requests.

use pkce_conformance::wire::{About, ClientAuth, Pushed, Ways};
use pkce_vectors::{RoleName, s256};
use serde_json::{Value, json};

use super::ask::with;

/// A client, with what the introduction says that its requests need.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Client {
    pub(super) id: String,
    pub(super) auth: Auth,
    /// Whether its authorization requests are pushed.
    pub(super) pushed: Pushed,
    /// Parameters that each authorization request carries, then each token request.
    authorization: Vec<(String, String)>,
    token: Vec<(String, String)>,
}

/// How a client authenticates.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Auth {
    None,
    Body,
    Basic,
    Key,
}

const SECRET: &str = "a-secret-of-check-adapter";

impl Client {
    /// One of each kind that is served, as far as the introduction says, public before confidential.
    pub(super) fn of(about: &About) -> Vec<Self> {
        [(RoleName::Public, "app"), (RoleName::Confidential, "web")]
            .into_iter()
            .filter(|(role, _)| about.offers.role(*role).served != Some(false))
            .map(|(role, id)| {
                let said = about.offers.role(role);
                let auth = match said.auth.map(Ways::first) {
                    _ if !role.is_confidential() => Auth::None,
                    Some(ClientAuth::Basic) => Auth::Basic,
                    Some(ClientAuth::Key) => Auth::Key,
                    _ => Auth::Body,
                };
                Self {
                    id: id.to_owned(),
                    auth,
                    pushed: said.par.unwrap_or(Pushed::Optional),
                    authorization: about.offers.authorization_parameters.clone(),
                    token: about.offers.token_parameters.clone(),
                }
            })
            .collect()
    }

    /// Another of the same kind.
    pub(super) fn named(&self, id: &str) -> Self {
        Self { id: id.to_owned(), ..self.clone() }
    }

    /// The same that authenticates in another way.
    pub(super) fn by(&self, auth: Auth) -> Self {
        Self { auth, ..self.clone() }
    }

    pub(super) const fn is_public(&self) -> bool {
        matches!(self.auth, Auth::None)
    }

    /// As `flow.open` registers it.
    pub(super) fn facts(&self) -> Value {
        let role = if self.is_public() { "public" } else { "confidential" };
        let facts =
            json!({"role": role, "client_id": self.id, "redirect_uri": self.redirect_uri()});
        match self.auth {
            Auth::None => facts,
            Auth::Key => with(&facts, "key", json!(true)),
            Auth::Body | Auth::Basic => with(&facts, "client_secret", json!(SECRET)),
        }
    }

    fn redirect_uri(&self) -> String {
        format!("https://{}.example/cb", self.id)
    }

    /// Every parameter of an authorization request.
    pub(super) fn authorization<V: AsRef<str>>(&self, pkce: &[(&str, V)]) -> Vec<Value> {
        let own = [
            ("response_type", "code".to_owned()),
            ("client_id", self.id.clone()),
            ("redirect_uri", self.redirect_uri()),
            ("state", "a-state-of-check-adapter".to_owned()),
        ];
        let drawn = pkce.iter().map(|(_, value)| value.as_ref()).collect::<String>();
        let own = own.iter().map(|(name, value)| json!([name, value]));
        let pkce = pkce.iter().map(|(name, value)| json!([name, value.as_ref()]));
        own.chain(needed(&self.authorization, &drawn)).chain(pkce).collect()
    }

    /// The same as it is pushed.
    pub(super) fn pushing<V: AsRef<str>>(&self, pkce: &[(&str, V)]) -> Value {
        self.authenticated(self.authorization(pkce))
    }

    /// The authorization request of what was pushed.
    pub(super) fn pushed(&self, request_uri: &str) -> Value {
        json!({"params": [["client_id", self.id], ["request_uri", request_uri]]})
    }

    /// A token request.
    pub(super) fn redemption(&self, code: &str, more: &Value) -> Value {
        let mut params = vec![
            json!(["grant_type", "authorization_code"]),
            json!(["code", code]),
            json!(["redirect_uri", self.redirect_uri()]),
        ];
        if self.auth != Auth::Basic {
            params.push(json!(["client_id", self.id]));
        }
        params.extend(needed(&self.token, code));
        params.extend(more.as_array().into_iter().flatten().cloned());
        self.authenticated(params)
    }

    fn authenticated(&self, mut params: Vec<Value>) -> Value {
        if self.auth == Auth::Body {
            params.push(json!(["client_secret", SECRET]));
        }
        let request = json!({"params": params});
        match self.auth {
            Auth::Basic => with(&request, "basic", json!([self.id, SECRET])),
            Auth::Key => with(&request, "key", json!(self.id)),
            Auth::None | Auth::Body => request,
        }
    }
}

/// What the server needs with a request. What is random in it follows from what else the request carries.
fn needed(parameters: &[(String, String)], carried: &str) -> impl Iterator<Item = Value> {
    let drawn = s256(carried.as_bytes());
    parameters.iter().map(move |(name, value)| json!([name, value.replace("{random}", &drawn)]))
}
