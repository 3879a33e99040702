use std::{
    io::{self, Read, Write},
    time::Duration,
};

use proptest::prelude::*;

use super::*;

/// A stream of octets that come in pieces, and then no more.
struct Scripted {
    pieces: Vec<Vec<u8>>,
}

impl Read for Scripted {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if self.pieces.is_empty() {
            return Ok(0);
        }
        let piece = self.pieces.remove(0);
        let count = piece.len().min(into.len());
        into[..count].copy_from_slice(&piece[..count]);
        if count < piece.len() {
            self.pieces.insert(0, piece[count..].to_vec());
        }
        Ok(count)
    }
}

impl Write for Scripted {
    fn write(&mut self, from: &[u8]) -> io::Result<usize> {
        Ok(from.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Timed for Scripted {
    fn allow(&self, _: Duration) -> io::Result<()> {
        Ok(())
    }
}

const LIMITS: Limits = Limits { head: 4_096, body: 4_096 };

fn read(octets: &[u8], piece: usize) -> Result<(Response, bool), WireError> {
    let pieces = octets.chunks(piece).map(<[u8]>::to_vec).collect();
    let mut incoming = Incoming::new(Scripted { pieces }, LIMITS);
    incoming.response(Instant::now() + Duration::from_secs(5))
}

#[test]
fn a_body_ends_where_its_length_chunks_or_the_connection_end() {
    for (message, body, stays) in [
        ("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nokmore", "ok", true),
        ("HTTP/1.1 200 OK\r\nContent-Length: 2, 2\r\n\r\nok", "ok", true),
        ("HTTP/1.1 200 OK\r\n\r\nto the end", "to the end", false),
        ("HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nok", "ok", false),
        (
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n1;x=y\r\nc\r\n0\r\nT: u\r\n\r\n",
            "abc",
            true,
        ),
        ("HTTP/1.1 204 No Content\r\nContent-Length: 7\r\n\r\n", "", true),
        ("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200\r\nContent-Length: 0\r\n\r\n", "", true),
        ("HTTP/1.1 200 OK\nContent-Length: 2\n\nok", "ok", true),
    ] {
        for piece in [1, 3, 1_000] {
            let (response, keep_alive) = read(message.as_bytes(), piece).unwrap();
            assert_eq!(response.body, body.as_bytes(), "{message}");
            assert_eq!(keep_alive, stays, "{message}");
        }
    }
}

#[test]
fn a_strangers_message_has_limits() {
    let long = "x".repeat(5_000);
    let interim = "HTTP/1.1 102 Processing\r\n\r\n".repeat(17);
    let fields = "A: b\r\n".repeat(129);
    for (message, says) in [
        ("", "without an answer"),
        ("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nok", "in the middle of the body"),
        ("HTTP/1.1 200 OK\r\n", "in the middle of the header"),
        ("SSH-2.0-OpenSSH\r\n\r\n", "not HTTP/1.1"),
        (&*format!("HTTP/1.1 200 OK\r\nA: {long}\r\n\r\n"), "the header is longer"),
        (&*format!("HTTP/1.1 200 OK\r\n\r\n{long}"), "the body is longer"),
        ("HTTP/1.1 200 OK\r\nContent-Length: 99999999999999\r\n\r\n", "the body is longer"),
        ("HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab", "lengths"),
        ("HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\nab", "length"),
        ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffffff\r\n", "the body is longer"),
        ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", "no size"),
        ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nabc", "longer than it says"),
        (&*interim, "interim responses"),
        (&*format!("HTTP/1.1 200 OK\r\n{fields}\r\n"), "128 fields"),
    ] {
        let error = read(message.as_bytes(), 700).unwrap_err().to_string();
        assert!(error.contains(says), "{says}: {error}");
    }
}

proptest! {
    #[test]
    fn no_octets_break_the_reader(octets: Vec<u8>, piece in 1usize..64) {
        let head = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
        let _ = read(&octets, piece);
        let _ = read(&[&head[..], &octets].concat(), piece);
    }
}
