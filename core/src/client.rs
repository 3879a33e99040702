//! A client's decisions: which method, whether to go on at all, and to whom the verifier is shown.
//!
//! ```
//! use pkce_core::client::{Capability, Metadata, Profile, Server};
//! # use rand_chacha::{ChaCha20Rng, rand_core::SeedableRng as _};
//! # let mut rng = ChaCha20Rng::from_seed([0; 32]); // yours comes from the system
//!
//! let mut server = Server::new(Profile::Mcp, Metadata {
//!     issuer: "https://as.example",
//!     token_endpoint: "https://as.example/token",
//!     code_challenge_methods_supported: Some(&["S256"]),
//! });
//! let pending = server.begin(Capability::S256, &mut rng)?;
//! assert_eq!(pending.challenge().as_str().len(), 43); // code_challenge
//! assert_eq!(pending.method().as_str(), "S256"); // code_challenge_method
//!
//! // … the user agent goes there and back with a code …
//! let verifier = pending.release("https://as.example", "https://as.example/token")?;
//! assert_eq!(verifier.as_str().len(), 43);
//! # Ok::<(), pkce_core::client::ClientError>(())
//! ```

use alloc::{string::String, vec::Vec};
use core::fmt;

use rand_core::CryptoRng;

use crate::{
    challenge::{ChallengeText, CodeChallenge},
    error::OAuthError,
    method::ChallengeMethod,
    verifier::GeneratedVerifier,
};

/// Which document's rule holds where the metadata says nothing of PKCE.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Profile {
    /// RFC 7636 §5:
    /// > […] client implementations of this specification do not need to know if the server has
    /// > implemented this specification or not and SHOULD send the additional parameters as defined
    /// > in Section 4 to all servers.
    Rfc7636,
    /// MCP authorization:
    /// > If `code_challenge_methods_supported` is absent, the authorization server does not support
    /// > PKCE and MCP clients MUST refuse to proceed.
    Mcp,
}

/// What a client can do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Capability {
    /// It can hash.
    S256,
    /// It can't, for a technical reason. RFC 7636 §4.2:
    /// > Clients are permitted to use "plain" only if they cannot support "S256" for some technical
    /// > reason and know via out-of-band configuration that the server supports "plain".
    PlainOnly {
        /// Whether it knows that this server supports plain.
        known_out_of_band: bool,
    },
}

/// What the server's metadata says (RFC 8414 §2), as far as it matters here.
#[derive(Clone, Copy, Debug)]
pub struct Metadata<'a> {
    /// `issuer`
    pub issuer: &'a str,
    /// `token_endpoint`
    pub token_endpoint: &'a str,
    /// `code_challenge_methods_supported`; `None` where it is absent.
    pub code_challenge_methods_supported: Option<&'a [&'a str]>,
}

/// The method to use with a server that advertises `supported`.
pub fn choose_method(
    profile: Profile,
    capability: Capability,
    supported: Option<&[&str]>,
) -> Result<ChallengeMethod, ClientError> {
    let advertised =
        |method: ChallengeMethod| supported.is_some_and(|list| list.contains(&method.as_str()));
    match (profile, supported) {
        // RFC 8414 §2:
        // > If omitted, the authorization server does not support PKCE.
        (Profile::Mcp, None) => return Err(ClientError::PkceUnsupported),
        // nb. where metadata names methods that this client can't use, MCP's rule "verify PKCE
        // support" isn't met.
        (Profile::Mcp, Some(_)) if !advertised(ChallengeMethod::S256) => {
            return Err(ClientError::MethodUnsupported);
        }
        _ => {}
    }
    match capability {
        // RFC 7636 §4.2:
        // > If the client is capable of using "S256", it MUST use "S256", as "S256" is Mandatory To
        // > Implement (MTI) on the server.
        Capability::S256 => Ok(ChallengeMethod::S256),
        Capability::PlainOnly { known_out_of_band: true } => Ok(ChallengeMethod::Plain),
        // OAuth 2.1 §4.1.1 lets metadata serve in place of out-of-band configuration.
        Capability::PlainOnly { .. } if advertised(ChallengeMethod::Plain) => {
            Ok(ChallengeMethod::Plain)
        }
        Capability::PlainOnly { .. } => Err(ClientError::MethodUnsupported),
    }
}

/// What a client remembers of one authorization server.
#[derive(Clone, Debug)]
pub struct Server {
    profile: Profile,
    issuer: String,
    token_endpoint: String,
    /// `code_challenge_methods_supported`, as far as this client knows the names.
    supported: Option<Vec<&'static str>>,
    tried_s256: bool,
}

