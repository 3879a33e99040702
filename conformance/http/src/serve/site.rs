//! One server as a site: its endpoints, its pages, and who is allowed to ask.

use std::{
    sync::{Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use pkce_conformance::messages::{Endpoint, Headers, Method, Request, Response, Signed};
use rand_chacha::{
    ChaCha20Rng,
    rand_core::{Rng as _, SeedableRng as _},
};
use serde_json::{Value, json};

use super::{
    html::page,
    journal::Journal,
    login::{self, CONSENT, LOGIN, Login, Passed, Sessions},
    model::Model,
    page::{Described, front},
    registration,
    signed::{Keys, checked},
    together::Together,
};
use crate::signature::PublicKey;

/// A server model with everything around it that a network needs.
pub struct Site {
    name: String,
    says: Vec<String>,
    login: Option<Login>,
    began: Instant,
    state: Mutex<State>,
    together: Option<Together>,
}

struct State {
    model: Box<dyn Model>,
    journal: Journal,
    sessions: Sessions,
    rng: ChaCha20Rng,
    keys: Keys,
}

/// A request as it came, taken apart.
pub(crate) struct Asked<'a> {
    pub(crate) method: &'a str,
    pub(crate) path: &'a [u8],
    pub(crate) query: &'a [u8],
    pub(crate) headers: Headers,
    pub(crate) body: Vec<u8>,
}

impl Asked<'_> {
    /// The request as it came: its signatures are still to be checked.
    fn request(self, method: Method, endpoint: Endpoint) -> Request {
        let Self { query, headers, body, .. } = self;
        Request {
            method,
            endpoint,
            query: query.to_vec(),
            headers,
            body,
            signed: Signed::default(),
        }
    }
}

/// The cookie by which a browser is known from another.
const AGENT: &str = "pkce-agent";

impl Site {
    /// A site for `model`. `name` and the lines of `says` stand on its page; `seed` decides the names of sessions and of
    /// clients that register.
    #[must_use]
    pub fn new(name: &str, says: Vec<String>, model: Box<dyn Model>, seed: [u8; 32]) -> Self {
        let together = model.races().then(Together::default);
        let state = State {
            model,
            journal: Journal::default(),
            sessions: Sessions::default(),
            rng: ChaCha20Rng::from_seed(seed),
            keys: Keys::new(),
        };
        Self {
            name: name.to_owned(),
            says,
            login: None,
            began: Instant::now(),
            state: Mutex::new(state),
            together,
        }
    }

    /// The same with a login and a consent page before a code.
    #[must_use]
    pub fn with_login(self, login: Login) -> Self {
        Self { login: Some(login), ..self }
    }

    /// The same with the keys of clients, by their ids.
    #[must_use]
    pub fn with_keys(self, keys: impl IntoIterator<Item = (String, PublicKey)>) -> Self {
        self.state().keys.extend(keys.into_iter().map(|(client, key)| (client, vec![key])));
        self
    }

    /// Answers a request that came to `issuer`.
    pub(super) fn answer(&self, issuer: &str, asked: Asked<'_>) -> Response {
        let now = self.began.elapsed();
        let endpoint =
            Endpoint::ALL.into_iter().find(|known| known.path().as_bytes() == asked.path);
        if let (Some(together), Some(Endpoint::Token), "POST") =
            (&self.together, endpoint, asked.method)
        {
            return self.token_among_others(together, issuer, asked);
        }
        let state = &mut *self.state();
        if let Some(endpoint) = endpoint {
            return self.endpoint(state, now, issuer, endpoint, asked);
        }
        match (asked.method, asked.path) {
            ("GET", b"/") => {
                let described = Described { name: &self.name, says: &self.says, issuer };
                front(&described, &state.journal)
            }
            ("POST", path) if path == registration::PATH.as_bytes() => {
                let (id, secret) = (state.draw(), state.draw());
                let State { model, keys, .. } = state;
                registration::register(&mut **model, keys, &asked.body, &id, secret)
            }
            ("POST", path) if self.login.is_some() && path == LOGIN.as_bytes() => {
                let State { sessions, rng, .. } = state;
                let login = self.login.as_ref();
                login.map_or_else(not_found, |login| {
                    login.logged_in(sessions, &asked.body, &mut || draw(rng))
                })
            }
            ("POST", path) if self.login.is_some() && path == CONSENT.as_bytes() => {
                let cookie = cookie(&asked.headers, login::COOKIE);
                match Login::decided(&state.sessions, cookie.as_deref(), &asked.body) {
                    Passed::Answer(response) => response,
                    Passed::Agreed(query) => {
                        let asked = Asked { query: &query, ..asked };
                        state.authorize(now, issuer, Method::Get, asked)
                    }
                }
            }
            _ => not_found(),
        }
    }

