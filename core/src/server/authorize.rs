//! The authorization endpoint.

use alloc::{string::String, vec::Vec};
use core::time::Duration;

use rand_core::CryptoRng;

use super::{
    Asked, AuthorizationError, AuthorizationResponse, AuthorizationServer, Binding, Grant, Refusal,
};
use crate::request::{AuthorizationRequest, ParameterError, Parameters, name};

impl AuthorizationServer {
    /// Answers an authorization request of the `user_agent`, whose owner consents.
    ///
    /// `query` is what came, as it came; `now` is a time since an epoch of the caller's.
    pub fn authorize(
        &mut self,
        now: Duration,
        user_agent: &str,
        query: &Parameters,
        rng: &mut (impl CryptoRng + ?Sized),
    ) -> Result<AuthorizationResponse, AuthorizationError> {
        // 1. RFC 9126 §4: a pushed request stands in for the query.
        let pushed = self.pushed_for(now, query).map_err(|refusal| self.page(refusal))?;
        self.grant_code(now, user_agent, pushed.as_ref().unwrap_or(query), rng)
    }

    /// Answers an authorization request with a request object by value (RFC 9101), whose signature
    /// the caller has checked with the key of the client that the query names.
    ///
    /// `object` are its claims that are request parameters.
    pub fn authorize_object(
        &mut self,
        now: Duration,
        user_agent: &str,
        query: &Parameters,
        object: &Parameters,
        rng: &mut (impl CryptoRng + ?Sized),
    ) -> Result<AuthorizationResponse, AuthorizationError> {
        // RFC 9101 §6.3:
        // > The client ID values in the client_id request parameter and in the Request Object
        // > client_id claim MUST be identical.
        let of = |parameters| self.read(parameters).exactly(name::CLIENT_ID).value().map(Vec::from);
        if of(query).is_none() || of(query) != of(object) {
            return Err(self.page(Refusal::RequestObjectOfOtherClient));
        }
        let parameters = self
            .decisions
            .parameters_of_object(object, query)
            .map_err(|refusal| self.page(refusal))?;
        self.grant_code(now, user_agent, &parameters, rng)
    }

    /// A code for these parameters, wherever they came in.
    fn grant_code(
        &mut self,
        now: Duration,
        user_agent: &str,
        parameters: &Parameters,
        rng: &mut (impl CryptoRng + ?Sized),
    ) -> Result<AuthorizationResponse, AuthorizationError> {
        // 2. Client, redirect URI, challenge.
        let granted = self.examine(parameters).map_err(|rejected| self.reject(rejected))?;
        // 3. RFC 6749 §4.1.2: the code, and all that it is bound to.
        let code = Self::draw(rng);
        let grant = Grant {
            client_id: granted.client_id,
            redirect_uri: granted.redirect_uri,
            redirect_uri_sent: granted.redirect_uri_sent,
            user_agent: user_agent.into(),
            asked: parameters.clone(),
            binding: granted.binding,
            issued: now,
            failures: 0,
            redeemed: None,
            tokens: Vec::new(),
        };
        let response = AuthorizationResponse {
            redirect_uri: grant.redirect_uri.clone(),
            code: code.clone(),
            state: self.decisions.state_beside_code(granted.state),
            extra: self.decisions.beside_code(&grant),
        };
        self.codes.0.insert(code, grant);
        Ok(response)
    }

