//! Steps of a flow: one action each, and the outcomes that are right.

use serde::{Deserialize, Deserializer, Serialize, Serializer, ser::SerializeMap};

use crate::{expect::Expect, request::Request};

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
#[derive(Debug, Clone, PartialEq, Eq)]
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
    /// A metadata document.
    Metadata {
        /// Which one.
        of: MetadataOf,
    },
    /// Token requests at the same moment.
    Race {
        /// The requests, one or more.
        tokens: Vec<Request>,
        /// How often each of them is sent; 2 to 32 requests in all.
        times: u32,
    },
    /// Time passes.
    Wait(Wait),
}

impl Action {
    /// The requests with parameters that the step sends.
    #[must_use]
    pub fn requests(&self) -> &[Request] {
        match self {
            Self::Authorize(request) | Self::Par(request) | Self::Token(request) => {
                std::slice::from_ref(request)
            }
            Self::Race { tokens, .. } => tokens,
            Self::Use { .. } | Self::Metadata { .. } | Self::Wait(_) => &[],
        }
    }

    /// The same, to be changed.
    pub fn requests_mut(&mut self) -> &mut [Request] {
        match self {
            Self::Authorize(request) | Self::Par(request) | Self::Token(request) => {
                std::slice::from_mut(request)
            }
            Self::Race { tokens, .. } => tokens,
            Self::Use { .. } | Self::Metadata { .. } | Self::Wait(_) => &mut [],
        }
    }
}

/// Whose document tells of the server.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum MetadataOf {
    /// The one by which clients of the server find it: RFC 8414's, where it has several.
    #[default]
    Oauth,
    /// That of OpenID Connect Discovery.
    Openid,
    /// That of SMART App Launch.
    Smart,
}

impl MetadataOf {
    /// Every document.
    pub const ALL: [Self; 3] = [Self::Oauth, Self::Openid, Self::Smart];

    /// The word in the data.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Oauth => "oauth",
            Self::Openid => "openid",
            Self::Smart => "smart",
        }
    }

    /// Whether it is the one that is meant where nothing is said.
    #[must_use]
    pub fn is_usual(&self) -> bool {
        *self == Self::default()
    }
}

/// How much time passes, by something that a target has. Written as `{"beyond": "code_lifetime"}` or
/// `{"within": "code_lifetime"}`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Wait {
    /// It is over afterwards.
    Beyond(Span),
    /// Half of it: most of what lasts shorter is over, and it is not.
    Within(Span),
}

/// A span of time that a target has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Span {
    /// The lifetime of an authorization code.
    CodeLifetime,
}

/// A step as it is written. Each action is a key of its own, so that an error tells the place inside it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    authorize: Option<Request>,
    par: Option<Request>,
    token: Option<Request>,
    r#use: Option<Use>,
    metadata: Option<Metadata>,
    race: Option<Race>,
    wait: Option<Wait>,
    #[serde(default)]
    expect: Vec<Expect>,
    #[serde(default)]
    setup: bool,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Use {
    token: String,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Metadata {
    #[serde(default, skip_serializing_if = "MetadataOf::is_usual")]
    of: MetadataOf,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Race {
    tokens: Vec<Request>,
    times: u32,
}

impl<'de> Deserialize<'de> for Step {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let written = Written::deserialize(deserializer)?;
        let actions = [
            written.authorize.map(Action::Authorize),
            written.par.map(Action::Par),
            written.token.map(Action::Token),
            written.r#use.map(|Use { token }| Action::Use { token }),
            written.metadata.map(|Metadata { of }| Action::Metadata { of }),
            written.race.map(|Race { tokens, times }| Action::Race { tokens, times }),
            written.wait.map(Action::Wait),
        ];
        let mut given = actions.into_iter().flatten();
        let (Some(action), None) = (given.next(), given.next()) else {
            return Err(serde::de::Error::custom("a step is one action beside expect and setup"));
        };
        Ok(Self { action, expect: written.expect, setup: written.setup })
    }
}

impl Serialize for Step {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        match &self.action {
            Action::Authorize(request) => map.serialize_entry("authorize", request),
            Action::Par(request) => map.serialize_entry("par", request),
            Action::Token(request) => map.serialize_entry("token", request),
            Action::Use { token } => map.serialize_entry("use", &Use { token: token.clone() }),
            Action::Metadata { of } => map.serialize_entry("metadata", &Metadata { of: *of }),
            Action::Race { tokens, times } => {
                map.serialize_entry("race", &Race { tokens: tokens.clone(), times: *times })
            }
            Action::Wait(wait) => map.serialize_entry("wait", wait),
        }?;
        if !self.expect.is_empty() {
            map.serialize_entry("expect", &self.expect)?;
        }
        if self.setup {
            map.serialize_entry("setup", &true)?;
        }
        map.end()
    }
}
