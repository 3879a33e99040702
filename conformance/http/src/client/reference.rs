//! The reference client over sockets: it speaks lines with the judge, and lets its decisions decide.

use std::{
    collections::BTreeMap,
    io::{self, BufRead, Write},
    time::{Duration, Instant},
};

use base64::{Engine as _, prelude::BASE64_STANDARD, prelude::BASE64_URL_SAFE_NO_PAD};
use pkce_conformance::{
    client::{Again, Answer, Came, ClientDecisions, Login, Refusal, Setup},
    messages::{Headers, Response},
};
use serde_json::{Map, Value, json};
use url::Url;

use super::agent::{Sent, exchange};

/// How long one request may take.
const PATIENCE: Duration = Duration::from_secs(5);

/// A client with everything around its decisions that a network needs.
pub struct ReferenceClient {
    decisions: Box<dyn ClientDecisions>,
    setup: Setup,
    /// The issuer that it was started for.
    issuer: String,
    logins: BTreeMap<String, Login>,
    begun: u64,
    /// The login that was begun last.
    latest: Option<Login>,
    draw: Box<dyn FnMut() -> [u8; 32] + Send>,
}

impl ReferenceClient {
    /// A client for an issuer. `draw` is its source of random octets.
    #[must_use]
    pub fn new(
        decisions: Box<dyn ClientDecisions>,
        setup: Setup,
        issuer: &str,
        draw: Box<dyn FnMut() -> [u8; 32] + Send>,
    ) -> Self {
        let (issuer, logins) = (issuer.to_owned(), BTreeMap::new());
        Self { decisions, setup, issuer, logins, begun: 0, latest: None, draw }
    }

    /// Speaks lines until the input ends.
    pub fn speak(mut self, input: impl BufRead, mut output: impl Write) -> io::Result<()> {
        for line in input.lines() {
            let asked: Value = serde_json::from_str(&line?).unwrap_or_default();
            let said = self.answer(&asked, &mut output);
            writeln!(output, "{said}")?;
            output.flush()?;
        }
        Ok(())
    }

    /// Answers one line. What the client prints beside goes to `output`.
    pub(super) fn answer(&mut self, asked: &Value, output: &mut impl Write) -> Value {
        let text = |name: &str| asked.get(name).and_then(Value::as_str);
        let said = match text("op") {
            Some("begin") => {
                let issuer = text("issuer").map_or_else(|| self.issuer.clone(), str::to_owned);
                self.begin(&issuer, None)
            }
            Some("callback") => {
                let number = asked.get("login").and_then(Value::as_u64).unwrap_or_default();
                let url = text("url").unwrap_or_default();
                self.callback(number, &came(url, text("body")), output)
            }
            _ => Err("the judge says nothing that this client knows".to_owned()),
        };
        said.unwrap_or_else(|why| json!({ "error": why }))
    }

    /// Begins a login; `method` is the one to use, whatever the metadata say.
    #[expect(clippy::option_option, reason = "no method at all is one to use, too")]
    fn begin(
        &mut self,
        issuer: &str,
        method: Option<Option<&'static str>>,
    ) -> Result<Value, String> {
        let metadata = self.metadata(issuer)?;
        let field = metadata.as_ref().and_then(|m| m.get("code_challenge_methods_supported"));
        let method = method.map_or_else(|| self.decisions.method(&self.setup, field), Ok)?;
        self.begun += 1;
        let verifier = method.map(|_| self.decisions.verifier(self.begun, &mut *self.draw));
        let metadata = metadata.unwrap_or_else(|| blind(issuer));
        let nonce = self.decisions.scope().map(|_| pkce_vectors::s256(&(self.draw)()));
        let state = self.decisions.state(verifier.as_deref(), &mut *self.draw);
        let issuer = issuer.to_owned();
        let login = Login { number: self.begun, issuer, metadata, verifier, method, state, nonce };
        let link = self.link(&login)?;
        self.keep(&login);
        Ok(json!({ "login": login.number, "url": link }))
    }

