//! The pushed authorization request endpoint (RFC 9126).

use alloc::format;
use core::time::Duration;

use rand_core::CryptoRng;

use super::{AuthorizationServer, Credentials, PushResponse, Pushed, Refusal, Shape, TokenError};
use crate::request::{Parameter, Parameters, TokenRequest, name};

impl AuthorizationServer {
    /// Answers a pushed authorization request.
    pub fn push(
        &mut self,
        now: Duration,
        credentials: &Credentials,
        body: &Parameters,
        rng: &mut (impl CryptoRng + ?Sized),
    ) -> Result<PushResponse, TokenError> {
        let pushed =
            self.take_in(now, credentials, body).map_err(|refusal| self.token_error(refusal))?;
        let expires_in = pushed.lifetime;
        let request_uri = format!("urn:ietf:params:oauth:request_uri:{}", Self::draw(rng));
        self.pushed.insert(request_uri.clone(), pushed);
        // RFC 9126 §2.2:
        // > […] the server MUST generate a request URI and provide it in the response with a 201
        // > HTTP status code.
        Ok(PushResponse {
            request_uri,
            expires_in,
            shape: Shape { status: 201, ..self.token_shape() },
        })
    }

    fn take_in(
        &self,
        now: Duration,
        credentials: &Credentials,
        body: &Parameters,
    ) -> Result<Pushed, Refusal> {
        // RFC 9126 §2.1:
        // > 1. Authenticate the client in the same way as at the token endpoint
        let read = self.read(body);
        let request = TokenRequest::with(|name| read.exactly(name));
        let (client, _) = self.authenticate(credentials, &request, body)?;
        // > 2. Reject the request if the request_uri authorization request parameter is provided.
        if read.exactly(name::REQUEST_URI) != Parameter::Missing {
            return Err(Refusal::RequestUriPushed);
        }
        let length: usize = body.iter().map(|(name, value)| name.len() + value.len()).sum();
        if length > MAX_PUSHED_LENGTH {
            return Err(Refusal::RequestTooLong);
        }
        // > 3. Validate the pushed request as it would an authorization request sent to the
        // > authorization endpoint.
        let mut parameters = body.clone();
        parameters.remove(name::CLIENT_SECRET);
        if request.client_id == Parameter::Missing {
            parameters.remove(name::CLIENT_ID);
            parameters.push(name::CLIENT_ID, client.id.as_bytes());
        }
        self.examine(&parameters).map_err(|rejected| rejected.refusal)?;
        let lifetime = self.policy.pushed_lifetime;
        Ok(Pushed { client_id: client.id.clone(), parameters, issued: now, lifetime })
    }
}

/// The longest pushed request, names and values together: what is kept must be bounded.
const MAX_PUSHED_LENGTH: usize = 16 * 1024;
