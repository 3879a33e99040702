//! Any implementation that answers flows, as a model: a request becomes a step, and the step's answer a response.

use std::time::Duration;

use pkce_conformance::{
    implementation::{Answered, Declined, Implementation},
    messages::{Endpoint, Headers, Method, Request, Response},
    wire::{Octets, Open, Outcome, Reason, SentRequest, StepAnswer, StepCall},
};
use pkce_core::{
    request::Parameters,
    server::{Client, Credentials},
};
use serde_json::{Value, json};

use super::{
    model::{Model, NotRegistered},
    signed::ON_THE_WIRE,
};

/// An implementation in one session that never ends.
pub struct Stepped {
    implementation: Box<dyn Implementation + Send>,
    session: String,
    /// The seconds that the session's clock was moved so far.
    passed: u64,
}

impl Stepped {
    /// Opens the session. Otherwise why the implementation does not: it has no flows, or not this policy.
    pub fn open(
        mut implementation: Box<dyn Implementation + Send>,
        open: &Open,
    ) -> Result<Self, String> {
        let why = |declined| match declined {
            Declined::Failed(failure) => failure.message,
            Declined::Unsupported(why) => why,
        };
        implementation.flow_open(open).map_err(why)?;
        Ok(Self { implementation, session: open.session.clone(), passed: 0 })
    }

    /// Moves the session's clock, which moves by whole seconds.
    fn tick(&mut self, now: Duration) {
        let seconds = now.as_secs().saturating_sub(self.passed);
        if seconds > 0 {
            let seconds = u32::try_from(seconds).unwrap_or(u32::MAX);
            self.passed += u64::from(seconds);
            // One that has no clock has codes that live on.
            let _ = self.step(&StepCall::Wait { seconds });
        }
    }

    fn step(&mut self, step: &StepCall) -> Answered<StepAnswer> {
        self.implementation.flow_step(&self.session, step)
    }
}

impl Model for Stepped {
    fn answer(
        &mut self,
        now: Duration,
        issuer: &str,
        user_agent: &str,
        request: &Request,
    ) -> Response {
        self.tick(now);
        match self.step(&step(request, user_agent)) {
            Ok(answer) if matches!(request.endpoint, Endpoint::Metadata(_)) => {
                at(issuer, response(request.endpoint, answer))
            }
            Ok(answer) => response(request.endpoint, answer),
            Err(Declined::Failed(failure)) if failure.reason == Reason::Exception => {
                Response { status: 500, headers: Headers::new(), body: Vec::new() }
            }
            Err(_) => Response::json(400, &json!({ "error": "invalid_request" })),
        }
    }

    fn races(&self) -> bool {
        true
    }

    fn answer_together(&mut self, now: Duration, requests: &[Request]) -> Option<Vec<Response>> {
        self.tick(now);
        let steps: Vec<StepCall> = requests.iter().map(|request| step(request, "")).collect();
        let answers = self.implementation.flow_race(&self.session, &steps).ok()?;
        Some(answers.into_iter().map(|answer| response(Endpoint::Token, answer)).collect())
    }

    fn register(&mut self, _: Client) -> Result<(), NotRegistered> {
        Err(NotRegistered::NoneTaken)
    }
}

/// The step that a request means.
fn step(request: &Request, user_agent: &str) -> StepCall {
    match request.endpoint {
        Endpoint::Authorize => {
            let post = request.method == Method::Post;
            let form = if post { &request.body } else { &request.query };
            StepCall::Authorize(SentRequest {
                user_agent: user_agent.to_owned(),
                post,
                request_object: request.signed.object.clone(),
                ..sent(form)
            })
        }
        Endpoint::Par => StepCall::Par(posted(request)),
        Endpoint::Token => StepCall::Token(posted(request)),
        Endpoint::Introspect => {
            let token = request.parameters().ok().and_then(|parameters| {
                let last = parameters.values("token").last()?;
                Some(String::from_utf8_lossy(last).into_owned())
            });
            StepCall::Use { access_token: token.unwrap_or_default() }
        }
        Endpoint::UserInfo => {
            let value = request.headers.first("Authorization").unwrap_or_default();
            let token = value.get(b"bearer ".len()..).unwrap_or_default();
            StepCall::Use { access_token: String::from_utf8_lossy(token).into_owned() }
        }
        Endpoint::Metadata(of) => StepCall::Metadata { of },
    }
}

/// A metadata document whose issuer is where the server is reached: a session knows no address.
fn at(issuer: &str, response: Response) -> Response {
    let document: Option<Value> = serde_json::from_slice(&response.body).ok();
    let own = document.as_ref().and_then(|document| document.get("issuer")?.as_str());
    let Some(own) = own.filter(|own| !own.is_empty()) else { return response };
    let body = String::from_utf8_lossy(&response.body).replace(own, issuer).into_bytes();
    Response { body, ..response }
}

fn posted(request: &Request) -> SentRequest {
    let basic = match request.credentials() {
        Credentials::Basic { client_id, secret } => Some((text(&client_id), text(&secret))),
        _ => None,
    };
    SentRequest {
        query: pairs(&request.query).unwrap_or_default(),
        basic,
        key: request.signed.client.clone(),
        ..sent(&request.body)
    }
}

/// A form's pairs; one that is not read stays as it is.
fn sent(form: &[u8]) -> SentRequest {
    match pairs(form) {
        Some(params) => SentRequest { params, ..SentRequest::default() },
        None => SentRequest { raw: Some(Octets(form.to_vec())), ..SentRequest::default() },
    }
}

fn pairs(form: &[u8]) -> Option<Vec<(String, Octets)>> {
    let parameters = Parameters::parse_form(form).ok()?;
    let pairs = parameters.iter().map(|(name, value)| (text(name), Octets(value.to_vec())));
    Some(pairs.filter(|(name, _)| !ON_THE_WIRE.contains(&&**name)).collect())
}

fn text(octets: &[u8]) -> String {
    String::from_utf8_lossy(octets).into_owned()
}

/// The response that gives a step's answer, as far as an answer tells.
fn response(endpoint: Endpoint, answer: StepAnswer) -> Response {
    let mut headers = Headers::new();
    let fields = [
        ("Location", answer.location),
        ("Cache-Control", answer.cache_control),
        ("Content-Type", answer.content_type),
    ];
    for (name, value) in fields {
        if let Some(value) = value.filter(|value| !value.is_empty()) {
            headers.push(name, value);
        }
    }
    let active = |active: bool| Response::json(200, &json!({ "active": active }));
    match (answer.outcome, endpoint) {
        (Outcome::Active, Endpoint::Introspect) => return active(true),
        (Outcome::Inactive, Endpoint::Introspect) => return active(false),
        (Outcome::Active, Endpoint::UserInfo) => return Response::json(200, &json!({})),
        (Outcome::Inactive, Endpoint::UserInfo) => {
            return Response { status: 401, headers: Headers::new(), body: Vec::new() };
        }
        _ => {}
    }
    let status = answer.status.unwrap_or(match answer.outcome {
        Outcome::ServerError => 500,
        Outcome::Throttled => 429,
        Outcome::Refused => 400,
        Outcome::Inactive => 401,
        Outcome::Code => 302,
        _ => 200,
    });
    let body = answer.body.unwrap_or_else(|| match answer.error {
        Some(error) => json!({ "error": error }).to_string(),
        None => String::new(),
    });
    Response { status, headers, body: body.into_bytes() }
}
