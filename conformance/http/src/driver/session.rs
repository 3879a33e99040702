//! One session of a flow: its user agents, and its steps as requests.

use std::{collections::HashMap, sync::Arc};

use pkce_conformance::{
    messages::{Endpoint, Headers, Request, Response, step_answer},
    wire::{Octets, Outcome, SentRequest, StepAnswer, StepCall},
};
use pkce_vectors::MetadataOf;
use url::Url;

use super::{
    agent::Agent,
    connections::Outgoing,
    curl,
    fault::Trouble,
    jar::Jar,
    login,
    mask::Mask,
    setup::set_up,
    shown::shown,
    sign::{Signed, signed},
};
use crate::target::LoginMode;

/// A session.
#[derive(Default)]
pub(super) struct Session {
    jars: HashMap<String, Jar>,
    mask: Mask,
}

/// What came of a step.
pub(super) enum Stepped {
    /// Its answer.
    Answered(Box<StepAnswer>),
    /// The server has no such endpoint.
    Unsupported(&'static str),
}

impl Session {
    /// A session; `jar` is of a user agent that has logged in before.
    pub(super) fn new(mask: &Mask, jar: Option<Jar>) -> Self {
        let jars = jar.map(|jar| (String::new(), jar)).into_iter().collect();
        Self { jars, mask: mask.clone() }
    }

    /// The jar of its first user agent, for the next session.
    pub(super) fn into_jar(mut self) -> Option<Jar> {
        self.jars.remove("")
    }

    /// Puts a step to the server. A wait is not one.
    pub(super) fn step(&mut self, agent: &mut Agent, step: &StepCall) -> Result<Stepped, Trouble> {
        let answer = match step {
            StepCall::Authorize(sent)
                if sent.post && !agent.site.file.session.command.is_empty() =>
            {
                return Ok(Stepped::Unsupported("a login by `command` begins with a URL"));
            }
            StepCall::Authorize(sent) => match signed(&agent.site, sent, &mut self.mask)? {
                Signed::Sent(signed) => self.authorize(agent, &signed, redirect_uri(sent))?,
                Signed::Unsupported(why) => return Ok(Stepped::Unsupported(why)),
            },
            StepCall::Par(sent) => {
                let Some(url) = agent.site.endpoints.par.clone() else {
                    return Ok(Stepped::Unsupported("no pushed authorization request endpoint"));
                };
                match signed(&agent.site, sent, &mut self.mask)? {
                    Signed::Sent(sent) => self.post(agent, &url, &Request::par(&sent))?,
                    Signed::Unsupported(why) => return Ok(Stepped::Unsupported(why)),
                }
            }
            StepCall::Token(sent) => {
                let url = agent.site.endpoints.token.clone();
                match signed(&agent.site, sent, &mut self.mask)? {
                    Signed::Sent(sent) => self.post(agent, &url, &Request::token(&sent))?,
                    Signed::Unsupported(why) => return Ok(Stepped::Unsupported(why)),
                }
            }
            StepCall::Use { access_token } => match self.use_token(agent, access_token)? {
                Some(answer) => answer,
                None => return Ok(Stepped::Unsupported("neither userinfo nor introspection")),
            },
            StepCall::Metadata { of } => match self.metadata(agent, *of)? {
                Some(answer) => answer,
                None => return Ok(Stepped::Unsupported("no such metadata document")),
            },
            StepCall::Wait { .. } => return Ok(Stepped::Unsupported("a wait is no request")),
        };
        self.learn(&answer);
        Ok(Stepped::Answered(Box::new(answer)))
    }

    /// Token requests at the same moment.
    pub(super) fn race(
        &mut self,
        agent: &mut Agent,
        steps: &[StepCall],
    ) -> Result<Option<Vec<StepAnswer>>, Trouble> {
        let mut requests = Vec::new();
        for step in steps {
            let StepCall::Token(sent) = step else { return Ok(None) };
            let Signed::Sent(sent) = signed(&agent.site, sent, &mut self.mask)? else {
                return Ok(None);
            };
            let mut request = Request::token(&sent);
            add_headers(agent, &mut request.headers);
            // A server with few threads answers the next connection once this one is closed.
            request.headers.push("Connection", *b"close");
            requests.push(request);
        }
        let url = agent.site.endpoints.token.clone();
        let outgoing: Vec<Outgoing<'_>> =
            requests.iter().map(|request| outgoing(&url, request, Some(&request.body))).collect();
        let responses = agent.race(&outgoing, &self.mask)?;
        let answer = |(outgoing, response): (&Outgoing<'_>, &Response)| StepAnswer {
            // Side by side: whoever pastes them runs them at the same moment.
            by_hand: curl::line(outgoing, None, &self.mask).map(|line| format!("{line} &").into()),
            ..step_answer(Endpoint::Token, response)
        };
        let answers: Vec<StepAnswer> = outgoing.iter().zip(&responses).map(answer).collect();
        for answer in &answers {
            self.learn(answer);
        }
        Ok(Some(answers))
    }

