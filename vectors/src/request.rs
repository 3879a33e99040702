//! Requests of a flow: whose, how authenticated, with which parameters.

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::IntoDeserializer};

use crate::{role::RoleName, value::Value};

/// A request to one of the endpoints. The driver adds what is not PKCE: `response_type`, `client_id`,
/// `redirect_uri`, `state`; `grant_type`, `code`, authentication. A parameter in `params` takes the place of the
/// driver's own of the same name.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Request {
    /// Whose request it is.
    #[serde(skip_serializing_if = "ClientRef::is_own")]
    pub client: ClientRef,
    /// Another user agent, by name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user_agent: Option<String>,
    /// How the client authenticates.
    #[serde(skip_serializing_if = "Authentication::is_own")]
    pub auth: Authentication,
    /// The name of a code that an earlier step got (token requests).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// The authorization request is sent by POST, its parameters in the body (RFC 6749 §3.1).
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub post: bool,
    /// The name of a request URI that an earlier step got (authorization requests).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub request_uri: Option<String>,
    /// The driver's own parameters that are left out, by name.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub omit: Vec<String>,
    /// Parameters in order, a name as often as it is sent.
    pub params: Vec<(String, Value)>,
    /// Claims of a request object (RFC 9101) that is signed and sent by value, beside the driver's own parameters of an
    /// authorization request, which go into it too.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub request_object: Option<Vec<(String, Value)>>,
    /// Parameters that go into the query of a token request instead of its body.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub query: Vec<(String, Value)>,
    /// A piece of form body as it goes on the wire, after the parameters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub raw: Option<Value>,
}

impl Request {
    /// Every value that is sent, wherever it goes.
    pub fn values(&self) -> impl Iterator<Item = &Value> {
        let object = self.request_object.iter().flatten();
        let pairs = self.params.iter().chain(&self.query).chain(object);
        pairs.map(|(_, value)| value).chain(&self.raw)
    }

    /// The same, to be changed.
    pub fn values_mut(&mut self) -> impl Iterator<Item = &mut Value> {
        let object = self.request_object.iter_mut().flatten();
        let pairs = self.params.iter_mut().chain(&mut self.query).chain(object);
        pairs.map(|(_, value)| value).chain(&mut self.raw)
    }
}

/// A client, relative to the case's role or by name.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "WrittenClient", into = "WrittenClient")]
pub enum ClientRef {
    /// The client of the case's role.
    #[default]
    Own,
    /// Another client of the same kind.
    Other,
    /// This one.
    Named(RoleName),
}

impl ClientRef {
    /// The role that is meant in a case of `role`.
    #[must_use]
    pub const fn resolve(self, role: RoleName) -> RoleName {
        match self {
            Self::Own => role,
            Self::Other => role.other(),
            Self::Named(named) => named,
        }
    }

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
    fn is_own(&self) -> bool {
        *self == Self::Own
    }
}

#[derive(Serialize, Deserialize)]
#[serde(
    untagged,
    expecting = "expected own, other, public, public2, confidential or confidential2"
)]
enum WrittenClient {
    Relative(Relative),
    Named(RoleName),
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Relative {
    Own,
    Other,
}

impl From<WrittenClient> for ClientRef {
    fn from(written: WrittenClient) -> Self {
        match written {
            WrittenClient::Relative(Relative::Own) => Self::Own,
            WrittenClient::Relative(Relative::Other) => Self::Other,
            WrittenClient::Named(role) => Self::Named(role),
        }
    }
}

impl From<ClientRef> for WrittenClient {
    fn from(client: ClientRef) -> Self {
        match client {
            ClientRef::Own => Self::Relative(Relative::Own),
            ClientRef::Other => Self::Relative(Relative::Other),
            ClientRef::Named(role) => Self::Named(role),
        }
    }
}

/// How a client authenticates at the token and pushed request endpoints.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Authentication {
    /// As it is registered: in the first of its ways, or not at all.
    #[default]
    Own,
    /// With its secret by HTTP Basic (RFC 6749 §2.3.1).
    Basic,
    /// With its secret in the body of the request.
    Post,
    /// With its key (RFC 7523 §2.2, `private_key_jwt`).
    Key,
    /// Not at all.
    None,
    /// With a wrong secret.
    Wrong,
    /// With another client's secret.
    Of(RoleName),
    /// With a verifier of this name in the place of the secret.
    Verifier(String),
}

impl Authentication {
    /// Whether the client shows itself in a way of its own, whatever the others that it has.
    #[must_use]
    pub const fn is_chosen(&self) -> bool {
        matches!(self, Self::Basic | Self::Post | Self::Key)
    }

    fn is_own(&self) -> bool {
        *self == Self::Own
    }
}

impl Serialize for Authentication {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Own => serializer.serialize_str("own"),
            Self::Basic => serializer.serialize_str("basic"),
            Self::Post => serializer.serialize_str("post"),
            Self::Key => serializer.serialize_str("key"),
            Self::None => serializer.serialize_str("none"),
            Self::Wrong => serializer.serialize_str("wrong"),
            Self::Of(role) => serializer.serialize_str(&format!("of:{role}")),
            Self::Verifier(name) => serializer.serialize_str(&format!("verifier:{name}")),
        }
    }
}

impl<'de> Deserialize<'de> for Authentication {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        match text.split_once(':') {
            None if text == "own" => Ok(Self::Own),
            None if text == "basic" => Ok(Self::Basic),
            None if text == "post" => Ok(Self::Post),
            None if text == "key" => Ok(Self::Key),
            None if text == "none" => Ok(Self::None),
            None if text == "wrong" => Ok(Self::Wrong),
            Some(("of", role)) => RoleName::deserialize(role.into_deserializer()).map(Self::Of),
            Some(("verifier", name)) => Ok(Self::Verifier(name.to_owned())),
            _ => Err(serde::de::Error::custom(
                "auth is own, basic, post, key, none, wrong, of:ROLE or verifier:NAME",
            )),
        }
    }
}
