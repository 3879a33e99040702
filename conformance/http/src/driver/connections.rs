//! Requests out, responses in, over connections that are used again where that is safe.

use std::{
    collections::HashMap,
    io::Write as _,
    sync::Arc,
    time::{Duration, Instant},
};

use pkce_conformance::messages::{Headers, Response};
use url::Url;

use super::{fault::Trouble, gate::Gate, stream::Stream};
use crate::message::{Incoming, Limits, Timed as _, WireError, request};

/// A request as it is sent.
#[derive(Clone, Copy)]
pub(super) struct Outgoing<'a> {
    /// The method.
    pub(super) method: &'a str,
    /// Where it goes; its own query goes first.
    pub(super) url: &'a Url,
    /// What follows the URL's own query, as it is.
    pub(super) query: &'a [u8],
    /// The header fields; those of the connection are added.
    pub(super) headers: &'a Headers,
    /// The body; nothing: there is none.
    pub(super) body: Option<&'a [u8]>,
}

impl Outgoing<'_> {
    /// The octets on the wire.
    pub(super) fn octets(&self) -> Vec<u8> {
        request(self.method, self.url, self.query, self.headers, self.body)
    }

    fn what(&self) -> String {
        format!("{} {}", self.method, self.url.path())
    }
}

const LIMITS: Limits = Limits { head: 64 * 1024, body: 1 << 20 };

/// After so long without use a connection is not trusted: the server may close it just when it is used.
const FRESH: Duration = Duration::from_millis(500);

/// The connections of one thread.
pub(super) struct Connections {
    gate: Arc<Gate>,
    idle: HashMap<String, (Incoming<Stream>, Instant)>,
}

impl Connections {
    pub(super) fn new(gate: Arc<Gate>) -> Self {
        Self { gate, idle: HashMap::new() }
    }

    /// Sends a request, and reads the response to it.
    ///
    /// RFC 9112 §9.3.1: a connection that was used before may close just now, and then a request is sent again only if that
    /// does no harm. A code that is redeemed twice does, so a POST has a connection of its own.
    pub(super) fn exchange(
        &mut self,
        outgoing: Outgoing<'_>,
        until: Instant,
    ) -> Result<Response, Trouble> {
        let reusable = self.reusable(outgoing.url).filter(|_| outgoing.body.is_none());
        let again = reusable.and_then(|connection| self.over(connection, &outgoing, until).ok());
        match again {
            Some(response) => Ok(response),
            None => self.over(self.open(outgoing.url, until)?, &outgoing, until),
        }
    }

    fn over(
        &mut self,
        mut connection: Incoming<Stream>,
        outgoing: &Outgoing<'_>,
        until: Instant,
    ) -> Result<Response, Trouble> {
        send(&mut connection, &outgoing.octets(), until)
            .map_err(|source| wire(outgoing, source))?;
        let (response, stays) =
            connection.response(until).map_err(|source| wire(outgoing, source))?;
        if stays {
            self.idle.insert(origin(outgoing.url), (connection, Instant::now()));
        }
        Ok(response)
    }

    /// Sends the same request over so many connections at the same moment: all are open, and all but the last octet is
    /// sent, before the first last octet goes.
    pub(super) fn race(
        &self,
        all: &[Outgoing<'_>],
        until: Instant,
    ) -> Result<Vec<Response>, Trouble> {
        let mut ready = Vec::new();
        for outgoing in all {
            let mut connection = self.open(outgoing.url, until)?;
            let mut octets = outgoing.octets();
            let last = octets.pop().into_iter().collect::<Vec<u8>>();
            send(&mut connection, &octets, until).map_err(|source| wire(outgoing, source))?;
            ready.push((outgoing, connection, last));
        }
        for (outgoing, connection, last) in &mut ready {
            send(connection, last, until).map_err(|source| wire(outgoing, source))?;
        }
        let mut responses = Vec::new();
        for (outgoing, mut connection, _) in ready {
            let (response, _) =
                connection.response(until).map_err(|source| wire(outgoing, source))?;
            responses.push(response);
        }
        Ok(responses)
    }

    fn open(&self, url: &Url, until: Instant) -> Result<Incoming<Stream>, Trouble> {
        Ok(Incoming::new(self.gate.open(url, until)?, LIMITS))
    }

    /// A connection that was used just now, and that the server has not closed.
    fn reusable(&mut self, url: &Url) -> Option<Incoming<Stream>> {
        let (mut connection, since) = self.idle.remove(&origin(url))?;
        if since.elapsed() > FRESH || connection.has_more() {
            return None;
        }
        let stream = connection.stream().socket();
        stream.set_nonblocking(true).ok()?;
        let silent = matches!(
            stream.peek(&mut [0]),
            Err(error) if error.kind() == std::io::ErrorKind::WouldBlock
        );
        stream.set_nonblocking(false).ok()?;
        silent.then_some(connection)
    }
}

fn send(connection: &mut Incoming<Stream>, octets: &[u8], until: Instant) -> Result<(), WireError> {
    let left = until.saturating_duration_since(Instant::now());
    let stream = connection.stream();
    let sent = stream.allow(left).and_then(|()| stream.write_all(octets));
    sent.map_err(|error| match error.kind() {
        std::io::ErrorKind::WouldBlock | std::io::ErrorKind::TimedOut => {
            WireError::TimedOut("room for the request")
        }
        _ => WireError::Stream(error),
    })
}

fn wire(outgoing: &Outgoing<'_>, source: WireError) -> Trouble {
    Trouble::Wire { what: outgoing.what(), source }
}

fn origin(url: &Url) -> String {
    let port = url.port_or_known_default().unwrap_or_default();
    format!("{}://{}:{port}", url.scheme(), url.host_str().unwrap_or_default())
}
