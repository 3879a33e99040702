//! What a code is worth at the token endpoint: to whom, how often, how long, with which verifier.

use std::time::Duration;

use pkce_core::{
    OAuthError, VerifyError,
    policy::{Methods, Policy},
    server::{
        Client, ClientKind, Credentials, Decisions as _, Refusal, RegistrationError, Shape,
        Standard,
    },
    transform,
};

use crate::world::{
    CHALLENGE, OTHER, OTHER_VERIFIER, PUBLIC, SECRET, SECRETIVE, VERIFIER, World, changed,
    optional, s256,
};

#[test]
fn the_right_verifier_gets_one_token() {
    let mut world = World::new(Policy::default());
    let code = world.code(PUBLIC, s256());
    let token = world.token(PUBLIC, &code, Some(VERIFIER)).unwrap();
    assert!(world.server.introspect(world.now, &token.access_token));
    assert!(!world.server.introspect(world.now, "another"));
    assert!(!world.server.introspect(world.now + Duration::from_secs(600), &token.access_token));
}

/// RFC 6749 §5.1, §5.2
#[test]
fn answers_have_the_form_of_the_document() {
    let mut world = World::new(Policy::default());
    let json = Shape {
        status: 200,
        content_type: "application/json",
        cache_control: Some("no-store"),
        www_authenticate: None,
    };
    let code = world.code(PUBLIC, s256());
    let refused = world.refusal(PUBLIC, "another", Some(VERIFIER));
    assert_eq!(refused.shape, Shape { status: 400, ..json });
    let token = world.token(PUBLIC, &code, Some(VERIFIER)).unwrap();
    assert_eq!(token.shape, json);
    assert_eq!(Standard.error_status(Some(OAuthError::ServerError)), 500);
}

#[test]
fn what_is_remembered_of_a_code_can_be_looked_at() {
    let mut world = World::new(Policy::default());
    let code = world.code(PUBLIC, s256());
    let grant = world.server.grant(&code).unwrap();
    assert_eq!((grant.client_id.as_str(), grant.redeemed), (PUBLIC, None));
    assert!(world.server.client(PUBLIC).is_some_and(Client::is_public));
    assert!(world.server.grant("another").is_none() && world.server.client("another").is_none());
}

#[test]
fn a_replay_is_denied_and_revokes_only_if_it_is_otherwise_valid() {
    let mut world = World::new(Policy::default());
    let code = world.code(PUBLIC, s256());
    let token = world.token(PUBLIC, &code, Some(VERIFIER)).unwrap().access_token;
    let wrong = changed(VERIFIER);
    assert_eq!(world.refusal(PUBLIC, &code, Some(&wrong)).error, Some(OAuthError::InvalidGrant));
    assert_eq!(world.refusal(OTHER, &code, Some(VERIFIER)).refusal, Refusal::CodeOfOtherClient);
    assert!(world.server.introspect(world.now, &token), "a stranger's replay revokes nothing");
    assert_eq!(world.refusal(PUBLIC, &code, Some(VERIFIER)).refusal, Refusal::CodeReplayed);
    assert!(!world.server.introspect(world.now, &token));
}

#[test]
fn a_wrong_or_missing_verifier_burns_the_code() {
    for first in [None, Some(OTHER_VERIFIER), Some("short"), Some("")] {
        let mut world = World::new(Policy::default());
        let code = world.code(PUBLIC, s256());
        let error = world.refusal(PUBLIC, &code, first);
        assert_eq!(
            (error.error, error.shape.status),
            (Some(OAuthError::InvalidGrant), 400),
            "{first:?}"
        );
        assert_eq!(
            world.refusal(PUBLIC, &code, Some(VERIFIER)).refusal,
            Refusal::CodeUnknown,
            "{first:?}"
        );
    }
}

/// Here the digest matches: only the grammar says no.
#[test]
fn a_malformed_verifier_is_refused_whatever_its_digest() {
    for verifier in ["a", &"a".repeat(42), &"a".repeat(129), &"+".repeat(43), &"\u{e9}".repeat(43)]
    {
        let mut world = World::new(Policy::default());
        let challenge = transform::s256(verifier.as_bytes());
        let challenge = std::str::from_utf8(&challenge).unwrap();
        let code =
            world.code(PUBLIC, [("code_challenge", challenge), ("code_challenge_method", "S256")]);
        let error = world.refusal(PUBLIC, &code, Some(verifier));
        assert!(matches!(error.refusal, Refusal::Verifier(VerifyError::Verifier(_))), "{verifier}");
        assert_eq!(error.error, Some(OAuthError::InvalidGrant));
    }
}

#[test]
fn a_stranger_burns_nothing() {
    let mut world = World::new(Policy::default());
    let code = world.code(PUBLIC, s256());
    assert_eq!(world.refusal(OTHER, &code, Some(VERIFIER)).refusal, Refusal::CodeOfOtherClient);
    let mut body = World::token_body(PUBLIC, &code, Some(VERIFIER));
    body.remove("redirect_uri");
    body.push("redirect_uri", "https://evil.example/cb");
    assert_eq!(
        world.post(&Credentials::Absent, &body).unwrap_err().refusal,
        Refusal::RedirectUriDiffers
    );
    assert!(world.token(PUBLIC, &code, Some(VERIFIER)).is_ok());
}

