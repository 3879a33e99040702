//! The two requests of the code flow, parameter by parameter.

use super::{Parameter, Parameters, name};

/// What an authorization request carries (RFC 6749 §4.1.1, RFC 7636 §4.3, RFC 9126 §4).
#[derive(Clone, Copy, Debug)]
pub struct AuthorizationRequest<'a> {
    /// `client_id`
    pub client_id: Parameter<'a>,
    /// `redirect_uri`
    pub redirect_uri: Parameter<'a>,
    /// `response_type`
    pub response_type: Parameter<'a>,
    /// `state`
    pub state: Parameter<'a>,
    /// `code_challenge`
    pub challenge: Parameter<'a>,
    /// `code_challenge_method`
    pub method: Parameter<'a>,
    /// `request_uri`: the name of a pushed request
    pub request_uri: Parameter<'a>,
}

impl<'a> AuthorizationRequest<'a> {
    /// Picks the parameters out; which of them must be there is the server's to say.
    #[must_use]
    pub fn of(parameters: &'a Parameters) -> Self {
        Self::with(|name| parameters.get(name))
    }

    pub(crate) fn with(get: impl Fn(&str) -> Parameter<'a>) -> Self {
        Self {
            client_id: get(name::CLIENT_ID),
            redirect_uri: get(name::REDIRECT_URI),
            response_type: get(name::RESPONSE_TYPE),
            state: get(name::STATE),
            challenge: get(name::CODE_CHALLENGE),
            method: get(name::CODE_CHALLENGE_METHOD),
            request_uri: get(name::REQUEST_URI),
        }
    }
}

/// What a token request carries (RFC 6749 §4.1.3, RFC 7636 §4.5).
#[derive(Clone, Copy, Debug)]
pub struct TokenRequest<'a> {
    /// `grant_type`
    pub grant_type: Parameter<'a>,
    /// `code`
    pub code: Parameter<'a>,
    /// `redirect_uri`
    pub redirect_uri: Parameter<'a>,
    /// `client_id`
    pub client_id: Parameter<'a>,
    /// `client_secret`
    pub client_secret: Parameter<'a>,
    /// `code_verifier`
    pub verifier: Parameter<'a>,
    /// `code_challenge_method`: not a parameter of this request; published servers have read it all
    /// the same
    pub method: Parameter<'a>,
}

impl<'a> TokenRequest<'a> {
    /// Picks the parameters out; which of them must be there is the server's to say.
    #[must_use]
    pub fn of(parameters: &'a Parameters) -> Self {
        Self::with(|name| parameters.get(name))
    }

    pub(crate) fn with(get: impl Fn(&str) -> Parameter<'a>) -> Self {
        Self {
            grant_type: get(name::GRANT_TYPE),
            code: get(name::CODE),
            redirect_uri: get(name::REDIRECT_URI),
            client_id: get(name::CLIENT_ID),
            client_secret: get(name::CLIENT_SECRET),
            verifier: get(name::CODE_VERIFIER),
            method: get(name::CODE_CHALLENGE_METHOD),
        }
    }
}
