//! A server that is wrong, or right in another way: one decision, or one lock, at a time.

use std::sync::Arc;

use pkce_core::{
    ChallengeError,
    policy::Policy,
    server::{
        Asked, AuthorizationServer, Binding, BoundMethod, Credentials, Decisions, Destination,
        Duplicates, Fate, Grant, Grants, Proof, Refusal,
    },
};

use crate::world::{
    CHALLENGE, OTHER_CHALLENGE, OTHER_VERIFIER, PUBLIC, VERIFIER, World, optional, s256,
};

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

/// RFC 7636 §6.2 lets servers offer more; §4.2's grammar is all that is known of their challenges.
#[test]
fn a_challenge_of_another_method_has_the_grammar_of_all() {
    struct OffersS512;
    impl Decisions for OffersS512 {
        fn method_named(&self, name: &[u8], _: &Asked<'_>) -> Result<BoundMethod, Refusal> {
            Ok(BoundMethod::Other(name.into()))
        }
    }
    let mut world =
        World::of(AuthorizationServer::with_decisions(optional(), Arc::new(OffersS512)));
    let mut refusal = |challenge: &str| {
        let sent = [("code_challenge", challenge), ("code_challenge_method", "S512")];
        world.authorize(PUBLIC, sent).err().map(|error| error.refusal)
    };
    assert_eq!(refusal(&"a".repeat(86)), None);
    let fault = ChallengeError::BadByte { offset: 42 };
    assert_eq!(refusal(&format!("{}=", "a".repeat(42))), Some(Refusal::Challenge(fault)));
}

/// Where errors go is decided with all that was sent in sight.
#[test]
fn a_server_that_redirects_errors_anywhere_can_be_told() {
    struct RedirectsAnywhere;
    impl Decisions for RedirectsAnywhere {
        fn error_destination(&self, _: Refusal, uri: Option<&[u8]>, trusted: bool) -> Destination {
            assert!(!trusted);
            uri.map_or(Destination::Page, |uri| Destination::Redirect(uri.into()))
        }
    }
    let mut world =
        World::of(AuthorizationServer::with_decisions(optional(), Arc::new(RedirectsAnywhere)));
    let mut query = World::query(PUBLIC, s256());
    query.remove("redirect_uri");
    query.push("redirect_uri", "https://evil.example/cb");
    let error = world.server.authorize(world.now, "s", &query, &mut world.rng).unwrap_err();
    assert_eq!(error.destination, Destination::Redirect(b"https://evil.example/cb".into()));
    assert_eq!(error.state.as_deref(), Some(&b"xyz"[..]));
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
