//! The reference as a server, asked over sockets by a client that takes nothing from the crate.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test may panic")]

mod client;
mod login;

use std::{net::TcpStream, sync::Arc, time::Duration};

use client::{Answer, get, post, raw};
use pkce_conformance::{
    reference::Reference,
    wire::{ClientFacts, FlowPolicy, Open, PkceRequired},
};
use pkce_core::{
    policy::Policy,
    server::{Client, ClientKind, Standard},
};
use pkce_http::serve::{Direct, Model, Running, Site, Stepped, serve};
use pkce_vectors::{APPENDIX_B_VERIFIER, RoleName, s256};

const REDIRECT: &str = "https://client.example/cb";

fn direct() -> Box<dyn Model> {
    let mut model = Direct::new(Policy::default(), Arc::new(Standard), [7; 32]);
    let redirect_uris = vec![REDIRECT.to_owned()];
    let client = Client { id: "c".to_owned(), kind: ClientKind::Public, redirect_uris };
    model.register(client).unwrap();
    Box::new(model)
}

fn stepped() -> Box<dyn Model> {
    let open = Open {
        session: "s".to_owned(),
        policy: FlowPolicy {
            pkce: PkceRequired::Required,
            methods: vec!["S256".to_owned()],
            code_lifetime: 60,
        },
        clients: vec![ClientFacts {
            key: false,
            role: RoleName::Public,
            client_id: "c".to_owned(),
            client_secret: None,
            redirect_uri: REDIRECT.to_owned(),
        }],
    };
    Box::new(Stepped::open(Box::new(Reference::new(1)), &open).unwrap())
}

fn site(model: Box<dyn Model>) -> Site {
    Site::new("reference", vec!["It offers <S256>.".to_owned()], model, [8; 32])
}

fn running(model: Box<dyn Model>) -> Running {
    serve(site(model), 0).unwrap()
}

fn query(state: &str) -> String {
    let challenge = s256(APPENDIX_B_VERIFIER.as_bytes());
    format!(
        "response_type=code&client_id=c&redirect_uri=https%3A%2F%2Fclient.example%2Fcb&state={state}\
         &code_challenge={challenge}&code_challenge_method=S256"
    )
}

fn code_in(answer: &Answer) -> String {
    let location = answer.header("Location").unwrap();
    let after = location.split("code=").nth(1).unwrap();
    after.split('&').next().unwrap().to_owned()
}

fn redeem(port: u16, code: &str, verifier: &str) -> Answer {
    let form = format!(
        "grant_type=authorization_code&client_id=c&code={code}&redirect_uri=https%3A%2F%2Fclient.example%2Fcb\
         &code_verifier={verifier}"
    );
    post(port, "/token", &form, &[])
}

#[test]
fn a_token_goes_the_whole_way() {
    for model in [direct(), stepped()] {
        let running = running(model);
        let port = running.port();
        let code = code_in(&get(port, &format!("/authorize?{}", query("s")), &[]));
        let token = redeem(port, &code, APPENDIX_B_VERIFIER);
        assert_eq!(token.status, 200, "{}", token.body);
        let token = token.member("access_token");
        let active = post(port, "/introspect", &format!("token={token}"), &[]);
        assert!(active.body.contains("\"active\":true"), "{}", active.body);
        let bearer = format!("Authorization: Bearer {token}");
        assert_eq!(get(port, "/userinfo", &[&bearer]).status, 200);
        assert_eq!(get(port, "/userinfo", &["Authorization: Bearer x"]).status, 401);

        let code = code_in(&get(port, &format!("/authorize?{}", query("s")), &[]));
        let wrong = redeem(port, &code, &"w".repeat(43));
        assert_eq!((wrong.status, &*wrong.member("error")), (400, "invalid_grant"));
    }
}

#[test]
fn the_metadata_names_where_everything_is() {
    let running = running(direct());
    let metadata = get(running.port(), "/.well-known/oauth-authorization-server", &[]);
    assert_eq!(metadata.member("issuer"), running.issuer());
    for (member, path) in [("token_endpoint", "/token"), ("registration_endpoint", "/register")] {
        assert_eq!(metadata.member(member), format!("{}{path}", running.issuer()));
    }
}

