//! Messages read from a stream. The other end is a stranger: every size, number and time has a limit.

use std::time::{Duration, Instant};

use pkce_conformance::messages::{Headers, Response};

use super::{body::Length, error::WireError, stream::Timed};

/// The most that is read of one message.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Limits {
    /// Octets of a head: the first line and the header fields.
    pub(crate) head: usize,
    /// Octets of a body.
    pub(crate) body: usize,
}

/// The most header fields that are read.
const MOST_FIELDS: usize = 128;

/// The most interim responses (1xx) that are read before the final one.
const MOST_INTERIM: usize = 16;

/// A request's first line and its header fields.
#[derive(Debug)]
pub(crate) struct RequestHead {
    /// The method, as it came.
    pub(crate) method: String,
    /// The target, as it came.
    pub(crate) target: Vec<u8>,
    /// The header fields.
    pub(crate) headers: Headers,
    /// The sender waits for more after the answer.
    pub(crate) keep_alive: bool,
    length: Length,
}

/// What comes in on a stream.
pub(crate) struct Incoming<S> {
    stream: S,
    limits: Limits,
    /// Octets that came and were not taken yet.
    buffer: Vec<u8>,
}

impl<S: Timed> Incoming<S> {
    /// The messages of a stream.
    pub(crate) const fn new(stream: S, limits: Limits) -> Self {
        Self { stream, limits, buffer: Vec::new() }
    }

    /// The stream, to write to.
    pub(crate) const fn stream(&mut self) -> &mut S {
        &mut self.stream
    }

    /// Whether something came that was not asked for.
    pub(crate) const fn has_more(&self) -> bool {
        !self.buffer.is_empty()
    }

