//! Servers that mean harm: a run against each ends, in time, with a report that says what happened.
#![expect(clippy::unwrap_used, reason = "a test may panic")]

#[path = "../shared/judged.rs"]
mod judged;
mod server;

use std::{io::Write as _, net::TcpStream, path::Path, thread, time::Duration};

use judged::{judged, said};
use pkce_conformance::result::Report;
use server::Server;

/// Runs the controls against the server, as a file describes it that ends in `more`.
fn run(server: &Server, more: &str) -> Report {
    let at = format!("http://127.0.0.1:{}", server.port);
    let text = format!(
        "name = \"hostile\"\n[server]\nauthorize = \"{at}/authorize\"\ntoken = \"{at}/token\"\n\
         [clients.confidential]\nid = \"c\"\nsecret = \"the-client-secret\"\nredirect_uri = \"https://client.example/cb\"\n\
         [offers]\nplain = false\n[offers.roles.confidential]\npkce = \"required\"\n\
         [session]\nusername = \"alice\"\npassword = \"the-password\"\n{more}"
    );
    let times = [Duration::from_millis(700), Duration::from_secs(60)];
    let report = judged(&text, Path::new("."), "flow/control/s256", times);
    assert_ne!(report.exit_code(false), 0, "nothing holds here");
    report
}

/// A server that sends these octets to whoever asks, however they ask.
fn sending(octets: impl Into<Vec<u8>>) -> Server {
    let octets = octets.into();
    Server::start(move |_, stream| {
        let _ = stream.write_all(&octets);
    })
}

fn ends_with(octets: impl Into<Vec<u8>>, says: &str) {
    let report = run(&sending(octets), "");
    assert!(said(&report).contains(says), "{says}:\n{}", said(&report));
}

