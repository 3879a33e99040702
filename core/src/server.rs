//! An authorization server without I/O and without a clock: authorize → code → token.
//!
//! The caller brings the transport, the time (a [`Duration`] since an epoch of its own) and a
//! generator. What the documents leave open is [`Policy`]; what they decide is [`Decisions`], a
//! method a decision, so that a server that differs in one of them can be had by overriding it.
//!
//! # Not here
//! The resource owner: whoever asks for a code is taken to have consented. Scopes, refresh tokens,
//! and the loopback port of RFC 8252 §7.3: a redirect URI is compared as it was registered.

use alloc::{collections::BTreeMap, string::String, sync::Arc};
use core::{fmt, time::Duration};

use rand_core::CryptoRng;

use crate::{inline::ascii, policy::Policy, request::Parameters, transform};

mod authorize;
mod context;
mod credentials;
mod decisions;
mod grant;
mod metadata;
mod push;
mod reading;
mod refusal;
mod registration;
mod response;
mod store;
mod token;

pub use context::{Asked, Login, Proof, Way};
pub use credentials::Credentials;
pub use decisions::{Decisions, Standard};
pub use grant::{Binding, BoundChallenge, BoundMethod, Fate, Grant, Grants, Pushed, Token};
pub use metadata::{Advertised, Document};
pub use reading::Duplicates;
pub use refusal::Refusal;
pub use registration::{Client, ClientKind, RegistrationError};
pub use response::{
    AuthorizationError, AuthorizationResponse, Destination, PushResponse, Shape, TokenError,
    TokenResponse,
};

use store::Store;

/// The server and all its state; a clone is a snapshot.
#[derive(Clone)]
pub struct AuthorizationServer {
    policy: Policy,
    decisions: Arc<dyn Decisions>,
    clients: BTreeMap<String, Client>,
    codes: Grants,
    pushed: Store<Pushed>,
    tokens: Store<Token>,
}

impl AuthorizationServer {
    /// A server that decides as the documents say.
    #[must_use]
    pub fn new(policy: Policy) -> Self {
        Self::with_decisions(policy, Arc::new(Standard))
    }

    /// A server that decides as it is told.
    #[must_use]
    pub fn with_decisions(policy: Policy, decisions: Arc<dyn Decisions>) -> Self {
        let limits = policy.limits;
        Self {
            policy,
            decisions,
            clients: BTreeMap::new(),
            codes: Grants(Store::new(limits.codes)),
            pushed: Store::new(limits.pushed),
            tokens: Store::new(limits.tokens),
        }
    }

    /// The policy that the server was made with.
    #[must_use]
    pub const fn policy(&self) -> &Policy {
        &self.policy
    }

    /// Registers a client; refused beyond the limit, for an id in use, and without a redirect URI.
    pub fn register(&mut self, client: Client) -> Result<(), RegistrationError> {
        client.check()?;
        if self.clients.contains_key(&client.id) {
            return Err(RegistrationError::IdInUse);
        }
        if self.clients.len() >= self.policy.limits.clients {
            return Err(RegistrationError::Full);
        }
        self.clients.insert(client.id.clone(), client);
        Ok(())
    }

    /// The client of this id.
    #[must_use]
    pub fn client(&self, id: &str) -> Option<&Client> {
        self.clients.get(id)
    }

    /// What the server remembers of this code; nothing where it was burned, forgotten or never issued.
    ///
    /// For tests and models, which must know when two servers are in the same state.
    #[must_use]
    pub fn grant(&self, code: &str) -> Option<&Grant> {
        self.codes.0.get(code)
    }

    /// What the server remembers of this pushed request, expired or not.
    #[must_use]
    pub fn pushed_request(&self, request_uri: &str) -> Option<&Pushed> {
        self.pushed.get(request_uri)
    }

    /// `code_challenge_methods_supported` in a metadata document (RFC 8414 §2).
    #[must_use]
    pub fn methods_advertised(&self, document: Document) -> Advertised {
        self.decisions.methods_advertised(&self.policy, document)
    }

    /// Whether an access token is good (RFC 7662 §2.2's `active`).
    #[must_use]
    pub fn introspect(&self, now: Duration, token: &str) -> bool {
        self.tokens.get(token).is_some_and(|token| self.decisions.token_active(token, now))
    }

    /// Takes over what a copy of this server issued since.
    ///
    /// A server that judges requests in parallel, each against the same snapshot, is made of this
    /// and `clone`. One that answers one request after the other never needs it.
    pub fn adopt(&mut self, copy: Self) {
        self.tokens.adopt(copy.tokens);
        self.codes.0.adopt(copy.codes.0);
    }

    /// 256 bits that nobody can guess, as text: a code, a token, the name of a pushed request.
    fn draw(rng: &mut (impl CryptoRng + ?Sized)) -> String {
        let mut octets = [0; transform::DIGEST_LENGTH];
        rng.fill_bytes(&mut octets);
        String::from(ascii(&transform::encode(&octets)))
    }

    /// The parameters as this server reads them.
    fn read(&self, sent: &Parameters) -> Parameters {
        reading::read(&*self.decisions, sent)
    }
}

/// Counts only: the state is secrets.
impl fmt::Debug for AuthorizationServer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AuthorizationServer")
            .field("policy", &self.policy)
            .field("clients", &self.clients.len())
            .field("codes", &self.codes.0.len())
            .field("pushed", &self.pushed.len())
            .field("tokens", &self.tokens.len())
            .finish_non_exhaustive()
    }
}