    fn endpoint(
        &self,
        state: &mut State,
        now: Duration,
        issuer: &str,
        endpoint: Endpoint,
        asked: Asked<'_>,
    ) -> Response {
        let allowed: &[Method] = match endpoint {
            // RFC 6749 §3.1: by GET, and by POST where a server likes.
            Endpoint::Authorize => &[Method::Get, Method::Post],
            Endpoint::UserInfo | Endpoint::Metadata(_) => &[Method::Get],
            Endpoint::Par | Endpoint::Token | Endpoint::Introspect => &[Method::Post],
        };
        let Some(method) = allowed.iter().copied().find(|known| known.as_str() == asked.method)
        else {
            let names: Vec<&str> = allowed.iter().map(|method| method.as_str()).collect();
            let headers = Headers::new().with("Allow", names.join(", "));
            return Response { status: 405, headers, body: Vec::new() };
        };
        if endpoint == Endpoint::Authorize {
            if self.login.is_none() {
                return state.authorize(now, issuer, method, asked);
            }
            let cookie = cookie(&asked.headers, login::COOKIE);
            // What was posted goes on as a query once the user is known: the form of the consent page carries it.
            let then = if method == Method::Get { asked.query } else { &asked.body };
            return Login::before(&state.sessions, cookie.as_deref(), then);
        }
        let request = match checked(&state.keys, issuer, asked.request(method, endpoint)) {
            Ok(request) => request,
            Err(response) => return response,
        };
        let response = state.model.answer(now, issuer, "", &request);
        if matches!(endpoint, Endpoint::Metadata(_)) {
            return with_own(issuer, response);
        }
        state.journal.keep(now, &request, &response);
        response
    }

    /// The answer to a token request, among those that come at the same moment.
    fn token_among_others(&self, together: &Together, issuer: &str, asked: Asked<'_>) -> Response {
        let request = asked.request(Method::Post, Endpoint::Token);
        let request = match checked(&self.state().keys, issuer, request) {
            Ok(request) => request,
            Err(response) => return response,
        };
        let answered = together.answer(request, &|requests| {
            let now = self.began.elapsed();
            let State { model, journal, .. } = &mut *self.state();
            let several = (requests.len() > 1).then(|| model.answer_together(now, requests));
            let responses = several.flatten().unwrap_or_else(|| {
                requests.iter().map(|request| model.answer(now, issuer, "", request)).collect()
            });
            for (request, response) in requests.iter().zip(&responses) {
                journal.keep(now, request, response);
            }
            responses
        });
        answered.unwrap_or_else(|| Response {
            status: 500,
            headers: Headers::new(),
            body: Vec::new(),
        })
    }

    /// A thread that panicked left a state that can still be read.
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn draw(&mut self) -> String {
        draw(&mut self.rng)
    }

    /// An authorization request whose user agrees.
    fn authorize(
        &mut self,
        now: Duration,
        issuer: &str,
        method: Method,
        asked: Asked<'_>,
    ) -> Response {
        let known = cookie(&asked.headers, AGENT);
        let agent = known.clone().unwrap_or_else(|| self.draw());
        let request = asked.request(method, Endpoint::Authorize);
        let request = match checked(&self.keys, issuer, request) {
            Ok(request) => request,
            Err(response) => return response,
        };
        let mut response = self.model.answer(now, issuer, &agent, &request);
        self.journal.keep(now, &request, &response);
        if known.is_none() {
            let cookie = format!("{AGENT}={agent}; Path=/; HttpOnly; SameSite=Lax");
            response.headers.push("Set-Cookie", cookie);
        }
        response
    }
}

/// Text that nobody can guess.
fn draw(rng: &mut ChaCha20Rng) -> String {
    let mut octets = [0; 32];
    rng.fill_bytes(&mut octets);
    pkce_vectors::s256(&octets)
}

fn not_found() -> Response {
    page(404, "Nothing is here", "<p>The page at <a href=\"/\">/</a> names what is.</p>")
}

/// Registration and signatures are the site's, so the model's document does not know of them.
fn with_own(issuer: &str, response: Response) -> Response {
    match serde_json::from_slice(&response.body) {
        Ok(Value::Object(mut members)) => {
            let url = format!("{issuer}{}", registration::PATH);
            members.insert("registration_endpoint".to_owned(), json!(url));
            let user_info = format!("{issuer}{}", Endpoint::UserInfo.path());
            members.insert("userinfo_endpoint".to_owned(), json!(user_info));
            let by = "token_endpoint_auth_methods_supported";
            if let Some(Value::Array(methods)) = members.get_mut(by) {
                methods.push("private_key_jwt".into());
            }
            for name in ["token_endpoint_auth", "request_object"] {
                let name = format!("{name}_signing_alg_values_supported");
                members.insert(name, json!(["ES256"]));
            }
            members.insert("request_parameter_supported".to_owned(), true.into());
            Response { body: Value::Object(members).to_string().into_bytes(), ..response }
        }
        _ => response,
    }
}

/// A cookie's value.
fn cookie(headers: &Headers, name: &str) -> Option<String> {
    let text = headers.text("Cookie")?;
    // Several fields were joined by commas.
    let pairs = text.split([';', ',']).filter_map(|pair| pair.trim().split_once('='));
    pairs.filter(|(known, _)| *known == name).map(|(_, value)| value.to_owned()).next()
}