impl Server {
    /// A server that nothing was asked of yet.
    #[must_use]
    pub fn new(profile: Profile, metadata: Metadata<'_>) -> Self {
        let known = [ChallengeMethod::S256.as_str(), ChallengeMethod::Plain.as_str()];
        let supported = metadata.code_challenge_methods_supported;
        Self {
            profile,
            issuer: metadata.issuer.into(),
            token_endpoint: metadata.token_endpoint.into(),
            supported: supported
                .map(|list| known.into_iter().filter(|name| list.contains(name)).collect()),
            tried_s256: false,
        }
    }

    /// Begins an authorization request, or refuses to.
    ///
    /// Each call draws a verifier of its own. RFC 9700 §2.1.1:
    /// > […] the PKCE challenge or OpenID Connect nonce MUST be transaction-specific and securely
    /// > bound to the client and the user agent in which the transaction was started.
    ///
    /// There is no way to begin with plain what was begun with S256. RFC 7636 §7.2:
    /// > Clients MUST NOT downgrade to "plain" after trying the "S256" method.
    pub fn begin(
        &mut self,
        capability: Capability,
        rng: &mut (impl CryptoRng + ?Sized),
    ) -> Result<Pending, ClientError> {
        let method = choose_method(self.profile, capability, self.supported.as_deref())?;
        match method {
            ChallengeMethod::S256 => self.tried_s256 = true,
            ChallengeMethod::Plain if self.tried_s256 => return Err(ClientError::Downgrade),
            ChallengeMethod::Plain => {}
        }
        Ok(Pending {
            verifier: GeneratedVerifier::generate(rng),
            method,
            issuer: self.issuer.clone(),
            token_endpoint: self.token_endpoint.clone(),
        })
    }
}

/// The record of one authorization request: keep it with the user agent's session, under the
/// request's `state`.
#[derive(Debug)]
pub struct Pending {
    verifier: GeneratedVerifier,
    method: ChallengeMethod,
    issuer: String,
    token_endpoint: String,
}

impl Pending {
    /// `code_challenge_method`: always sent, since its default is plain.
    #[must_use]
    pub const fn method(&self) -> ChallengeMethod {
        self.method
    }

    /// `code_challenge`
    #[must_use]
    pub fn challenge(&self) -> ChallengeText {
        CodeChallenge::derive(self.method, &self.verifier.as_verifier()).to_text()
    }

    /// The verifier, to be sent to `token_endpoint` with the code that came back from `issuer`.
    ///
    /// It is given out once, because the record goes with it; where issuer or endpoint are not
    /// those that the request was begun with, it is destroyed, and the code must not be sent either
    /// (mix-up, RFC 9700 §4.4).
    pub fn release(
        self,
        issuer: &str,
        token_endpoint: &str,
    ) -> Result<GeneratedVerifier, ClientError> {
        // MCP authorization, 2026-07-28: the issuer is recorded with the record that holds the
        // verifier.
        if issuer != self.issuer {
            return Err(ClientError::OtherIssuer);
        }
        if token_endpoint != self.token_endpoint {
            return Err(ClientError::OtherTokenEndpoint);
        }
        Ok(self.verifier)
    }
}

/// Why a client doesn't go on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ClientError {
    /// The metadata says nothing of PKCE, and the profile makes that a no.
    PkceUnsupported,
    /// The server offers no method that this client may use.
    MethodUnsupported,
    /// Plain, after S256 was tried.
    Downgrade,
    /// The answer came from another issuer.
    OtherIssuer,
    /// The verifier was asked for to be sent elsewhere.
    OtherTokenEndpoint,
}

impl ClientError {
    /// The nearest OAuth error code, for a log or for whoever called the client; it is never sent
    /// to the server.
    #[must_use]
    pub const fn oauth_error(self) -> OAuthError {
        match self {
            Self::PkceUnsupported | Self::MethodUnsupported | Self::Downgrade => {
                OAuthError::InvalidRequest
            }
            Self::OtherIssuer | Self::OtherTokenEndpoint => OAuthError::AccessDenied,
        }
    }
}

impl fmt::Display for ClientError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::PkceUnsupported => {
                "the server's metadata does not name code_challenge_methods_supported"
            }
            Self::MethodUnsupported => {
                "the server offers no challenge method that this client may use"
            }
            Self::Downgrade => "plain after S256: a faulty server or an attacker",
            Self::OtherIssuer => "the answer came from another issuer than was asked",
            Self::OtherTokenEndpoint => "the token endpoint is not the asked issuer's",
        })
    }
}

