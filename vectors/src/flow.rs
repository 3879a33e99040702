//! Flows: a sequence of requests to an authorization server, with symbolic values.

use std::fmt;

use serde::{
    Deserialize, Deserializer, Serialize, Serializer, de::IntoDeserializer, ser::SerializeMap,
};

use crate::{check::Check, expect::Expect, level::Effect, value::Value};

/// One flow. It runs once for each of its roles and policies.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Flow {
    /// `flow/topic/fault`, stable for ever.
    pub id: String,
    /// The id of the requirement behind it.
    pub requirement: String,
    /// What is special about the requests.
    pub comment: String,
    /// Names from `flags.json`.
    pub flags: Vec<String>,
    /// The kinds of client for which it runs.
    #[serde(default = "both_roles")]
    pub roles: Vec<RoleName>,
    /// The policies under which it runs.
    #[serde(default = "both_policies")]
    pub policies: Vec<PolicyName>,
    /// What the target must offer for the flow to apply.
    #[serde(default, skip_serializing_if = "Needs::is_empty")]
    pub needs: Needs,
    /// The requests, in order.
    pub steps: Vec<Step>,
    /// What is asked of an answer beyond its outcome.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub checks: Vec<Check>,
    /// The effect of a failure, where the outcome alone does not tell.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub effect: Option<Effect>,
    /// Flows whose failure, all together, in the same role and policy, makes this one uninformative.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub implied_by: Vec<String>,
    /// A positive control: it must pass before negatives mean anything.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub control: bool,
    /// The control of this flow, where it is not the one of its request shape.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub controlled_by: Option<String>,
    /// Why the flow was withdrawn. Its id stays taken.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub withdrawn: Option<String>,
}

fn both_roles() -> Vec<RoleName> {
    vec![RoleName::Public, RoleName::Confidential]
}

fn both_policies() -> Vec<PolicyName> {
    vec![PolicyName::Optional, PolicyName::Required]
}

/// A client of the target, by what it is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum RoleName {
    /// A public client.
    Public,
    /// Another public client.
    Public2,
    /// A confidential client.
    Confidential,
    /// Another confidential client.
    Confidential2,
}

impl RoleName {
    /// Every role.
    pub const ALL: [Self; 4] =
        [Self::Public, Self::Public2, Self::Confidential, Self::Confidential2];

    /// The name used in the data.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Public => "public",
            Self::Public2 => "public2",
            Self::Confidential => "confidential",
            Self::Confidential2 => "confidential2",
        }
    }

    /// The other client of the same kind.
    #[must_use]
    pub const fn other(self) -> Self {
        match self {
            Self::Public => Self::Public2,
            Self::Public2 => Self::Public,
            Self::Confidential => Self::Confidential2,
            Self::Confidential2 => Self::Confidential,
        }
    }

    /// Whether the client has a secret.
    #[must_use]
    pub const fn is_confidential(self) -> bool {
        matches!(self, Self::Confidential | Self::Confidential2)
    }
}

impl fmt::Display for RoleName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// For whom the authorization server requires PKCE.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PolicyName {
    /// For nobody.
    Optional,
    /// For every client.
    Required,
    /// For public clients.
    RequiredPublic,
    /// For the client of the case's role alone, not for its neighbour.
    RequiredOne,
    /// As the target has it by itself: what nobody set is held against it.
    Own,
}

impl PolicyName {
    /// The name used in the data and in case ids.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Optional => "optional",
            Self::Required => "required",
            Self::RequiredPublic => "required-public",
            Self::RequiredOne => "required-one",
            Self::Own => "own",
        }
    }
}

/// Further predicates on the target. Absent: it does not matter.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Needs {
    /// Whether the `plain` method is offered.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub plain: Option<bool>,
    /// Whether pushed authorization requests (RFC 9126) are offered.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub par: Option<bool>,
    /// Whether a code's lifetime is known and short enough to wait for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code_lifetime: Option<bool>,
    /// Whether an access token can be tried (userinfo or introspection).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub userinfo: Option<bool>,
}

