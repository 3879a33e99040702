//! A client of a few lines.

use std::{
    io::{Read as _, Write as _},
    net::TcpStream,
    time::Duration,
};

pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) head: String,
    pub(crate) body: String,
}

impl Answer {
    pub(crate) fn header(&self, name: &str) -> Option<String> {
        let lines = self.head.lines().filter_map(|line| line.split_once(": "));
        lines
            .filter(|(known, _)| known.eq_ignore_ascii_case(name))
            .map(|(_, v)| v.to_owned())
            .next()
    }

    pub(crate) fn member(&self, name: &str) -> String {
        let document: serde_json::Value = serde_json::from_str(&self.body).unwrap();
        let member = document.get(name).and_then(|member| member.as_str());
        member.unwrap_or_else(|| panic!("no {name} in {}", self.body)).to_owned()
    }
}

pub(crate) fn get(port: u16, target: &str, headers: &[&str]) -> Answer {
    ask(port, "GET", target, "", headers)
}

pub(crate) fn post(port: u16, target: &str, body: &str, headers: &[&str]) -> Answer {
    ask(port, "POST", target, body, headers)
}

fn ask(port: u16, method: &str, target: &str, body: &str, headers: &[&str]) -> Answer {
    let headers = headers.iter().flat_map(|header| [header, "\r\n"]).collect::<String>();
    raw(
        port,
        &format!(
            "{method} {target} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n{headers}Content-Length: {}\r\n\
             Connection: close\r\n\r\n{body}",
            body.len()
        ),
    )
}

pub(crate) fn raw(port: u16, octets: &str) -> Answer {
    try_raw(port, octets).unwrap()
}

/// Nothing where the connection fails.
pub(crate) fn try_raw(port: u16, octets: &str) -> Option<Answer> {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).ok()?;
    stream.set_read_timeout(Some(Duration::from_secs(20))).ok()?;
    // A server may answer, and close, before it has read all of it.
    let _ = stream.write_all(octets.as_bytes());
    let mut answer = Vec::new();
    let mut chunk = [0; 4096];
    while let Ok(read @ 1..) = stream.read(&mut chunk) {
        answer.extend_from_slice(chunk.get(..read)?);
    }
    let text = String::from_utf8(answer).ok()?;
    let (head, body) = text.split_once("\r\n\r\n")?;
    let status = head.split(' ').nth(1)?.parse().ok()?;
    Some(Answer { status, head: head.to_owned(), body: body.to_owned() })
}
