//! What happened in one scenario, in order: what the client sent to the servers, and what it answered the judge.

use std::collections::BTreeSet;

/// Everything that happened. The judge has nothing else.
#[derive(Debug, Clone, Default)]
pub struct Log {
    /// What happened.
    pub events: Vec<Event>,
    /// The client sent more than is kept.
    pub overflowed: bool,
    /// What the client printed that is no answer, and what it wrote to standard error.
    pub printed: String,
    /// Files that the client left in its HOME: names and contents.
    pub files: Vec<(String, String)>,
}

/// One thing that happened.
#[derive(Debug, Clone)]
pub struct Event {
    /// In which process of the client, counted from 0.
    pub process: u8,
    /// What.
    pub what: What,
}

/// What can happen.
#[derive(Debug, Clone)]
pub enum What {
    /// A metadata document was asked for.
    Fetched(Fetched),
    /// An authorization request came.
    Authorization(Box<Authorization>),
    /// A request was pushed (RFC 9126).
    Pushed {
        /// The request URI that it got.
        request_uri: String,
    },
    /// A token request came.
    Exchange(Box<Exchange>),
    /// A request came to the origin that only records.
    Strayed {
        /// Its line, header fields and body.
        text: String,
    },
    /// A request came to another place of a server.
    Other {
        /// Method and path.
        text: String,
    },
    /// The client began a login; the link is what it gave.
    Began {
        /// Which login.
        login: u8,
        /// The link; nothing where it refused.
        url: Option<String>,
    },
    /// The client got an answer to a login.
    Returned(Returned),
    /// What the client made of it.
    Ended {
        /// Which login.
        login: u8,
        /// It has a token, by its own word.
        token: bool,
    },
}

/// A metadata document that was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fetched {
    /// Which server: 0, or 1 for the second.
    pub server: u8,
    /// It is OpenID Connect's document; else OAuth's.
    pub openid: bool,
    /// There is one.
    pub found: bool,
}

/// An authorization request, and its answer.
#[derive(Debug, Clone, Default)]
pub struct Authorization {
    /// Which server.
    pub server: u8,
    /// The login that it belongs to, where the judge opened its link.
    pub login: Option<u8>,
    /// The parameters that count: of the query, of a request object, of the request that was pushed.
    pub parameters: Vec<(String, String)>,
    /// Names that came more than once in one place.
    pub repeated: BTreeSet<String>,
    /// The request URI, where one was sent.
    pub request_uri: Option<String>,
    /// The request was pushed.
    pub pushed: bool,
    /// The parameters are in an encrypted request object, which nobody here can read.
    pub sealed: bool,
    /// The query, and the header fields, as they came.
    pub text: String,
    /// The code of the answer that was made for this request.
    pub code: Option<String>,
    /// The error of the answer.
    pub error: Option<String>,
}

impl Authorization {
    /// The first value of a parameter that is not empty.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        first(&self.parameters, name)
    }

    /// The challenge.
    #[must_use]
    pub fn challenge(&self) -> Option<&str> {
        self.get("code_challenge")
    }

    /// The method, as it is named. RFC 7636 §4.3:
    /// > Defaults to "plain" if not present in the request.
    #[must_use]
    pub fn method(&self) -> Option<&str> {
        self.challenge().map(|_| self.get("code_challenge_method").unwrap_or("plain"))
    }
}

/// A token request, and its answer.
#[derive(Debug, Clone, Default)]
pub struct Exchange {
    /// Which server.
    pub server: u8,
    /// The parameters of the body.
    pub parameters: Vec<(String, String)>,
    /// Names that came more than once.
    pub repeated: BTreeSet<String>,
    /// How the client authenticated.
    pub authentication: Authentication,
    /// The query, and the header fields, as they came.
    pub text: String,
    /// How it was answered.
    pub answer: TokenSaid,
}

impl Exchange {
    /// The first value of a parameter that is not empty.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        first(&self.parameters, name)
    }

    /// The verifier.
    #[must_use]
    pub fn verifier(&self) -> Option<&str> {
        self.get("code_verifier")
    }

    /// Whether it is a request of the code grant.
    #[must_use]
    pub fn is_of_code(&self) -> bool {
        self.get("grant_type") == Some("authorization_code")
    }
}

