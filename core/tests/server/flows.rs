//! The authorization server, flow by flow.

use std::{sync::Arc, time::Duration};

use crate::world::{
    CHALLENGE, OTHER, OTHER_CHALLENGE, OTHER_VERIFIER, PUBLIC, SECRET, SECRETIVE, VERIFIER, World,
    changed, s256,
};
use pkce_core::{
    OAuthError, VerifyError,
    policy::{Methods, Policy, Required},
    request::Parameters,
    server::{
        Asked, AuthorizationServer, Binding, BoundMethod, Client, ClientKind, Credentials,
        Decisions, Destination, Duplicates, Fate, Grant, Grants, Proof, Refusal, RegistrationError,
    },
    transform,
};

fn optional() -> Policy {
    Policy { pkce_required: Required::None, ..Policy::default() }
}

#[test]
fn the_right_verifier_gets_one_token() {
    let mut world = World::new(Policy::default());
    let code = world.code(PUBLIC, s256());
    let token = world.token(PUBLIC, &code, Some(VERIFIER)).unwrap();
    assert_eq!(token.shape.cache_control, Some("no-store"));
    assert!(world.server.introspect(world.now, &token.access_token));
    assert!(!world.server.introspect(world.now, "another"));
    assert!(!world.server.introspect(world.now + Duration::from_secs(600), &token.access_token));
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

#[test]
fn metadata_says_what_the_policy_offers() {
    for (methods, expected) in
        [(Methods::S256, &["S256"][..]), (Methods::S256AndPlain, &["S256", "plain"])]
    {
        let world = World::new(Policy { methods, ..Policy::default() });
        assert_eq!(world.server.methods_advertised().as_deref(), Some(expected));
    }
}

#[test]
fn other_flows_are_refused_by_name() {
    let mut world = World::new(Policy::default());
    let mut query = World::query(PUBLIC, s256());
    query.remove("response_type");
    for (response_type, error) in
        [("", OAuthError::InvalidRequest), ("token", OAuthError::UnsupportedResponseType)]
    {
        let mut query = query.clone();
        query.push("response_type", response_type);
        let answer = world.server.authorize(world.now, "s", &query, &mut world.rng);
        assert_eq!(answer.unwrap_err().error, Some(error));
    }
    let code = world.code(PUBLIC, s256());
    let mut body = World::token_body(PUBLIC, &code, Some(VERIFIER));
    body.remove("grant_type");
    for (grant_type, error) in
        [("", OAuthError::InvalidRequest), ("password", OAuthError::UnsupportedGrantType)]
    {
        let mut body = body.clone();
        body.push("grant_type", grant_type);
        let error_of =
            |answer: Result<_, pkce_core::server::TokenError>| answer.map(drop).unwrap_err().error;
        assert_eq!(error_of(world.post(&Credentials::Absent, &body)), Some(error));
    }
    assert!(world.token(PUBLIC, &code, Some(VERIFIER)).is_ok(), "none of this burned the code");
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
fn required_means_required() {
    let one = Required::Clients([String::from(SECRETIVE)].into());
    for (required, refused) in [
        (Required::All, [true, true]),
        (Required::PublicClients, [true, false]),
        (one, [false, true]),
        (Required::None, [false, false]),
    ] {
        let mut world = World::new(Policy { pkce_required: required.clone(), ..Policy::default() });
        for (id, refused) in [PUBLIC, SECRETIVE].into_iter().zip(refused) {
            for params in [vec![], vec![("code_challenge", "")]] {
                let answer = world.authorize(id, params);
                assert_eq!(answer.is_err(), refused, "{required:?} {id}");
            }
        }
    }
}

#[test]
fn errors_come_back_with_the_state() {
    let mut world = World::new(Policy::default());
    let error = world.authorize(PUBLIC, []).unwrap_err();
    assert_eq!(error.error, Some(OAuthError::InvalidRequest));
    assert_eq!(error.destination, Destination::Redirect(b"https://public.example/cb".to_vec()));
    assert_eq!(error.state.as_deref(), Some(&b"xyz"[..]));
}

#[test]
fn nothing_is_sent_to_an_unregistered_uri() {
    let mut world = World::new(Policy::default());
    for (name, value) in [("redirect_uri", "https://evil.example/cb"), ("client_id", "nobody")] {
        let mut query = World::query(PUBLIC, s256());
        query.remove(name);
        query.push(name, value);
        let error = world.server.authorize(world.now, "s", &query, &mut world.rng).unwrap_err();
        assert_eq!(error.destination, Destination::Page, "{name}");
        // Twice is as bad.
        let mut query = World::query(PUBLIC, s256());
        query.push(name, value);
        let error = world.server.authorize(world.now, "s", &query, &mut world.rng).unwrap_err();
        assert_eq!(error.destination, Destination::Page, "{name}");
    }
}

#[test]
fn methods_are_spelt_exactly_and_offered() {
    for (methods, plain) in [(Methods::S256, false), (Methods::S256AndPlain, true)] {
        let mut world = World::new(Policy { methods, ..optional() });
        assert_eq!(world.authorize(PUBLIC, [("code_challenge", VERIFIER)]).is_ok(), plain);
        assert_eq!(
            world
                .authorize(PUBLIC, [("code_challenge", VERIFIER), ("code_challenge_method", "")])
                .is_ok(),
            plain
        );
        for (method, good) in [("plain", plain), ("S256", true), ("s256", false), ("S512", false)] {
            let sent = [("code_challenge", CHALLENGE), ("code_challenge_method", method)];
            assert_eq!(world.authorize(PUBLIC, sent).is_ok(), good, "{method}");
        }
        assert!(world.authorize(PUBLIC, [("code_challenge_method", "S256")]).is_err());
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
fn duplicates_are_refused() {
    let mut world = World::new(optional());
    for name in ["code_challenge", "code_challenge_method", "state", "response_type"] {
        let mut query = World::query(PUBLIC, s256());
        query.push(name, "again");
        let error = world.server.authorize(world.now, "s", &query, &mut world.rng).unwrap_err();
        assert_eq!(error.error, Some(OAuthError::InvalidRequest), "{name}");
    }
    let code = world.code(PUBLIC, s256());
    let mut body = World::token_body(PUBLIC, &code, Some(VERIFIER));
    body.push("code_verifier", VERIFIER);
    assert_eq!(
        world.post(&Credentials::Absent, &body).unwrap_err().error,
        Some(OAuthError::InvalidRequest)
    );
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
fn a_pushed_request_is_all_that_counts() {
    let mut world = World::new(optional());
    let pushed = world.push(SECRETIVE, s256()).unwrap();
    let mut query = World::pushed_query(SECRETIVE, &pushed);
    query.push("code_challenge", OTHER_VERIFIER);
    let answer = world.server.authorize(world.now, "s", &query, &mut world.rng).unwrap();
    assert!(world.server.authorize(world.now, "s", &query, &mut world.rng).is_err(), "one use");
    assert!(world.token(SECRETIVE, &answer.code, Some(VERIFIER)).is_ok());
}

#[test]
fn a_pushed_request_is_bound_and_expires() {
    let mut world = World::new(Policy::default());
    let pushed = world.push(PUBLIC, s256()).unwrap();
    let mut ask = |id: &str, now| {
        let query = World::pushed_query(id, &pushed);
        world
            .server
            .authorize(now, "s", &query, &mut world.rng)
            .map_err(|error| (error.error, error.destination))
    };
    let refused = (Some(OAuthError::InvalidRequestUri), Destination::Page);
    assert_eq!(ask(OTHER, Duration::ZERO).unwrap_err(), refused);
    assert_eq!(ask(PUBLIC, Duration::from_secs(60)).unwrap_err(), refused);
    assert!(ask(PUBLIC, Duration::ZERO).is_ok());
}

#[test]
fn a_bad_request_is_refused_when_it_is_pushed() {
    let mut world = World::new(Policy::default());
    assert_eq!(world.push(PUBLIC, []).unwrap_err().refusal, Refusal::ChallengeRequired);
    let nested = [
        ("request_uri", "urn:x"),
        ("code_challenge", CHALLENGE),
        ("code_challenge_method", "S256"),
    ];
    assert_eq!(world.push(PUBLIC, nested).unwrap_err().refusal, Refusal::RequestUriPushed);
    let long = "a".repeat(20_000);
    assert_eq!(
        world.push(PUBLIC, [("x", long.as_str())]).unwrap_err().refusal,
        Refusal::RequestTooLong
    );
    let query = World::query(SECRETIVE, s256());
    let error =
        world.server.push(world.now, &Credentials::Absent, &query, &mut world.rng).unwrap_err();
    assert_eq!(error.shape.status, 401);
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

/// The point of [`Decisions`]: a server that is wrong, or right in another way, is one method.
#[test]
fn one_decision_can_be_overridden_at_a_time() {
    struct VerifierOnlyIfSent;
    impl Decisions for VerifierOnlyIfSent {
        fn verifier_missing(&self, _: &Proof<'_>) -> Result<(), Refusal> {
            Ok(())
        }
    }
    struct ForgetsChallenge;
    impl Decisions for ForgetsChallenge {
        fn fate(&self, _: Refusal, _: &Grant) -> Fate {
            Fate::Rebind(Binding::Absent)
        }
    }
    struct ChallengeOfClient;
    impl Decisions for ChallengeOfClient {
        fn binding_of<'a>(&self, grant: &'a Grant, grants: &'a Grants) -> &'a Binding {
            let newest = grants.iter().rfind(|other| other.client_id == grant.client_id);
            &newest.unwrap_or(grant).binding
        }
    }
    struct OmittedIsS256;
    impl Decisions for OmittedIsS256 {
        fn method_when_omitted(&self, _: &Asked<'_>) -> Result<BoundMethod, Refusal> {
            Ok(BoundMethod::S256)
        }
    }
    struct TakesLast;
    impl Decisions for TakesLast {
        fn duplicate(&self, _: &str) -> Duplicates {
            Duplicates::Last
        }
    }
    let with = |decisions: Arc<dyn Decisions>| {
        World::of(AuthorizationServer::with_decisions(optional(), decisions))
    };

    let mut world = with(Arc::new(VerifierOnlyIfSent));
    let code = world.code(PUBLIC, s256());
    assert!(world.token(PUBLIC, &code, None).is_ok());

    let mut world = with(Arc::new(ForgetsChallenge));
    let code = world.code(PUBLIC, s256());
    assert!(world.token(PUBLIC, &code, Some(OTHER_VERIFIER)).is_err());
    assert!(world.token(PUBLIC, &code, None).is_ok());

    let mut world = with(Arc::new(ChallengeOfClient));
    let code = world.code(PUBLIC, s256());
    world.code(PUBLIC, [("code_challenge", OTHER_CHALLENGE), ("code_challenge_method", "S256")]);
    assert!(world.token(PUBLIC, &code, Some(OTHER_VERIFIER)).is_ok());

    let mut world = with(Arc::new(OmittedIsS256));
    let code = world.code(PUBLIC, [("code_challenge", CHALLENGE)]);
    assert!(world.token(PUBLIC, &code, Some(VERIFIER)).is_ok());

    let mut world = with(Arc::new(TakesLast));
    let code = world.code(PUBLIC, s256());
    let mut body = World::token_body(PUBLIC, &code, Some(OTHER_VERIFIER));
    body.push("code_verifier", VERIFIER);
    assert!(world.post(&Credentials::Absent, &body).is_ok());
}

/// Without a lock: each of two requests is judged against the same snapshot.
#[test]
fn a_race_can_be_told_on_snapshots() {
    let mut world = World::new(Policy::default());
    let code = world.code(PUBLIC, s256());
    let body = World::token_body(PUBLIC, &code, Some(VERIFIER));
    let snapshot = world.server.clone();
    let tokens = [(); 2].map(|()| {
        let mut copy = snapshot.clone();
        let token = copy.token(world.now, &Credentials::Absent, &body, &mut world.rng).unwrap();
        world.server.adopt(copy);
        token.access_token
    });
    assert!(tokens.iter().all(|token| world.server.introspect(world.now, token)));
    assert!(world.post(&Credentials::Absent, &body).is_err());
}

#[test]
fn a_raw_form_is_read_as_it_is() {
    let mut world = World::new(Policy::default());
    let query = format!(
        "response_type=code&client_id={PUBLIC}&redirect_uri=https%3A%2F%2Fpublic.example%2Fcb\
         &code_challenge={CHALLENGE}&code_challenge_method=S256&resource=a&resource=b&%ff=1"
    );
    let query = Parameters::parse_form(query.as_bytes()).unwrap();
    let code = world.server.authorize(world.now, "s", &query, &mut world.rng).unwrap().code;
    assert!(world.token(PUBLIC, &code, Some(VERIFIER)).is_ok());
}
