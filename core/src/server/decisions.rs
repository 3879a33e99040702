//! Every decision that the server takes, a method each, with the sentence that it answers to.
//!
//! [`Standard`] takes them all as they stand here. A server that differs in one is a type that
//! overrides one method; it may call the original as `Standard.method(…)`.
//!
//! nb. past 400 lines, and one trait on purpose: a server that is wrong in two places overrides two
//! methods of one type, and beside each stands the sentence that it answers to. It reads in the
//! order in which the server asks.

use alloc::{borrow::Cow, string::String, vec::Vec};
use core::time::Duration;

use constant_time_eq::constant_time_eq;

use super::{
    Advertised, Asked, Binding, BoundChallenge, BoundMethod, Client, ClientKind, Destination,
    Document, Duplicates, Fate, Grant, Grants, Login, Proof, Pushed, Refusal, Token, Way,
};
use crate::{
    challenge::CodeChallenge,
    error::OAuthError,
    method::ChallengeMethod,
    policy::Policy,
    request::{Parameter, Parameters, name},
    transform,
    verifier::CodeVerifier,
    verify::VerifyError,
};

/// The server's decisions.
#[expect(
    unused_variables,
    reason = "parameter names are documentation where the documents' answer needs none"
)]
pub trait Decisions: Send + Sync {
    // Reading parameters, at every endpoint.