fn first<'p>(parameters: &'p [(String, String)], name: &str) -> Option<&'p str> {
    let mut values = parameters.iter().filter(|(known, value)| known == name && !value.is_empty());
    values.next().map(|(_, value)| value.as_str())
}

/// How a client authenticated at the token endpoint.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Authentication {
    /// Not at all. HTTP Basic with an empty secret is none either.
    #[default]
    None,
    /// By HTTP Basic.
    Basic,
    /// By a secret in the body.
    Body,
    /// By an assertion.
    Assertion,
}

/// How a token request was answered.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum TokenSaid {
    /// With a token.
    Token,
    /// With a token, and an ID token that has another nonce than was sent, or none.
    OtherNonce,
    /// With an error of the request: `invalid_grant` and its kin.
    #[default]
    Refused,
    /// With an error of the client's authentication.
    Unauthorized,
    /// With what is nobody's answer: too busy, a dropped connection.
    Unavailable,
    /// With a redirect to elsewhere.
    Redirected,
}

/// An answer that was given to the client.
#[derive(Debug, Clone, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own")]
pub struct Returned {
    /// Which login.
    pub login: u8,
    /// The codes in it.
    pub codes: Vec<String>,
    /// It has an error.
    pub error: bool,
    /// Its `state` is not the one that was sent, or is missing.
    pub other_state: bool,
    /// `iss` is not the server's that the login was begun with.
    pub other_issuer: bool,
    /// It has no `iss`.
    pub without_issuer: bool,
    /// Nobody asked for it.
    pub forged: bool,
    /// It is an answer of the second server to a login that was begun at the first, with one redirect URI for both.
    pub mixed_up: bool,
}

impl Log {
    /// What happened, a line a thing, for a reader who follows a verdict to its cause.
    #[must_use]
    pub fn shown(&self) -> String {
        let lines =
            self.events.iter().map(|event| format!("[{}] {}\n", event.process, event.what.shown()));
        let mut text: String = lines.collect();
        if !self.printed.trim().is_empty() {
            let printed = pkce_conformance::text::clean(self.printed.trim());
            text.extend(["printed: ", &*printed, "\n"]);
        }
        text.extend(self.files.iter().map(|(name, _)| format!("left in HOME: {name}\n")));
        text
    }
}

impl What {
    fn shown(&self) -> String {
        let pairs = |parameters: &[(String, String)]| {
            let pairs = parameters.iter().map(|(name, value)| format!(" {name}={value:?}"));
            pairs.collect::<String>()
        };
        match self {
            Self::Fetched(fetched) => {
                let document = if fetched.openid { "OpenID's" } else { "OAuth's" };
                let found = if fetched.found { "" } else { ", which is not there" };
                format!("server {}: asked for {document} document{found}", fetched.server)
            }
            Self::Authorization(request) => format!(
                "server {}: authorization request{}{}; answered {}",
                request.server,
                if request.pushed { ", pushed" } else { "" },
                pairs(&request.parameters),
                request.error.as_deref().or(request.code.as_deref()).unwrap_or("otherwise"),
            ),
            Self::Pushed { request_uri } => format!("pushed a request, as {request_uri}"),
            Self::Exchange(exchange) => format!(
                "server {}: token request, authenticated by {:?}{}; answered {:?}",
                exchange.server,
                exchange.authentication,
                pairs(&exchange.parameters),
                exchange.answer,
            ),
            Self::Strayed { text } => format!("elsewhere: {text:?}"),
            Self::Other { text } => format!("asked for {text:?}"),
            Self::Began { login, url: Some(url) } => format!("login {login} begins: {url:?}"),
            Self::Began { login, url: None } => format!("login {login}: the client refuses"),
            Self::Returned(returned) => format!("the client gets {returned:?}"),
            Self::Ended { login, token: true } => format!("login {login}: the client has a token"),
            Self::Ended { login, token: false } => {
                format!("login {login}: the client has no token")
            }
        }
    }
}
