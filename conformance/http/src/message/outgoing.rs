//! Messages as octets.

use pkce_conformance::messages::Headers;
use url::Url;

/// The head of a response with a body of this length.
pub(crate) fn response_head(
    status: u16,
    headers: &Headers,
    length: usize,
    keep_alive: bool,
) -> Vec<u8> {
    let mut head = format!("HTTP/1.1 {status} {}\r\n", status_phrase(status)).into_bytes();
    fields(headers, &mut head);
    let connection = if keep_alive { "keep-alive" } else { "close" };
    head.extend(format!("Content-Length: {length}\r\nConnection: {connection}\r\n\r\n").bytes());
    head
}

/// Writes header fields. What would end a line is left out.
fn fields(headers: &Headers, onto: &mut Vec<u8>) {
    for (name, value) in headers.iter() {
        onto.extend(name.bytes());
        onto.extend(b": ");
        onto.extend(value.iter().filter(|octet| !matches!(octet, b'\r' | b'\n' | 0)));
        onto.extend(b"\r\n");
    }
}

/// The words that stand beside a status.
const fn status_phrase(status: u16) -> &'static str {
    match status {
        200 => "OK",
        201 => "Created",
        202 => "Accepted",
        204 => "No Content",
        302 => "Found",
        307 => "Temporary Redirect",
        400 => "Bad Request",
        401 => "Unauthorized",
        403 => "Forbidden",
        404 => "Not Found",
        405 => "Method Not Allowed",
        413 => "Content Too Large",
        421 => "Misdirected Request",
        431 => "Request Header Fields Too Large",
        500 => "Internal Server Error",
        503 => "Service Unavailable",
        _ => "",
    }
}

/// A URL's path, and its own query before the other one. No octet is changed but those that no request line holds.
pub(crate) fn request_target(url: &Url, query: &[u8]) -> Vec<u8> {
    let mut octets = url.path().as_bytes().to_vec();
    let own = url.query().unwrap_or_default().as_bytes();
    for (at, part) in [own, query].into_iter().filter(|part| !part.is_empty()).enumerate() {
        octets.push(if at == 0 { b'?' } else { b'&' });
        for octet in part {
            if octet.is_ascii_graphic() || *octet >= 0x80 {
                octets.push(*octet);
            } else {
                octets.extend(format!("%{octet:02X}").bytes());
            }
        }
    }
    octets
}

/// A request, with the query after the URL's own. No octet of it is changed but those that no request line holds.
pub(crate) fn request(
    method: &str,
    url: &Url,
    query: &[u8],
    headers: &Headers,
    body: Option<&[u8]>,
) -> Vec<u8> {
    let mut octets = format!("{method} ").into_bytes();
    octets.extend(request_target(url, query));
    octets.extend(b" HTTP/1.1\r\nHost: ");
    octets.extend(url.host_str().unwrap_or_default().bytes());
    if let Some(port) = url.port() {
        octets.extend(format!(":{port}").bytes());
    }
    if headers.first("User-Agent").is_none() {
        octets.extend(b"\r\nUser-Agent: pkce");
    }
    octets.extend(b"\r\nAccept-Encoding: identity\r\n");
    fields(headers, &mut octets);
    if let Some(body) = body {
        octets.extend(format!("Content-Length: {}\r\n", body.len()).bytes());
    }
    octets.extend(b"\r\n");
    octets.extend(body.unwrap_or_default());
    octets
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_goes_as_it_was_given() {
        let url = Url::parse("http://127.0.0.1:80/a/?own=1").unwrap();
        let headers = Headers::new().with("A", *b"b\r\nInjected: c");
        let octets = request("GET", &url, b"x=%zz&x=%5b \xff'|", &headers, None);
        let expected: &[u8] = b"GET /a/?own=1&x=%zz&x=%5b%20\xff'| HTTP/1.1\r\nHost: 127.0.0.1\r\n\
            User-Agent: pkce\r\nAccept-Encoding: identity\r\nA: bInjected: c\r\n\r\n";
        assert_eq!(octets, expected, "{}", String::from_utf8_lossy(&octets));
        let posted = request("POST", &url, b"", &Headers::new(), Some(b"a=%zz"));
        assert!(posted.ends_with(b"Content-Length: 5\r\n\r\na=%zz"));
    }
}
