//! The token endpoint.

use alloc::string::String;
use core::time::Duration;

use rand_core::CryptoRng;

use super::{
    AuthorizationServer, Client, Credentials, Fate, Grant, Proof, Refusal, Shape, Token,
    TokenError, TokenResponse, Way,
};
use crate::{
    error::OAuthError,
    request::{Parameters, TokenRequest, name},
};

impl AuthorizationServer {
    /// Answers a token request: `credentials` is its `Authorization` header, `body` its parameters
    /// as they came.
    pub fn token(
        &mut self,
        now: Duration,
        credentials: &Credentials,
        body: &Parameters,
        rng: &mut (impl CryptoRng + ?Sized),
    ) -> Result<TokenResponse, TokenError> {
        self.redeem(now, credentials, body, rng).map_err(|refusal| self.token_error(refusal))
    }

    fn redeem(
        &mut self,
        now: Duration,
        credentials: &Credentials,
        body: &Parameters,
        rng: &mut (impl CryptoRng + ?Sized),
    ) -> Result<TokenResponse, Refusal> {
        let read = self.read(body);
        let request = TokenRequest::with(|name| read.exactly(name));
        // 1. RFC 6749 §3.2.1: who asks.
        let (client, way) = self.authenticate(credentials, &request, body)?;
        // 2. RFC 6749 §4.1.3: what for.
        if request.grant_type.required(name::GRANT_TYPE)? != b"authorization_code" {
            return Err(Refusal::GrantTypeUnsupported);
        }
        let code = request.code.required(name::CODE)?;
        let code = core::str::from_utf8(code).map_err(|_| Refusal::CodeUnknown)?;
        let grant = self.codes.0.get(code).ok_or(Refusal::CodeUnknown)?;
        // 3. Whether the code is theirs.
        let verdict = self.judge(now, client, way, grant, &request, body);
        let spent = self.decisions.spent(grant, now);
        match verdict {
            Err(refusal) => {
                self.after_refusal(code, refusal);
                if spent && self.decisions.revokes(false) {
                    self.revoke(code);
                }
                Err(refusal)
            }
            // 4. RFC 6749 §4.1.2: a second use.
            Ok(()) if spent => {
                if self.decisions.revokes(true) {
                    self.revoke(code);
                }
                Err(Refusal::CodeReplayed)
            }
            // 5. RFC 7636 §4.6:
            // > If the values are equal, the token endpoint MUST continue processing as normal
            Ok(()) => self.issue(now, code, Self::draw(rng)),
        }
    }

    /// Everything that a code is bound to; the verifier last, so that a stranger learns nothing
    /// about it.
    fn judge(
        &self,
        now: Duration,
        client: &Client,
        way: Way,
        grant: &Grant,
        request: &TokenRequest<'_>,
        sent: &Parameters,
    ) -> Result<(), Refusal> {
        if !self.decisions.code_issued_to(grant, client) {
            return Err(Refusal::CodeOfOtherClient);
        }
        if !self.decisions.code_alive(grant, &self.policy, now) {
            return Err(Refusal::CodeExpired);
        }
        if !self
            .decisions
            .redirect_uri_same(grant, request.redirect_uri.optional(name::REDIRECT_URI)?)
        {
            return Err(Refusal::RedirectUriDiffers);
        }
        self.decisions.possession(&Proof {
            policy: &self.policy,
            client,
            way,
            grant,
            binding: self.decisions.binding_of(grant, &self.codes),
            verifier: request.verifier,
            method: request.method,
            sent,
            now,
        })
    }

    fn after_refusal(&mut self, code: &str, refusal: Refusal) {
        let Some(grant) = self.codes.0.get_mut(code) else { return };
        grant.failures = grant.failures.saturating_add(1);
        match self.decisions.fate(refusal, grant) {
            Fate::Keep => {}
            // A spent code is good for nothing already, and remembered so that a replay is known.
            Fate::Burn if grant.redeemed.is_some() => {}
            Fate::Burn => self.codes.0.remove(code),
            Fate::Rebind(binding) => grant.binding = binding,
        }
    }

    fn issue(
        &mut self,
        now: Duration,
        code: &str,
        access_token: String,
    ) -> Result<TokenResponse, Refusal> {
        let grant = self.codes.0.get_mut(code).ok_or(Refusal::Internal)?;
        grant.redeemed.get_or_insert(now);
        grant.tokens.push(access_token.clone());
        let extra = self.decisions.beside_token(grant);
        let lifetime = self.policy.token_lifetime;
        let token =
            Token { client_id: grant.client_id.clone(), issued: now, lifetime, revoked: false };
        self.tokens.insert(access_token.clone(), token);
        let shape = self.token_shape();
        Ok(TokenResponse { access_token, token_type: "Bearer", expires_in: lifetime, extra, shape })
    }

    fn revoke(&mut self, code: &str) {
        for name in self.codes.0.get(code).map_or(&[][..], |grant| &grant.tokens) {
            if let Some(token) = self.tokens.get_mut(name) {
                token.revoked = true;
            }
        }
    }

    pub(super) fn token_shape(&self) -> Shape {
        Shape {
            status: 200,
            content_type: self.decisions.token_content_type(),
            cache_control: self.decisions.token_cache_control(),
            www_authenticate: None,
        }
    }

    pub(super) fn token_error(&self, refusal: Refusal) -> TokenError {
        let error = self.decisions.error_code(refusal);
        let shape = Shape {
            status: self.decisions.error_status(error),
            content_type: self.decisions.error_content_type(),
            cache_control: self.decisions.error_cache_control(),
            // RFC 6749 §5.2: with a 401, the scheme that the client may use.
            www_authenticate: (error == Some(OAuthError::InvalidClient))
                .then_some("Basic realm=\"token\""),
        };
        TokenError { error, refusal, shape }
    }
}
