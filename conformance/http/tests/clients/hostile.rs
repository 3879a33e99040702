//! Clients that do what no client should: each scenario has a verdict, in time, and nothing is left behind.

use std::{
    io::{Read as _, Write as _},
    net::TcpStream,
    path::Path,
    sync::{
        Mutex,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

use pkce_conformance::{
    fault::FaultKind,
    plan::{Filter, Patterns},
    result::{Report, Verdict},
    wire::About,
};
use pkce_http::client::{
    Answer, Client, ClientCommand, ClientOptions, InThisProcess, NoAnswer, Places, Talker, Way, run,
};
use pkce_mutants::right_clients;
use pkce_vectors::VectorSet;
use serde_json::Value;

static NEVER: AtomicBool = AtomicBool::new(false);

pub(crate) fn held(client: &dyn Client, only: &str) -> Report {
    let set = VectorSet::bundled().unwrap();
    let filter = Filter { only: Some(Patterns::new(&[only])), ..Filter::default() };
    let options = ClientOptions {
        target: "hostile",
        profile: None,
        filter: &filter,
        about: About::library("hostile", "0", &["client"]),
        knows_support: false,
        limit: Duration::from_secs(2),
        jobs: 4,
        key: [7; 32],
        strict: false,
        complete: false,
        known: None,
        interrupted: &NEVER,
    };
    run(&set, client, &options, &|_| {}).unwrap().report
}

fn shell(script: &str) -> ClientCommand {
    let words = ["sh", "-c", script].map(str::to_owned);
    ClientCommand::typed(&words, Way::Lines, Duration::from_millis(500))
}

/// A right client, until the control is over; then it does something else.
struct Turns<'d> {
    right: InThisProcess<'d>,
    turned: AtomicBool,
    does: fn(&Places) -> Result<Answer, NoAnswer>,
}

struct Turned(fn(&Places) -> Result<Answer, NoAnswer>, Places);

impl Client for Turns<'_> {
    fn has_secret(&self) -> bool {
        false
    }

    fn start(&self, places: &Places, home: &Path) -> Result<Box<dyn Talker>, String> {
        if self.turned.swap(true, Ordering::Relaxed) {
            let places = Places { issuer: places.issuer.clone(), port: places.port };
            Ok(Box::new(Turned(self.does, places)))
        } else {
            self.right.start(places, home)
        }
    }
}

impl Talker for Turned {
    fn ask(&mut self, _: &Value) -> Result<Answer, NoAnswer> {
        (self.0)(&self.1)
    }

    fn close(self: Box<Self>) -> String {
        String::new()
    }
}

fn turns(does: fn(&Places) -> Result<Answer, NoAnswer>, only: &str) -> Report {
    let right = right_clients().into_iter().next().unwrap();
    let decisions = || right.decisions();
    let right = InThisProcess { decisions: &decisions, mcp: false, secret: false };
    held(&Turns { right, turned: AtomicBool::new(false), does }, only)
}

fn server(places: &Places) -> TcpStream {
    TcpStream::connect(places.issuer.strip_prefix("http://").unwrap()).unwrap()
}

fn nothing_was_judged(report: &Report) {
    let skipped = report.results.iter().all(|row| row.verdict == Verdict::Skipped);
    assert!(skipped, "{:#?}", report.results);
}

#[test]
fn one_that_never_answers_is_told_at_once() {
    let began = Instant::now();
    let report = held(&shell("sleep 60"), "client/*");
    let why = report.failed_to_run.unwrap();
    assert!(why.contains("no answer to `begin`"), "{why}");
    assert_eq!(report.run.exit_code, 3);
    assert!(began.elapsed() < Duration::from_secs(15));
}

#[test]
fn one_that_ends_is_told_with_its_last_words() {
    let report = held(&shell("echo no such thing >&2; exit 3"), "client/*");
    let why = report.failed_to_run.unwrap();
    assert!(why.contains("no such thing") && why.contains("exit status: 3"), "{why}");
}

#[test]
fn one_that_does_not_start_is_told() {
    let words = ["no-such-program".to_owned()];
    let client = ClientCommand::typed(&words, Way::Lines, Duration::from_secs(1));
    let why = held(&client, "client/*").failed_to_run.unwrap();
    assert!(why.contains("no-such-program"), "{why}");
}