#[test]
fn without_a_challenge_no_verifier_is_taken() {
    for id in [PUBLIC, SECRETIVE] {
        let mut world = World::new(optional());
        let code = world.code(id, []);
        assert_eq!(world.refusal(id, &code, Some(VERIFIER)).refusal, Refusal::VerifierStray);
        let code = world.code(id, []);
        assert!(world.token(id, &code, None).is_ok());
    }
}

#[test]
fn an_omitted_method_is_plain() {
    let mut world = World::new(Policy { methods: Methods::S256AndPlain, ..Policy::default() });
    let code = world.code(PUBLIC, [("code_challenge", VERIFIER)]);
    assert!(world.token(PUBLIC, &code, Some(VERIFIER)).is_ok());
    let code = world.code(PUBLIC, [("code_challenge", CHALLENGE)]);
    assert!(world.token(PUBLIC, &code, Some(VERIFIER)).is_err());
}

#[test]
fn a_code_expires() {
    let mut world = World::new(Policy::default());
    let code = world.code(PUBLIC, s256());
    world.now += Duration::from_secs(60);
    assert_eq!(world.refusal(PUBLIC, &code, Some(VERIFIER)).refusal, Refusal::CodeExpired);
    world.now -= Duration::from_nanos(1);
    assert!(world.token(PUBLIC, &code, Some(VERIFIER)).is_ok());
}

#[test]
fn a_verifier_is_no_secret_and_a_secret_no_verifier() {
    let mut world = World::new(optional());
    let code = world.code(SECRETIVE, s256());
    let body = World::token_body(SECRETIVE, &code, Some(VERIFIER));
    let with =
        |secret: &str| Credentials::Basic { client_id: SECRETIVE.into(), secret: secret.into() };
    for credentials in
        [Credentials::Absent, with(""), with("wrong"), with(VERIFIER), Credentials::Unreadable]
    {
        let error = world.post(&credentials, &body).unwrap_err();
        assert_eq!(
            (error.error, error.shape.status),
            (Some(OAuthError::InvalidClient), 401),
            "{credentials:?}"
        );
        assert!(error.shape.www_authenticate.is_some());
    }
    let secret = World::token_body(SECRETIVE, &code, Some(SECRET));
    let mut both = World::token_body(SECRETIVE, &code, Some(VERIFIER));
    both.push("client_secret", SECRET);
    assert_eq!(world.post(&with(SECRET), &both).unwrap_err().refusal, Refusal::TwoCredentials);
    assert!(world.post(&Credentials::Absent, &both).is_ok(), "the secret may be in the body");
    let code = world.code(SECRETIVE, s256());
    let mut body = secret;
    body.remove("code");
    body.push("code", code.as_str());
    assert!(world.post(&with(SECRET), &body).is_err());
}

#[test]
fn the_redirect_uri_may_be_left_out_where_it_is_safe() {
    let mut world = World::new(optional());
    for (params, named, good) in
        [(s256().to_vec(), true, true), (vec![], true, false), (vec![], false, true)]
    {
        let verifier = (!params.is_empty()).then_some(VERIFIER);
        let mut query = World::query(PUBLIC, params);
        if !named {
            query.remove("redirect_uri");
        }
        let code = world.server.authorize(world.now, "s", &query, &mut world.rng).unwrap().code;
        let mut body = World::token_body(PUBLIC, &code, verifier);
        body.remove("redirect_uri");
        assert_eq!(world.post(&Credentials::Absent, &body).is_ok(), good);
    }
}

#[test]
fn state_is_bounded() {
    let mut policy = Policy::default();
    (policy.limits.codes, policy.limits.pushed, policy.limits.clients) = (2, 2, 4);
    let mut world = World::new(policy);
    let codes: Vec<String> = (0..3).map(|_| world.code(PUBLIC, s256())).collect();
    assert_eq!(world.refusal(PUBLIC, &codes[0], Some(VERIFIER)).refusal, Refusal::CodeUnknown);
    assert!(world.token(PUBLIC, &codes[1], Some(VERIFIER)).is_ok());
    let client = |id: &str| Client {
        id: id.into(),
        kind: ClientKind::Public,
        redirect_uris: vec!["a:".into()],
    };
    assert_eq!(world.server.register(client(PUBLIC)), Err(RegistrationError::IdInUse));
    let long = Client { redirect_uris: vec!["a:".repeat(10_000)], ..client("long") };
    assert_eq!(world.server.register(long), Err(RegistrationError::TooLong));
    assert_eq!(world.server.register(client("one-more")), Ok(()));
    assert_eq!(world.server.register(client("too-many")), Err(RegistrationError::Full));
}
