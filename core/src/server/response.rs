//! What the server answers; the transport writes it out.

use alloc::{string::String, vec::Vec};
use core::{fmt, time::Duration};

use super::Refusal;
use crate::error::OAuthError;

/// A code, sent by redirect (RFC 6749 §4.1.2).
#[derive(Clone)]
pub struct AuthorizationResponse {
    /// Where the user agent is sent.
    pub redirect_uri: Vec<u8>,
    /// `code`
    pub code: String,
    /// `state`, as it came.
    pub state: Option<Vec<u8>>,
    /// What else is put into the redirect; [`Standard`](super::Standard) adds nothing.
    pub extra: Vec<(String, Vec<u8>)>,
}

impl fmt::Debug for AuthorizationResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("AuthorizationResponse([redacted])")
    }
}

/// No code (RFC 6749 §4.1.2.1).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuthorizationError {
    /// `error`; [`Standard`](super::Standard) always names one.
    pub error: Option<OAuthError>,
    /// Why; its text may serve as `error_description`.
    pub refusal: Refusal,
    /// Whether the user agent is sent back or shown a page.
    pub destination: Destination,
    /// `state`, as it came.
    pub state: Option<Vec<u8>>,
}

impl fmt::Display for AuthorizationError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.refusal.fmt(f)
    }
}

impl core::error::Error for AuthorizationError {}

/// Where an authorization error goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Destination {
    /// Back to the client.
    Redirect(Vec<u8>),
    /// To the resource owner, as a page.
    Page,
}

/// A pushed request was taken (RFC 9126 §2.2).
#[derive(Clone)]
pub struct PushResponse {
    /// `request_uri`
    pub request_uri: String,
    /// `expires_in`
    pub expires_in: Duration,
    /// Status and headers.
    pub shape: Shape,
}

impl fmt::Debug for PushResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PushResponse([redacted])")
    }
}

/// A token (RFC 6749 §5.1).
#[derive(Clone)]
pub struct TokenResponse {
    /// `access_token`
    pub access_token: String,
    /// `token_type`
    pub token_type: &'static str,
    /// `expires_in`
    pub expires_in: Duration,
    /// What else is put into the body; [`Standard`](super::Standard) adds nothing.
    pub extra: Vec<(String, Vec<u8>)>,
    /// Status and headers.
    pub shape: Shape,
}

impl fmt::Debug for TokenResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TokenResponse([redacted])")
    }
}

/// No token, or no pushed request (RFC 6749 §5.2, RFC 9126 §2.3).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TokenError {
    /// `error`; [`Standard`](super::Standard) always names one.
    pub error: Option<OAuthError>,
    /// Why; its text may serve as `error_description`.
    pub refusal: Refusal,
    /// Status and headers.
    pub shape: Shape,
}

impl fmt::Display for TokenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.refusal.fmt(f)
    }
}

impl core::error::Error for TokenError {}

/// Status and headers of an answer to a client.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shape {
    /// The HTTP status.
    pub status: u16,
    /// `Content-Type`
    pub content_type: &'static str,
    /// `Cache-Control`
    pub cache_control: Option<&'static str>,
    /// `WWW-Authenticate`
    pub www_authenticate: Option<&'static str>,
}
