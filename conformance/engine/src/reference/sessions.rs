//! Flow sessions: each an authorization server of its own, with its own clock.

use std::{
    collections::{BTreeSet, HashMap},
    sync::Arc,
    time::Duration,
};

use pkce_core::{
    policy::{Methods, Policy, Required},
    server::{AuthorizationServer, Client, ClientKind, Decisions},
};
use rand_chacha::{ChaCha20Rng, rand_core::SeedableRng};

use crate::{
    implementation::{Answered, Declined},
    messages::{self, Request},
    wire::{Open, Outcome, PkceRequired, Reason, StepAnswer, StepCall},
};

/// Sessions held at most: a runner interleaves far fewer.
const MOST_SESSIONS: usize = 1_024;

/// Every open session.
pub(super) struct Sessions {
    decisions: Arc<dyn Decisions>,
    rng: ChaCha20Rng,
    open: HashMap<String, Session>,
}

#[derive(Clone)]
struct Session {
    server: AuthorizationServer,
    now: Duration,
    /// The clients that have a key.
    keyed: BTreeSet<String>,
}

impl Sessions {
    pub(super) fn new(decisions: Arc<dyn Decisions>, seed: u64) -> Self {
        Self { decisions, rng: ChaCha20Rng::seed_from_u64(seed), open: HashMap::new() }
    }

    pub(super) fn open(&mut self, open: &Open) -> Answered<()> {
        let refused = |error: String| Declined::refused(Reason::Other, error);
        if self.open.len() >= MOST_SESSIONS && !self.open.contains_key(&open.session) {
            return Err(refused(format!("{MOST_SESSIONS} sessions are open")));
        }
        let mut server =
            AuthorizationServer::with_decisions(policy(open)?, Arc::clone(&self.decisions));
        let mut keyed = BTreeSet::new();
        for facts in &open.clients {
            let kind = match &facts.client_secret {
                None => ClientKind::Public,
                Some(secret) => ClientKind::Confidential { secret: secret.clone() },
            };
            let client = Client {
                id: facts.client_id.clone(),
                kind,
                redirect_uris: vec![facts.redirect_uri.clone()],
            };
            if facts.key {
                keyed.insert(facts.client_id.clone());
            }
            server.register(client).map_err(|error| refused(error.to_string()))?;
        }
        let now = Duration::from_secs(1);
        self.open.insert(open.session.clone(), Session { server, now, keyed });
        Ok(())
    }

    pub(super) fn step(&mut self, session: &str, step: &StepCall) -> Answered<StepAnswer> {
        let Some(Session { server, now, keyed }) = self.open.get_mut(session) else {
            return Err(Declined::refused(Reason::Other, "no such session"));
        };
        if let StepCall::Authorize(sent) | StepCall::Par(sent) | StepCall::Token(sent) = step
            && let Some(client) = &sent.key
            && !keyed.contains(client)
        {
            return Err(Declined::refused(Reason::Other, "the client has no key"));
        }
        let (request, user_agent) = match step {
            StepCall::Authorize(sent) => (Request::authorize(sent), sent.user_agent.as_str()),
            StepCall::Par(sent) => (Request::par(sent), ""),
            StepCall::Token(sent) => (Request::token(sent), ""),
            StepCall::Use { access_token } => (Request::introspect(access_token), ""),
            StepCall::Metadata { of } => (Request::metadata(*of), ""),
            StepCall::Wait { seconds } => {
                *now += Duration::from_secs(u64::from(*seconds));
                return Ok(StepAnswer::new(Outcome::Waited));
            }
        };
        let rng = &mut self.rng;
        let response = messages::serve(server, ISSUER, *now, user_agent, &request, rng);
        Ok(messages::step_answer(request.endpoint, &response))
    }

    /// Every step against the state that the first one finds.
    pub(super) fn at_once(
        &mut self,
        session: &str,
        steps: &[StepCall],
    ) -> Answered<Vec<StepAnswer>> {
        let Some(before) = self.open.get(session).cloned() else {
            return Err(Declined::refused(Reason::Other, "no such session"));
        };
        let mut done = Vec::new();
        let mut answers = Vec::new();
        for step in steps {
            self.open.insert(session.to_owned(), before.clone());
            answers.push(self.step(session, step)?);
            done.extend(self.open.remove(session));
        }
        let mut after = before;
        for Session { server, now, .. } in done {
            after.server.adopt(server);
            after.now = now;
        }
        self.open.insert(session.to_owned(), after);
        Ok(answers)
    }

    pub(super) fn close(&mut self, session: &str) {
        self.open.remove(session);
    }
}

fn policy(open: &Open) -> Answered<Policy> {
    let methods =
        match open.policy.methods.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
            ["S256"] => Methods::S256,
            ["S256", "plain"] => Methods::S256AndPlain,
            _ => return Err(Declined::unsupported("methods other than S256, or S256 and plain")),
        };
    let pkce_required = match &open.policy.pkce {
        PkceRequired::Optional => Required::None,
        PkceRequired::Required => Required::All,
        PkceRequired::Default => Policy::default().pkce_required,
        PkceRequired::Public => Required::PublicClients,
        PkceRequired::Clients(ids) => {
            Required::Clients(ids.iter().cloned().collect::<BTreeSet<_>>())
        }
    };
    let code_lifetime = Duration::from_secs(u64::from(open.policy.code_lifetime));
    Ok(Policy { methods, pkce_required, code_lifetime, ..Policy::default() })
}

/// What the server calls itself where nobody reaches it over a network.
const ISSUER: &str = "https://server.example";
