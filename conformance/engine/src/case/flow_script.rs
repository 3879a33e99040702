//! A flow as calls: open a session, take the steps with their values filled in, close it.

mod credentials;
mod draws;
mod requests;

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use pkce_vectors::{
    Action, Authentication, Bindings, Client, Expect, Flow, PolicyName, Request, RoleName, Span,
    UnboundName, Wait,
};

pub use self::draws::Draws;
use super::{
    record::{Record, Sent, StepRecord},
    setting::Setting,
};
use crate::{
    fixture::Fixture,
    wire::{
        Call, ClientAuth, FlowPolicy, Octets, Open, Outcome, PkceRequired, Reason, Reply,
        SentRequest, StepAnswer, StepCall,
    },
};

/// The conversation for one flow.
#[derive(Debug)]
pub struct FlowScript<'a> {
    flow: &'a Flow,
    setting: Setting,
    case: String,
    session: String,
    fixture: Arc<Fixture>,
    seed: u64,
    bindings: Bindings,
    /// Codes, tokens and request URIs by the name that the flow gives them.
    got: BTreeMap<&'a str, String>,
    /// The last code and request URI that no expectation names: wrongly given, and tried by later steps.
    unnamed: BTreeMap<&'static str, String>,
    records: Vec<StepRecord>,
    sent: Sent,
    at: At,
    /// The authorization request of the current step was pushed, and its answer is awaited.
    pushing: Option<&'a Request>,
    unsupported: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum At {
    Start,
    Opening,
    Stepping,
    Closing,
}

impl<'a> FlowScript<'a> {
    /// A script at its beginning, with the values of `draws`.
    #[must_use]
    pub fn new(flow: &'a Flow, setting: Setting, draws: &Draws<'_>, session: u64) -> Self {
        let case = draws.key(flow, setting);
        let fixture = draws.fixture(flow, setting);
        let seed = draws.seed;
        let bindings = Bindings::new(seed, &case, fixture.clients.clone());
        Self {
            flow,
            setting,
            case,
            // A target is not told which flow it is given.
            session: format!("session-{session}"),
            fixture,
            seed,
            bindings,
            got: BTreeMap::new(),
            unnamed: BTreeMap::new(),
            records: Vec::new(),
            sent: Sent::default(),
            at: At::Start,
            pushing: None,
            unsupported: None,
        }
    }

    /// The next call, given the answer to the one before.
    pub fn next(&mut self, last: Option<Reply>) -> Option<Call> {
        match self.at {
            At::Start => {
                self.at = At::Opening;
                return Some(Call::Open(self.open()));
            }
            At::Closing => return None,
            At::Opening => match last {
                Some(Reply::Nothing) => self.at = At::Stepping,
                Some(Reply::Unsupported(why)) => return self.stop(why, false),
                Some(other) => return self.stop(format!("flow.open answered {other:?}"), false),
                None => return None,
            },
            At::Stepping => match last {
                Some(Reply::Unsupported(why)) => return self.stop(why, true),
                Some(reply) => match self.pushed(&reply) {
                    Some(Ok(call)) => return Some(call),
                    Some(Err(unbound)) => return self.stop(unbound.to_string(), true),
                    None => self.take(reply),
                },
                None => return None,
            },
        }
        self.step()
    }

    /// What was answered.
    #[must_use]
    pub fn into_record(self) -> Record {
        match self.unsupported {
            Some(why) => Record::Unsupported(why),
            None => Record::Flow(self.records),
        }
    }

    fn stop(&mut self, why: String, opened: bool) -> Option<Call> {
        self.unsupported = Some(why);
        self.at = At::Closing;
        opened.then(|| Call::Close { session: self.session.clone() })
    }

    fn open(&self) -> Open {
        let own = self.bindings.client(self.setting.role).map(|client| client.id.clone());
        let pkce = match self.setting.policy {
            PolicyName::Optional => PkceRequired::Optional,
            PolicyName::Required => PkceRequired::Required,
            PolicyName::Own => PkceRequired::Default,
            PolicyName::RequiredPublic => PkceRequired::Public,
            PolicyName::RequiredOne => PkceRequired::Clients(own.into_iter().collect()),
        };
        let mut methods = vec!["S256".to_owned()];
        if self.setting.plain {
            methods.push("plain".to_owned());
        }
        Open {
            session: self.session.clone(),
            policy: FlowPolicy { pkce, methods, code_lifetime: self.fixture.code_lifetime },
            clients: self.fixture.registered(&self.keyed()),
        }
    }

    /// The clients that sign something in this flow.
    fn keyed(&self) -> BTreeSet<RoleName> {
        let requests = self.flow.steps.iter().flat_map(|step| step.action.requests());
        let signing = requests.map(|request| {
            let role = request.client.resolve(self.setting.role);
            let own = self.fixture.auth.get(&role).map(|ways| ways.first());
            let by_key = match request.auth {
                Authentication::Key => true,
                Authentication::Own => own == Some(ClientAuth::Key),
                _ => false,
            };
            (role, by_key || request.request_object.is_some())
        });
        signing.filter(|(_, signs)| *signs).map(|(role, _)| role).collect()
    }

    /// The call of the next step that is not void, or the end of the session.
    fn step(&mut self) -> Option<Call> {
        while let Some(step) = self.flow.steps.get(self.records.len()) {
            match self.call(&step.action) {
                Ok(Some(call)) => return Some(call),
                Ok(None) | Err(UnboundName::Code(_)) => self.records.push(StepRecord::Void),
                Err(unbound) => return self.stop(unbound.to_string(), true),
            }
        }
        self.at = At::Closing;
        Some(Call::Close { session: self.session.clone() })
    }

