//! What stands behind the endpoints: any model of an authorization server.

use std::{sync::Arc, time::Duration};

use pkce_conformance::messages::{self, Request, Response};
use pkce_core::{
    policy::Policy,
    server::{AuthorizationServer, Client, Decisions, RegistrationError},
};
use rand_chacha::{ChaCha20Rng, rand_core::SeedableRng as _};

/// A server without sockets and without a clock.
pub trait Model: Send {
    /// What it answers at `now`, counted from a moment of the caller's. `issuer` is where it is reached, and `user_agent` who
    /// asks at the authorization endpoint.
    fn answer(
        &mut self,
        now: Duration,
        issuer: &str,
        user_agent: &str,
        request: &Request,
    ) -> Response;

    /// Whether it may answer token requests of the same moment otherwise than one after another.
    fn races(&self) -> bool {
        false
    }

    /// The answers to token requests of the same moment; nothing from a model that does not race.
    fn answer_together(&mut self, now: Duration, requests: &[Request]) -> Option<Vec<Response>> {
        let _ = (now, requests);
        None
    }

    /// Takes in a client that comes later than the others.
    fn register(&mut self, client: Client) -> Result<(), NotRegistered>;
}

/// Why a client was not taken in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotRegistered {
    /// The server refuses it.
    #[error("{0}")]
    Refused(RegistrationError),
    /// This model has the clients that it began with.
    #[error("this server takes no further client")]
    NoneTaken,
}

/// The server model of `pkce-core`, with the decisions that it is given.
pub struct Direct {
    server: AuthorizationServer,
    rng: ChaCha20Rng,
}

impl Direct {
    /// A server of this policy, whose draws `seed` decides.
    #[must_use]
    pub fn new(policy: Policy, decisions: Arc<dyn Decisions>, seed: [u8; 32]) -> Self {
        Self {
            server: AuthorizationServer::with_decisions(policy, decisions),
            rng: ChaCha20Rng::from_seed(seed),
        }
    }
}

impl Model for Direct {
    fn answer(
        &mut self,
        now: Duration,
        issuer: &str,
        user_agent: &str,
        request: &Request,
    ) -> Response {
        messages::serve(&mut self.server, issuer, now, user_agent, request, &mut self.rng)
    }

    fn register(&mut self, client: Client) -> Result<(), NotRegistered> {
        self.server.register(client).map_err(NotRegistered::Refused)
    }
}
