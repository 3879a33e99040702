//! A real login and consent page before a code is given: what a driver of live servers must pass.

use std::collections::{HashMap, VecDeque};

use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD};
use pkce_conformance::messages::{Headers, Response};
use pkce_core::request::Parameters;

use super::html::{escaped, page};

/// The one user that can log in.
#[derive(Clone)]
pub struct Login {
    /// The user name.
    pub username: String,
    /// The password.
    pub password: String,
}

/// Where the login form goes.
pub(super) const LOGIN: &str = "/login";

/// Where the consent form goes.
pub(super) const CONSENT: &str = "/consent";

/// Sessions held at most; beyond, the oldest has to log in again.
const MOST: usize = 1_000;

/// Who is logged in.
#[derive(Default)]
pub(super) struct Sessions {
    /// The token that a consent form of the session carries, so that no other site can send one.
    forms: HashMap<String, String>,
    order: VecDeque<String>,
}

impl Sessions {
    fn begin(&mut self, session: String, form: String) {
        if self.order.len() >= MOST
            && let Some(oldest) = self.order.pop_front()
        {
            self.forms.remove(&oldest);
        }
        self.order.push_back(session.clone());
        self.forms.insert(session, form);
    }
}

/// What comes of a form.
pub(super) enum Passed {
    /// Another page, or a redirect to one.
    Answer(Response),
    /// The user agrees to the request with this query.
    Agreed(Vec<u8>),
}

impl Login {
    /// The page that stands before an authorization request: to log in, or to agree.
    pub(super) fn before(sessions: &Sessions, cookie: Option<&str>, query: &[u8]) -> Response {
        let then = BASE64_URL_SAFE_NO_PAD.encode(query);
        match cookie.and_then(|session| sessions.forms.get(session)) {
            None => login_page(&then, false),
            Some(form) => page(
                200,
                "Do you agree?",
                &format!(
                    "<form method=\"post\" action=\"{CONSENT}\">\
                     <input type=\"hidden\" name=\"then\" value=\"{then}\">\
                     <input type=\"hidden\" name=\"form\" value=\"{}\">\
                     <p>A client asks for access in your name.</p>\
                     <button name=\"decision\" value=\"deny\">Deny</button> \
                     <button name=\"decision\" value=\"approve\" id=\"approve\">Approve</button></form>",
                    escaped(form)
                ),
            ),
        }
    }

    /// A login form came.
    pub(super) fn logged_in(
        &self,
        sessions: &mut Sessions,
        body: &[u8],
        draw: &mut dyn FnMut() -> String,
    ) -> Response {
        let form = Parameters::parse_form(body).unwrap_or_default();
        let value = |name: &str| form.values(name).last().unwrap_or_default();
        let then = String::from_utf8_lossy(value("then")).into_owned();
        let right = value("username") == self.username.as_bytes()
            && value("password") == self.password.as_bytes();
        // The query came back from a form: nothing in it may end a line.
        let query = BASE64_URL_SAFE_NO_PAD.decode(&then).ok();
        let query = query.filter(|query| right && query.iter().all(u8::is_ascii_graphic));
        let Some(query) = query else {
            return login_page(&then, true);
        };
        let session = draw();
        sessions.begin(session.clone(), draw());
        let mut location = b"/authorize?".to_vec();
        location.extend(query);
        Response {
            status: 302,
            headers: Headers::new()
                .with("Location", location)
                .with("Cache-Control", *b"no-store")
                .with("Set-Cookie", format!("{COOKIE}={session}; Path=/; HttpOnly; SameSite=Lax")),
            body: Vec::new(),
        }
    }

    /// A consent form came.
    pub(super) fn decided(sessions: &Sessions, cookie: Option<&str>, body: &[u8]) -> Passed {
        let form = Parameters::parse_form(body).unwrap_or_default();
        let value = |name: &str| form.values(name).last().unwrap_or_default();
        let known = cookie.and_then(|session| sessions.forms.get(session));
        if known.is_none_or(|form| form.as_bytes() != value("form")) {
            return Passed::Answer(page(403, "This form is not yours", "<p>Begin again.</p>"));
        }
        match (value("decision"), BASE64_URL_SAFE_NO_PAD.decode(value("then"))) {
            (b"approve", Ok(query)) => Passed::Agreed(query),
            _ => Passed::Answer(page(403, "Denied", "<p>The client gets no code.</p>")),
        }
    }
}

/// The cookie of a session.
pub(super) const COOKIE: &str = "pkce-session";

fn login_page(then: &str, again: bool) -> Response {
    let wrong = if again { "<p role=\"alert\">That is not right.</p>" } else { "" };
    page(
        200,
        "Log in",
        &format!(
            "{wrong}<form method=\"post\" action=\"{LOGIN}\">\
             <input type=\"hidden\" name=\"then\" value=\"{}\">\
             <p><label>User name <input name=\"username\" autocomplete=\"username\"></label></p>\
             <p><label>Password <input name=\"password\" type=\"password\"></label></p>\
             <button>Log in</button></form>",
            escaped(then)
        ),
    )
}