    /// The call of an action; `None` where it names a value that no earlier step gave.
    fn call(&mut self, action: &'a Action) -> Result<Option<Call>, UnboundName> {
        // A challenge is remembered: later answers must not give it away.
        self.sent = Sent { challenge: self.sent.challenge.take(), ..Sent::default() };
        let step = match action {
            // What is signed is signed: it is not pushed.
            Action::Authorize(request)
                if self.setting.pushed
                    && request.request_uri.is_none()
                    && request.request_object.is_none() =>
            {
                self.pushing = Some(request);
                self.sent.pushed = true;
                Some(StepCall::Par(self.par(request)?))
            }
            Action::Authorize(request) => self.authorize(request)?.map(StepCall::Authorize),
            Action::Par(request) => Some(StepCall::Par(self.par(request)?)),
            Action::Token(request) => self.token(request)?.map(StepCall::Token),
            Action::Use { token } => self
                .value_of(token, Outcome::Token)
                .map(|access_token| StepCall::Use { access_token }),
            Action::Metadata { of } => Some(StepCall::Metadata { of: *of }),
            Action::Wait(Wait::Beyond(Span::CodeLifetime)) => {
                Some(StepCall::Wait { seconds: self.fixture.code_lifetime.saturating_add(1) })
            }
            Action::Wait(Wait::Within(Span::CodeLifetime)) => {
                Some(StepCall::Wait { seconds: self.fixture.code_lifetime / 2 })
            }
            Action::Race { tokens, times } => {
                let mut steps = Vec::new();
                for token in tokens {
                    let Some(request) = self.token(token)? else { return Ok(None) };
                    steps.push(StepCall::Token(request));
                }
                // One of each after the other, so that unlike ones meet.
                let all = steps.len() * *times as usize;
                let steps = steps.iter().cycle().take(all).cloned().collect();
                return Ok(Some(Call::Race { session: self.session.clone(), steps }));
            }
        };
        self.sent.step = step.clone().map(Box::new);
        Ok(step.map(|step| Call::Step { session: self.session.clone(), step }))
    }

    /// The authorization request that follows a pushed one, where the answer is that one was taken. Any other answer to it
    /// is the answer of the step.
    fn pushed(&mut self, reply: &Reply) -> Option<Result<Call, UnboundName>> {
        let request = self.pushing.take()?;
        let Reply::Step(answer) = reply else { return None };
        let uri = answer.request_uri.clone().filter(|_| answer.outcome == Outcome::RequestUri)?;
        Some(self.client(request).map(|client| {
            // RFC 9126 §4: the client sends client_id and request_uri; the rest was pushed.
            let own = [("client_id", client.id), ("request_uri", uri)];
            let params = own.map(|(name, value)| (name.to_owned(), Octets(value.into_bytes())));
            let user_agent = request.user_agent.clone().unwrap_or_default();
            let sent =
                SentRequest { user_agent, params: params.to_vec(), ..SentRequest::default() };
            self.sent.registered_redirect = Some(client.redirect_uri);
            self.sent.pushed = false;
            let step = StepCall::Authorize(sent);
            Call::Step { session: self.session.clone(), step }
        }))
    }

    fn client(&self, request: &Request) -> Result<Client, UnboundName> {
        let role = request.client.resolve(self.setting.role);
        self.bindings.client(role).cloned().ok_or(UnboundName::Client(role.as_str()))
    }

    fn value_of(&self, name: &str, kind: Outcome) -> Option<String> {
        self.got.get(name).or_else(|| self.unnamed.get(kind.as_str())).cloned()
    }

    /// Keeps what the current step gave.
    fn take(&mut self, reply: Reply) {
        let record = match reply {
            Reply::Step(answer) if answer.outcome == Outcome::Waited => StepRecord::Waited,
            Reply::Step(answer) => {
                self.bind(&answer);
                StepRecord::Answered(answer, self.sent.clone())
            }
            Reply::Steps(answers) => StepRecord::Raced(answers),
            Reply::Failed(failure) => {
                // An exception inside a flow is what a server answers with 5xx.
                let exception = failure.reason == Reason::Exception;
                let outcome = if exception { Outcome::ServerError } else { Outcome::Refused };
                StepRecord::Answered(Box::new(StepAnswer::new(outcome)), self.sent.clone())
            }
            _ => StepRecord::Waited,
        };
        self.records.push(record);
    }

    fn bind(&mut self, answer: &StepAnswer) {
        let value = match answer.outcome {
            Outcome::Code => answer.code.as_ref(),
            Outcome::Token => answer.access_token.as_ref(),
            Outcome::RequestUri => answer.request_uri.as_ref(),
            _ => None,
        };
        let Some(value) = value else { return };
        let expect = self.flow.steps.get(self.records.len()).map_or(&[][..], |step| &step.expect);
        let name = expect.iter().find_map(|expect| match (expect, answer.outcome) {
            (Expect::Code(Some(name)), Outcome::Code)
            | (Expect::Token(Some(name)), Outcome::Token)
            | (Expect::RequestUri(Some(name)), Outcome::RequestUri) => Some(name.as_str()),
            _ => None,
        });
        match name {
            Some(name) => {
                if answer.outcome == Outcome::Code {
                    self.bindings.set_code(name, value);
                }
                self.got.insert(name, value.clone());
            }
            None => {
                self.unnamed.insert(answer.outcome.as_str(), value.clone());
            }
        }
    }
}

#[cfg(test)]
mod tests;
