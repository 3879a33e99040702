//! Outcomes: the closed list of what a target may answer, as a vector expects it.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// One outcome that is right. A vector lists every right one.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Expect {
    /// `derive` gave exactly this challenge.
    Challenge(String),
    /// `verify` answered so. `false`, an error and `refused` are one outcome.
    Match(bool),
    /// `check_*` answered so. `false`, an error and `refused` are one outcome.
    Valid(bool),
    /// `parse_method` gave this method, or this name as unknown; `derive` told this method, if it told one.
    Method(String),
    /// What `generate` gave has this property.
    Verifiers(Property),
    /// The target did not accept, in whatever form.
    Refused,
    /// An authorization code, bound to this name where one is given.
    Code(Option<String>),
    /// An access token, bound to this name where one is given.
    Token(Option<String>),
    /// A request URI from the pushed authorization request endpoint.
    RequestUri(Option<String>),
    /// The token still works.
    Active,
    /// The token does not work.
    Inactive,
    /// A metadata document.
    Metadata,
    /// A metadata document whose `code_challenge_methods_supported` is so.
    Methods(Methods),
    /// Of the requests of a race, at most so many got a token.
    AtMostTokens(u32),
}

impl Expect {
    /// The name that a code gets.
    #[must_use]
    pub fn code(&self) -> Option<&str> {
        match self {
            Self::Code(name) => name.as_deref(),
            _ => None,
        }
    }
}

/// What is asked of the verifiers that `generate` gave.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Property {
    /// Each is a legal verifier (RFC 7636 §4.1).
    Grammar,
    /// No two are the same.
    Distinct,
    /// At least 256 bits, estimated from above over positions.
    Entropy,
    /// Pooled chi-square over the alphabet observed.
    Unbiased,
    /// Each has the length that was asked for.
    Length,
}

/// What is asked of `code_challenge_methods_supported` in a metadata document. What a document does not have is judged by
/// `present` and `s256-without-plain` alone: for the others it is right.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Methods {
    /// It is there.
    Present,
    /// It is no empty list.
    NotEmpty,
    /// It is a list, and every item is a name that is registered.
    Registered,
    /// It lists S256.
    WithS256,
    /// It lists plain.
    WithPlain,
    /// It does not list plain.
    WithoutPlain,
    /// It is there, lists S256, and does not list plain.
    S256WithoutPlain,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Keyed {
    Challenge(String),
    Match(bool),
    Valid(bool),
    Method(String),
    Verifiers(Property),
    Code(String),
    Token(String),
    RequestUri(String),
    Methods(Methods),
    AtMostTokens(u32),
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Bare {
    Refused,
    Code,
    Token,
    RequestUri,
    Active,
    Inactive,
    Metadata,
}

#[derive(Serialize)]
#[serde(untagged)]
enum Written {
    Bare(Bare),
    Keyed(Keyed),
}

impl<'de> Deserialize<'de> for Expect {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        use serde::de::Error;
        let json = serde_json::Value::deserialize(deserializer)?;
        if json.is_string() {
            return Ok(match serde_json::from_value(json).map_err(D::Error::custom)? {
                Bare::Refused => Self::Refused,
                Bare::Code => Self::Code(None),
                Bare::Token => Self::Token(None),
                Bare::RequestUri => Self::RequestUri(None),
                Bare::Active => Self::Active,
                Bare::Inactive => Self::Inactive,
                Bare::Metadata => Self::Metadata,
            });
        }
        Ok(match serde_json::from_value(json).map_err(D::Error::custom)? {
            Keyed::Challenge(text) => Self::Challenge(text),
            Keyed::Match(yes) => Self::Match(yes),
            Keyed::Valid(yes) => Self::Valid(yes),
            Keyed::Method(name) => Self::Method(name),
            Keyed::Verifiers(property) => Self::Verifiers(property),
            Keyed::Code(name) => Self::Code(Some(name)),
            Keyed::Token(name) => Self::Token(Some(name)),
            Keyed::RequestUri(name) => Self::RequestUri(Some(name)),
            Keyed::Methods(methods) => Self::Methods(methods),
            Keyed::AtMostTokens(count) => Self::AtMostTokens(count),
        })
    }
}

impl Serialize for Expect {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use Written::{Bare as B, Keyed as K};
        match self.clone() {
            Self::Challenge(text) => K(Keyed::Challenge(text)),
            Self::Match(yes) => K(Keyed::Match(yes)),
            Self::Valid(yes) => K(Keyed::Valid(yes)),
            Self::Method(name) => K(Keyed::Method(name)),
            Self::Verifiers(property) => K(Keyed::Verifiers(property)),
            Self::Refused => B(Bare::Refused),
            Self::Code(None) => B(Bare::Code),
            Self::Code(Some(name)) => K(Keyed::Code(name)),
            Self::Token(None) => B(Bare::Token),
            Self::Token(Some(name)) => K(Keyed::Token(name)),
            Self::RequestUri(None) => B(Bare::RequestUri),
            Self::RequestUri(Some(name)) => K(Keyed::RequestUri(name)),
            Self::Active => B(Bare::Active),
            Self::Inactive => B(Bare::Inactive),
            Self::Metadata => B(Bare::Metadata),
            Self::Methods(methods) => K(Keyed::Methods(methods)),
            Self::AtMostTokens(count) => K(Keyed::AtMostTokens(count)),
        }
        .serialize(serializer)
    }
}
