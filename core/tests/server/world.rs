//! A small world: a server, three clients, a clock. Shared by the tests of the server.

use std::time::Duration;

use pkce_core::{
    policy::{Policy, Required},
    request::Parameters,
    server::{
        AuthorizationError, AuthorizationResponse, AuthorizationServer, Client, ClientKind,
        Credentials, TokenError, TokenResponse,
    },
};
use rand_chacha::{ChaCha8Rng, rand_core::SeedableRng as _};

pub(crate) const PUBLIC: &str = "public";
pub(crate) const OTHER: &str = "other";
pub(crate) const SECRETIVE: &str = "confidential";
pub(crate) const SECRET: &str =
    "a-secret-of-at-least-forty-three-characters-so-that-it-could-be-a-verifier";

pub(crate) const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
pub(crate) const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
pub(crate) const OTHER_VERIFIER: &str = "3641a2d12d66101249cdf7a79c000c1f8c05d2aafcf14bf146497bed";
pub(crate) const OTHER_CHALLENGE: &str = "6fdkQaPm51l13DSukcAH3Mdx7_ntecHYd1vi3n0hMZY";

pub(crate) struct World {
    pub(crate) server: AuthorizationServer,
    pub(crate) now: Duration,
    pub(crate) rng: ChaCha8Rng,
}

impl World {
    pub(crate) fn new(policy: Policy) -> Self {
        Self::of(AuthorizationServer::new(policy))
    }

    pub(crate) fn of(mut server: AuthorizationServer) -> Self {
        for id in [PUBLIC, OTHER, SECRETIVE] {
            let kind = match id {
                SECRETIVE => ClientKind::Confidential { secret: SECRET.into() },
                _ => ClientKind::Public,
            };
            let redirect_uris = vec![redirect_uri(id)];
            server.register(Client { id: id.into(), kind, redirect_uris }).unwrap();
        }
        Self { server, now: Duration::ZERO, rng: ChaCha8Rng::from_seed([1; 32]) }
    }

    pub(crate) fn query<'a>(
        id: &str,
        params: impl IntoIterator<Item = (&'a str, &'a str)>,
    ) -> Parameters {
        let mut query = Parameters::new();
        query.push("response_type", "code");
        query.push("client_id", id);
        query.push("redirect_uri", redirect_uri(id));
        query.push("state", "xyz");
        for (name, value) in params {
            query.push(name, value);
        }
        query
    }

    pub(crate) fn pushed_query(id: &str, request_uri: &str) -> Parameters {
        [("client_id", id), ("request_uri", request_uri)].into_iter().collect()
    }

    pub(crate) fn token_body(id: &str, code: &str, verifier: Option<&str>) -> Parameters {
        let mut body = Parameters::new();
        body.push("grant_type", "authorization_code");
        body.push("client_id", id);
        body.push("code", code);
        body.push("redirect_uri", redirect_uri(id));
        if let Some(verifier) = verifier {
            body.push("code_verifier", verifier);
        }
        body
    }

    pub(crate) fn authorize<'a>(
        &mut self,
        id: &str,
        params: impl IntoIterator<Item = (&'a str, &'a str)>,
    ) -> Result<AuthorizationResponse, AuthorizationError> {
        self.server.authorize(self.now, "session", &Self::query(id, params), &mut self.rng)
    }

    pub(crate) fn code<'a>(
        &mut self,
        id: &str,
        params: impl IntoIterator<Item = (&'a str, &'a str)>,
    ) -> String {
        self.authorize(id, params).unwrap().code
    }

    pub(crate) fn push<'a>(
        &mut self,
        id: &str,
        params: impl IntoIterator<Item = (&'a str, &'a str)>,
    ) -> Result<String, TokenError> {
        let query = Self::query(id, params);
        Ok(self.server.push(self.now, &own(id), &query, &mut self.rng)?.request_uri)
    }

    pub(crate) fn post(
        &mut self,
        credentials: &Credentials,
        body: &Parameters,
    ) -> Result<TokenResponse, TokenError> {
        self.server.token(self.now, credentials, body, &mut self.rng)
    }

    pub(crate) fn token(
        &mut self,
        id: &str,
        code: &str,
        verifier: Option<&str>,
    ) -> Result<TokenResponse, TokenError> {
        self.post(&own(id), &Self::token_body(id, code, verifier))
    }

    pub(crate) fn refusal(&mut self, id: &str, code: &str, verifier: Option<&str>) -> TokenError {
        self.token(id, code, verifier).unwrap_err()
    }
}

/// PKCE required of nobody.
pub(crate) fn optional() -> Policy {
    Policy { pkce_required: Required::None, ..Policy::default() }
}

/// The client's own credentials.
pub(crate) fn own(id: &str) -> Credentials {
    match id {
        SECRETIVE => Credentials::Basic { client_id: id.into(), secret: SECRET.into() },
        _ => Credentials::Absent,
    }
}

pub(crate) fn redirect_uri(id: &str) -> String {
    format!("https://{id}.example/cb")
}

pub(crate) fn s256() -> [(&'static str, &'static str); 2] {
    [("code_challenge", CHALLENGE), ("code_challenge_method", "S256")]
}

/// The same text with its last character another one.
pub(crate) fn changed(text: &str) -> String {
    let (head, last) = text.split_at(text.len() - 1);
    format!("{head}{}", if last == "A" { "B" } else { "A" })
}