    /// Waits for the first octet of a message. `false`: nothing came in this time.
    pub(crate) fn wait(&mut self, time: Duration) -> Result<bool, WireError> {
        if self.has_more() {
            return Ok(true);
        }
        match self.fill(Instant::now() + time, FIRST_OCTET) {
            Ok(()) => Ok(true),
            Err(WireError::TimedOut(_)) => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// A request's head.
    pub(crate) fn request_head(&mut self, until: Instant) -> Result<RequestHead, WireError> {
        let head = self.head(until)?;
        let mut fields = [httparse::EMPTY_HEADER; MOST_FIELDS];
        let mut request = httparse::Request::new(&mut fields);
        complete(request.parse(&head))?;
        let headers = headers(request.headers);
        let length = Length::of_request(&headers)?;
        let keep_alive = keeps_alive(request.version, &headers);
        Ok(RequestHead {
            method: request.method.unwrap_or_default().to_owned(),
            target: request.path.unwrap_or_default().as_bytes().to_vec(),
            headers,
            keep_alive,
            length,
        })
    }

    /// The body that follows a request's head.
    pub(crate) fn request_body(
        &mut self,
        head: &RequestHead,
        until: Instant,
    ) -> Result<Vec<u8>, WireError> {
        self.body(head.length, until)
    }

    /// A response, and whether the connection stays open after it.
    pub(crate) fn response(&mut self, until: Instant) -> Result<(Response, bool), WireError> {
        for _ in 0..=MOST_INTERIM {
            let head = self.head(until)?;
            let mut fields = [httparse::EMPTY_HEADER; MOST_FIELDS];
            let mut response = httparse::Response::new(&mut fields);
            complete(response.parse(&head))?;
            let status = response.code.unwrap_or_default();
            // RFC 9110 §15.2: a client reads interim responses until the final one.
            if (100..200).contains(&status) && status != 101 {
                continue;
            }
            let headers = headers(response.headers);
            let length = Length::of_response(status, &headers)?;
            let keep_alive = keeps_alive(response.version, &headers) && length != Length::ToTheEnd;
            let body = self.body(length, until)?;
            return Ok((Response { status, headers, body }, keep_alive));
        }
        Err(WireError::TooLong {
            what: "the run of interim responses",
            most: format!("{MOST_INTERIM} responses"),
        })
    }

    /// The octets up to and with the empty line.
    fn head(&mut self, until: Instant) -> Result<Vec<u8>, WireError> {
        const WHAT: &str = "the header";
        let mut looked_at = 0;
        loop {
            // An end may begin in what was looked at before.
            let from = looked_at.min(self.buffer.len());
            if let Some(end) = end_of_head(&self.buffer, from) {
                if end > self.limits.head {
                    return Err(self.head_too_long());
                }
                let rest = self.buffer.split_off(end);
                return Ok(std::mem::replace(&mut self.buffer, rest));
            }
            if self.buffer.len() > self.limits.head {
                return Err(self.head_too_long());
            }
            looked_at = self.buffer.len().saturating_sub(3);
            let what = if self.buffer.is_empty() { FIRST_OCTET } else { WHAT };
            self.fill(until, what)?;
        }
    }

    fn head_too_long(&self) -> WireError {
        WireError::TooLong { what: "the header", most: format!("{} octets", self.limits.head) }
    }

    fn body(&mut self, length: Length, until: Instant) -> Result<Vec<u8>, WireError> {
        match length {
            Length::Known(length) => self.exactly(length, until),
            Length::Chunked => self.chunked(until),
            Length::ToTheEnd => self.until_closed(until),
        }
    }

    fn exactly(&mut self, length: u64, until: Instant) -> Result<Vec<u8>, WireError> {
        let length = usize::try_from(length).unwrap_or(usize::MAX);
        if length > self.limits.body {
            return Err(self.body_too_long());
        }
        while self.buffer.len() < length {
            self.fill(until, BODY)?;
        }
        let rest = self.buffer.split_off(length);
        Ok(std::mem::replace(&mut self.buffer, rest))
    }

    fn until_closed(&mut self, until: Instant) -> Result<Vec<u8>, WireError> {
        loop {
            if self.buffer.len() > self.limits.body {
                return Err(self.body_too_long());
            }
            match self.fill(until, BODY) {
                Ok(()) => {}
                Err(WireError::Cut(_) | WireError::Closed) => {
                    return Ok(std::mem::take(&mut self.buffer));
                }
                Err(error) => return Err(error),
            }
        }
    }

    /// RFC 9112 §7.1.
    fn chunked(&mut self, until: Instant) -> Result<Vec<u8>, WireError> {
        let mut body = Vec::new();
        loop {
            let size = loop {
                match httparse::parse_chunk_size(&self.buffer) {
                    Ok(httparse::Status::Complete((start, size))) => {
                        self.buffer.drain(..start);
                        break size;
                    }
                    Ok(httparse::Status::Partial) if self.buffer.len() <= MOST_CHUNK_LINE => {
                        self.fill(until, BODY)?;
                    }
                    _ => return Err(malformed("a chunk has no size")),
                }
            };
            if size == 0 {
                break;
            }
            let room = self.limits.body.saturating_sub(body.len());
            if usize::try_from(size).map_or(true, |size| size > room) {
                return Err(self.body_too_long());
            }
            body.extend(self.exactly(size, until)?);
            if self.exactly(2, until)? != *b"\r\n" {
                return Err(malformed("a chunk is longer than it says"));
            }
        }
        self.skip_trailers(until)?;
        Ok(body)
    }

    /// Trailer fields are read and not used.
    fn skip_trailers(&mut self, until: Instant) -> Result<(), WireError> {
        let mut skipped = 0;
        loop {
            let end = self.buffer.windows(2).position(|pair| pair == b"\r\n");
            if let Some(end) = end {
                self.buffer.drain(..end + 2);
                skipped += end;
                if end == 0 {
                    return Ok(());
                }
            } else {
                self.fill(until, BODY)?;
            }
            if skipped + self.buffer.len() > self.limits.head + self.limits.body {
                return Err(self.head_too_long());
            }
        }
    }

    fn body_too_long(&self) -> WireError {
        WireError::TooLong { what: "the body", most: format!("{} octets", self.limits.body) }
    }

    /// Reads once more, in the time that is left.
    fn fill(&mut self, until: Instant, what: &'static str) -> Result<(), WireError> {
        let left = until.saturating_duration_since(Instant::now());
        let mut chunk = [0; 8 * 1024];
        let read = loop {
            self.stream.allow(left).map_err(|error| WireError::of(error, what))?;
            match self.stream.read(&mut chunk) {
                Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
                read => break read.map_err(|error| WireError::of(error, what))?,
            }
        };
        if read == 0 {
            return Err(if what == FIRST_OCTET { WireError::Closed } else { WireError::Cut(what) });
        }
        self.buffer.extend(chunk.get(..read).unwrap_or_default());
        Ok(())
    }
}

const FIRST_OCTET: &str = "the first octet";

const BODY: &str = "the body";

/// The longest line before a chunk that is read, in octets.
const MOST_CHUNK_LINE: usize = 1024;

/// Where the empty line ends, looked for from a place on.
fn end_of_head(buffer: &[u8], from: usize) -> Option<usize> {
    let rest = buffer.get(from..)?;
    let mut lines = rest.iter().enumerate().filter(|(_, octet)| **octet == b'\n');
    // RFC 9112 §2.2: a recipient may take a single line feed for the end of a line.
    lines.find_map(|(at, _)| {
        let after = rest.get(at + 1..)?;
        match after {
            [b'\n', ..] => Some(from + at + 2),
            [b'\r', b'\n', ..] => Some(from + at + 3),
            _ => None,
        }
    })
}

fn complete(parsed: httparse::Result<usize>) -> Result<(), WireError> {
    match parsed {
        Ok(httparse::Status::Complete(_)) => Ok(()),
        Ok(httparse::Status::Partial) => Err(malformed("the header has no end")),
        Err(httparse::Error::TooManyHeaders) => {
            Err(WireError::TooLong { what: "the header", most: format!("{MOST_FIELDS} fields") })
        }
        Err(error) => Err(malformed(&error)),
    }
}

pub(super) fn malformed(why: &(impl ToString + ?Sized)) -> WireError {
    WireError::Malformed(why.to_string())
}

fn headers(fields: &[httparse::Header<'_>]) -> Headers {
    let mut headers = Headers::new();
    for field in fields {
        headers.push(field.name.to_owned(), field.value);
    }
    headers
}

/// RFC 9112 §9.3.
fn keeps_alive(version: Option<u8>, headers: &Headers) -> bool {
    let says = |option: &str| {
        let text = headers.text("Connection").unwrap_or_default();
        text.split(',').any(|known| known.trim().eq_ignore_ascii_case(option))
    };
    match version {
        Some(1) => !says("close"),
        _ => says("keep-alive"),
    }
}

#[cfg(test)]
mod tests;
