//! What holds a secret says in Debug what it is, and keeps what it holds to itself.

use std::fmt::Debug;

use pkce_core::{
    ChallengeMethod, CodeChallenge, CodeVerifier, GeneratedVerifier,
    policy::Policy,
    request::{Parameter, Parameters},
    server::{
        AuthorizationResponse, AuthorizationServer, Binding, BoundChallenge, BoundMethod, Client,
        ClientKind, Credentials, PushResponse, Shape, TokenResponse,
    },
};
use rand_chacha::{ChaCha20Rng, rand_core::SeedableRng as _};

const SECRET: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";

#[test]
fn debug_names_the_type_and_no_secret() {
    let verifier = CodeVerifier::parse(SECRET).unwrap();
    let challenge = CodeChallenge::derive(ChallengeMethod::Plain, &verifier);
    let bound = BoundChallenge { method: BoundMethod::PLAIN, text: SECRET.into() };
    let shape =
        Shape { status: 200, content_type: "", cache_control: None, www_authenticate: None };
    let secret = || SECRET.to_owned();
    let told: [(&dyn Debug, &str); 12] = [
        (&verifier, "CodeVerifier([redacted])"),
        (&challenge, "CodeChallenge(plain, [redacted])"),
        (&challenge.to_text(), "ChallengeText([redacted])"),
        (&bound, "BoundChallenge(Known(Plain), [redacted])"),
        (&Binding::Challenge(bound.clone()), "Challenge(BoundChallenge(Known(Plain), [redacted]))"),
        (
            &Credentials::Basic { client_id: "id".into(), secret: SECRET.into() },
            "Basic([redacted])",
        ),
        (&ClientKind::Confidential { secret: secret() }, "Confidential([redacted])"),
        (&Parameter::Value(SECRET.as_bytes()), "Value([redacted])"),
        (&Parameters::from_iter([("code_verifier", SECRET)]), r#"["code_verifier"]"#),
        (
            &AuthorizationResponse {
                redirect_uri: SECRET.into(),
                code: secret(),
                state: Some(SECRET.into()),
                extra: Vec::new(),
            },
            "AuthorizationResponse([redacted])",
        ),
        (
            &PushResponse {
                request_uri: secret(),
                expires_in: Policy::default().code_lifetime,
                shape,
            },
            "PushResponse([redacted])",
        ),
        (
            &TokenResponse {
                access_token: secret(),
                token_type: "Bearer",
                expires_in: Policy::default().token_lifetime,
                extra: Vec::new(),
                shape,
            },
            "TokenResponse([redacted])",
        ),
    ];
    for (value, expected) in told {
        assert_eq!(format!("{value:?}"), expected);
    }
    assert_eq!(format!("{:?}", Credentials::Absent), "Absent");
    assert_eq!(format!("{:?}", Credentials::Unreadable), "Unreadable");
    assert_eq!(format!("{:?}", ClientKind::Public), "Public");

    let mut rng = ChaCha20Rng::from_seed([7; 32]);
    let generated = GeneratedVerifier::generate(&mut rng);
    assert_eq!(format!("{generated:?}"), "GeneratedVerifier([redacted])");
}

/// The server tells how much it holds; a grant, all but its tokens.
#[test]
fn debug_of_the_server_counts() {
    let mut server = AuthorizationServer::new(Policy::default());
    let client = Client {
        id: "client".into(),
        kind: ClientKind::Confidential { secret: SECRET.into() },
        redirect_uris: vec!["https://client.example/cb".into()],
    };
    server.register(client).unwrap();
    let query = Parameters::from_iter([
        ("response_type", "code"),
        ("client_id", "client"),
        ("code_challenge", "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"),
        ("code_challenge_method", "S256"),
    ]);
    let mut rng = ChaCha20Rng::from_seed([7; 32]);
    let code =
        server.authorize(std::time::Duration::ZERO, "session", &query, &mut rng).unwrap().code;
    let told = format!("{server:?}");
    assert!(told.contains("clients: 1, codes: 1, pushed: 0, tokens: 0"), "{told}");
    assert!(!told.contains(SECRET) && !told.contains(&code), "{told}");
    let grant = format!("{:?}", server.grant(&code).unwrap());
    assert!(grant.contains(r#"client_id: "client""#) && grant.contains("[redacted]"), "{grant}");
    assert!(!grant.contains("E9Melhoa2"), "{grant}");
}
