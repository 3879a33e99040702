//! Flow messages: a session with a policy and clients, and its steps with their values filled in.

use pkce_vectors::RoleName;
use serde::{Deserialize, Serialize};

use super::octets::Octets;

/// The input of `flow.open`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Open {
    /// The session's id, unique in the run.
    pub session: String,
    /// What the authorization server of this session offers and requires.
    pub policy: FlowPolicy,
    /// The clients to register.
    pub clients: Vec<ClientFacts>,
}

/// The policy of one session.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
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
pub struct ClientFacts {
    /// Which role it plays in the flow.
    pub role: RoleName,
    /// `client_id`.
    pub client_id: String,
    /// The secret of a confidential client.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub client_secret: Option<String>,
    /// The one registered redirect URI.
    pub redirect_uri: String,
}

/// One step, with every value filled in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
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
    /// The metadata document is fetched.
    Metadata {},
    /// So many seconds pass.
    Wait {
        /// Seconds.
        seconds: u32,
    },
}

/// A request as it is sent: every parameter, in order, a name as often as it is sent.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
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
    #[serde(skip_serializing_if = "Option::is_none")]
    pub raw: Option<Octets>,
    /// HTTP Basic credentials: client id and secret.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub basic: Option<(String, String)>,
}

/// What a step gave. Every member but `outcome` may be absent; what is absent is not judged.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StepAnswer {
    /// The kind of answer.
    pub outcome: Outcome,
    /// An authorization code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// A request URI.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request_uri: Option<String>,
    /// An access token.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub access_token: Option<String>,
    /// The `error` parameter or member; empty where a JSON body or a redirect to the client carries none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
    /// The HTTP status.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<u16>,
    /// Where an authorization answer was redirected to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub location: Option<String>,
    /// The `state` in it; empty where there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub state: Option<String>,
    /// The `Cache-Control` header; empty where there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cache_control: Option<String>,
    /// The `Content-Type` header; empty where there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub content_type: Option<String>,
    /// The body.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub body: Option<String>,
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
        }
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
