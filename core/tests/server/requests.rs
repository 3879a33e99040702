//! What is asked at the authorization and the push endpoint, and what is answered.

use std::time::Duration;

use pkce_core::{
    OAuthError,
    policy::{Methods, Policy, Required},
    request::Parameters,
    server::{Advertised, Credentials, Destination, Document, Refusal, TokenError},
};

use crate::world::{
    CHALLENGE, OTHER, OTHER_VERIFIER, PUBLIC, SECRETIVE, VERIFIER, World, optional, own, s256,
};

#[test]
fn metadata_says_what_the_policy_offers() {
    for (methods, expected) in
        [(Methods::S256, &["S256"][..]), (Methods::S256AndPlain, &["S256", "plain"])]
    {
        let world = World::new(Policy { methods, ..Policy::default() });
        let advertised = world.server.methods_advertised(Document::Oauth);
        assert_eq!(advertised, Advertised::List(expected.to_vec()));
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
        let error_of = |answer: Result<_, TokenError>| answer.map(drop).unwrap_err().error;
        assert_eq!(error_of(world.post(&Credentials::Absent, &body)), Some(error));
    }
    assert!(world.token(PUBLIC, &code, Some(VERIFIER)).is_ok(), "none of this burned the code");
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
fn a_code_comes_with_the_state() {
    let mut world = World::new(Policy::default());
    let answer = world.authorize(PUBLIC, s256()).unwrap();
    assert_eq!(answer.redirect_uri, b"https://public.example/cb");
    assert_eq!(answer.state.as_deref(), Some(&b"xyz"[..]));
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
    let query = World::query(SECRETIVE, s256());
    let error =
        world.server.push(world.now, &Credentials::Absent, &query, &mut world.rng).unwrap_err();
    assert_eq!(error.shape.status, 401);
}

/// RFC 9126 §2.2
#[test]
fn a_pushed_request_is_answered_with_201() {
    let mut world = World::new(Policy::default());
    let query = World::query(PUBLIC, s256());
    let answer =
        world.server.push(world.now, &Credentials::Absent, &query, &mut world.rng).unwrap();
    assert_eq!((answer.shape.status, answer.expires_in), (201, Duration::from_secs(60)));
    assert!(world.server.pushed_request(&answer.request_uri).is_some());
}

/// The header names the client; the body need not.
#[test]
fn a_client_that_authenticates_may_leave_its_id_out_of_what_it_pushes() {
    let mut world = World::new(Policy::default());
    let mut query = World::query(SECRETIVE, s256());
    query.remove("client_id");
    let pushed = world.server.push(world.now, &own(SECRETIVE), &query, &mut world.rng).unwrap();
    let query = World::pushed_query(SECRETIVE, &pushed.request_uri);
    let answer = world.server.authorize(world.now, "s", &query, &mut world.rng).unwrap();
    assert!(world.token(SECRETIVE, &answer.code, Some(VERIFIER)).is_ok());
}

/// Names and values together, to the octet.
#[test]
fn a_pushed_request_is_bounded() {
    let mut world = World::new(Policy::default());
    let sent = World::query(PUBLIC, s256());
    let others: usize = sent.iter().map(|(name, value)| name.len() + value.len()).sum();
    for (length, refused) in [(16_384, false), (16_385, true)] {
        let mut query = sent.clone();
        query.push("xx", "a".repeat(length - others - 2));
        let answer = world.server.push(world.now, &Credentials::Absent, &query, &mut world.rng);
        let refusal = answer.err().map(|error| error.refusal);
        assert_eq!(refusal, refused.then_some(Refusal::RequestTooLong), "{length}");
    }
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
