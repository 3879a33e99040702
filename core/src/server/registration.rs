//! Clients that a server knows.

use alloc::{string::String, vec::Vec};
use core::fmt;

use crate::policy::Policy;

/// A registered client.
#[derive(Clone, Debug)]
pub struct Client {
    /// `client_id`
    pub id: String,
    /// Public, or confidential with its secret.
    pub kind: ClientKind,
    /// Where its codes may be sent; compared as they are, character by character.
    pub redirect_uris: Vec<String>,
}

impl Client {
    /// Whether the client has no secret.
    #[must_use]
    pub const fn is_public(&self) -> bool {
        matches!(self.kind, ClientKind::Public)
    }

    /// Whether the policy asks this client for PKCE.
    #[must_use]
    pub fn must_use_pkce(&self, policy: &Policy) -> bool {
        policy.pkce_required.of(&self.id, self.is_public())
    }

    fn length(&self) -> usize {
        let secret = match &self.kind {
            ClientKind::Public => 0,
            ClientKind::Confidential { secret } => secret.len(),
        };
        self.id.len() + secret + self.redirect_uris.iter().map(|uri| uri.len() + 1).sum::<usize>()
    }

    pub(super) fn check(&self) -> Result<(), RegistrationError> {
        if self.id.is_empty() {
            return Err(RegistrationError::NoId);
        }
        if self.length() > MAX_CLIENT_LENGTH {
            return Err(RegistrationError::TooLong);
        }
        if matches!(&self.kind, ClientKind::Confidential { secret } if secret.is_empty()) {
            return Err(RegistrationError::NoSecret);
        }
        if self.redirect_uris.is_empty() {
            return Err(RegistrationError::NoRedirectUri);
        }
        // RFC 6749 §3.1.2:
        // > The endpoint URI MUST NOT include a fragment component.
        if self.redirect_uris.iter().any(|uri| uri.is_empty() || uri.contains('#')) {
            return Err(RegistrationError::BadRedirectUri);
        }
        Ok(())
    }
}

/// RFC 6749 §2.1's client types.
#[derive(Clone)]
pub enum ClientKind {
    /// Cannot keep a secret.
    Public,
    /// Authenticates with a secret.
    Confidential {
        /// The secret that it shares with the server.
        secret: String,
    },
}

impl fmt::Debug for ClientKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Public => "Public",
            Self::Confidential { .. } => "Confidential([redacted])",
        })
    }
}

/// Why a client was not registered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum RegistrationError {
    /// The id is empty.
    NoId,
    /// Another client has this id.
    IdInUse,
    /// A confidential client's secret is empty.
    NoSecret,
    /// No redirect URI.
    NoRedirectUri,
    /// A redirect URI is empty or has a fragment.
    BadRedirectUri,
    /// Id, secret and redirect URIs are longer than this server keeps.
    TooLong,
    /// The server holds as many clients as its limits allow.
    Full,
}

impl RegistrationError {
    /// RFC 7591 §3.2.2's code; it is no [`OAuthError`](crate::OAuthError), as registration has
    /// codes of its own.
    #[must_use]
    pub const fn registration_error(self) -> &'static str {
        match self {
            Self::NoRedirectUri | Self::BadRedirectUri => "invalid_redirect_uri",
            Self::NoId | Self::IdInUse | Self::NoSecret | Self::TooLong | Self::Full => {
                "invalid_client_metadata"
            }
        }
    }
}

impl fmt::Display for RegistrationError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NoId => "the client has no id",
            Self::IdInUse => "another client has this id",
            Self::NoSecret => "the confidential client has no secret",
            Self::NoRedirectUri => "the client has no redirect uri",
            Self::BadRedirectUri => "a redirect uri is empty or has a fragment",
            Self::TooLong => "the registration is too long",
            Self::Full => "the server holds as many clients as it may",
        })
    }
}

impl core::error::Error for RegistrationError {}

/// The longest registration, in octets: clients live for ever, so what is kept must be bounded.
const MAX_CLIENT_LENGTH: usize = 16 * 1024;

#[cfg(test)]
mod tests {
    use std::{format, vec};

    use super::*;

    fn client(
        id: &str,
        secret: Option<&str>,
        redirect_uris: &[&str],
    ) -> Result<(), RegistrationError> {
        let kind = match secret {
            None => ClientKind::Public,
            Some(secret) => ClientKind::Confidential { secret: secret.into() },
        };
        let redirect_uris = redirect_uris.iter().map(|uri| String::from(*uri)).collect();
        Client { id: id.into(), kind, redirect_uris }.check()
    }

    #[test]
    fn what_a_client_must_have() {
        let uri = "https://client.example/cb";
        assert_eq!(client("id", None, &[uri]), Ok(()));
        assert_eq!(client("id", Some("secret"), &[uri, "app:/cb"]), Ok(()));
        assert_eq!(client("", None, &[uri]), Err(RegistrationError::NoId));
        assert_eq!(client("id", Some(""), &[uri]), Err(RegistrationError::NoSecret));
        assert_eq!(client("id", None, &[]), Err(RegistrationError::NoRedirectUri));
        for bad in ["", "https://client.example/cb#", "https://client.example/#a"] {
            assert_eq!(
                client("id", None, &[uri, bad]),
                Err(RegistrationError::BadRedirectUri),
                "{bad}"
            );
        }
        // Id, secret, and each redirect URI with an octet for its place in the list.
        let too_long = Err(RegistrationError::TooLong);
        let text = "a".repeat(16_384 - 2 - "a:".len() - 1);
        assert_eq!(client(&format!("{text}id"), None, &["a:"]), Ok(()));
        assert_eq!(client(&format!("{text}ids"), None, &["a:"]), too_long);
        assert_eq!(client("id", Some(&text), &["a:"]), Ok(()));
        assert_eq!(client("ids", Some(&text), &["a:"]), too_long);
        assert_eq!(client("id", None, &vec!["a"; 8_191]), Ok(()));
        assert_eq!(client("id", None, &vec!["a"; 8_192]), too_long);
    }

    /// RFC 7591 §3.2.2
    #[test]
    fn a_registration_error_has_a_code() {
        for error in [RegistrationError::NoRedirectUri, RegistrationError::BadRedirectUri] {
            assert_eq!(error.registration_error(), "invalid_redirect_uri");
        }
        for error in [RegistrationError::NoId, RegistrationError::IdInUse, RegistrationError::Full]
        {
            assert_eq!(error.registration_error(), "invalid_client_metadata");
        }
    }
}
