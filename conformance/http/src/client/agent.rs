//! The user agent: opens links, and brings answers to where they belong. It goes to loopback alone.

use std::{
    io::Write as _,
    net::{TcpStream, ToSocketAddrs as _},
    thread,
    time::{Duration, Instant},
};

use pkce_conformance::messages::{Headers, Response, encode_pairs};
use scraper::{Html, Selector};
use url::Url;

use crate::message::{Incoming, Limits, Timed as _, request};

const LIMITS: Limits = Limits { head: 64 * 1024, body: 1 << 20 };

/// How many redirects and forms are followed.
const MOST_STEPS: usize = 12;

/// How long a listener may take until it listens.
const LATE: Duration = Duration::from_secs(5);

/// An answer of an authorization server, on its way to the client.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Landing {
    /// Where it goes, with its query.
    pub(super) url: String,
    /// The body, where it goes by POST.
    pub(super) body: Option<String>,
}

/// A browser with as much of one as a login needs.
pub(super) struct Agent {
    /// Where the authorization servers of the scenario are: what these answer is for the client.
    pub(super) servers: Vec<String>,
}

impl Agent {
    /// Opens a link, and goes on until an authorization server answers.
    pub(super) fn open(&self, link: &str, until: Instant) -> Result<Landing, String> {
        let mut url = Url::parse(link).map_err(|error| format!("the link is no URL: {error}"))?;
        for _ in 0..MOST_STEPS {
            let is_server = self.servers.contains(&url.origin().ascii_serialization());
            let response = browse(&url, None, until)?;
            let location = response.headers.text("Location");
            match (response.status, location) {
                (300..=399, Some(location)) if is_server => {
                    return Ok(Landing { url: location, body: None });
                }
                (300..=399, Some(location)) => {
                    url = url.join(&location).map_err(|error| format!("a redirect: {error}"))?;
                }
                (200, _) if is_server => {
                    let form = form(&response);
                    return form.ok_or_else(|| "the server's page has no form".to_owned());
                }
                (status, _) => return Err(format!("the link leads to an answer of {status}")),
            }
        }
        Err(format!("the link leads through more than {MOST_STEPS} redirects"))
    }

    /// Brings an answer to a client that listens, or will soon.
    pub(super) fn bring(landing: &Landing, until: Instant) -> Result<(), String> {
        let url = Url::parse(&landing.url).map_err(|error| format!("redirect URI: {error}"))?;
        let late = (Instant::now() + LATE).min(until);
        loop {
            match browse(&url, landing.body.as_deref(), until) {
                Ok(_) => return Ok(()),
                Err(why) if Instant::now() > late => return Err(why),
                Err(_) => thread::sleep(Duration::from_millis(100)),
            }
        }
    }
}

/// A request as a browser makes it.
fn browse(url: &Url, body: Option<&str>, until: Instant) -> Result<Response, String> {
    let headers = Headers::new()
        .with("User-Agent", *b"Mozilla/5.0 (X11; Linux x86_64) Gecko/20100101 Firefox/140.0")
        .with("Accept", *b"text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8")
        .with("Accept-Language", *b"en");
    let (method, headers) = match body {
        None => ("GET", headers),
        Some(_) => ("POST", headers.with("Content-Type", *b"application/x-www-form-urlencoded")),
    };
    exchange(url, &Sent { method, headers: &headers, body: body.map(str::as_bytes) }, until)
}

/// What is sent.
pub(super) struct Sent<'a> {
    pub(super) method: &'a str,
    pub(super) headers: &'a Headers,
    pub(super) body: Option<&'a [u8]>,
}

/// One request to loopback, and its answer.
pub(super) fn exchange(url: &Url, sent: &Sent<'_>, until: Instant) -> Result<Response, String> {
    if url.scheme() != "http" {
        return Err(format!("the user agent speaks http alone, not {}", url.scheme()));
    }
    let host = url.host_str().unwrap_or_default().trim_matches(['[', ']']);
    let port = url.port_or_known_default().unwrap_or(80);
    let addresses = (host, port).to_socket_addrs().map_err(|error| format!("{host}: {error}"))?;
    let mut why = format!("{host} is not on loopback, and the user agent goes nowhere else");
    for address in addresses.filter(|address| address.ip().is_loopback()) {
        let left = until.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Err("no answer came in time".to_owned());
        }
        match TcpStream::connect_timeout(&address, left) {
            Ok(stream) => return over(stream, url, sent, until),
            Err(error) => why = format!("{address}: {error}"),
        }
    }
    Err(why)
}

fn over(stream: TcpStream, url: &Url, sent: &Sent<'_>, until: Instant) -> Result<Response, String> {
    let headers = sent.headers.clone().with("Connection", *b"close");
    let octets = request(sent.method, url, b"", &headers, sent.body);
    let mut incoming = Incoming::new(stream, LIMITS);
    let left = until.saturating_duration_since(Instant::now());
    let failed = |error: std::io::Error| error.to_string();
    incoming.stream().allow(left).map_err(failed)?;
    incoming.stream().write_all(&octets).map_err(failed)?;
    incoming.response(until).map(|(response, _)| response).map_err(|error| error.to_string())
}

/// The form of a page, filled in as it stands there.
fn form(response: &Response) -> Option<Landing> {
    let page = Html::parse_document(&String::from_utf8_lossy(&response.body));
    let form = page.select(&Selector::parse("form[action]").ok()?).next()?;
    let inputs = Selector::parse("input[name]").ok()?;
    let pairs = form.select(&inputs).filter_map(|input| {
        let value = input.value().attr("value").unwrap_or_default();
        Some((input.value().attr("name")?.as_bytes(), value.as_bytes()))
    });
    let body = String::from_utf8_lossy(&encode_pairs(pairs)).into_owned();
    Some(Landing { url: form.value().attr("action")?.to_owned(), body: Some(body) })
}
