//! One connection: requests in, responses out, until somebody has had enough.

use std::{
    io::Write as _,
    net::TcpStream,
    sync::atomic::{AtomicBool, Ordering},
    time::{Duration, Instant},
};

use pkce_conformance::messages::{Headers, Response};

use super::{
    answers::{Answers, Said},
    site::Asked,
};
use crate::message::{Incoming, Limits, RequestHead, WireError, response_head};

const LIMITS: Limits = Limits { head: 64 * 1024, body: 128 * 1024 };

/// How long one request may take to arrive.
const PATIENCE: Duration = Duration::from_secs(10);

/// How long a connection may be idle.
const IDLE: Duration = Duration::from_secs(60);

/// How often an idle connection looks whether the server ends.
const GLANCE: Duration = Duration::from_millis(200);

/// Where the server is.
pub(super) struct Place {
    /// The issuer: scheme, address and port.
    pub(super) issuer: String,
    /// What `Host` may say.
    pub(super) hosts: [String; 3],
}

/// Serves one connection.
pub(super) fn serve(stream: TcpStream, answers: &dyn Answers, place: &Place, ends: &AtomicBool) {
    // Without it a small answer waits for the acknowledgement of the one before.
    let _ = stream.set_nodelay(true);
    let mut incoming = Incoming::new(stream, LIMITS);
    while awaits(&mut incoming, ends) {
        let until = Instant::now() + PATIENCE;
        let (said, keep_alive) = match read(&mut incoming, until) {
            Ok((head, body)) => {
                let keep_alive = head.keep_alive;
                (answer(answers, place, head, body), keep_alive)
            }
            Err(error) => (Said::Response(refusal(&error)), false),
        };
        let Said::Response(response) = said else { return };
        let keep_alive = keep_alive && !ends.load(Ordering::Relaxed);
        let mut octets =
            response_head(response.status, &response.headers, response.body.len(), keep_alive);
        octets.extend(response.body);
        if incoming.stream().write_all(&octets).is_err() || !keep_alive {
            return;
        }
    }
}

/// Waits for the next request; `false` where there will be none.
fn awaits(incoming: &mut Incoming<TcpStream>, ends: &AtomicBool) -> bool {
    let since = Instant::now();
    loop {
        match incoming.wait(GLANCE) {
            Ok(true) => return true,
            Ok(false) if since.elapsed() < IDLE && !ends.load(Ordering::Relaxed) => {}
            _ => return false,
        }
    }
}

fn read(
    incoming: &mut Incoming<TcpStream>,
    until: Instant,
) -> Result<(RequestHead, Vec<u8>), WireError> {
    let head = incoming.request_head(until)?;
    if head.headers.first("Expect").is_some() {
        let _ = incoming.stream().write_all(b"HTTP/1.1 100 Continue\r\n\r\n");
    }
    let body = incoming.request_body(&head, until)?;
    Ok((head, body))
}

fn answer(answers: &dyn Answers, place: &Place, head: RequestHead, body: Vec<u8>) -> Said {
    // A page of another name, whose owner lets it lead to this address, must not talk to us (DNS rebinding).
    let host = head.headers.text("Host").unwrap_or_default();
    if !place.hosts.iter().any(|known| host.eq_ignore_ascii_case(known)) {
        return Said::Response(plain(
            421,
            "This server answers under its own name and port alone.\n",
        ));
    }
    let place_of_query = head.target.iter().position(|octet| *octet == b'?');
    let end = place_of_query.unwrap_or(head.target.len());
    let (path, rest) = head.target.split_at_checked(end).unwrap_or((&head.target, &[]));
    let query = rest.get(1..).unwrap_or_default();
    let asked = Asked { method: &head.method, path, query, headers: head.headers, body };
    answers.answer(&place.issuer, asked)
}

fn refusal(error: &WireError) -> Response {
    let status = match error {
        WireError::TooLong { what: "the body", .. } => 413,
        WireError::TooLong { .. } => 431,
        _ => 400,
    };
    plain(status, &format!("{error}.\n"))
}

pub(crate) fn plain(status: u16, text: &str) -> Response {
    let headers = Headers::new().with("Content-Type", *b"text/plain; charset=utf-8");
    Response { status, headers, body: text.as_bytes().to_vec() }
}
