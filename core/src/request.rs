//! Request parameters as they arrive: missing, empty, duplicate; any bytes, in their order.

use alloc::{string::String, vec::Vec};
use core::fmt;

use crate::error::OAuthError;

mod form;
mod typed;

pub use form::{FormError, MAX_FORM_LENGTH, MAX_PARAMETERS};
pub use typed::{AuthorizationRequest, TokenRequest};

/// The parameters of one request: pairs of raw bytes in the order in which they came.
///
/// Two readings are offered. [`get`](Parameters::get) is the documents'; [`iter`](Parameters::iter)
/// and [`values`](Parameters::values) show all that came.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Parameters {
    pairs: Vec<(Vec<u8>, Vec<u8>)>,
}

impl Parameters {
    /// No parameters.
    #[must_use]
    pub const fn new() -> Self {
        Self { pairs: Vec::new() }
    }

    /// Appends a pair.
    pub fn push(&mut self, name: impl Into<Vec<u8>>, value: impl Into<Vec<u8>>) {
        self.pairs.push((name.into(), value.into()));
    }

    /// Takes every pair of this name out.
    pub fn remove(&mut self, name: &str) {
        self.pairs.retain(|(key, _)| key != name.as_bytes());
    }

    /// What the documents say a parameter is: missing, one value, or a duplicate.
    #[must_use]
    pub fn get(&self, name: &str) -> Parameter<'_> {
        // RFC 6749 §3.1, §3.2:
        // > Parameters sent without a value MUST be treated as if they were omitted from the
        // > request.
        let mut sent = self.values(name).filter(|value| !value.is_empty());
        match (sent.next(), sent.next()) {
            (None, _) => Parameter::Missing,
            (Some(value), None) => Parameter::Value(value),
            // > Request and response parameters MUST NOT be included more than once.
            (Some(_), Some(_)) => Parameter::Duplicate,
        }
    }

    /// Every value of this name, empty ones too.
    pub fn values(&self, name: &str) -> impl Iterator<Item = &[u8]> {
        self.iter().filter(move |(key, _)| *key == name.as_bytes()).map(|(_, value)| value)
    }

    /// Every pair.
    pub fn iter(&self) -> impl Iterator<Item = (&[u8], &[u8])> {
        self.pairs.iter().map(|(name, value)| (name.as_slice(), value.as_slice()))
    }

    /// How many pairs there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.pairs.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.pairs.is_empty()
    }

    /// [`get`](Self::get) where empty values were dealt with before: one that is left counts.
    pub(crate) fn exactly(&self, name: &str) -> Parameter<'_> {
        let mut sent = self.values(name);
        match (sent.next(), sent.next()) {
            (None, _) => Parameter::Missing,
            (Some(value), None) => Parameter::Value(value),
            (Some(_), Some(_)) => Parameter::Duplicate,
        }
    }
}

impl<N: Into<Vec<u8>>, V: Into<Vec<u8>>> FromIterator<(N, V)> for Parameters {
    fn from_iter<I: IntoIterator<Item = (N, V)>>(pairs: I) -> Self {
        Self { pairs: pairs.into_iter().map(|(name, value)| (name.into(), value.into())).collect() }
    }
}

/// Names only: values may be secrets.
impl fmt::Debug for Parameters {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = self.pairs.iter().map(|(name, _)| String::from_utf8_lossy(name));
        f.debug_list().entries(names).finish()
    }
}

/// One parameter of a request.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Parameter<'a> {
    /// Not sent, or sent without a value.
    Missing,
    /// Sent once.
    Value(&'a [u8]),
    /// Sent more than once.
    Duplicate,
}

impl<'a> Parameter<'a> {
    /// The value, where the parameter may be left out.
    pub const fn optional(self, name: &'static str) -> Result<Option<&'a [u8]>, ParameterError> {
        match self {
            Self::Missing => Ok(None),
            Self::Value(value) => Ok(Some(value)),
            Self::Duplicate => Err(ParameterError::Duplicate { name }),
        }
    }

    /// The value, where the parameter must be there.
    pub const fn required(self, name: &'static str) -> Result<&'a [u8], ParameterError> {
        match self {
            Self::Missing => Err(ParameterError::Missing { name }),
            Self::Value(value) => Ok(value),
            Self::Duplicate => Err(ParameterError::Duplicate { name }),
        }
    }

    /// The value if there is exactly one.
    #[must_use]
    pub const fn value(self) -> Option<&'a [u8]> {
        match self {
            Self::Value(value) => Some(value),
            Self::Missing | Self::Duplicate => None,
        }
    }
}

impl fmt::Debug for Parameter<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Missing => "Missing",
            Self::Value(_) => "Value([redacted])",
            Self::Duplicate => "Duplicate",
        })
    }
}

/// A parameter that isn't there as often as it must be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ParameterError {
    /// Missing or empty.
    Missing {
        /// Which one.
        name: &'static str,
    },
    /// Sent more than once.
    Duplicate {
        /// Which one.
        name: &'static str,
    },
}

impl ParameterError {
    /// RFC 6749 §4.1.2.1, §5.2: `invalid_request`.
    #[must_use]
    pub const fn oauth_error(self) -> OAuthError {
        OAuthError::InvalidRequest
    }
}

impl fmt::Display for ParameterError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing { name } => write!(f, "{name} is missing"),
            Self::Duplicate { name } => write!(f, "{name} was sent more than once"),
        }
    }
}

impl core::error::Error for ParameterError {}

/// The parameters that this crate reads, by name.
pub mod name {
    #![expect(missing_docs, reason = "each constant is the name that it says")]

    pub const CLIENT_ID: &str = "client_id";
    pub const CLIENT_SECRET: &str = "client_secret";
    pub const CODE: &str = "code";
    pub const CODE_CHALLENGE: &str = "code_challenge";
    pub const CODE_CHALLENGE_METHOD: &str = "code_challenge_method";
    pub const CODE_VERIFIER: &str = "code_verifier";
    pub const GRANT_TYPE: &str = "grant_type";
    pub const REDIRECT_URI: &str = "redirect_uri";
    pub const REQUEST_URI: &str = "request_uri";
    pub const RESPONSE_TYPE: &str = "response_type";
    pub const STATE: &str = "state";
}

#[cfg(test)]
mod tests {
    use std::format;

    use super::*;

    #[test]
    fn empty_is_missing_and_twice_is_duplicate() {
        let sent: Parameters =
            [("a", "1"), ("b", ""), ("c", "1"), ("c", "1"), ("d", ""), ("d", "2")]
                .into_iter()
                .collect();
        assert_eq!(sent.get("a"), Parameter::Value(b"1"));
        assert_eq!(sent.get("b"), Parameter::Missing);
        assert_eq!(sent.get("c"), Parameter::Duplicate);
        assert_eq!(sent.get("d"), Parameter::Value(b"2"));
        assert_eq!(sent.get("e"), Parameter::Missing);
        assert!(Parameters::new().is_empty() && !sent.is_empty());
    }

    #[test]
    fn debug_shows_names_only() {
        let sent: Parameters = [("code_verifier", "secret")].into_iter().collect();
        assert_eq!(format!("{sent:?}"), r#"["code_verifier"]"#);
        assert_eq!(format!("{:?}", sent.get("code_verifier")), "Value([redacted])");
    }
}
