//! From an authorization request to its answer: redirects, a login, consent, until the answer goes to the client.

use std::{collections::BTreeMap, ops::ControlFlow};

use pkce_conformance::{
    messages::{Endpoint, Headers, Request, Response, encode_pairs, step_answer},
    wire::{Outcome, SentRequest, StepAnswer},
};
use serde_json::Value;
use url::Url;

use super::{
    agent::Agent,
    connections::Outgoing,
    curl,
    fault::Trouble,
    form::{Kind, Page, Submission, refresh_url},
    jar::Jar,
    login_command,
    mask::Mask,
    site::origin,
};

/// Redirects and pages on the way, at most.
const MOST_HOPS: usize = 15;

/// What is asked next.
struct Hop {
    url: Url,
    query: Vec<u8>,
    body: Option<Vec<u8>>,
}

/// One authorization request on its way.
struct Way<'w> {
    agent: &'w mut Agent,
    jar: &'w mut Jar,
    mask: &'w mut Mask,
    /// The redirect URI that was sent.
    sent: Option<String>,
    submitted: BTreeMap<Kind, usize>,
}

/// Sends an authorization request in a user agent, and follows until the answer is there. `redirect_uri` is the one that it
/// carries, signed or not.
pub(super) fn authorize(
    agent: &mut Agent,
    jar: &mut Jar,
    mask: &mut Mask,
    sent: &SentRequest,
    redirect_uri: Option<String>,
) -> Result<StepAnswer, Trouble> {
    let request = Request::authorize(sent);
    let url = agent.site.endpoints.authorize.clone();
    let words = &agent.site.file.session.command;
    if !words.is_empty() {
        agent.site.pace.turn(false)?;
        let led = login_command::redirect(&agent.site, words, &url, &request.query)?;
        let refused = Response { status: 400, headers: Headers::new(), body: Vec::new() };
        let hop = Hop { url, query: request.query, body: None };
        let by_hand = by_hand(agent, &hop, &sent.user_agent, mask);
        let came = match led {
            None => answer(&refused),
            Some(led) if agent.site.is_client(&led, redirect_uri.as_deref()) => {
                answer(&redirected(refused, &led))
            }
            Some(led) => elsewhere(refused, &led),
        };
        return Ok(StepAnswer { by_hand, ..came });
    }
    let mut hop = Hop { url, query: request.query, body: sent.post.then_some(request.body) };
    let by_hand = by_hand(agent, &hop, &sent.user_agent, mask);
    let mut way = Way { agent, jar, mask, sent: redirect_uri, submitted: BTreeMap::new() };
    for _ in 0..=MOST_HOPS {
        let response = way.ask(&hop)?;
        match way.after(&hop.url, response)? {
            ControlFlow::Break(answer) => return Ok(StepAnswer { by_hand, ..answer }),
            ControlFlow::Continue(next) => hop = next,
        }
    }
    Err(Trouble::Stuck(format!(
        "{MOST_HOPS} redirects and pages led to no end, the last was {}",
        hop.url.path()
    )))
}

/// The request as a line for a shell. What a browser does after it, whoever pastes it does in a browser.
fn by_hand(agent: &Agent, hop: &Hop, name: &str, mask: &Mask) -> Option<Box<str>> {
    let mut headers = Headers::new();
    for (name, value) in &agent.site.file.server.headers {
        headers.push(name.clone(), value.as_bytes());
    }
    curl::line(&outgoing(hop, &headers), Some(name), mask)
}

fn outgoing<'h>(hop: &'h Hop, headers: &'h Headers) -> Outgoing<'h> {
    Outgoing {
        method: if hop.body.is_some() { "POST" } else { "GET" },
        url: &hop.url,
        query: &hop.query,
        headers,
        body: hop.body.as_deref(),
    }
}

type Next = ControlFlow<StepAnswer, Hop>;

