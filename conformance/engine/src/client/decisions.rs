//! The decisions of a client: a method each. What stands here is the reference; a mutant overrides one.

use pkce_core::{
    challenge::CodeChallenge,
    client::{Capability, Profile, choose_method},
    method::ChallengeMethod,
    verifier::CodeVerifier,
};
use pkce_vectors::s256;
use serde_json::Value;

use super::login::{Answer, Came, Draw, Login, Setup};

/// Why a token request came to nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// An error of the request.
    Refused,
    /// An error of the client's authentication.
    Unauthorized,
    /// No answer.
    Nothing,
}

/// What a client does after a refusal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Again {
    /// Nothing.
    No,
    /// It sends this.
    With(Answer),
}

/// The reference.
#[derive(Debug, Clone, Copy, Default)]
pub struct Reference;

impl ClientDecisions for Reference {}

/// What a client decides, in the order of a login.
pub trait ClientDecisions: Send {
    /// The documents that are asked for, in order, until one is there: the paths of an issuer's metadata.
    ///
    /// RFC 8414 §3.1 puts the well-known part between host and path, OpenID Connect discovery behind the path.
    fn documents(&self, origin: &str, path: &str) -> Vec<String> {
        vec![
            format!("{origin}/.well-known/oauth-authorization-server{path}"),
            format!("{origin}/.well-known/openid-configuration{path}"),
            format!("{origin}{path}/.well-known/openid-configuration"),
        ]
    }

    /// Whether metadata are used. RFC 8414 §3.3:
    /// > If these values are not identical, the data contained in the response MUST NOT be used.
    fn takes_issuer(&self, asked: &str, said: &str) -> bool {
        asked == said
    }

    /// Whether a login begins without any metadata.
    fn begins_blind(&self, setup: &Setup) -> bool {
        !setup.mcp
    }

    /// The method with metadata that have this field; `Ok(None)`: PKCE is not used; an error: no login begins.
    fn method(&self, setup: &Setup, field: Option<&Value>) -> Result<Option<&'static str>, String> {
        let profile = if setup.mcp { Profile::Mcp } else { Profile::Rfc7636 };
        let names: Option<Vec<&str>> = match field {
            Some(Value::Array(names)) => Some(names.iter().filter_map(Value::as_str).collect()),
            _ => None,
        };
        match choose_method(profile, Capability::S256, names.as_deref()) {
            Ok(method) => Ok(Some(method.as_str())),
            Err(error) => Err(error.to_string()),
        }
    }

    /// A verifier for a login. RFC 7636 §4.1 recommends 32 octets, base64url-encoded: 43 characters.
    fn verifier(&mut self, number: u64, draw: &mut Draw<'_>) -> String {
        let _ = number;
        s256(&draw())
    }

    /// The challenge of a verifier; nothing where the verifier is none.
    fn challenge(&mut self, method: &str, verifier: &str) -> Option<String> {
        let method = ChallengeMethod::parse(Some(method.as_bytes())).ok()?;
        let verifier = CodeVerifier::parse(verifier).ok()?;
        Some(CodeChallenge::derive(method, &verifier).to_text().as_str().to_owned())
    }

    /// `state`.
    fn state(&mut self, verifier: Option<&str>, draw: &mut Draw<'_>) -> Option<String> {
        let _ = verifier;
        Some(s256(&draw()))
    }

    /// The scope that is asked for.
    fn scope(&self) -> Option<&'static str> {
        None
    }

    /// Changes an authorization request before it is sent.
    fn request(&mut self, login: &Login, request: &mut Answer) {
        let _ = (login, request);
    }

    /// The place in which a login is kept until its answer comes.
    fn place(&self, login: &Login) -> String {
        login.number.to_string()
    }

    /// Whether an answer with this `state` is one to this login.
    fn takes_state(&self, login: &Login, came: &Came) -> bool {
        login.state.as_deref() == came.get("state")
    }

    /// Whether an answer is from the server that was asked. RFC 9207 §2.4: `iss` is compared where it is there, and a missing
    /// one is refused where it was announced.
    fn takes_iss(&self, login: &Login, came: &Came) -> bool {
        match came.get("iss") {
            Some(iss) => iss == login.issuer,
            None => !login.announces_iss(),
        }
    }

    /// The code that is sent; nothing: the login is over.
    fn code(&self, came: &Came) -> Option<String> {
        if came.get("error").is_some() {
            return None;
        }
        came.get("code").map(str::to_owned)
    }

    /// What is done after an answer without a code: a request of the token endpoint, or nothing.
    fn without_code(&self, login: &Login) -> Option<Answer> {
        let _ = login;
        None
    }

    /// What is done after an error of the authorization endpoint: the method of a login that is begun anew at once.
    fn begins_anew(&self, came: &Came) -> Option<Option<&'static str>> {
        let _ = came;
        None
    }

    /// The metadata by which the token endpoint is chosen: those that the login was begun with, or those that are fetched
    /// now.
    fn fetches_again(&self) -> bool {
        false
    }

    /// The issuer to whose token endpoint the code goes: one of those at which logins were begun.
    fn sends_to(&self, login: &Login, latest: &Login) -> String {
        let _ = latest;
        login.issuer.clone()
    }

    /// Changes a token request before it is sent.
    fn exchange(&mut self, login: &Login, came: &Came, exchange: &mut Answer) {
        let _ = (login, came, exchange);
    }

    /// How the client authenticates with its secret.
    fn authenticates(&self, setup: &Setup, exchange: &mut Answer) {
        if let Some(secret) = &setup.client_secret {
            exchange.basic = Some((setup.client_id.clone(), secret.clone()));
        }
    }

    /// What is done after a refusal of the token endpoint.
    fn again(&self, sent: &Answer, refusal: Refusal) -> Again {
        let _ = (sent, refusal);
        Again::No
    }

    /// Whether a redirect of the token endpoint is followed.
    fn follows(&self) -> bool {
        false
    }

    /// Whether a token is used whose ID token has this nonce.
    fn takes_nonce(&self, login: &Login, nonce: Option<&str>) -> bool {
        login.nonce.as_deref() == nonce
    }

    /// What is printed once a token request was made.
    fn prints(&self, exchange: &Answer) -> Option<String> {
        let _ = exchange;
        None
    }

    /// Header fields of the token request beside the usual ones.
    fn fields(&self, login: &Login) -> Vec<(String, String)> {
        let _ = login;
        Vec::new()
    }
}
