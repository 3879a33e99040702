//! Random sequences of requests against a model that is too simple to be wrong.
//!
//! The model says after each step whether the server had to give a code, a token or nothing. Beside
//! it, with no model at all, a ledger holds what PKCE is for: one token a code, to the client that
//! the code was issued to, for the one verifier.

mod model;
mod sent;

use std::time::Duration;

use pkce_core::server::AuthorizationServer;
use proptest::test_runner::Config;
use proptest_state_machine::{StateMachineTest, prop_state_machine};

use crate::world::{OTHER, PUBLIC, SECRETIVE, World};
use model::Model;
use sent::{credentials, query, token_body};

prop_state_machine! {
    #![proptest_config(Config { cases: 400, failure_persistence: None, ..Config::default() })]

    #[test]
    fn one_token_a_code_for_the_right_verifier_and_client(sequential 1..40 => Run);
}

const CLIENTS: [&str; 3] = [PUBLIC, OTHER, SECRETIVE];
const VERIFIERS: [&str; 3] = [
    "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk",
    "3641a2d12d66101249cdf7a79c000c1f8c05d2aafcf14bf146497bed",
    "~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~",
];

/// What an authorization request says of PKCE.
#[derive(Clone, Copy, Debug)]
enum Challenge {
    None,
    Empty,
    S256(usize),
    Plain(usize),
    MethodOmitted(usize),
    MethodUnknown(usize),
}

/// What a token request says of it.
#[derive(Clone, Copy, Debug)]
enum Verifier {
    None,
    Empty,
    Of(usize),
    Changed(usize),
    /// The S256 challenge in the verifier's place.
    ChallengeOf(usize),
    /// Twice, the second time another.
    Twice(usize),
}

#[derive(Clone, Copy, Debug)]
enum Login {
    Own,
    None,
    WrongSecret,
    VerifierAsSecret(usize),
}

#[derive(Clone, Copy, Debug)]
enum RedirectUri {
    Own,
    Omitted,
    Wrong,
}

#[derive(Clone, Copy, Debug)]
enum Step {
    Authorize {
        client: usize,
        challenge: Challenge,
    },
    Push {
        client: usize,
        login: Login,
        challenge: Challenge,
    },
    AuthorizePushed {
        client: usize,
        pushed: usize,
        beside: Challenge,
    },
    Token {
        client: usize,
        login: Login,
        code: usize,
        verifier: Verifier,
        redirect_uri: RedirectUri,
    },
    Wait(u64),
}

/// The server, the names that it gave, and the ledger.
struct Run {
    world: World,
    codes: Vec<Issued>,
    pushed: Vec<(String, Challenge)>,
}

struct Issued {
    code: String,
    client: usize,
    challenge: Challenge,
    tokens: Vec<String>,
}

impl Run {
    fn issued(&mut self, answer: Option<String>, client: usize, challenge: Challenge) -> bool {
        let gave = answer.is_some();
        self.codes.extend(answer.map(|code| Issued {
            code,
            client,
            challenge,
            tokens: Vec::new(),
        }));
        gave
    }

    fn step(&mut self, step: Step) -> bool {
        match step {
            Step::Authorize { client, challenge } => {
                let query = query(client, challenge);
                let answer =
                    self.world.server.authorize(self.world.now, "s", &query, &mut self.world.rng);
                self.issued(answer.ok().map(|answer| answer.code), client, challenge)
            }
            Step::Push { client, login, challenge } => {
                let (credentials, query) = (credentials(client, login), query(client, challenge));
                let answer = self.world.server.push(
                    self.world.now,
                    &credentials,
                    &query,
                    &mut self.world.rng,
                );
                let gave = answer.is_ok();
                self.pushed.extend(answer.map(|answer| (answer.request_uri, challenge)));
                gave
            }
            Step::AuthorizePushed { client, pushed, beside } => {
                let (name, challenge) =
                    self.pushed.get(pushed).cloned().unwrap_or(("urn:x".into(), Challenge::None));
                let mut query = query(client, beside);
                query.push("request_uri", name);
                let answer =
                    self.world.server.authorize(self.world.now, "s", &query, &mut self.world.rng);
                self.issued(answer.ok().map(|answer| answer.code), client, challenge)
            }
            Step::Token { client, login, code, verifier, redirect_uri } => {
                let name = self.codes.get(code).map_or("no-such-code", |issued| &issued.code);
                let body = token_body(client, name, verifier, redirect_uri);
                let answer = self.world.post(&credentials(client, login), &body);
                let gave = answer.is_ok();
                if let Ok(token) = answer {
                    let issued =
                        self.codes.get_mut(code).expect("a token for a code that was issued");
                    issued.tokens.push(token.access_token);
                    issued.hold(client, verifier);
                }
                gave
            }
            Step::Wait(seconds) => {
                self.world.now += Duration::from_secs(seconds);
                false
            }
        }
    }
}

impl Issued {
    /// The three laws, without the model.
    fn hold(&self, client: usize, verifier: Verifier) {
        assert_eq!(self.tokens.len(), 1, "two tokens for one code");
        assert_eq!(self.client, client, "a token for another client");
        match (self.challenge, verifier) {
            (Challenge::None | Challenge::Empty, Verifier::None | Verifier::Empty) => {}
            (
                Challenge::S256(one) | Challenge::Plain(one) | Challenge::MethodOmitted(one),
                Verifier::Of(other),
            ) => assert_eq!(one, other, "a token for another verifier"),
            (challenge, verifier) => panic!("a token for {challenge:?} with {verifier:?}"),
        }
    }
}

impl StateMachineTest for Run {
    type SystemUnderTest = Self;
    type Reference = Model;

    fn init_test(model: &Model) -> Self {
        let server = AuthorizationServer::new(model.policy.clone());
        Self { world: World::of(server), codes: Vec::new(), pushed: Vec::new() }
    }

    fn apply(mut run: Self, model: &Model, step: Step) -> Self {
        assert_eq!(run.step(step), model.gave, "{step:?}");
        run
    }

    fn check_invariants(run: &Self, model: &Model) {
        assert_eq!(run.codes.len(), model.codes.len());
        for (issued, code) in run.codes.iter().zip(&model.codes) {
            for token in &issued.tokens {
                let alive = code.redeemed.is_some_and(|redeemed| model.now < redeemed + 600);
                assert_eq!(
                    run.world.server.introspect(run.world.now, token),
                    alive && !code.revoked
                );
            }
        }
    }
}
