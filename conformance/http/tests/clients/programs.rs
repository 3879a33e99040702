//! Programs that speak no lines: they print their link, or open it in a browser, and listen themselves.

use std::{
    fs,
    io::{Read as _, Write as _},
    net::{Ipv4Addr, TcpListener, TcpStream},
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::Duration,
};

use pkce_conformance::result::Verdict;
use pkce_http::client::{ClientCommand, Way};
use pkce_vectors::s256;

use super::hostile::held;

const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";

/// Listens where the program says that it listens, once for each start, and redeems the code that comes.
fn listens(folder: PathBuf, ends: Arc<AtomicBool>) -> thread::JoinHandle<()> {
    thread::spawn(move || {
        while !ends.load(Ordering::Relaxed) {
            thread::sleep(Duration::from_millis(20));
            for entry in fs::read_dir(&folder).unwrap().flatten() {
                let text = fs::read_to_string(entry.path()).unwrap_or_default();
                let mut words = text.split_whitespace();
                if let (Some(issuer), Some(port)) = (words.next(), words.next()) {
                    fs::remove_file(entry.path()).unwrap();
                    redeem(issuer, port.parse().unwrap());
                }
            }
        }
    })
}

fn redeem(issuer: &str, port: u16) {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).unwrap();
    let (mut stream, _) = listener.accept().unwrap();
    let mut head = [0; 4096];
    let length = stream.read(&mut head).unwrap();
    let head = String::from_utf8_lossy(head.get(..length).unwrap()).into_owned();
    let code = head.split("code=").nth(1).unwrap().split(['&', ' ']).next().unwrap();
    let host = issuer.strip_prefix("http://").unwrap();
    let body =
        format!("grant_type=authorization_code&code={code}&code_verifier={VERIFIER}&client_id=x");
    let mut server = TcpStream::connect(host).unwrap();
    let length = body.len();
    write!(
        server,
        "POST /token HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\nContent-Length: {length}\r\n\r\n{body}"
    )
    .unwrap();
    server.read_to_string(&mut String::new()).unwrap();
    stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n").unwrap();
}

/// A program whose link is shown by `show`.
fn program(folder: &Path, way: Way, show: &str) -> ClientCommand {
    let challenge = s256(VERIFIER.as_bytes());
    let script = format!(
        "echo '{{issuer}} {{port}}' > {}/$$; link='{{issuer}}/authorize?response_type=code&client_id=x&state=y\
         &redirect_uri={{redirect_uri}}&code_challenge={challenge}&code_challenge_method=S256'; {show}; sleep 20",
        folder.display()
    );
    let words = ["sh".to_owned(), "-c".to_owned(), script];
    ClientCommand::typed(&words, way, Duration::from_secs(10))
}

fn is_judged(name: &str, way: Way, show: &str) {
    let folder = std::env::temp_dir().join(format!("pkce-program-{name}-{}", std::process::id()));
    fs::create_dir(&folder).unwrap();
    let ends = Arc::new(AtomicBool::new(false));
    let listener = listens(folder.clone(), Arc::clone(&ends));
    let report = held(&program(&folder, way, show), "client/control/*");
    ends.store(true, Ordering::Relaxed);
    listener.join().unwrap();
    fs::remove_dir_all(&folder).unwrap();
    assert_eq!(report.failed_to_run, None);
    let passes = |asks: &str| {
        let row = report.results.iter().find(|row| row.id.ends_with(asks)).unwrap();
        assert_eq!(row.verdict, Verdict::Pass, "{row:#?}");
    };
    ["#challenge-of-public", "#s256-of-verifier", "#verifier-sent"].into_iter().for_each(passes);
    assert_eq!(report.summary.fail, 0, "{:#?}", report.results);
}

#[test]
fn a_printed_link_is_opened() {
    is_judged("printed", Way::Printed, "echo \"Open <$link> in a browser.\"");
}

#[test]
fn a_browser_that_is_called_is_ours() {
    is_judged("browser", Way::Browser, "$BROWSER \"$link\"");
    is_judged("xdg-open", Way::Browser, "xdg-open \"$link\"");
}

#[test]
fn one_that_does_not_listen_is_told() {
    let link = "echo '{issuer}/authorize?response_type=code&redirect_uri={redirect_uri}'; sleep 20";
    let words = ["sh", "-c", link].map(str::to_owned);
    let client = ClientCommand::typed(&words, Way::Printed, Duration::from_secs(1));
    let why = held(&client, "client/control/*").failed_to_run.unwrap();
    assert!(why.contains("nobody takes the answer"), "{why}");
}
