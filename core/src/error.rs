//! The OAuth error codes that a PKCE fault turns into.

use core::fmt;

/// The value of `error` in an OAuth error response.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum OAuthError {
    /// RFC 6749 §4.1.2.1, §5.2: a parameter is missing, repeated, malformed or unsupported.
    InvalidRequest,
    /// RFC 6749 §5.2: client authentication failed.
    InvalidClient,
    /// RFC 6749 §5.2: the code or its binding (client, redirect URI, verifier) doesn't hold.
    InvalidGrant,
    /// RFC 6749 §4.1.2.1, §5.2: this client may not do this.
    UnauthorizedClient,
    /// RFC 6749 §5.2: another grant type than `authorization_code`.
    UnsupportedGrantType,
    /// RFC 6749 §4.1.2.1: another response type than `code`.
    UnsupportedResponseType,
    /// RFC 6749 §4.1.2.1, §5.2: a scope that isn't known.
    InvalidScope,
    /// RFC 6749 §4.1.2.1: the resource owner or the server said no.
    AccessDenied,
    /// RFC 6749 §4.1.2.1: the server failed.
    ServerError,
    /// RFC 6749 §4.1.2.1: the server can't answer just now.
    TemporarilyUnavailable,
    /// RFC 9101 §7: the `request_uri` holds no valid request.
    InvalidRequestUri,
    /// RFC 9101 §7: the request object is none.
    InvalidRequestObject,
}

impl OAuthError {
    /// The code as it goes on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::InvalidRequest => "invalid_request",
            Self::InvalidClient => "invalid_client",
            Self::InvalidGrant => "invalid_grant",
            Self::UnauthorizedClient => "unauthorized_client",
            Self::UnsupportedGrantType => "unsupported_grant_type",
            Self::UnsupportedResponseType => "unsupported_response_type",
            Self::InvalidScope => "invalid_scope",
            Self::AccessDenied => "access_denied",
            Self::ServerError => "server_error",
            Self::TemporarilyUnavailable => "temporarily_unavailable",
            Self::InvalidRequestUri => "invalid_request_uri",
            Self::InvalidRequestObject => "invalid_request_object",
        }
    }
}

impl fmt::Display for OAuthError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use std::string::ToString as _;

    use super::*;

    /// As RFC 6749 §4.1.2.1 and §5.2, and RFC 9101 §7, spell them.
    #[test]
    fn codes_are_spelt_as_registered() {
        for (error, code) in [
            (OAuthError::InvalidRequest, "invalid_request"),
            (OAuthError::InvalidClient, "invalid_client"),
            (OAuthError::InvalidGrant, "invalid_grant"),
            (OAuthError::UnauthorizedClient, "unauthorized_client"),
            (OAuthError::UnsupportedGrantType, "unsupported_grant_type"),
            (OAuthError::UnsupportedResponseType, "unsupported_response_type"),
            (OAuthError::InvalidScope, "invalid_scope"),
            (OAuthError::AccessDenied, "access_denied"),
            (OAuthError::ServerError, "server_error"),
            (OAuthError::TemporarilyUnavailable, "temporarily_unavailable"),
            (OAuthError::InvalidRequestUri, "invalid_request_uri"),
            (OAuthError::InvalidRequestObject, "invalid_request_object"),
        ] {
            assert_eq!(error.as_str(), code);
            assert_eq!(error.to_string(), code);
        }
    }
}