    fn authorize(
        &mut self,
        agent: &mut Agent,
        sent: &SentRequest,
        redirect_uri: Option<String>,
    ) -> Result<StepAnswer, Trouble> {
        if !self.jars.contains_key(&sent.user_agent) {
            let mut jar = Jar::default();
            set_up(agent, &mut jar, &self.mask)?;
            self.jars.insert(sent.user_agent.clone(), jar);
        }
        let Self { jars, mask } = self;
        let jar = jars.entry(sent.user_agent.clone()).or_default();
        login::authorize(agent, jar, mask, sent, redirect_uri)
    }

    /// The first document that is there; nothing where there is none.
    fn metadata(
        &mut self,
        agent: &mut Agent,
        of: MetadataOf,
    ) -> Result<Option<StepAnswer>, Trouble> {
        let site = Arc::clone(&agent.site);
        let request = Request::metadata(of);
        for url in site.endpoints.metadata.get(&of).into_iter().flatten() {
            let answer = self.send(agent, url, &request, None)?;
            // Where one is not there, a server says so in its own way.
            if !matches!(answer.outcome, Outcome::Refused) {
                return Ok(Some(answer));
            }
        }
        Ok(None)
    }

    fn post(
        &mut self,
        agent: &mut Agent,
        url: &Url,
        request: &Request,
    ) -> Result<StepAnswer, Trouble> {
        // A redirect here is a refusal, and never followed.
        self.send(agent, url, request, Some(&request.body))
    }

    /// Whether an access token works; nothing where there is no place to try it.
    fn use_token(&mut self, agent: &mut Agent, token: &str) -> Result<Option<StepAnswer>, Trouble> {
        self.mask.add(token, "$TOKEN");
        let endpoints = &agent.site.endpoints;
        if let Some(url) = endpoints.userinfo.clone() {
            let mut request = Request::metadata(MetadataOf::Oauth);
            request.endpoint = Endpoint::UserInfo;
            request.headers.push("Authorization", format!("Bearer {token}"));
            let answer = self.send(agent, &url, &request, None)?;
            return Ok(Some(answer));
        }
        let Some(url) = endpoints.introspection.clone() else { return Ok(None) };
        let by = agent.site.file.server.introspection_by;
        let mut sent = by.map_or_else(SentRequest::default, |role| shown(&agent.site, role));
        sent.params.insert(0, ("token".to_owned(), Octets::from(token)));
        let request = match signed(&agent.site, &sent, &mut self.mask)? {
            Signed::Sent(sent) => {
                Request { endpoint: Endpoint::Introspect, ..Request::token(&sent) }
            }
            Signed::Unsupported(_) => return Ok(None),
        };
        Ok(Some(self.send(agent, &url, &request, Some(&request.body))?))
    }

    fn send(
        &self,
        agent: &mut Agent,
        url: &Url,
        request: &Request,
        body: Option<&[u8]>,
    ) -> Result<StepAnswer, Trouble> {
        let mut request = request.clone();
        add_headers(agent, &mut request.headers);
        let outgoing = outgoing(url, &request, body);
        let by_hand = curl::line(&outgoing, None, &self.mask);
        let response = agent.ask(outgoing, &self.mask)?;
        Ok(StepAnswer { by_hand, ..step_answer(request.endpoint, &response) })
    }

    /// From here on what was given is a secret.
    fn learn(&mut self, answer: &StepAnswer) {
        let given = [
            (&answer.code, "$CODE"),
            (&answer.access_token, "$TOKEN"),
            (&answer.request_uri, "$REQUEST_URI"),
        ];
        for (value, instead) in given {
            if let Some(value) = value {
                self.mask.add(value, instead);
            }
        }
    }
}

/// The redirect URI that a request carries; that of a request object counts (RFC 9101 §5).
fn redirect_uri(sent: &SentRequest) -> Option<String> {
    let all = sent.params.iter().chain(sent.request_object.iter().flatten());
    let uri = all.rev().find(|(name, _)| name == "redirect_uri");
    uri.and_then(|(_, value)| value.as_text()).map(str::to_owned)
}

fn add_headers(agent: &Agent, headers: &mut Headers) {
    for (name, value) in &agent.site.file.server.headers {
        headers.push(name.clone(), value.as_bytes());
    }
}

fn outgoing<'a>(url: &'a Url, request: &'a Request, body: Option<&'a [u8]>) -> Outgoing<'a> {
    Outgoing {
        method: request.method.as_str(),
        url,
        query: &request.query,
        headers: &request.headers,
        body,
    }
}

/// Whether a session's login is left for the next.
pub(super) fn is_shared(mode: LoginMode) -> bool {
    mode == LoginMode::Shared
}