    /// Judges the parameters of an authorization request, wherever they came in.
    pub(super) fn examine(&self, sent: &Parameters) -> Result<Granted, Rejected> {
        let read = self.read(sent);
        let request = AuthorizationRequest::with(|name| read.exactly(name));
        let page = |refusal: Refusal| Rejected {
            refusal,
            redirect_uri: None,
            trusted: false,
            state: None,
        };

        // RFC 6749 §4.1.1: client_id, then redirect_uri. Until both hold, nothing is sent anywhere.
        let client_id =
            request.client_id.required(name::CLIENT_ID).map_err(|error| page(error.into()))?;
        let sent_uri = request
            .redirect_uri
            .optional(name::REDIRECT_URI)
            .map_err(|error| page(error.into()))?;
        let state = request.state.value().map(Vec::from);
        let distrusted = |refusal: Refusal| Rejected {
            redirect_uri: sent_uri.map(Vec::from),
            state: state.clone(),
            ..page(refusal)
        };
        let client = self.client_of(client_id).ok_or_else(|| distrusted(Refusal::ClientUnknown))?;
        let redirect_uri: Vec<u8> = match (sent_uri, client.redirect_uris.as_slice()) {
            (Some(uri), _) if self.decisions.redirect_uri_registered(client, uri) => uri.into(),
            (Some(_), _) => return Err(distrusted(Refusal::RedirectUriUnregistered)),
            // RFC 6749 §3.1.2.3: it may be left out where only one is registered.
            (None, [only]) => only.as_bytes().into(),
            (None, _) => {
                return Err(page(ParameterError::Missing { name: name::REDIRECT_URI }.into()));
            }
        };
        let trusted = |refusal: Refusal| Rejected {
            refusal,
            redirect_uri: Some(redirect_uri.clone()),
            trusted: true,
            state: state.clone(),
        };

        // RFC 6749 §4.1.2.1: from here on, errors are redirected, with the state.
        request.state.optional(name::STATE).map_err(|error| trusted(error.into()))?;
        let response_type = request
            .response_type
            .required(name::RESPONSE_TYPE)
            .map_err(|error| trusted(error.into()))?;
        if response_type != b"code" {
            return Err(trusted(Refusal::ResponseTypeUnsupported));
        }
        // RFC 7636 §4.4
        let asked = Asked { policy: &self.policy, client, request, sent };
        let binding = self.decisions.binding(&asked).map_err(trusted)?;
        let binding = self.decisions.kept_through_consent(binding, &asked);
        Ok(Granted {
            client_id: client.id.clone(),
            redirect_uri,
            redirect_uri_sent: sent_uri.is_some(),
            state,
            binding,
        })
    }

    /// The parameters that a `request_uri` in the query stands for; nothing where the query has
    /// none.
    fn pushed_for(
        &mut self,
        now: Duration,
        query: &Parameters,
    ) -> Result<Option<Parameters>, Refusal> {
        let read = self.read(query);
        let request = AuthorizationRequest::with(|name| read.exactly(name));
        let Some(request_uri) = request.request_uri.optional(name::REQUEST_URI)? else {
            return Ok(None);
        };
        // RFC 9126 §4: the client names itself beside the request_uri.
        let client_id = request.client_id.required(name::CLIENT_ID)?;
        let request_uri =
            core::str::from_utf8(request_uri).map_err(|_| Refusal::RequestUriUnknown)?;
        let pushed = self.pushed.get(request_uri).ok_or(Refusal::RequestUriUnknown)?;
        if !self.decisions.pushed_by(pushed, client_id) || !self.decisions.pushed_alive(pushed, now)
        {
            return Err(Refusal::RequestUriUnknown);
        }
        let parameters = self.decisions.parameters_of_pushed(&pushed.parameters, query)?;
        if !self.decisions.pushed_stays(pushed) {
            self.pushed.remove(request_uri);
        }
        Ok(Some(parameters))
    }

    fn page(&self, refusal: Refusal) -> AuthorizationError {
        self.reject(Rejected { refusal, redirect_uri: None, trusted: false, state: None })
    }

    fn reject(&self, rejected: Rejected) -> AuthorizationError {
        let Rejected { refusal, redirect_uri, trusted, state } = rejected;
        AuthorizationError {
            error: self.decisions.error_code(refusal),
            refusal,
            destination: self.decisions.error_destination(
                refusal,
                redirect_uri.as_deref(),
                trusted,
            ),
            state: self.decisions.state_beside_error(state),
        }
    }
}

/// An authorization request that may have its code.
pub(super) struct Granted {
    client_id: String,
    redirect_uri: Vec<u8>,
    redirect_uri_sent: bool,
    state: Option<Vec<u8>>,
    binding: Binding,
}

/// One that may not, and what is known of where to say so.
pub(super) struct Rejected {
    pub(super) refusal: Refusal,
    redirect_uri: Option<Vec<u8>>,
    trusted: bool,
    state: Option<Vec<u8>>,
}
