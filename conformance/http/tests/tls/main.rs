//! Servers under TLS: one that an authority of the file vouches for, and those that nobody does or that stall.
#![expect(clippy::unwrap_used, reason = "a test may panic")]

mod front;
#[path = "../shared/judged.rs"]
mod judged;

use std::{
    io::Write as _,
    net::{TcpListener, TcpStream},
    path::{Path, PathBuf},
    sync::Arc,
    thread,
    time::Duration,
};

use front::Front;
use judged::{judged, said};
use pkce_conformance::result::{Report, Verdict};
use pkce_core::{policy::Policy, server::Standard};
use pkce_http::serve::{Direct, Model as _, Site, clients, registered, serve};

/// Runs the first control against whatever is at this place.
fn run(at: &str, folder: &Path, more: &str) -> Report {
    let text = format!(
        "name = \"under TLS\"\n[server]\nauthorize = \"{at}/authorize\"\ntoken = \"{at}/token\"\n{more}\
         [clients.public]\nid = \"public\"\nredirect_uri = \"http://127.0.0.1:9999/cb/public\"\n\
         [offers]\nplain = false\n[offers.roles.public]\npkce = \"required\"\n"
    );
    judged(&text, folder, "flow/control/s256", [1, 30].map(Duration::from_secs))
}

/// A folder of the test's own.
fn folder(name: &str) -> PathBuf {
    let folder = std::env::temp_dir().join(format!("pkce-tls-{name}-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

#[test]
fn a_server_is_judged_under_tls_where_its_authority_is_named_and_not_otherwise() {
    let mut model = Direct::new(Policy::default(), Arc::new(Standard), [3; 32]);
    for client in clients().values() {
        model.register(registered(client)).unwrap();
    }
    let running = serve(Site::new("reference", Vec::new(), Box::new(model), [3; 32]), 0).unwrap();
    let front = Front::start(running.port());
    let folder = folder("authority");
    std::fs::write(folder.join("ca.pem"), &front.certificate).unwrap();
    let (named, at) = ("ca = \"ca.pem\"\n", format!("https://localhost:{}", front.port));

    let report = run(&at, &folder, named);
    let judged: Vec<_> = report.results.iter().filter(|row| row.unjudged.is_none()).collect();
    assert!(!judged.is_empty(), "{}", said(&report));
    assert!(judged.iter().all(|row| row.verdict == Verdict::Pass), "{}", said(&report));
    let asked = front.asked();
    assert!(asked > 0);

    let unknown = said(&run(&at, &folder, ""));
    assert!(unknown.contains("TLS with localhost failed"), "{unknown}");
    assert!(unknown.contains("name its certificate by `ca`"), "{unknown}");
    let elsewhere = run(&format!("https://127.0.0.1:{}", front.port), &folder, named);
    assert!(said(&elsewhere).contains("TLS with 127.0.0.1 failed"), "{}", said(&elsewhere));
    assert_eq!(front.asked(), asked, "nothing is sent to a server that is not known");

    let nothing = run(&at, &folder, "ca = \"absent.pem\"\n");
    assert!(said(&nothing).contains("`ca` under [server]"), "{}", said(&nothing));
    std::fs::remove_dir_all(&folder).unwrap();
}

/// A server that does so with each connection.
fn hostile(act: impl Fn(&mut TcpStream) + Send + Sync + 'static) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let act = Arc::new(act);
    thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            let act = Arc::clone(&act);
            thread::spawn(move || act(&mut stream));
        }
    });
    format!("https://localhost:{port}")
}

#[test]
fn a_handshake_that_stalls_or_drips_or_is_none_ends_in_time() {
    let here = Path::new(".");
    let stalls = hostile(|_| thread::sleep(Duration::from_secs(20)));
    assert!(said(&run(&stalls, here, "")).contains("did not end in time"));
    let drips = hostile(|stream| {
        // The beginning of a handshake message that says that it is long.
        let _ = stream.write_all(&[22, 3, 3, 64, 0, 2, 0, 63, 252]);
        while stream.write_all(&[0]).is_ok() {
            thread::sleep(Duration::from_millis(50));
        }
    });
    assert!(said(&run(&drips, here, "")).contains("did not end in time"));
    let plain = hostile(|stream| {
        let _ = stream.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n");
    });
    assert!(said(&run(&plain, here, "")).contains("TLS with localhost failed"));
}
