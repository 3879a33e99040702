//! The server model: an authorization request, then the token request.
#![expect(clippy::unwrap_used, reason = "a bench that can't be set up has nothing to measure")]

use std::{hint::black_box, time::Duration};

use criterion::Criterion;
use pkce_core::{
    policy::Policy,
    request::Parameters,
    server::{AuthorizationServer, Client, ClientKind, Credentials},
};
use rand_chacha::{ChaCha8Rng, rand_core::SeedableRng as _};

const REDIRECT_URI: &str = "https://client.example/callback";
const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

fn main() {
    let mut criterion = Criterion::default().configure_from_args();
    flow(&mut criterion);
    criterion.final_summary();
}

/// A second passes between two flows, so that the server forgets as many codes and tokens as it gives.
fn flow(criterion: &mut Criterion) {
    let mut server = AuthorizationServer::new(Policy::default());
    let redirect_uris = vec![REDIRECT_URI.to_owned()];
    server.register(Client { id: "app".into(), kind: ClientKind::Public, redirect_uris }).unwrap();
    let mut rng = ChaCha8Rng::from_seed([1; 32]);
    let mut now = Duration::ZERO;
    let query: Parameters = [
        ("response_type", "code"),
        ("client_id", "app"),
        ("redirect_uri", REDIRECT_URI),
        ("state", "xyz"),
        ("code_challenge", CHALLENGE),
        ("code_challenge_method", "S256"),
    ]
    .into_iter()
    .collect();
    let mut flow = |verifier: &str| {
        now += Duration::from_secs(1);
        let code = server.authorize(now, "session", &query, &mut rng).unwrap().code;
        let body: Parameters = [
            ("grant_type", "authorization_code"),
            ("client_id", "app"),
            ("redirect_uri", REDIRECT_URI),
            ("code", &code),
            ("code_verifier", verifier),
        ]
        .into_iter()
        .collect();
        server.token(now, &Credentials::Absent, &body, &mut rng).is_ok()
    };
    assert!(flow(VERIFIER), "the right verifier gets a token");
    assert!(!flow(CHALLENGE), "another gets none");
    let mut group = criterion.benchmark_group("server");
    group.bench_function("authorize and token", |bencher| {
        bencher.iter(|| flow(black_box(VERIFIER)));
    });
    group.bench_function("authorize and a refused token", |bencher| {
        bencher.iter(|| flow(black_box(CHALLENGE)));
    });
    group.finish();
}