#[test]
fn garbage_is_no_answer() {
    for script in [
        "head -c 3000000 /dev/zero | tr '\\0' a; sleep 5",
        "printf '\\377\\376\\n'; sleep 5",
        "while true; do echo '{\"level\":\"info\"}'; done",
        "while true; do echo; done",
    ] {
        let report = held(&shell(script), "client/leaks/*");
        assert!(report.failed_to_run.is_some(), "{script}");
    }
}

#[test]
fn one_that_breaks_later_breaks_each_scenario_and_no_more() {
    let breaks =
        |_: &Places| Err(NoAnswer::Broke(FaultKind::TimedOut, "no answer within 2 s".to_owned()));
    let report = turns(breaks, "client/*");
    assert_eq!(report.failed_to_run, None);
    assert!(
        report.results.iter().all(|row| row.verdict == Verdict::Broken),
        "{:#?}",
        report.summary
    );
    assert!(report.results.iter().any(|row| row.fault == Some(FaultKind::Abandoned)));
    assert_eq!(report.run.exit_code, 1);
}

#[test]
fn a_thousand_connections_are_too_many() {
    let report = turns(
        |places| {
            let open: Vec<_> = (0..1_000)
                .filter_map(|_| {
                    TcpStream::connect(places.issuer.strip_prefix("http://").unwrap()).ok()
                })
                .collect();
            drop(open);
            Ok(Answer::default())
        },
        "client/leaks/*",
    );
    nothing_was_judged(&report);
}

#[test]
fn half_a_request_and_endless_headers_end() {
    let report = turns(
        |places| {
            let mut half = server(places);
            half.write_all(b"POST /token HTTP/1.1\r\nContent-Length: 100\r\n\r\ngrant").unwrap();
            let mut endless = server(places);
            let (mut sent, piece) = (0, vec![b'a'; 1 << 16]);
            while sent < 4 << 20 && endless.write_all(&piece).is_ok() {
                sent += 1 << 16;
            }
            let mut answer = Vec::new();
            let _ = endless.set_read_timeout(Some(Duration::from_secs(1)));
            let _ = endless.read_to_end(&mut answer);
            Ok(Answer::default())
        },
        "client/leaks/*",
    );
    nothing_was_judged(&report);
}

#[test]
fn more_requests_than_anyone_needs_are_not_kept() {
    let report = turns(
        |places| {
            for _ in 0..1_100 {
                let mut stream = server(places);
                let host = places.issuer.strip_prefix("http://").unwrap();
                let request = format!(
                    "GET /.well-known/oauth-authorization-server HTTP/1.0\r\nHost: {host}\r\n\r\n"
                );
                stream.write_all(request.as_bytes()).unwrap();
                stream.read_to_end(&mut Vec::new()).unwrap();
            }
            Ok(Answer::default())
        },
        "client/leaks/*",
    );
    assert!(
        report.results.iter().all(|row| row.verdict == Verdict::Broken),
        "{:#?}",
        report.results
    );
}

#[test]
fn links_that_lead_elsewhere_are_not_opened() {
    static LINKS: Mutex<Vec<&str>> = Mutex::new(Vec::new());
    for link in ["http://192.0.2.1/", "file:///etc/passwd", "https://127.0.0.1:1/", "::", ""] {
        LINKS.lock().unwrap().push(link);
        let report = turns(
            |_| {
                let link = LINKS.lock().unwrap().last().map(|link| (*link).to_owned());
                Ok(Answer { login: Some(1), url: link, ..Answer::default() })
            },
            "client/leaks/*",
        );
        assert!(report.results.iter().all(|row| row.verdict == Verdict::Skipped), "{link}");
    }
}

#[test]
fn what_a_client_starts_does_not_outlive_it_and_its_home_goes() {
    let mark = std::env::temp_dir().join(format!("pkce-client-test-{}", std::process::id()));
    let script =
        format!("(sleep 3; touch {0}) & pwd; echo $HOME > {0}.home; sleep 60", mark.display());
    assert!(held(&shell(&script), "client/leaks/*").failed_to_run.is_some());
    let noted = format!("{}.home", mark.display());
    let home = std::fs::read_to_string(&noted).unwrap();
    assert!(!Path::new(home.trim()).exists(), "{home}");
    std::thread::sleep(Duration::from_secs(4));
    assert!(!mark.exists());
    let _ = std::fs::remove_file(noted);
}