    fn link(&mut self, login: &Login) -> Result<String, String> {
        let mut request = Answer::default();
        request.add("response_type", "code");
        request.add("client_id", &*self.setup.client_id);
        request.add("redirect_uri", &*self.setup.redirect_uri);
        if let Some(state) = &login.state {
            request.add("state", &**state);
        }
        if let Some(scope) = self.decisions.scope() {
            request.add("scope", scope);
        }
        if let Some(nonce) = &login.nonce {
            request.add("nonce", &**nonce);
        }
        if let (Some(method), Some(verifier)) = (login.method, &login.verifier) {
            let challenge = self.decisions.challenge(method, verifier);
            request.add("code_challenge", challenge.ok_or("the verifier is not a legal one")?);
            request.add("code_challenge_method", method);
        }
        self.decisions.request(login, &mut request);
        let mut form = String::from_utf8_lossy(&request.form()).into_owned();
        if let Some(endpoint) = login.says("pushed_authorization_request_endpoint") {
            let response = self.send(endpoint, login, &request)?;
            let pushed: Value = serde_json::from_slice(&response.body).unwrap_or_default();
            let uri = pushed.get("request_uri").and_then(Value::as_str);
            let mut short = Answer::default();
            short.add("client_id", &*self.setup.client_id);
            short.add("request_uri", uri.ok_or("the pushed request got no request URI")?);
            form = String::from_utf8_lossy(&short.form()).into_owned();
        }
        let endpoint = login.says("authorization_endpoint").ok_or("no authorization endpoint")?;
        let joint = if endpoint.contains('?') { '&' } else { '?' };
        Ok(format!("{endpoint}{joint}{form}"))
    }

    /// The first document that is there.
    fn metadata(&self, issuer: &str) -> Result<Option<Map<String, Value>>, String> {
        let url = Url::parse(issuer).map_err(|error| format!("the issuer: {error}"))?;
        let origin = url.origin().ascii_serialization();
        let path = url.path().trim_end_matches('/');
        for document in self.decisions.documents(&origin, path) {
            let Some(response) = get(&document)? else { continue };
            let read = serde_json::from_slice::<Map<String, Value>>(&response.body);
            let metadata = read.map_err(|error| format!("the metadata: {error}"))?;
            let said = metadata.get("issuer").and_then(Value::as_str).unwrap_or_default();
            if !self.decisions.takes_issuer(issuer, said) {
                return Err("the metadata are another issuer's".to_owned());
            }
            return Ok(Some(metadata));
        }
        if self.decisions.begins_blind(&self.setup) {
            Ok(None)
        } else {
            Err("there are no metadata".to_owned())
        }
    }

    fn callback(
        &mut self,
        number: u64,
        came: &Came,
        output: &mut impl Write,
    ) -> Result<Value, String> {
        let latest = self.latest.clone().ok_or("no login was begun")?;
        let login = self.login(number).ok_or("this login is not under way")?;
        if !self.decisions.takes_state(&login, came) {
            return Err("the answer has another state".to_owned());
        }
        if !self.decisions.takes_iss(&login, came) {
            return Err("the answer is another issuer's".to_owned());
        }
        if came.get("error").is_some()
            && let Some(method) = self.decisions.begins_anew(came)
        {
            return self.begin(&login.issuer, Some(method));
        }
        let Some(code) = self.decisions.code(came) else {
            if let Some(instead) = self.decisions.without_code(&login) {
                let endpoint = login.says("token_endpoint").unwrap_or_default().to_owned();
                let _ = self.send(&endpoint, &login, &instead);
            }
            return Err("the answer has no code".to_owned());
        };
        let mut sent = Answer::default();
        sent.add("grant_type", "authorization_code");
        sent.add("code", code);
        sent.add("redirect_uri", &*self.setup.redirect_uri);
        sent.add("client_id", &*self.setup.client_id);
        if let Some(verifier) = &login.verifier {
            sent.add("code_verifier", &**verifier);
        }
        self.decisions.authenticates(&self.setup, &mut sent);
        self.decisions.exchange(&login, came, &mut sent);
        if let Some(printed) = self.decisions.prints(&sent) {
            writeln!(output, "{printed}").map_err(|error| error.to_string())?;
        }
        let endpoint = self.token_endpoint(&login, &latest)?;
        self.forget(&login);
        self.redeem(&endpoint, &login, sent)
    }

    fn token_endpoint(&self, login: &Login, latest: &Login) -> Result<String, String> {
        let issuer = self.decisions.sends_to(login, latest);
        let known = if issuer == login.issuer { login } else { latest };
        let fetched = if self.decisions.fetches_again() { self.metadata(&issuer)? } else { None };
        let metadata = fetched.as_ref().unwrap_or(&known.metadata);
        let endpoint = metadata.get("token_endpoint").and_then(Value::as_str);
        endpoint.map(str::to_owned).ok_or_else(|| "no token endpoint".to_owned())
    }

    /// Sends a token request, and again if the client thinks so.
    fn redeem(&mut self, endpoint: &str, login: &Login, first: Answer) -> Result<Value, String> {
        let mut sent = first;
        for _ in 0..3 {
            let (refusal, why) = match self.send(endpoint, login, &sent) {
                Ok(response) if response.status == 200 => return self.token(login, &response),
                Ok(response) if response.status == 401 => {
                    (Refusal::Unauthorized, "the client was not let in".to_owned())
                }
                Ok(response) => (Refusal::Refused, format!("an answer of {}", response.status)),
                Err(why) => (Refusal::Nothing, why),
            };
            match self.decisions.again(&sent, refusal) {
                Again::No => return Err(why),
                Again::With(answer) => sent = answer,
            }
        }
        Err("the token endpoint refused three times".to_owned())
    }

