//! Why the server says no.

use core::fmt;

use crate::{
    challenge::ChallengeError, error::OAuthError, method::MethodError, request::ParameterError,
    verifier::VerifierError, verify::VerifyError,
};

/// A reason, with its place where it has one; never a value that was sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Refusal {
    /// A parameter is missing or was sent more than once.
    Parameter(ParameterError),
    /// No client has this id.
    ClientUnknown,
    /// Neither a header nor a parameter names the client.
    ClientUnnamed,
    /// The client didn't authenticate, or in vain.
    ClientUnauthenticated,
    /// The client authenticated in two ways at once.
    TwoCredentials,
    /// The redirect URI isn't registered for the client.
    RedirectUriUnregistered,
    /// Another response type than `code`.
    ResponseTypeUnsupported,
    /// The `request_uri` names no pushed request that is good for this client now.
    RequestUriUnknown,
    /// The request object names another client than the query does.
    RequestObjectOfOtherClient,
    /// A pushed request names another one.
    RequestUriPushed,
    /// The pushed request is longer than this server keeps.
    RequestTooLong,
    /// PKCE is required, and no challenge came.
    ChallengeRequired,
    /// A method came, and no challenge.
    MethodWithoutChallenge,
    /// The method isn't one.
    Method(MethodError),
    /// The method is one that this server does not offer.
    MethodNotOffered,
    /// The challenge can't be one under its method.
    Challenge(ChallengeError),
    /// Another grant type than `authorization_code`.
    GrantTypeUnsupported,
    /// No such code; or one that was burned or forgotten.
    CodeUnknown,
    /// The code was issued to another client.
    CodeOfOtherClient,
    /// The code has expired.
    CodeExpired,
    /// The code was used before.
    CodeReplayed,
    /// The redirect URI isn't the authorization request's.
    RedirectUriDiffers,
    /// The code is bound to a challenge, and no verifier came.
    VerifierMissing,
    /// A verifier came, and the code is bound to no challenge.
    VerifierStray,
    /// The verifier isn't the challenge's.
    Verifier(VerifyError),
    /// The server failed.
    Internal,
}

impl Refusal {
    /// The code that goes into the error response.
    #[must_use]
    pub const fn oauth_error(self) -> OAuthError {
        match self {
            Self::Parameter(error) => error.oauth_error(),
            Self::Method(error) => error.oauth_error(),
            Self::Challenge(error) => error.oauth_error(),
            // RFC 7636 §4.4.1:
            // > […] the authorization endpoint MUST return the authorization error response with
            // > the "error" value set to "invalid_request".
            Self::ChallengeRequired
            | Self::MethodNotOffered
            | Self::MethodWithoutChallenge
            | Self::ClientUnknown
            | Self::ClientUnnamed
            | Self::TwoCredentials
            | Self::RedirectUriUnregistered
            | Self::RequestUriPushed
            | Self::RequestTooLong
            // OAuth 2.1 §3.2.4 counts a verifier without a challenge among the malformed requests.
            | Self::VerifierStray => OAuthError::InvalidRequest,
            Self::ClientUnauthenticated => OAuthError::InvalidClient,
            Self::ResponseTypeUnsupported => OAuthError::UnsupportedResponseType,
            Self::RequestUriUnknown => OAuthError::InvalidRequestUri,
            Self::RequestObjectOfOtherClient => OAuthError::InvalidRequestObject,
            Self::GrantTypeUnsupported => OAuthError::UnsupportedGrantType,
            // RFC 7636 §4.6:
            // > If the values are not equal, an error response indicating "invalid_grant" […] MUST
            // > be returned.
            Self::Verifier(_)
            // Left open by RFC 7636; FAPI 2.0's suite wants this one.
            | Self::VerifierMissing
            // RFC 6749 §5.2:
            // > The provided authorization grant […] is invalid, expired, revoked, does not match
            // > the redirection URI used in the authorization request, or was issued to another
            // > client.
            | Self::CodeUnknown
            | Self::CodeOfOtherClient
            | Self::CodeExpired
            | Self::CodeReplayed
            | Self::RedirectUriDiffers => OAuthError::InvalidGrant,
            Self::Internal => OAuthError::ServerError,
        }
    }