#[test]
fn a_client_that_registers_is_served() {
    let running = running(direct());
    let port = running.port();
    let answer = post(
        port,
        "/register",
        r#"{"redirect_uris":["https://client.example/cb"],"token_endpoint_auth_method":"none"}"#,
        &[],
    );
    assert_eq!(answer.status, 201);
    let query =
        query("s").replace("client_id=c", &format!("client_id={}", answer.member("client_id")));
    assert_eq!(get(port, &format!("/authorize?{query}"), &[]).status, 302);
    for (metadata, error) in [
        ("{", "invalid_client_metadata"),
        (
            r#"{"redirect_uris":["app:/cb"],"token_endpoint_auth_method":"tls"}"#,
            "invalid_client_metadata",
        ),
        (r#"{"redirect_uris":[]}"#, "invalid_redirect_uri"),
        (r#"{"redirect_uris":["https://a.example/#b"]}"#, "invalid_redirect_uri"),
    ] {
        let answer = post(port, "/register", metadata, &[]);
        assert_eq!((answer.status, &*answer.member("error")), (400, error), "{metadata}");
    }
    let secret = post(port, "/register", r#"{"redirect_uris":["app:/cb"]}"#, &[]);
    assert_eq!(secret.member("client_secret").len(), 43);
}

#[test]
fn another_host_is_not_answered() {
    let port = running_port();
    let ask = |host: &str| {
        raw(port.port(), &format!("GET / HTTP/1.1\r\n{host}Connection: close\r\n\r\n"))
    };
    let at = |host: &str| format!("Host: {host}:{}\r\n", port.port());
    assert_eq!(ask(&at("127.0.0.1")).status, 200);
    assert_eq!(ask(&at("LOCALHOST")).status, 200);
    for host in ["Host: attacker.example\r\n", "", "Host: 127.0.0.1\r\n"] {
        assert_eq!(ask(host).status, 421, "{host}");
    }
    assert_eq!(ask(&at("attacker.example")).status, 421);
}

fn running_port() -> Running {
    running(direct())
}

#[test]
fn the_page_shows_the_last_exchanges_and_no_secret() {
    let running = running(direct());
    let port = running.port();
    let answer =
        get(port, &format!("/authorize?{}&client_id=%3Cscript%3E", query("private-state")), &[]);
    assert_eq!(answer.status, 400);
    let code = code_in(&get(port, &format!("/authorize?{}", query("private-state")), &[]));
    redeem(port, &code, APPENDIX_B_VERIFIER);
    for _ in 0..60 {
        get(port, "/userinfo", &["Authorization: Bearer private-token"]);
        get(port, &format!("/authorize?{}&x=%1b%5b31m", query("s")), &[]);
    }
    redeem(port, "private-code", "private-verifier");
    let page = get(port, "/", &[]);
    assert_eq!(page.header("Content-Type").as_deref(), Some("text/html; charset=utf-8"));
    assert!(page.body.contains("It offers &lt;S256&gt;."), "{}", page.body);
    assert!(page.body.contains("code_verifier=[16 octets]") && page.body.contains("invalid_grant"));
    assert!(!page.body.contains("private") && !page.body.contains('\u{1b}'), "{}", page.body);
    assert!(page.body.matches("<tr><td>").count() < 60);
}

#[test]
fn what_is_no_request_is_refused_and_what_is_too_long() {
    let running = running(direct());
    let port = running.port();
    let host = format!("Host: 127.0.0.1:{port}\r\n");
    assert_eq!(raw(port, "nonsense\r\n\r\n").status, 400);
    assert_eq!(
        raw(port, &format!("GET / HTTP/1.1\r\n{host}A: {}\r\n\r\n", "x".repeat(1 << 17))).status,
        431
    );
    let long = format!("POST /token HTTP/1.1\r\n{host}Content-Length: 9999999\r\n\r\n");
    assert_eq!(raw(port, &long).status, 413);
    assert_eq!(
        raw(port, &format!("GET /token HTTP/1.1\r\n{host}Connection: close\r\n\r\n")).status,
        405
    );
    assert_eq!(
        raw(port, &format!("GET /none HTTP/1.1\r\n{host}Connection: close\r\n\r\n")).status,
        404
    );
}

#[test]
fn connections_beyond_the_limit_are_told_to_come_again() {
    let running = running(direct());
    let idle: Vec<TcpStream> =
        (0..256).map(|_| TcpStream::connect(("127.0.0.1", running.port())).unwrap()).collect();
    // Each is counted as soon as it is accepted; this one comes after all.
    let busy = (0..100).any(|_| {
        std::thread::sleep(Duration::from_millis(10));
        let port = running.port();
        let ask = format!("GET / HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n\r\n");
        client::try_raw(port, &ask).is_none_or(|answer| answer.status == 503)
    });
    assert!(busy);
    drop(idle);
}

#[test]
fn an_ended_server_takes_nobody_in() {
    let running = running(direct());
    let port = running.port();
    let idle = TcpStream::connect(("127.0.0.1", port)).unwrap();
    drop(running);
    assert!(TcpStream::connect(("127.0.0.1", port)).is_err());
    drop(idle);
}

#[test]
fn what_nobody_signed_is_refused() {
    let running = running(direct());
    let port = running.port();
    let none = "eyJhbGciOiJub25lIn0.eyJpc3MiOiJjIiwic3ViIjoiYyJ9.";
    let form = format!(
        "grant_type=authorization_code&code=x&client_assertion_type=urn%3Aietf%3Aparams%3Aoauth%3A\
         client-assertion-type%3Ajwt-bearer&client_assertion={none}"
    );
    let refused = post(port, "/token", &form, &[]);
    assert_eq!((refused.status, refused.member("error").as_str()), (401, "invalid_client"));
    let object =
        get(port, &format!("/authorize?client_id=c&response_type=code&request={none}"), &[]);
    assert_eq!(object.status, 400);
    assert!(object.body.contains("invalid_request_object"), "{}", object.body);
}

#[test]
fn an_authorization_request_may_be_posted() {
    let running = running(direct());
    let port = running.port();
    let answer = post(port, "/authorize", &query("posted"), &[]);
    assert_eq!(answer.status, 302, "{}", answer.body);
    let token = redeem(port, &code_in(&answer), APPENDIX_B_VERIFIER);
    assert_eq!(token.status, 200, "{}", token.body);
}