    fn token(&self, login: &Login, response: &Response) -> Result<Value, String> {
        let read: Value = serde_json::from_slice(&response.body).unwrap_or_default();
        if read.get("access_token").is_none() {
            return Err("the answer has no token".to_owned());
        }
        if login.nonce.is_some() {
            let token = read.get("id_token").and_then(Value::as_str).unwrap_or_default();
            let claims =
                token.split('.').nth(1).and_then(|part| BASE64_URL_SAFE_NO_PAD.decode(part).ok());
            let claims: Value =
                claims.and_then(|claims| serde_json::from_slice(&claims).ok()).unwrap_or_default();
            let nonce = claims.get("nonce").and_then(Value::as_str);
            if !self.decisions.takes_nonce(login, nonce) {
                return Err("the ID token has another nonce".to_owned());
            }
        }
        Ok(json!({ "token": true }))
    }

    fn send(&self, endpoint: &str, login: &Login, sent: &Answer) -> Result<Response, String> {
        let mut url = Url::parse(endpoint).map_err(|error| format!("the endpoint: {error}"))?;
        let mut headers = Headers::new()
            .with("Accept", *b"application/json")
            .with("Content-Type", *b"application/x-www-form-urlencoded");
        if let Some((user, password)) = &sent.basic {
            let field = format!("Basic {}", BASE64_STANDARD.encode(format!("{user}:{password}")));
            headers.push("Authorization", field);
        }
        for (name, value) in self.decisions.fields(login) {
            headers.push(name, value);
        }
        let body = sent.form();
        for _ in 0..3 {
            let post = Sent { method: "POST", headers: &headers, body: Some(&body) };
            let response = exchange(&url, &post, Instant::now() + PATIENCE)?;
            let location = response.headers.text("Location").filter(|_| response.status == 307);
            match location.filter(|_| self.decisions.follows()) {
                Some(location) => {
                    url = url.join(&location).map_err(|error| format!("a redirect: {error}"))?;
                }
                None => return Ok(response),
            }
        }
        Err("too many redirects".to_owned())
    }

    fn keep(&mut self, login: &Login) {
        let place = self.decisions.place(login);
        self.latest = Some(login.clone());
        self.logins.insert(format!("place {place}"), login.clone());
        self.logins.insert(format!("login {}", login.number), login.clone());
    }

    /// A login by its number, with what its place holds.
    fn login(&self, number: u64) -> Option<Login> {
        let own = self.logins.get(&format!("login {number}"))?;
        let kept = self.logins.get(&format!("place {}", self.decisions.place(own)))?;
        // What has a place of its own is the verifier; `state` comes back with the answer.
        Some(Login { verifier: kept.verifier.clone(), ..own.clone() })
    }

    /// A login ends with its first token request.
    fn forget(&mut self, login: &Login) {
        self.logins.remove(&format!("login {}", login.number));
    }
}

/// An answer, taken apart.
fn came(url: &str, body: Option<&str>) -> Came {
    let url = Url::parse(url).ok();
    let query = url.as_ref().and_then(Url::query).unwrap_or_default();
    let form = body.unwrap_or(query);
    let parameters = url::form_urlencoded::parse(form.as_bytes()).into_owned().collect();
    Came { parameters }
}

/// The endpoints of a server of which nothing is known, as MCP's older revisions and most servers have them.
fn blind(issuer: &str) -> Map<String, Value> {
    let endpoint = |path: &str| json!(format!("{issuer}{path}"));
    Map::from_iter([
        ("authorization_endpoint".to_owned(), endpoint("/authorize")),
        ("token_endpoint".to_owned(), endpoint("/token")),
    ])
}

/// A document, through redirects; nothing where there is none.
fn get(url: &str) -> Result<Option<Response>, String> {
    let mut url = Url::parse(url).map_err(|error| format!("a document's URL: {error}"))?;
    let headers = Headers::new().with("Accept", *b"application/json");
    for _ in 0..3 {
        let get = Sent { method: "GET", headers: &headers, body: None };
        let response = exchange(&url, &get, Instant::now() + PATIENCE)?;
        match (response.status, response.headers.text("Location")) {
            (200, _) => return Ok(Some(response)),
            (300..=399, Some(location)) => {
                url = url.join(&location).map_err(|error| format!("a redirect: {error}"))?;
            }
            _ => return Ok(None),
        }
    }
    Ok(None)
}
