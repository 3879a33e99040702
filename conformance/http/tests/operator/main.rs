//! What the operator of a server has at hand: a login by a command of their own, and lines for a shell that show a failure.
#![cfg(unix)]
#![expect(clippy::unwrap_used, reason = "a test may panic")]

#[path = "../hostile/server.rs"]
mod server;

#[path = "../shared/judged.rs"]
mod judged;

use std::{io::Write as _, path::Path, time::Duration};

use judged::{judged, said};
use pkce_conformance::result::{Report, Verdict};
use server::Server;

/// A server that takes every code, whatever the verifier, and gives codes to nobody who comes by himself.
fn credulous() -> Server {
    Server::start(|request, stream| {
        let (status, body) = if request.starts_with("POST /token") {
            ("200 OK", "{\"access_token\":\"the-access-token\",\"token_type\":\"Bearer\"}")
        } else {
            ("403 Forbidden", "{}")
        };
        let _ = write!(
            stream,
            "HTTP/1.1 {status}\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
            body.len()
        );
    })
}

/// Logs in: reads the URL, and prints where a server would redirect to.
const LOGS_IN: &str = "read url; state=${url##*state=}; echo \"https://client.example/cb?code=the-code-$$&state=${state%%&*}\"";

fn run(server: &Server, script: &str, only: &str) -> Report {
    // Long enough on a machine that is busy, but for what never ends.
    let patience = if script.starts_with("sleep") { 1 } else { 20 };
    let at = format!("http://127.0.0.1:{}", server.port);
    let text = format!(
        "name = \"by command\"\n[server]\nauthorize = \"{at}/authorize?tenant=a\"\ntoken = \"{at}/token\"\n\
         [clients.confidential]\nid = \"c\"\nsecret = \"the-client-secret\"\nredirect_uri = \"https://client.example/cb\"\n\
         [offers]\nplain = false\n[offers.roles.confidential]\npkce = \"required\"\nauth = \"basic\"\n\
         [session]\ncommand = [\"sh\", \"-c\", {script:?}]\ncommand_patience = {patience}\n"
    );
    judged(&text, Path::new("."), only, [5, 60].map(Duration::from_secs))
}

#[test]
fn a_command_logs_in() {
    let server = credulous();
    let report = run(&server, LOGS_IN, "flow/control/s256");
    let passed = report.results.iter().filter(|row| row.verdict == Verdict::Pass).count();
    assert!(passed > 0, "{}", said(&report));
    // The command alone goes to the authorization endpoint.
    assert!(server.requests().iter().all(|request| request.starts_with("POST /token")));
}

#[test]
fn a_command_that_fails_or_never_ends_is_told_and_one_that_prints_nothing_is_a_refusal() {
    let server = credulous();
    let fails = said(&run(&server, "echo no key is plugged in >&2; exit 3", "flow/control/s256"));
    assert!(fails.contains("failed: exit status: 3 no key is plugged in"), "{fails}");
    let waits = said(&run(&server, "sleep 30", "flow/control/s256"));
    assert!(waits.contains("did not end within 1 s"), "{waits}");
    let nothing = said(&run(&server, "read url", "flow/control/s256"));
    assert!(nothing.contains("a refusal"), "{nothing}");
    let elsewhere =
        said(&run(&server, "read url; echo https://thief.example/cb?code=x", "flow/control/s256"));
    assert!(elsewhere.contains("a refusal"), "{elsewhere}");
    assert!(server.requests().is_empty(), "no code came");
}

#[test]
fn a_failure_has_lines_to_paste_without_a_secret() {
    let report = run(&credulous(), LOGS_IN, "flow/verifier/wrong");
    let failed: Vec<_> = report.results.iter().filter(|row| row.verdict == Verdict::Fail).collect();
    let [row] = failed.as_slice() else { unreachable!("{}", said(&report)) };
    let [authorize, token] = row.by_hand.as_slice() else { unreachable!("{:?}", row.by_hand) };
    assert!(authorize.starts_with("curl -s -i -b jar -c jar "), "{authorize}");
    assert!(
        authorize.contains("/authorize?tenant=a&client_id=c&response_type=code&"),
        "{authorize}"
    );
    assert!(token.contains("-u c:\"$SECRET\""), "{token}");
    assert!(token.contains("&code='\"$CODE\"'&"), "{token}");
    assert!(token.contains("code_verifier="), "{token}");
    for secret in ["the-client-secret", "the-code-", "the-access-token"] {
        assert!(row.by_hand.iter().all(|line| !line.contains(secret)), "{secret}: {token}");
    }
}