impl Way<'_> {
    fn ask(&mut self, hop: &Hop) -> Result<Response, Trouble> {
        let secure = self.agent.site.gate.is_loopback(&hop.url);
        let mut headers =
            Headers::new().with("Accept", *b"text/html,application/xhtml+xml,*/*;q=0.8");
        for (name, value) in &self.agent.site.file.server.headers {
            headers.push(name.clone(), value.as_bytes());
        }
        if let Some(cookies) = self.jar.field(&hop.url, secure) {
            headers.push("Cookie", cookies);
        }
        if hop.body.is_some() {
            headers.push("Content-Type", *b"application/x-www-form-urlencoded");
            headers.push("Origin", origin(&hop.url));
        }
        let response = self.agent.ask(outgoing(hop, &headers), self.mask)?;
        self.jar.keep(&hop.url, secure, &response);
        if self.agent.site.trace.is_some() {
            for value in self.jar.values() {
                self.mask.add(value, "$COOKIE");
            }
        }
        Ok(response)
    }

    /// The answer, or what is asked next.
    fn after(&mut self, url: &Url, response: Response) -> Result<Next, Trouble> {
        let location = response.headers.first("Location").map(String::from_utf8_lossy);
        let location = location.filter(|_| (300..400).contains(&response.status));
        if let Some(location) = location.map(std::borrow::Cow::into_owned) {
            return Ok(self.toward(url, &location, response));
        }
        if let Some(target) = response.headers.text("Refresh").and_then(|text| refresh_url(&text)) {
            return Ok(self.toward(url, &target, response));
        }
        if is_page(&response) {
            return self.page(url, response);
        }
        if let Some(target) = named_in_json(&response) {
            return Ok(self.toward(url, &target, response));
        }
        Ok(ControlFlow::Break(answer(&response)))
    }

    /// A redirect, however it is written.
    fn toward(&self, url: &Url, location: &str, response: Response) -> Next {
        if self.agent.site.is_client(location, self.sent.as_deref()) {
            return ControlFlow::Break(answer(&redirected(response, location)));
        }
        let Ok(next) = url.join(location) else {
            return ControlFlow::Break(elsewhere(response, location));
        };
        if !self.agent.site.may_visit(&next) {
            return ControlFlow::Break(elsewhere(response, location));
        }
        // Whatever the status says, a form is not sent on: it may hold a password.
        ControlFlow::Continue(Hop { url: next, query: Vec::new(), body: None })
    }

    fn page(&mut self, url: &Url, response: Response) -> Result<Next, Trouble> {
        let page = Page::read(url, &response.body);
        let site = std::sync::Arc::clone(&self.agent.site);
        let is_client = |action: &str| site.is_client(action, self.sent.as_deref());
        if let Some((action, pairs)) = page.posted_to(&is_client) {
            let borrowed = pairs.iter().map(|(name, value)| (name.as_bytes(), value.as_bytes()));
            let query = String::from_utf8_lossy(&encode_pairs(borrowed)).into_owned();
            let mark = if action.contains('?') { '&' } else { '?' };
            return Ok(ControlFlow::Break(answer(&redirected(
                response,
                &format!("{action}{mark}{query}"),
            ))));
        }
        if let Some(target) = page.refresh() {
            return Ok(self.toward(url, &target, response));
        }
        let session = &site.file.session;
        let may_agree = response.status == 200;
        let stuck =
            |why: String| Trouble::Stuck(format!("{why}; the page is {}", page.described()));
        let Some(form) = page.goes_on(&session.pages, &site.values, may_agree).map_err(stuck)?
        else {
            return Ok(ControlFlow::Break(answer(&response)));
        };
        let before = self.submitted.entry(form.kind).or_default();
        *before += 1;
        match (form.kind, *before) {
            (Kind::Login, 2..) => {
                let why =
                    "the login form came again: user name or password are not right".to_owned();
                Err(stuck(why))
            }
            // A consent form that comes again was not taken: a refusal.
            (Kind::Consent, 2..) => Ok(ControlFlow::Break(answer(&response))),
            (Kind::Rule(at), 3..) => Err(stuck(format!(
                "rule {} of the pages was followed, and its page came again",
                at + 1
            ))),
            _ => self.submit(form, &page).map(ControlFlow::Continue),
        }
    }

    fn submit(&mut self, form: Submission, page: &Page) -> Result<Hop, Trouble> {
        let Submission { mut url, is_post, pairs, .. } = form;
        let site = &self.agent.site;
        if !site.may_visit(&url) {
            let why = format!("its form goes to {}, which is not allowed", origin(&url));
            return Err(Trouble::Stuck(format!("{why}; the page is {}", page.described())));
        }
        let password = site.values.get("password");
        let has_password =
            pairs.iter().any(|(_, value)| password.is_some_and(|p| value.contains(&**p)));
        if has_password && !site.passwords_to.contains(&origin(&url)) {
            return Err(Trouble::Stuck(format!(
                "a form would send the password to {}; name it in `origins` under [session] if that is right",
                origin(&url)
            )));
        }
        let pairs = pairs.iter().map(|(name, value)| (name.as_bytes(), value.as_bytes()));
        let encoded = encode_pairs(pairs);
        if is_post {
            return Ok(Hop { url, query: Vec::new(), body: Some(encoded) });
        }
        // A form that goes by GET takes the place of the query.
        url.set_query(None);
        Ok(Hop { url, query: encoded, body: None })
    }
}

/// What a response of the authorization endpoint comes to.
fn answer(response: &Response) -> StepAnswer {
    let mut answer = step_answer(Endpoint::Authorize, response);
    if is_page(response) {
        // A page is for people, and may show the request again.
        answer.body = None;
    }
    answer
}

/// The same answer as a redirect to the client, if it was not written as one.
fn redirected(response: Response, location: &str) -> Response {
    let mut headers = Headers::new().with("Location", location.as_bytes());
    for (name, value) in response.headers.iter() {
        if !name.eq_ignore_ascii_case("Location") {
            headers.push(name.to_owned(), value);
        }
    }
    let status = if (300..400).contains(&response.status) { response.status } else { 302 };
    Response { status, headers, body: response.body }
}

/// Off to another site, which is not visited: what its URL carries is not for the client.
fn elsewhere(response: Response, location: &str) -> StepAnswer {
    let place = location.split(['?', '#']).next().unwrap_or_default().to_owned();
    let mut headers = Headers::new();
    for (name, value) in response.headers.iter() {
        if !name.eq_ignore_ascii_case("Location") {
            headers.push(name.to_owned(), value);
        }
    }
    let answer = answer(&Response { headers, ..response });
    debug_assert!(answer.outcome != Outcome::Code, "only a redirect to the client carries a code");
    StepAnswer { location: Some(place), ..answer }
}

fn is_page(response: &Response) -> bool {
    let kind = response.headers.text("Content-Type").unwrap_or_default();
    let kind = kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    matches!(&*kind, "text/html" | "application/xhtml+xml")
}

/// Some login APIs name the next page in a document.
fn named_in_json(response: &Response) -> Option<String> {
    if !(200..300).contains(&response.status) {
        return None;
    }
    let document: Value = serde_json::from_slice(&response.body).ok()?;
    let names =
        ["redirect", "redirect_to", "redirectTo", "redirect_url", "redirectUrl", "url", "location"];
    names.iter().find_map(|name| document.get(name)?.as_str()).map(str::to_owned)
}
