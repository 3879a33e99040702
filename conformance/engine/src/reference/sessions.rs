//! Flow sessions: each an authorization server of its own, with its own clock.

use std::{
    collections::{BTreeSet, HashMap},
    sync::Arc,
    time::Duration,
};

use pkce_core::{
    policy::{Methods, Policy, Required},
    request::Parameters,
    server::{AuthorizationServer, Client, ClientKind, Credentials, Decisions},
};
use rand_chacha::{ChaCha20Rng, rand_core::SeedableRng};

use super::answers;
use crate::{
    implementation::{Answered, Declined},
    wire::{Open, Outcome, PkceRequired, Reason, SentRequest, StepAnswer, StepCall},
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
            server.register(client).map_err(|error| refused(error.to_string()))?;
        }
        let now = Duration::from_secs(1);
        self.open.insert(open.session.clone(), Session { server, now });
        Ok(())
    }

    pub(super) fn step(&mut self, session: &str, step: &StepCall) -> Answered<StepAnswer> {
        let Some(Session { server, now }) = self.open.get_mut(session) else {
            return Err(Declined::refused(Reason::Other, "no such session"));
        };
        let rng = &mut self.rng;
        Ok(match step {
            StepCall::Authorize(request) => answers::of_authorize(server.authorize(
                *now,
                &request.user_agent,
                &parameters(request)?,
                rng,
            )),
            StepCall::Par(request) => answers::of_push(server.push(
                *now,
                &credentials(request),
                &parameters(request)?,
                rng,
            )),
            StepCall::Token(request) => answers::of_token(server.token(
                *now,
                &credentials(request),
                &parameters(request)?,
                rng,
            )),
            StepCall::Use { access_token } => {
                let active = server.introspect(*now, access_token);
                StepAnswer::new(if active { Outcome::Active } else { Outcome::Inactive })
            }
            StepCall::Metadata {} => StepAnswer::new(Outcome::Metadata),
            StepCall::Wait { seconds } => {
                *now += Duration::from_secs(u64::from(*seconds));
                StepAnswer::new(Outcome::Waited)
            }
        })
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
        for Session { server, now } in done {
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

/// The parameters as the form body or the query would carry them.
fn parameters(request: &SentRequest) -> Answered<Parameters> {
    let mut parameters = Parameters::new();
    for (name, value) in &request.params {
        parameters.push(name.as_bytes(), value.0.as_slice());
    }
    if let Some(raw) = &request.raw {
        let rest = Parameters::parse_form(&raw.0)
            .map_err(|error| Declined::refused(Reason::Other, error.to_string()))?;
        for (name, value) in rest.iter() {
            parameters.push(name, value);
        }
    }
    Ok(parameters)
}

fn credentials(request: &SentRequest) -> Credentials {
    match &request.basic {
        None => Credentials::Absent,
        Some((id, secret)) => Credentials::Basic {
            client_id: id.as_bytes().to_vec(),
            secret: secret.as_bytes().to_vec(),
        },
    }
}
