//! Flow messages: a session with a policy and clients, and its steps with their values filled in.

use pkce_vectors::{MetadataOf, RoleName};
use serde::{Deserialize, Serialize};

use super::{
    object::{self, present},
    octets::Octets,
};

/// The input of `flow.open`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Open {
    /// The session's id, unique in the run.
    pub session: String,
    /// What the authorization server of this session offers and requires.
    #[serde(deserialize_with = "object::deserialize")]
    pub policy: FlowPolicy,
    /// The clients to register.
    pub clients: Vec<ClientFacts>,
}

/// The policy of one session.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FlowPolicy {
    /// For whom PKCE is required.
    pub pkce: PkceRequired,
    /// The transformations offered: `["S256"]` or `["S256", "plain"]`.
    pub methods: Vec<String>,
    /// How long a code lives, in seconds.
    pub code_lifetime: u32,
}

/// For whom PKCE is required.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum PkceRequired {
    /// For nobody.
    Optional,
    /// For every client.
    Required,
    /// For public clients.
    Public,
    /// For the clients with these ids.
    Clients(Vec<String>),
    /// As the implementation has it where nobody says; without such a default: unsupported.
    Default,
}

/// A client to register.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClientFacts {
    /// Which role it plays in the flow.
    pub role: RoleName,
    /// `client_id`.
    pub client_id: String,
    /// The secret of a confidential client.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    pub client_secret: Option<String>,
    /// It authenticates, or signs request objects, with a key. Who registers it makes the pair.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub key: bool,
    /// The one registered redirect URI.
    pub redirect_uri: String,
}

/// One step, with every value filled in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase", deny_unknown_fields)]
pub enum StepCall {
    /// An authorization request; the user agrees.
    Authorize(SentRequest),
    /// A pushed authorization request.
    Par(SentRequest),
    /// A token request.
    Token(SentRequest),
    /// An access token tried at a protected resource.
    Use {
        /// The token.
        access_token: String,
    },
    /// A metadata document is fetched.
    Metadata {
        /// Which one.
        #[serde(default, skip_serializing_if = "MetadataOf::is_usual")]
        of: MetadataOf,
    },
    /// So many seconds pass.
    Wait {
        /// Seconds.
        seconds: u32,
    },
}

/// A request as it is sent: every parameter, in order, a name as often as it is sent.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct SentRequest {
    /// The user agent; another name is another browser.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub user_agent: String,
    /// Name and value pairs: the query of an authorization request, the form body of the others.
    pub params: Vec<(String, Octets)>,
    /// Pairs in the query of a token request.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub query: Vec<(String, Octets)>,
    /// A piece of form-encoded text that follows the parameters as it is.
    #[serde(deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    pub raw: Option<Octets>,
    /// HTTP Basic credentials: client id and secret.
    #[serde(deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    pub basic: Option<(String, String)>,
    /// The id of a client that authenticates with its key. Who sends the request signs the assertion.
    #[serde(deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    /// An authorization request by POST.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub post: bool,
    /// The parameters in a request object by value. Who sends the request signs it with the client's key.
    #[serde(deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    pub request_object: Option<Vec<(String, Octets)>>,
}

/// What a step gave. Beside `outcome` and what that one needs, every member may be absent; what is
/// absent is not judged.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StepAnswer {
    /// The kind of answer.
    pub outcome: Outcome,
    /// An authorization code.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// A request URI.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    pub request_uri: Option<String>,
    /// An access token.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    pub access_token: Option<String>,
    /// The `error` parameter or member; empty where a JSON body or a redirect to the client carries none.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
    /// The HTTP status.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    pub status: Option<u16>,
    /// Where an authorization answer was redirected to.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    pub location: Option<String>,
    /// The `state` in it; empty where there is none.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    pub state: Option<String>,
    /// The `Cache-Control` header; empty where there is none.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    pub cache_control: Option<String>,
    /// The `Content-Type` header; empty where there is none.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    pub content_type: Option<String>,
    /// The body.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    pub body: Option<String>,
    /// Lines for a shell that ask the same, from a transport that knows how; on no wire.
    #[serde(skip)]
    pub by_hand: Option<Box<str>>,
}

impl StepAnswer {
    /// An answer that tells nothing but its kind.
    #[must_use]
    pub const fn new(outcome: Outcome) -> Self {
        Self {
            outcome,
            code: None,
            request_uri: None,
            access_token: None,
            error: None,
            status: None,
            location: None,
            state: None,
            cache_control: None,
            content_type: None,
            body: None,
            by_hand: None,
        }
    }

    /// What is wrong where the member that the outcome needs is missing or empty.
    #[must_use]
    pub fn incomplete(&self) -> Option<String> {
        let (member, value) = match self.outcome {
            Outcome::Code => ("code", &self.code),
            Outcome::RequestUri => ("request_uri", &self.request_uri),
            Outcome::Token => ("access_token", &self.access_token),
            _ => return None,
        };
        let is_missing = value.as_ref().is_none_or(String::is_empty);
        is_missing.then(|| format!("the outcome `{}` without `{member}`", self.outcome.as_str()))
    }
}

/// The closed list of what a step can come to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// An authorization code.
    Code,
    /// A request URI.
    RequestUri,
    /// An access token, whatever the status.
    Token,
    /// A complete answer below 500 with none of the above.
    Refused,
    /// 5xx, or an exception that nobody caught.
    ServerError,
    /// 429, or 503 with `Retry-After`.
    Throttled,
    /// A metadata document.
    Metadata,
    /// The token works.
    Active,
    /// The token does not work.
    Inactive,
    /// Time has passed.
    Waited,
}

impl Outcome {
    /// The name on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Code => "code",
            Self::RequestUri => "request_uri",
            Self::Token => "token",
            Self::Refused => "refused",
            Self::ServerError => "server_error",
            Self::Throttled => "throttled",
            Self::Metadata => "metadata",
            Self::Active => "active",
            Self::Inactive => "inactive",
            Self::Waited => "waited",
        }
    }
}