    /// Whether the one who asks has shown not to hold the verifier.
    #[must_use]
    pub const fn is_about_possession(self) -> bool {
        matches!(self, Self::VerifierMissing | Self::VerifierStray | Self::Verifier(_))
    }
}

impl From<ParameterError> for Refusal {
    fn from(error: ParameterError) -> Self {
        Self::Parameter(error)
    }
}

impl From<MethodError> for Refusal {
    fn from(error: MethodError) -> Self {
        Self::Method(error)
    }
}

impl From<ChallengeError> for Refusal {
    fn from(error: ChallengeError) -> Self {
        Self::Challenge(error)
    }
}

impl From<VerifierError> for Refusal {
    fn from(error: VerifierError) -> Self {
        Self::Verifier(VerifyError::Verifier(error))
    }
}

impl From<VerifyError> for Refusal {
    fn from(error: VerifyError) -> Self {
        Self::Verifier(error)
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Parameter(error) => return error.fmt(f),
            Self::Method(error) => return error.fmt(f),
            Self::Challenge(error) => return error.fmt(f),
            Self::Verifier(error) => return error.fmt(f),
            Self::ClientUnknown => "no client has this id",
            Self::ClientUnnamed => "the request does not name its client",
            Self::ClientUnauthenticated => "the client is not authenticated",
            Self::TwoCredentials => "the client authenticated in two ways at once",
            Self::RedirectUriUnregistered => "the redirect uri is not registered",
            Self::ResponseTypeUnsupported => "the response type is not code",
            Self::RequestUriUnknown => "the request uri names no request of this client",
            Self::RequestObjectOfOtherClient => "the request object is another client's",
            Self::RequestUriPushed => "a pushed request may not name another one",
            Self::RequestTooLong => "the pushed request is too long",
            Self::ChallengeRequired => "code challenge required",
            Self::MethodWithoutChallenge => "a challenge method without a challenge",
            Self::MethodNotOffered => "transform algorithm not supported",
            Self::GrantTypeUnsupported => "the grant type is not authorization_code",
            Self::CodeUnknown => "the code is not known",
            Self::CodeOfOtherClient => "the code was issued to another client",
            Self::CodeExpired => "the code has expired",
            Self::CodeReplayed => "the code was used before",
            Self::RedirectUriDiffers => "the redirect uri is not the authorization request's",
            Self::VerifierMissing => "code_verifier is missing",
            Self::VerifierStray => {
                "code_verifier without a code_challenge in the authorization request"
            }
            Self::Internal => "the server failed",
        })
    }
}

impl core::error::Error for Refusal {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_becomes_the_error_that_its_document_names() {
        use OAuthError::{
            InvalidClient, InvalidGrant, InvalidRequest, InvalidRequestObject, InvalidRequestUri,
        };
        for (refusal, error) in [
            (Refusal::ChallengeRequired, InvalidRequest),
            (Refusal::MethodNotOffered, InvalidRequest),
            (Refusal::Method(MethodError::Unknown), InvalidRequest),
            (Refusal::Challenge(ChallengeError::NotCanonical), InvalidRequest),
            (
                Refusal::Parameter(ParameterError::Duplicate { name: "code_verifier" }),
                InvalidRequest,
            ),
            (Refusal::VerifierStray, InvalidRequest),
            (Refusal::Verifier(VerifyError::Mismatch), InvalidGrant),
            (Refusal::Verifier(VerifierError::TooShort { length: 1 }.into()), InvalidGrant),
            (Refusal::VerifierMissing, InvalidGrant),
            (Refusal::CodeUnknown, InvalidGrant),
            (Refusal::CodeOfOtherClient, InvalidGrant),
            (Refusal::CodeExpired, InvalidGrant),
            (Refusal::CodeReplayed, InvalidGrant),
            (Refusal::RedirectUriDiffers, InvalidGrant),
            (Refusal::ClientUnauthenticated, InvalidClient),
            (Refusal::RequestUriUnknown, InvalidRequestUri),
            (Refusal::RequestObjectOfOtherClient, InvalidRequestObject),
            (Refusal::ResponseTypeUnsupported, OAuthError::UnsupportedResponseType),
            (Refusal::GrantTypeUnsupported, OAuthError::UnsupportedGrantType),
            (Refusal::Internal, OAuthError::ServerError),
        ] {
            assert_eq!(refusal.oauth_error(), error, "{refusal}");
        }
    }
}
