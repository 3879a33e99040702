//! `code_challenge_method`: how a challenge was made of its verifier.

use core::fmt;

use crate::error::OAuthError;

/// A method that RFC 7636 defines.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ChallengeMethod {
    /// `code_challenge = BASE64URL-ENCODE(SHA256(ASCII(code_verifier)))`
    S256,
    /// `code_challenge = code_verifier`
    Plain,
}

impl ChallengeMethod {
    /// Reads the parameter; `None` is a request without it.
    ///
    /// The spelling is exact: RFC 6749 §1.9 makes every value case sensitive unless it says
    /// otherwise.
    pub fn parse(parameter: Option<&[u8]>) -> Result<Self, MethodError> {
        match parameter {
            // RFC 7636 §4.3:
            // > code_challenge_method
            // >    OPTIONAL, defaults to "plain" if not present in the request.
            None | Some(b"plain") => Ok(Self::Plain),
            Some(b"S256") => Ok(Self::S256),
            Some(b"") => Err(MethodError::Empty),
            Some(_) => Err(MethodError::Unknown),
        }
    }

    /// The registered name (RFC 7636 §6.2.2).
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::S256 => "S256",
            Self::Plain => "plain",
        }
    }
}

impl fmt::Display for ChallengeMethod {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Why a `code_challenge_method` isn't one of the two.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum MethodError {
    /// An empty value. In a request that is an omitted parameter (RFC 6749 §3.1), which
    /// [`Parameters`](crate::request::Parameters) has resolved before.
    Empty,
    /// Another name.
    Unknown,
}

impl MethodError {
    /// RFC 7636 §4.4.1: an unsupported transformation is `invalid_request`.
    #[must_use]
    pub const fn oauth_error(self) -> OAuthError {
        OAuthError::InvalidRequest
    }
}

impl fmt::Display for MethodError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Empty => "the method is empty",
            Self::Unknown => "the method is neither S256 nor plain",
        })
    }
}

impl core::error::Error for MethodError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn absent_is_plain() {
        assert_eq!(ChallengeMethod::parse(None), Ok(ChallengeMethod::Plain));
    }

    #[test]
    fn names_round_trip() {
        for method in [ChallengeMethod::S256, ChallengeMethod::Plain] {
            assert_eq!(ChallengeMethod::parse(Some(method.as_str().as_bytes())), Ok(method));
        }
    }

    #[test]
    fn near_misses_are_refused() {
        assert_eq!(ChallengeMethod::parse(Some(b"")), Err(MethodError::Empty));
        for name in
            ["s256", "S256 ", " S256", "S-256", "S2566", "PLAIN", "Plain", "plain\n", "null"]
        {
            assert_eq!(
                ChallengeMethod::parse(Some(name.as_bytes())),
                Err(MethodError::Unknown),
                "{name}"
            );
        }
    }
}