impl core::error::Error for ClientError {}

#[cfg(test)]
mod tests {
    use rand_chacha::{ChaCha20Rng, rand_core::SeedableRng as _};

    use super::*;

    const OUT_OF_BAND: Capability = Capability::PlainOnly { known_out_of_band: true };
    const UNKNOWN: Capability = Capability::PlainOnly { known_out_of_band: false };

    fn server(profile: Profile, supported: Option<&[&str]>) -> Server {
        Server::new(
            profile,
            Metadata {
                issuer: "https://a.example",
                token_endpoint: "https://a.example/token",
                code_challenge_methods_supported: supported,
            },
        )
    }

    #[test]
    fn s256_wherever_it_can_be() {
        for supported in [None, Some(&[][..]), Some(&["plain"][..]), Some(&["plain", "S256"][..])] {
            let method = choose_method(Profile::Rfc7636, Capability::S256, supported);
            assert_eq!(method, Ok(ChallengeMethod::S256), "{supported:?}");
        }
    }

    #[test]
    fn mcp_refuses_without_metadata() {
        let choose = |supported| choose_method(Profile::Mcp, Capability::S256, supported);
        assert_eq!(choose(None), Err(ClientError::PkceUnsupported));
        assert_eq!(choose(Some(&[])), Err(ClientError::MethodUnsupported));
        assert_eq!(choose(Some(&["plain"])), Err(ClientError::MethodUnsupported));
        assert_eq!(choose(Some(&["plain", "S256"])), Ok(ChallengeMethod::S256));
    }

    #[test]
    fn plain_only_where_it_is_known_to_work() {
        let choose = |capability, supported| choose_method(Profile::Rfc7636, capability, supported);
        assert_eq!(choose(UNKNOWN, None), Err(ClientError::MethodUnsupported));
        assert_eq!(choose(UNKNOWN, Some(&["S256"])), Err(ClientError::MethodUnsupported));
        assert_eq!(choose(UNKNOWN, Some(&["S256", "plain"])), Ok(ChallengeMethod::Plain));
        assert_eq!(choose(OUT_OF_BAND, None), Ok(ChallengeMethod::Plain));
    }

    #[test]
    fn no_downgrade_and_a_fresh_verifier_each_time() {
        let mut rng = ChaCha20Rng::from_seed([3; 32]);
        let mut server = server(Profile::Rfc7636, Some(&["S256", "plain"]));
        let one = server.begin(Capability::S256, &mut rng).unwrap();
        let two = server.begin(Capability::S256, &mut rng).unwrap();
        assert_ne!(one.challenge().as_str(), two.challenge().as_str());
        assert_eq!(server.begin(OUT_OF_BAND, &mut rng).unwrap_err(), ClientError::Downgrade);
    }

    #[test]
    fn plain_from_the_start_is_no_downgrade() {
        let mut rng = ChaCha20Rng::from_seed([5; 32]);
        let mut server = server(Profile::Rfc7636, None);
        let pending = server.begin(OUT_OF_BAND, &mut rng).unwrap();
        assert_eq!(pending.method(), ChallengeMethod::Plain);
        let challenge = pending.challenge();
        let verifier = pending.release("https://a.example", "https://a.example/token").unwrap();
        assert_eq!(challenge.as_str(), verifier.as_str());
    }

    #[test]
    fn the_verifier_goes_to_whom_it_was_meant_for() {
        let mut rng = ChaCha20Rng::from_seed([4; 32]);
        let mut server = server(Profile::Mcp, Some(&["S256"]));
        let mut release = |issuer, endpoint| {
            let pending = server.begin(Capability::S256, &mut rng).unwrap();
            let challenge =
                CodeChallenge::parse(pending.method(), pending.challenge().as_str()).unwrap();
            let verifier = pending.release(issuer, endpoint)?;
            assert_eq!(challenge.verify(verifier.as_str().as_bytes()), Ok(()));
            Ok(())
        };
        assert_eq!(release("https://a.example", "https://a.example/token"), Ok(()));
        assert_eq!(
            release("https://b.example", "https://a.example/token"),
            Err(ClientError::OtherIssuer)
        );
        assert_eq!(
            release("https://a.example", "https://b.example/token"),
            Err(ClientError::OtherTokenEndpoint)
        );
    }
}