impl Needs {
    /// Nothing is asked of the target.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// One step: an action and the outcomes that are right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// What is done.
    pub action: Action,
    /// Every outcome that is right. Empty for a wait.
    pub expect: Vec<Expect>,
    /// The step only prepares the next: where it does not succeed, the case is inconclusive.
    pub setup: bool,
}

/// What a step does. Written as one key beside `expect` and `setup`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase", deny_unknown_fields)]
pub enum Action {
    /// An authorization request, with the user's consent.
    Authorize(Request),
    /// A pushed authorization request (RFC 9126).
    Par(Request),
    /// A token request with an authorization code.
    Token(Request),
    /// An access token tried at the userinfo or introspection endpoint.
    Use {
        /// The name of a token that an earlier step got.
        token: String,
    },
    /// The metadata document (RFC 8414).
    Metadata {},
    /// The same token request, many times at the same moment.
    Race {
        /// The request.
        token: Request,
        /// How often, 2 to 32.
        times: u32,
    },
    /// Time passes.
    Wait {
        /// What must be over afterwards.
        beyond: Beyond,
    },
}

/// What a wait outlasts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Beyond {
    /// The lifetime of an authorization code.
    CodeLifetime,
}

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
    pub session: Option<String>,
    /// How the client authenticates.
    #[serde(skip_serializing_if = "Authentication::is_own")]
    pub auth: Authentication,
    /// The name of a code that an earlier step got (token requests).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// The name of a request URI that an earlier step got (authorization requests).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub request_uri: Option<String>,
    /// Parameters in order, a name as often as it is sent.
    pub params: Vec<(String, Value)>,
    /// Parameters that go into the query of a token request instead of its body.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub query: Vec<(String, Value)>,
    /// A piece of form body as it goes on the wire, after the parameters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub raw: Option<Value>,
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
    /// As it is registered: with its secret, or not at all.
    #[default]
    Own,
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
    fn is_own(&self) -> bool {
        *self == Self::Own
    }
}

impl Serialize for Authentication {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Own => serializer.serialize_str("own"),
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
            None if text == "none" => Ok(Self::None),
            None if text == "wrong" => Ok(Self::Wrong),
            Some(("of", role)) => RoleName::deserialize(role.into_deserializer()).map(Self::Of),
            Some(("verifier", name)) => Ok(Self::Verifier(name.to_owned())),
            _ => {
                Err(serde::de::Error::custom("auth is own, none, wrong, of:ROLE or verifier:NAME"))
            }
        }
    }
}

impl<'de> Deserialize<'de> for Step {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        use serde::de::Error;
        let mut map = serde_json::Map::deserialize(deserializer)?;
        let expect = match map.remove("expect") {
            Some(json) => serde_json::from_value(json)
                .map_err(|error| D::Error::custom(format!("expect: {error}")))?,
            None => Vec::new(),
        };
        let setup = match map.remove("setup") {
            Some(json) => {
                json.as_bool().ok_or_else(|| D::Error::custom("setup is true or false"))?
            }
            None => false,
        };
        let name = map.keys().next().cloned().unwrap_or_default();
        if map.len() != 1 {
            return Err(D::Error::custom("a step is one action beside expect and setup"));
        }
        let action = serde_json::from_value(serde_json::Value::Object(map))
            .map_err(|error| D::Error::custom(format!("{name}: {error}")))?;
        Ok(Self { action, expect, setup })
    }
}

impl Serialize for Step {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::Error;
        let action = serde_json::to_value(&self.action).map_err(S::Error::custom)?;
        let mut map = serializer.serialize_map(None)?;
        for (key, value) in action.as_object().into_iter().flatten() {
            map.serialize_entry(key, value)?;
        }
        if !self.expect.is_empty() {
            map.serialize_entry("expect", &self.expect)?;
        }
        if self.setup {
            map.serialize_entry("setup", &true)?;
        }
        map.end()
    }
}