    /// What a value means. RFC 6749 Appendix B decodes it once, and nothing else is done to it.
    fn value<'a>(&self, name: &str, value: &'a [u8]) -> Cow<'a, [u8]> {
        Cow::Borrowed(value)
    }

    /// RFC 6749 §3.1, §3.2:
    /// > Parameters sent without a value MUST be treated as if they were omitted from the request.
    fn empty_is_omitted(&self, name: &str) -> bool {
        true
    }

    /// RFC 6749 §3.1, §3.2:
    /// > Request and response parameters MUST NOT be included more than once.
    fn duplicate(&self, name: &str) -> Duplicates {
        Duplicates::Refuse
    }

    // The authorization request.

    /// RFC 9126 §4, by RFC 9101 §6.3:
    /// > The authorization server MUST only use the parameters in the Request Object, even if the
    /// > same parameter is provided in the query parameter.
    fn parameters_of_pushed(
        &self,
        pushed: &Parameters,
        query: &Parameters,
    ) -> Result<Parameters, Refusal> {
        Ok(pushed.clone())
    }

    /// RFC 9101 §6.3:
    /// > The authorization server MUST extract the set of authorization request parameters from the
    /// > Request Object value. The authorization server MUST only use the parameters in the Request
    /// > Object, even if the same parameter is provided in the query parameter.
    fn parameters_of_object(
        &self,
        object: &Parameters,
        query: &Parameters,
    ) -> Result<Parameters, Refusal> {
        Ok(object.clone())
    }

    /// RFC 9126 §2.2:
    /// > The request_uri value MUST be bound to the client that posted the authorization request.
    fn pushed_by(&self, pushed: &Pushed, client_id: &[u8]) -> bool {
        pushed.client_id.as_bytes() == client_id
    }

    /// RFC 9126 §4:
    /// > An expired request_uri MUST be rejected as invalid.
    fn pushed_alive(&self, pushed: &Pushed, now: Duration) -> bool {
        now < pushed.issued.saturating_add(pushed.lifetime)
    }

    /// Whether a pushed request stays good after its use. RFC 9126 §4:
    /// > Authorization servers SHOULD treat request_uri values as one-time use but MAY allow for
    /// > duplicate requests due to a user reloading/refreshing their user agent.
    fn pushed_stays(&self, pushed: &Pushed) -> bool {
        false
    }

    /// RFC 9700 §2.1:
    /// > […] authorization servers MUST utilize exact string matching […]
    fn redirect_uri_registered(&self, client: &Client, redirect_uri: &[u8]) -> bool {
        client.redirect_uris.iter().any(|registered| registered.as_bytes() == redirect_uri)
    }

    /// The code that this request gets, before it exists: bound to a challenge, or to none.
    fn binding(&self, asked: &Asked<'_>) -> Result<Binding, Refusal> {
        let Some(text) = asked.request.challenge.optional(name::CODE_CHALLENGE)? else {
            return self.without_challenge(asked);
        };
        let method = match asked.request.method.optional(name::CODE_CHALLENGE_METHOD)? {
            None => self.method_when_omitted(asked)?,
            Some(name) => self.method_named(name, asked)?,
        };
        self.challenge_syntax(&method, text)?;
        Ok(Binding::Challenge(BoundChallenge { method, text: text.into() }))
    }

    /// A request without a challenge.
    fn without_challenge(&self, asked: &Asked<'_>) -> Result<Binding, Refusal> {
        // RFC 7636 §4.4.1:
        // > If the server requires Proof Key for Code Exchange (PKCE) by OAuth public clients and
        // > the client does not send the "code_challenge" in the request, the authorization
        // > endpoint MUST return the authorization error response with the "error" value set to
        // > "invalid_request".
        if self.challenge_required(asked) {
            return Err(Refusal::ChallengeRequired);
        }
        if asked.request.method != Parameter::Missing {
            self.method_without_challenge(asked)?;
        }
        Ok(Binding::Absent)
    }

    /// For whom PKCE is required is the policy's to say.
    fn challenge_required(&self, asked: &Asked<'_>) -> bool {
        asked.client.must_use_pkce(asked.policy)
    }

    /// A method without a challenge: no document speaks of it. Refused, because the client meant to
    /// use PKCE.
    fn method_without_challenge(&self, asked: &Asked<'_>) -> Result<(), Refusal> {
        Err(Refusal::MethodWithoutChallenge)
    }

    /// RFC 7636 §4.3:
    /// > code_challenge_method
    /// >    OPTIONAL, defaults to "plain" if not present in the request.
    fn method_when_omitted(&self, asked: &Asked<'_>) -> Result<BoundMethod, Refusal> {
        self.method_offered(ChallengeMethod::parse(None)?, asked)
    }

    /// The method that a name stands for, spelt exactly.
    fn method_named(&self, name: &[u8], asked: &Asked<'_>) -> Result<BoundMethod, Refusal> {
        self.method_offered(ChallengeMethod::parse(Some(name))?, asked)
    }

    /// RFC 7636 §4.4.1:
    /// > If the server supporting PKCE does not support the requested transformation, the
    /// > authorization endpoint MUST return the authorization error response with "error" value set
    /// > to "invalid_request".
    fn method_offered(
        &self,
        method: ChallengeMethod,
        asked: &Asked<'_>,
    ) -> Result<BoundMethod, Refusal> {
        if asked.policy.methods.offers(method) {
            Ok(BoundMethod::Known(method))
        } else {
            Err(Refusal::MethodNotOffered)
        }
    }

    /// A challenge that no verifier can have is refused, as §4.1.2.1 of RFC 6749 does with a
    /// malformed parameter.
    fn challenge_syntax(&self, method: &BoundMethod, text: &[u8]) -> Result<(), Refusal> {
        match method {
            BoundMethod::Known(method) => Ok(CodeChallenge::parse(*method, text).map(drop)?),
            // Where another method is offered, RFC 7636 §4.2's grammar is all that is known of its
            // challenges.
            BoundMethod::Other(_) => {
                Ok(CodeChallenge::parse(ChallengeMethod::Plain, text).map(drop)?)
            }
        }
    }

    /// What is left of the binding when the resource owner has consented. RFC 7636 §4.4:
    /// > When the server issues the authorization code in the authorization response, it MUST
    /// > associate the "code_challenge" and "code_challenge_method" values with the authorization
    /// > code so it can be verified later.
    fn kept_through_consent(&self, binding: Binding, asked: &Asked<'_>) -> Binding {
        binding
    }

    /// RFC 6749 §4.1.2, beside the code:
    /// > state
    /// >    REQUIRED if the "state" parameter was present in the client authorization request.
    fn state_beside_code(&self, state: Option<Vec<u8>>) -> Option<Vec<u8>> {
        state
    }

    /// The same in an error, RFC 6749 §4.1.2.1.
    fn state_beside_error(&self, state: Option<Vec<u8>>) -> Option<Vec<u8>> {
        state
    }

    /// What goes into the redirect beside code and state. RFC 7636 §4.4:
    /// > The server MUST NOT include the "code_challenge" value in client requests in a form that
    /// > other entities can extract.
    fn beside_code(&self, grant: &Grant) -> Vec<(String, Vec<u8>)> {
        Vec::new()
    }

    /// Where an error goes. `redirect_uri` is the one that was sent, or the client's only one;
    /// `trusted` says that it is registered for a client that is known. RFC 6749 §4.1.2.1:
    /// > If the request fails due to a missing, invalid, or mismatching redirection URI, or if the
    /// > client identifier is missing or invalid, the authorization server […] MUST NOT
    /// > automatically redirect the user-agent to the invalid redirection URI.
    fn error_destination(
        &self,
        refusal: Refusal,
        redirect_uri: Option<&[u8]>,
        trusted: bool,
    ) -> Destination {
        match redirect_uri {
            Some(redirect_uri) if trusted => Destination::Redirect(redirect_uri.into()),
            _ => Destination::Page,
        }
    }

    // The token request.

    /// RFC 6749 §4.1.3:
    /// > require client authentication for confidential clients or for any client that was issued
    /// > client credentials
    fn authenticated(&self, login: &Login<'_>) -> Result<(), Refusal> {
        let good = match (&login.client.kind, login.secret) {
            // Whoever holds the key is the client; a public one has none.
            (ClientKind::Confidential { .. }, _) if login.way == Way::Key => true,
            (ClientKind::Public, _) if login.way == Way::Key => false,
            (ClientKind::Public, None) => true,
            // A secret that was never issued: whoever sends it isn't this client.
            (ClientKind::Public, Some(_)) | (ClientKind::Confidential { .. }, None) => false,
            (ClientKind::Confidential { secret }, Some(sent)) => {
                self.secret_equal(secret.as_bytes(), sent)
            }
        };
        if good { Ok(()) } else { Err(Refusal::ClientUnauthenticated) }
    }

    /// Whether the secret is the client's; in constant time where the lengths are equal.
    fn secret_equal(&self, secret: &[u8], sent: &[u8]) -> bool {
        constant_time_eq(secret, sent)
    }

    /// RFC 6749 §4.1.3:
    /// > ensure that the authorization code was issued to the authenticated confidential client, or
    /// > if the client is public, ensure that the code was issued to "client_id" in the request
    fn code_issued_to(&self, grant: &Grant, client: &Client) -> bool {
        grant.client_id == client.id
    }

    /// RFC 6749 §4.1.2:
    /// > The authorization code MUST expire shortly after it is issued to mitigate the risk of
    /// > leaks.
    fn code_alive(&self, grant: &Grant, policy: &Policy, now: Duration) -> bool {
        now < grant.issued.saturating_add(policy.code_lifetime)
    }

    /// RFC 6749 §4.1.3:
    /// > ensure that the "redirect_uri" parameter is present if the "redirect_uri" parameter was
    /// > included in the initial authorization request as described in Section 4.1.1, and if
    /// > included ensure that their values are identical.
    fn redirect_uri_same(&self, grant: &Grant, sent: Option<&[u8]>) -> bool {
        match sent {
            Some(sent) => sent == grant.redirect_uri,
            // nb. OAuth 2.1 §10.2 takes the parameter out of the token request, since PKCE does its
            // work: where a challenge does, its absence is right.
            None => !grant.redirect_uri_sent || matches!(grant.binding, Binding::Challenge(_)),
        }
    }

    /// The challenge that counts: the one associated with this code (RFC 7636 §4.4).
    fn binding_of<'a>(&self, grant: &'a Grant, grants: &'a Grants) -> &'a Binding {
        &grant.binding
    }

    /// Whether who asks is the one who began. OAuth 2.1 §4.1.3:
    /// > […] the authorization server MUST: […] verify that the "code_verifier" parameter is
    /// > present if and only if a "code_challenge" parameter was present in the authorization
    /// > request.
    fn possession(&self, proof: &Proof<'_>) -> Result<(), Refusal> {
        let verifier = proof.verifier.optional(name::CODE_VERIFIER)?;
        match (proof.binding, verifier) {
            (Binding::Challenge(challenge), Some(verifier)) => {
                Ok(self.verify(&self.method_bound(challenge, proof), &challenge.text, verifier)?)
            }
            (Binding::Challenge(_), None) => self.verifier_missing(proof),
            (Binding::Absent, Some(_)) => self.verifier_stray(proof),
            (Binding::Absent, None) | (Binding::Lost, _) => Ok(()),
        }
    }

    /// RFC 9700 §2.1.1:
    /// > If a client sends a valid PKCE code_challenge parameter in the authorization request, the
    /// > authorization server MUST enforce the correct usage of code_verifier at the token
    /// > endpoint.
    fn verifier_missing(&self, proof: &Proof<'_>) -> Result<(), Refusal> {
        Err(Refusal::VerifierMissing)
    }

    /// RFC 9700 §2.1.1, §4.8.2:
    /// > […] a token request containing a code_verifier parameter is accepted only if a
    /// > code_challenge parameter was present in the authorization request.
    fn verifier_stray(&self, proof: &Proof<'_>) -> Result<(), Refusal> {
        Err(Refusal::VerifierStray)
    }

    /// The method of the transformation: the one that was bound, whatever the token request says.
    /// RFC 7636 §4.6:
    /// > […] according to the "code_challenge_method" method specified by the client.
    fn method_bound(&self, challenge: &BoundChallenge, proof: &Proof<'_>) -> BoundMethod {
        challenge.method.clone()
    }

    /// RFC 7636 §4.6, as [`CodeChallenge::verify`](crate::CodeChallenge::verify) has it, in three
    /// decisions.
    fn verify(
        &self,
        method: &BoundMethod,
        challenge: &[u8],
        verifier: &[u8],
    ) -> Result<(), VerifyError> {
        self.verifier_syntax(verifier)?;
        let transformed = self.transform(method, verifier);
        if transformed.is_some_and(|transformed| self.equal(&transformed, challenge)) {
            Ok(())
        } else {
            Err(VerifyError::Mismatch)
        }
    }

    /// RFC 7636 §4.1's grammar. Nothing says that a server must look; CVE-2026-41213 shows why it
    /// should.
    fn verifier_syntax(&self, verifier: &[u8]) -> Result<(), VerifyError> {
        Ok(CodeVerifier::parse(verifier).map(drop)?)
    }

    /// RFC 7636 §4.6:
    /// > BASE64URL-ENCODE(SHA256(ASCII(code_verifier))) == code_challenge
    /// >
    /// > code_verifier == code_challenge
    ///
    /// `None`: no such transformation, so that nothing redeems the code.
    fn transform(&self, method: &BoundMethod, verifier: &[u8]) -> Option<Vec<u8>> {
        match method {
            BoundMethod::Known(ChallengeMethod::S256) => Some(transform::s256(verifier).into()),
            BoundMethod::Known(ChallengeMethod::Plain) => Some(verifier.into()),
            BoundMethod::Other(_) => None,
        }
    }

    /// Equality; in constant time where the lengths are equal.
    fn equal(&self, transformed: &[u8], challenge: &[u8]) -> bool {
        constant_time_eq(transformed, challenge)
    }

    /// What a refusal does to the code. RFC 7636 is silent; a code that outlives a wrong verifier
    /// invites guesses (CVE-2026-41213). What shows nothing about the verifier keeps the code, else
    /// strangers could burn it.
    fn fate(&self, refusal: Refusal, grant: &Grant) -> Fate {
        if refusal.is_about_possession() { Fate::Burn } else { Fate::Keep }
    }

    /// RFC 6749 §4.1.2:
    /// > The client MUST NOT use the authorization code more than once. If an authorization code is
    /// > used more than once, the authorization server MUST deny the request […]
    fn spent(&self, grant: &Grant, now: Duration) -> bool {
        grant.redeemed.is_some()
    }

    /// RFC 6749 §4.1.2:
    /// > […] and SHOULD revoke (when possible) all tokens previously issued based on that
    /// > authorization code.
    ///
    /// OAuth 2.1 §7.5.2: not on a replay whose other parameters are wrong, else whoever sees a code
    /// could revoke.
    fn revokes(&self, otherwise_valid: bool) -> bool {
        otherwise_valid
    }

    /// What goes into the body beside the token.
    fn beside_token(&self, grant: &Grant) -> Vec<(String, Vec<u8>)> {
        Vec::new()
    }

    /// Whether a token is good.
    fn token_active(&self, token: &Token, now: Duration) -> bool {
        !token.revoked && now < token.issued.saturating_add(token.lifetime)
    }

    // The form of the answers.

    /// The value of `error`. RFC 6749 §4.1.2.1, §5.2:
    /// > error
    /// >    REQUIRED.
    fn error_code(&self, refusal: Refusal) -> Option<OAuthError> {
        Some(refusal.oauth_error())
    }

    /// RFC 6749 §5.2:
    /// > The authorization server responds with an HTTP 400 (Bad Request) status code (unless
    /// > specified otherwise)
    /// >
    /// > invalid_client […] MAY return an HTTP 401 (Unauthorized) status code
    fn error_status(&self, error: Option<OAuthError>) -> u16 {
        match error {
            Some(OAuthError::InvalidClient) => 401,
            Some(OAuthError::ServerError) => 500,
            _ => 400,
        }
    }

    /// RFC 6749 §5.1:
    /// > The parameters are included in the entity-body of the HTTP response using the
    /// > "application/json" media type
    fn token_content_type(&self) -> &'static str {
        JSON
    }

    /// The same for an error, RFC 6749 §5.2.
    fn error_content_type(&self) -> &'static str {
        JSON
    }

    /// RFC 6749 §5.1:
    /// > The authorization server MUST include the HTTP "Cache-Control" response header field […]
    /// > with a value of "no-store" in any response containing tokens, credentials, or other
    /// > sensitive information
    fn token_cache_control(&self) -> Option<&'static str> {
        Some("no-store")
    }

    /// The same beside an error, where nothing demands it.
    fn error_cache_control(&self) -> Option<&'static str> {
        Some("no-store")
    }

    /// RFC 8414 §2:
    /// > code_challenge_methods_supported
    /// >    OPTIONAL. JSON array containing a list of Proof Key for Code Exchange (PKCE) […] code
    /// >    challenge methods supported by this authorization server.
    fn methods_advertised(&self, policy: &Policy, _: Document) -> Advertised {
        Advertised::List(policy.methods.offered().iter().map(|method| method.as_str()).collect())
    }
}

/// The documents' own decisions.
#[derive(Clone, Copy, Debug, Default)]
pub struct Standard;

impl Decisions for Standard {}

const JSON: &str = "application/json";