fn html(body: &str) -> String {
    format!(
        "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    )
}

fn again_and_again(piece: &'static [u8], pause: Duration) -> Server {
    Server::start(move |_, stream: &mut TcpStream| {
        while stream.write_all(piece).is_ok() {
            thread::sleep(pause);
        }
    })
}

#[test]
fn a_slow_drip() {
    let server = again_and_again(b"H", Duration::from_millis(50));
    assert!(said(&run(&server, "")).contains("in time"));
}

#[test]
fn an_endless_body() {
    let server = Server::start(|_, stream| {
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\n\r\n");
        while stream.write_all(&[b'x'; 8_192]).is_ok() {}
    });
    assert!(said(&run(&server, "")).contains("the body is longer than"));
}

#[test]
fn a_megabyte_of_headers_and_too_many_of_them() {
    ends_with(
        format!("HTTP/1.1 200 OK\r\nA: {}\r\n\r\n", "x".repeat(1 << 20)),
        "the header is longer than",
    );
    ends_with(format!("HTTP/1.1 200 OK\r\n{}\r\n", "A: b\r\n".repeat(1_000)), "128 fields");
}

#[test]
fn a_flood_of_interim_responses() {
    let server = again_and_again(b"HTTP/1.1 103 Early Hints\r\n\r\n", Duration::ZERO);
    assert!(said(&run(&server, "")).contains("interim responses"));
}

#[test]
fn a_wrong_length_and_no_http_at_all() {
    ends_with("HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\nshort", "in the middle of the body");
    ends_with("HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\n", "length");
    ends_with("\u{1b}[2J SSH-2.0\r\n\r\n", "not HTTP/1.1");
    ends_with("", "without an answer");
}

#[test]
fn a_server_that_stalls_before_it_speaks() {
    let server = Server::start(|_, _| thread::sleep(Duration::from_secs(3)));
    assert!(said(&run(&server, "")).contains("the first octet was still awaited"));
}

#[test]
fn a_bomb_that_would_unfold_stays_as_it_is() {
    let bomb = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\nContent-Length: 20\r\n\r\n\
        \x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03\x03\x00\x00\x00\x00\x00\x00\x00\x00\x00";
    let report = run(&sending(&bomb[..]), "");
    assert!(!report.results.is_empty());
}

#[test]
fn redirects_that_never_end() {
    let server =
        sending("HTTP/1.1 302 Found\r\nLocation: /authorize?again\r\nContent-Length: 0\r\n\r\n");
    assert!(said(&run(&server, "")).contains("15 redirects and pages led to no end"));
}

#[test]
fn redirects_to_a_file_and_to_another_host_are_not_followed() {
    for location in
        ["file:///etc/passwd", "http://192.0.2.1/steal", "javascript:alert(1)", "//192.0.2.1/x"]
    {
        let octets = format!(
            "HTTP/1.1 302 Found\r\nLocation: {location}?code=x\r\nContent-Length: 0\r\n\r\n"
        );
        let server = sending(octets);
        let report = run(&server, "");
        // A code on its way to somebody else is none, and no token is asked for with it.
        assert!(
            server.requests().iter().all(|request| request.starts_with("GET /authorize")),
            "{location}"
        );
        assert!(!said(&report).is_empty());
    }
}

#[test]
fn a_page_of_great_depth_and_one_of_a_million_inputs() {
    for body in
        ["<div>".repeat(180_000), format!("<form>{}</form>", "<input name=a>".repeat(1_000_000))]
    {
        let body = body.get(..900_000).unwrap_or(&body);
        assert!(!run(&sending(html(body)), "").results.is_empty());
    }
}

#[test]
fn a_login_that_comes_again_says_so_and_its_title_is_only_text() {
    let page = "<title>\u{1b}[31m<script>alert(1)</script></title><form method=post>\
        <input name=user value=prefilled><input type=password name=pass></form>";
    let server = sending(html(page));
    let said = said(&run(&server, ""));
    assert!(said.contains("the login form came again"), "{said}");
    assert!(said.contains("[user, pass]") && !said.contains('\u{1b}'), "{said}");
    assert!(!said.contains("prefilled") && !said.contains("the-password"), "{said}");
    let logins =
        server.requests().iter().filter(|request| request.contains("the-password")).count();
    let began =
        server.requests().iter().filter(|request| request.starts_with("GET /authorize")).count();
    assert!(logins <= began, "a wrong password is sent once: {logins} of {began}");
}

#[test]
fn a_password_goes_to_no_other_origin() {
    let thief = Server::start(|_, stream| {
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
    });
    let page = format!(
        "<form method=post action=http://127.0.0.1:{}/><input name=u><input type=password name=p></form>",
        thief.port
    );
    let server = sending(html(&page));
    assert!(said(&run(&server, "")).contains("would send the password to"));
    assert!(thief.requests().is_empty());
}

#[test]
fn a_client_secret_follows_no_redirect() {
    let thief = Server::start(|_, stream| {
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
    });
    let port = thief.port;
    let server = Server::start(move |request, stream| {
        let location = if request.starts_with("GET /authorize") {
            "https://client.example/cb?code=a-code".to_owned()
        } else {
            format!("http://127.0.0.1:{port}/token")
        };
        let _ = write!(
            stream,
            "HTTP/1.1 307 Temporary Redirect\r\nLocation: {location}\r\nContent-Length: 0\r\n\r\n"
        );
    });
    run(&server, "");
    assert!(server.requests().iter().any(|request| request.contains("the-client-secret")));
    assert!(thief.requests().is_empty());
}

#[test]
fn a_host_elsewhere_is_not_asked_without_its_operators_consent() {
    let server = sending("");
    let report = run(&server, "[server.resolve]\n\"127.0.0.1\" = \"192.0.2.1\"\n");
    assert!(said(&report).contains("operator_consents = true"), "{}", said(&report));
    assert!(server.requests().is_empty());
}

#[test]
fn a_server_that_throttles_is_left_alone_in_between() {
    let octets = "HTTP/1.1 429 Too Many Requests\r\nRetry-After: 0\r\nContent-Length: 0\r\n\r\n";
    let server = sending(octets);
    let report = run(&server, "[pace]\nrequests = 40\n");
    assert!(server.requests().len() <= 40);
    assert_eq!(report.exit_code(false), 3, "{}", said(&report));
}
