//! A flow as calls: open a session, take the steps with their values filled in, close it.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use pkce_vectors::{
    Action, Authentication, Bindings, Client, Expect, Flow, PolicyName, Request, RoleName, Span,
    UnboundName, Wait,
};

use super::{
    record::{Record, Sent, StepRecord},
    setting::{Setting, flow_case_id},
};
use crate::{
    fixture::{Extra, Fixture},
    wire::{
        Call, ClientAuth, FlowPolicy, Octets, Offers, Open, Outcome, PkceRequired, Reason, Reply,
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
            Action::Metadata {} => Some(StepCall::Metadata {}),
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

    fn authorize(&mut self, request: &'a Request) -> Result<Option<SentRequest>, UnboundName> {
        let client = self.client(request)?;
        let mut own = vec![("client_id", client.id.clone())];
        let mut extra = Vec::new();
        if let Some(name) = &request.request_uri {
            let Some(uri) = self.value_of(name, Outcome::RequestUri) else { return Ok(None) };
            // RFC 9126 §4: the client sends client_id and request_uri; the rest was pushed.
            own.push(("request_uri", uri));
        } else {
            own.extend(self.authorization_parameters(&client));
            extra = self.filled(&self.fixture.authorization_extra);
        }
        self.sent.registered_redirect = Some(client.redirect_uri);
        let Some(claims) = &request.request_object else {
            return self.request(request, own, extra).map(Some);
        };
        // RFC 9101 §5: `client_id` stands in the query too, and OpenID Connect Core §6.1 wants `response_type` there.
        let in_query = |(name, _): &(&str, String)| matches!(*name, "client_id" | "response_type");
        let query = own.iter().filter(|own| in_query(own)).cloned().collect();
        let of_object = Request { params: claims.clone(), ..Request::default() };
        let object = self.request(&of_object, own, extra)?.params;
        let remembered = self.sent.clone();
        let sent = self.request(request, query, Vec::new())?;
        self.sent = remembered;
        Ok(Some(SentRequest { request_object: Some(object), ..sent }))
    }

    fn par(&mut self, request: &'a Request) -> Result<SentRequest, UnboundName> {
        let client = self.client(request)?;
        let shown = self.credentials(request)?;
        let mut own = self.authorization_parameters(&client);
        own.push(("client_id", client.id));
        own.extend(shown.in_body());
        let extra = self.filled(&self.fixture.authorization_extra);
        let mut sent = self.request(request, own, extra)?;
        (sent.basic, sent.key) = shown.beside();
        Ok(sent)
    }

    fn token(&mut self, request: &'a Request) -> Result<Option<SentRequest>, UnboundName> {
        let client = self.client(request)?;
        let mut own = vec![("grant_type", "authorization_code".to_owned())];
        if let Some(name) = &request.code {
            let Some(code) = self.value_of(name, Outcome::Code) else { return Ok(None) };
            own.push(("code", code));
        }
        own.push(("redirect_uri", client.redirect_uri));
        let shown = self.credentials(request)?;
        if !matches!(shown, Credentials::Basic(..)) {
            own.push(("client_id", client.id));
        }
        own.extend(shown.in_body());
        let extra = self.filled(&self.fixture.token_extra);
        let mut sent = self.request(request, own, extra)?;
        (sent.basic, sent.key) = shown.beside();
        Ok(Some(sent))
    }

    fn authorization_parameters(&self, client: &Client) -> Vec<(&'static str, String)> {
        // Long: some servers want a state of at least eight characters.
        let state = pkce_vectors::s256(format!("{}#{}", self.case, self.records.len()).as_bytes());
        vec![
            ("response_type", "code".to_owned()),
            ("client_id", client.id.clone()),
            ("redirect_uri", client.redirect_uri.clone()),
            ("state", state),
        ]
    }

    /// What the target wants with this request.
    fn filled(&self, extra: &[Extra]) -> Vec<(String, String)> {
        let draw = |name: &str| {
            let of = format!("extra {} {}#{} {name}", self.seed, self.case, self.records.len());
            pkce_vectors::s256(of.as_bytes())
        };
        extra.iter().map(|extra| (extra.name.clone(), extra.filled(|| draw(&extra.name)))).collect()
    }

    /// The driver's own parameters, what the target wants with them, then those of the flow, which take the place of
    /// their namesakes.
    fn request(
        &mut self,
        request: &Request,
        own: Vec<(&'static str, String)>,
        extra: Vec<(String, String)>,
    ) -> Result<SentRequest, UnboundName> {
        let replaced = |name: &str| {
            request.params.iter().any(|(theirs, _)| theirs == name)
                || request.omit.iter().any(|left_out| left_out == name)
        };
        let mut params: Vec<(String, Octets)> = Vec::new();
        for (name, value) in own {
            if !replaced(name) && !params.iter().any(|(known, _)| known == name) {
                params.push((name.to_owned(), Octets(value.into_bytes())));
            }
        }
        // One of these may come twice (RFC 8707's `resource`), but none beside the driver's own.
        let extra: Vec<_> = extra
            .into_iter()
            .filter(|(name, _)| !replaced(name) && !params.iter().any(|(known, _)| known == name))
            .collect();
        params.extend(extra.into_iter().map(|(name, value)| (name, Octets(value.into_bytes()))));
        for (name, value) in &request.params {
            params.push((name.clone(), Octets(self.bindings.evaluate(value)?)));
        }
        let text = |name: &str| {
            let found = params.iter().find(|(known, _)| known == name);
            found.and_then(|(_, value)| value.as_text()).map(str::to_owned)
        };
        self.sent.state = text("state");
        self.sent.redirect_uri = text("redirect_uri");
        if let Some(challenge) = text("code_challenge").filter(|challenge| !challenge.is_empty()) {
            self.sent.challenge = Some(challenge);
        }
        let mut query = Vec::new();
        for (name, value) in &request.query {
            query.push((name.clone(), Octets(self.bindings.evaluate(value)?)));
        }
        let raw = match &request.raw {
            Some(value) => Some(Octets(self.bindings.evaluate(value)?)),
            None => None,
        };
        let user_agent = request.user_agent.clone().unwrap_or_default();
        let post = request.post;
        Ok(SentRequest { user_agent, params, query, raw, post, ..SentRequest::default() })
    }

    /// What the client shows of itself at the token and the pushed authorization request endpoint.
    fn credentials(&mut self, request: &Request) -> Result<Credentials, UnboundName> {
        let role = request.client.resolve(self.setting.role);
        let client = self.client(request)?;
        let way = match request.auth {
            Authentication::Basic => Some(ClientAuth::Basic),
            Authentication::Post => Some(ClientAuth::Post),
            Authentication::Key => Some(ClientAuth::Key),
            _ => self.fixture.auth.get(&role).map(|ways| ways.first()),
        };
        let own = request.auth == Authentication::Own || request.auth.is_chosen();
        if own && way == Some(ClientAuth::Key) && role.is_confidential() {
            return Ok(Credentials::Key(client.id));
        }
        let secret = match &request.auth {
            Authentication::Own
            | Authentication::Basic
            | Authentication::Post
            | Authentication::Key => client.secret.filter(|_| role.is_confidential()),
            Authentication::None => None,
            Authentication::Wrong => Some("not-the-secret-of-this-client".to_owned()),
            Authentication::Of(other) => self.secret_of(*other)?,
            Authentication::Verifier(name) => {
                let verifier = self.bindings.evaluate(&pkce_vectors::Value::verifier(name))?;
                Some(String::from_utf8_lossy(&verifier).into_owned())
            }
        };
        Ok(match (secret, way) {
            (None, _) => Credentials::None,
            (Some(secret), Some(ClientAuth::Basic)) => Credentials::Basic(client.id, secret),
            (Some(secret), _) => Credentials::Body(secret),
        })
    }

    fn secret_of(&self, role: RoleName) -> Result<Option<String>, UnboundName> {
        let client = self.bindings.client(role).ok_or(UnboundName::Client(role.as_str()))?;
        Ok(client.secret.clone())
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

/// A client's authentication (RFC 6749 §2.3.1), by the way that the subject takes it.
enum Credentials {
    None,
    Basic(String, String),
    Body(String),
    Key(String),
}

impl Credentials {
    /// What stands beside the parameters: HTTP Basic, or whose key signs.
    fn beside(&self) -> (Option<(String, String)>, Option<String>) {
        match self {
            Self::Basic(id, secret) => (Some((id.clone(), secret.clone())), None),
            Self::Key(id) => (None, Some(id.clone())),
            Self::None | Self::Body(_) => (None, None),
        }
    }

    fn in_body(&self) -> Option<(&'static str, String)> {
        match self {
            Self::Body(secret) => Some(("client_secret", secret.clone())),
            Self::None | Self::Basic(..) | Self::Key(_) => None,
        }
    }
}

/// Where the values of a flow come from.
#[derive(Debug, Clone, Copy)]
pub struct Draws<'d> {
    /// Decides every value that is drawn.
    pub seed: u64,
    /// The target's own clients; without, the case draws its own.
    pub fixture: Option<&'d Arc<Fixture>>,
    /// What the subject says that requests to it need.
    pub offers: &'d Offers,
    /// How often the case was put before: each time has values of its own.
    pub again: u32,
}

impl<'d> Draws<'d> {
    /// The values of a case that is put for the first time to a target without clients of its own.
    #[must_use]
    pub const fn first(seed: u64, offers: &'d Offers) -> Self {
        Self { seed, fixture: None, offers, again: 0 }
    }

    /// What the draws are keyed by, beside the seed.
    fn key(&self, flow: &Flow, setting: Setting) -> String {
        let id = flow_case_id(flow, setting);
        if self.again == 0 { id } else { format!("{id}#{}", self.again) }
    }

    fn fixture(&self, flow: &Flow, setting: Setting) -> Arc<Fixture> {
        self.fixture.cloned().unwrap_or_else(|| {
            let clients = flow.clients(setting.role);
            Arc::new(Fixture::drawn(clients, &self.key(flow, setting), self.seed, self.offers))
        })
    }

    /// The values that a flow sends, as its script evaluates them.
    #[must_use]
    pub fn bindings(&self, flow: &Flow, setting: Setting) -> Bindings {
        let clients = self.fixture(flow, setting).clients.clone();
        Bindings::new(self.seed, &self.key(flow, setting), clients)
    }
}

#[cfg(test)]
mod tests;
