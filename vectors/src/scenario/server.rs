//! What the authorization server says and does. What is not said is as at a right server that offers S256.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::unique_map::unique;

/// The server of a scenario.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ServerSays {
    /// The issuer's path; it is empty for most.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub path: String,
    /// The document of RFC 8414, `/.well-known/oauth-authorization-server`.
    #[serde(skip_serializing_if = "Document::is_right")]
    pub oauth: Document,
    /// The document of OpenID Connect discovery, `/.well-known/openid-configuration`.
    #[serde(skip_serializing_if = "Document::is_right")]
    pub openid: Document,
    /// The answers to authorization requests, in their order; the last one to every further request.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub authorize: Vec<AuthorizeAnswer>,
    /// The same for token requests.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub token: Vec<TokenAnswer>,
}

impl ServerSays {
    /// Whether nothing is special about it.
    #[must_use]
    pub fn is_right(&self) -> bool {
        *self == Self::default()
    }
}

/// A metadata document. In texts `{issuer}` stands for the server's issuer, and `{other}` for an origin that only records.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Document {
    /// There is none: 404.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub absent: bool,
    /// The well-known path answers with a redirect to where the document is.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub moved: bool,
    /// Members that differ from a right document's.
    #[serde(skip_serializing_if = "BTreeMap::is_empty", deserialize_with = "unique")]
    pub set: BTreeMap<String, Value>,
    /// Members that are left out.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub unset: Vec<String>,
    /// Members that stand there once more, after the others.
    #[serde(skip_serializing_if = "BTreeMap::is_empty", deserialize_with = "unique")]
    pub again: BTreeMap<String, Value>,
    /// From the second time on that the document is fetched, these members differ too.
    #[serde(skip_serializing_if = "BTreeMap::is_empty", deserialize_with = "unique")]
    pub later: BTreeMap<String, Value>,
}

impl Document {
    /// Whether nothing is special about it.
    #[must_use]
    pub fn is_right(&self) -> bool {
        *self == Self::default()
    }

    /// The challenge methods that it lists; nothing where the field is missing or holds something else than names.
    #[must_use]
    pub fn methods(&self) -> Option<Vec<&str>> {
        const FIELD: &str = "code_challenge_methods_supported";
        if self.absent || self.unset.iter().any(|name| name == FIELD) {
            return None;
        }
        match self.again.get(FIELD).or_else(|| self.set.get(FIELD)) {
            None => Some(vec!["S256"]),
            Some(Value::Array(names)) => names.iter().map(Value::as_str).collect(),
            Some(_) => None,
        }
    }
}

/// The answer to an authorization request, as the redirect brings it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct AuthorizeAnswer {
    /// An error in the place of a code.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
    /// The code.
    #[serde(skip_serializing_if = "CodeSent::is_own")]
    pub code: CodeSent,
    /// `state`.
    #[serde(skip_serializing_if = "StateSent::is_same")]
    pub state: StateSent,
    /// `iss` (RFC 9207).
    #[serde(skip_serializing_if = "Issuer::is_missing")]
    pub iss: Issuer,
    /// Parameters beside these.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub params: Vec<(String, String)>,
}

/// The code of an answer.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CodeSent {
    /// One that was made for this request.
    #[default]
    Own,
    /// None.
    Missing,
    /// One that the server made for somebody else's request, with a challenge of theirs.
    Injected,
    /// Two of them: the request's own, and then another.
    Twice,
    /// The request's own, which begins with this text.
    Odd(String),
}

impl CodeSent {
    const fn is_own(&self) -> bool {
        matches!(self, Self::Own)
    }
}

/// The `state` of an answer.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum StateSent {
    /// As it was sent; none where none was.
    #[default]
    Same,
    /// Another one, also where none was sent.
    Wrong,
    /// None.
    Missing,
}

impl StateSent {
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "the form that serde calls")]
    const fn is_same(&self) -> bool {
        matches!(self, Self::Same)
    }
}

/// The `iss` of an answer.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Issuer {
    /// None.
    #[default]
    Missing,
    /// The server's own.
    Right,
    /// Another one.
    Wrong,
}

impl Issuer {
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "the form that serde calls")]
    const fn is_missing(&self) -> bool {
        matches!(self, Self::Missing)
    }
}

/// The answer to a token request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TokenAnswer {
    /// As a right server answers: a token for a right code and verifier.
    Right,
    /// The same, with this text as the `nonce` of the ID token; nothing: without one.
    Nonce(Option<String>),
    /// An error, whatever was sent.
    Error {
        /// The status.
        status: u16,
        /// `error`, in a JSON body.
        error: String,
        /// Header fields beside the usual ones.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        headers: Vec<(String, String)>,
    },
    /// Something that is no answer of a token endpoint.
    Trouble(Trouble),
}

/// What can come in the place of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Trouble {
    /// The connection ends without one.
    Drop,
    /// A redirect to an origin that only records: 307, which keeps method and body.
    Redirect307,
    /// The same with 302.
    Redirect302,
    /// 401 `invalid_client` to who authenticates by Basic, and to nobody else.
    RefuseBasic,
}
