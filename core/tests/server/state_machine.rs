//! Random sequences of requests against a model that is too simple to be wrong.
//!
//! The model says after each step whether the server had to give a code, a token or nothing. Beside
//! it, with no model at all, a ledger holds what PKCE is for: one token a code, to the client that
//! the code was issued to, for the one verifier.

use std::{collections::BTreeSet, time::Duration};

use pkce_core::{
    ChallengeMethod, CodeChallenge, CodeVerifier,
    policy::{Methods, Policy, Required},
    request::Parameters,
    server::{AuthorizationServer, Credentials},
};
use proptest::{prelude::*, test_runner::Config};
use proptest_state_machine::{ReferenceStateMachine, StateMachineTest, prop_state_machine};

use crate::world::{OTHER, PUBLIC, SECRETIVE, World, changed, own};

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

#[derive(Clone, Debug)]
struct Model {
    policy: Policy,
    now: u64,
    codes: Vec<Code>,
    pushed: Vec<Pushed>,
    /// What the last step had to give.
    gave: bool,
}

#[derive(Clone, Debug)]
struct Code {
    client: usize,
    /// The verifier that redeems it, if one is needed.
    verifier: Option<usize>,
    issued: u64,
    burned: bool,
    redeemed: Option<u64>,
    revoked: bool,
}

#[derive(Clone, Debug)]
struct Pushed {
    client: usize,
    challenge: Challenge,
    issued: u64,
    used: bool,
}

struct NoCode;

impl Model {
    /// The verifier that the code will need, if it needs one.
    fn grants(&self, client: usize, challenge: Challenge) -> Result<Option<usize>, NoCode> {
        let plain = self.policy.methods == Methods::S256AndPlain;
        let id = CLIENTS[client];
        match challenge {
            Challenge::None | Challenge::Empty
                if self.policy.pkce_required.of(id, id != SECRETIVE) =>
            {
                Err(NoCode)
            }
            Challenge::None | Challenge::Empty => Ok(None),
            Challenge::S256(verifier) => Ok(Some(verifier)),
            Challenge::Plain(verifier) | Challenge::MethodOmitted(verifier) if plain => {
                Ok(Some(verifier))
            }
            Challenge::Plain(_) | Challenge::MethodOmitted(_) | Challenge::MethodUnknown(_) => {
                Err(NoCode)
            }
        }
    }

    fn logs_in(client: usize, login: Login) -> bool {
        match login {
            Login::Own => true,
            Login::None => CLIENTS[client] != SECRETIVE,
            Login::WrongSecret | Login::VerifierAsSecret(_) => false,
        }
    }

    fn issue(&mut self, client: usize, verifier: Option<usize>) {
        let issued = self.now;
        self.codes.push(Code {
            client,
            verifier,
            issued,
            burned: false,
            redeemed: None,
            revoked: false,
        });
        self.gave = true;
    }

    fn redeem(
        &mut self,
        client: usize,
        code: usize,
        verifier: Verifier,
        redirect_uri: RedirectUri,
    ) {
        let now = self.now;
        let Some(code) = self.codes.get_mut(code).filter(|code| !code.burned) else { return };
        if code.client != client || now >= code.issued + 60 {
            return;
        }
        match redirect_uri {
            RedirectUri::Own => {}
            RedirectUri::Omitted if code.verifier.is_some() => {}
            RedirectUri::Omitted | RedirectUri::Wrong => return,
        }
        let right = match (code.verifier, verifier) {
            (_, Verifier::Twice(_)) => return,
            (Some(one), Verifier::Of(other)) => one == other,
            (None, Verifier::None | Verifier::Empty) => true,
            _ => false,
        };
        match (right, code.redeemed) {
            (true, None) => (code.redeemed, self.gave) = (Some(now), true),
            (true, Some(_)) => code.revoked = true,
            (false, None) => code.burned = true,
            (false, Some(_)) => {}
        }
    }
}

impl ReferenceStateMachine for Model {
    type State = Self;
    type Transition = Step;

    fn init_state() -> BoxedStrategy<Self> {
        let required = prop_oneof![
            Just(Required::All),
            Just(Required::PublicClients),
            Just(Required::Clients(BTreeSet::from([PUBLIC.into()]))),
            Just(Required::None),
        ];
        let methods = prop_oneof![Just(Methods::S256), Just(Methods::S256AndPlain)];
        (required, methods)
            .prop_map(|(pkce_required, methods)| Self {
                policy: Policy { methods, pkce_required, ..Policy::default() },
                now: 0,
                codes: Vec::new(),
                pushed: Vec::new(),
                gave: false,
            })
            .boxed()
    }

    fn transitions(state: &Self) -> BoxedStrategy<Step> {
        let (client, verifier) = (0..CLIENTS.len(), 0..VERIFIERS.len());
        let challenge = prop_oneof![
            2 => Just(Challenge::None),
            1 => Just(Challenge::Empty),
            6 => verifier.clone().prop_map(Challenge::S256),
            2 => verifier.clone().prop_map(Challenge::Plain),
            2 => verifier.clone().prop_map(Challenge::MethodOmitted),
            1 => verifier.clone().prop_map(Challenge::MethodUnknown),
        ];
        let presented = prop_oneof![
            2 => Just(Verifier::None),
            1 => Just(Verifier::Empty),
            6 => verifier.clone().prop_map(Verifier::Of),
            1 => verifier.clone().prop_map(Verifier::Changed),
            1 => verifier.clone().prop_map(Verifier::ChallengeOf),
            1 => verifier.clone().prop_map(Verifier::Twice),
        ];
        let login = prop_oneof![
            8 => Just(Login::Own),
            1 => Just(Login::None),
            1 => Just(Login::WrongSecret),
            1 => verifier.prop_map(Login::VerifierAsSecret),
        ];
        let redirect_uri = prop_oneof![8 => Just(RedirectUri::Own), 1 => Just(RedirectUri::Omitted), 1 => Just(RedirectUri::Wrong)];
        // One more than there are: a code and a request that nobody issued. Mostly the newest
        // codes, so that second uses happen.
        let code = state.codes.len().saturating_sub(2)..=state.codes.len();
        let holders = state.codes.clone();
        let token = (client.clone(), any::<bool>(), login.clone(), code, presented, redirect_uri)
            .prop_map(move |(client, right_client, login, code, verifier, redirect_uri)| {
                // Half of the time the client that holds the code, else most requests would fail
                // for that alone.
                let holder =
                    holders.get(code).filter(|_| right_client).map_or(client, |code| code.client);
                Step::Token { client: holder, login, code, verifier, redirect_uri }
            });
        prop_oneof![
            4 => (client.clone(), challenge.clone())
                .prop_map(|(client, challenge)| Step::Authorize { client, challenge }),
            2 => (client.clone(), login, challenge.clone())
                .prop_map(|(client, login, challenge)| Step::Push { client, login, challenge }),
            2 => (client, 0..=state.pushed.len(), challenge)
                .prop_map(|(client, pushed, beside)| Step::AuthorizePushed { client, pushed, beside }),
            8 => token,
            1 => (0_u64..=61).prop_map(Step::Wait),
        ]
        .boxed()
    }

    fn apply(mut state: Self, step: &Step) -> Self {
        state.gave = false;
        match *step {
            Step::Authorize { client, challenge } => {
                if let Ok(verifier) = state.grants(client, challenge) {
                    state.issue(client, verifier);
                }
            }
            Step::Push { client, login, challenge } => {
                if Self::logs_in(client, login) && state.grants(client, challenge).is_ok() {
                    let issued = state.now;
                    state.pushed.push(Pushed { client, challenge, issued, used: false });
                    state.gave = true;
                }
            }
            Step::AuthorizePushed { client, pushed, .. } => {
                let now = state.now;
                let good = |pushed: &&mut Pushed| {
                    pushed.client == client && !pushed.used && now < pushed.issued + 60
                };
                if let Some(pushed) = state.pushed.get_mut(pushed).filter(good) {
                    pushed.used = true;
                    let challenge = pushed.challenge;
                    if let Ok(verifier) = state.grants(client, challenge) {
                        state.issue(client, verifier);
                    }
                }
            }
            Step::Token { client, login, code, verifier, redirect_uri } => {
                if Self::logs_in(client, login) {
                    state.redeem(client, code, verifier, redirect_uri);
                }
            }
            Step::Wait(seconds) => state.now += seconds,
        }
        state
    }
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

fn query(client: usize, challenge: Challenge) -> Parameters {
    let s256 = |verifier: usize| s256(VERIFIERS[verifier]);
    let (text, method) = match challenge {
        Challenge::None => (None, None),
        Challenge::Empty => (Some(String::new()), None),
        Challenge::S256(verifier) => (Some(s256(verifier)), Some("S256")),
        Challenge::Plain(verifier) => (Some(VERIFIERS[verifier].into()), Some("plain")),
        Challenge::MethodOmitted(verifier) => (Some(VERIFIERS[verifier].into()), None),
        Challenge::MethodUnknown(verifier) => (Some(s256(verifier)), Some("s256")),
    };
    let mut query = World::query(CLIENTS[client], []);
    for (name, value) in [("code_challenge", text.as_deref()), ("code_challenge_method", method)] {
        if let Some(value) = value {
            query.push(name, value);
        }
    }
    query
}

fn token_body(
    client: usize,
    code: &str,
    verifier: Verifier,
    redirect_uri: RedirectUri,
) -> Parameters {
    let of = |verifier: usize| VERIFIERS[verifier].to_owned();
    let text = match verifier {
        Verifier::None => None,
        Verifier::Empty => Some(String::new()),
        Verifier::Of(verifier) | Verifier::Twice(verifier) => Some(of(verifier)),
        Verifier::Changed(verifier) => Some(changed(&of(verifier))),
        Verifier::ChallengeOf(verifier) => Some(s256(&of(verifier))),
    };
    let mut body = World::token_body(CLIENTS[client], code, text.as_deref());
    if let Verifier::Twice(verifier) = verifier {
        body.push("code_verifier", changed(&of(verifier)));
    }
    match redirect_uri {
        RedirectUri::Own => {}
        RedirectUri::Omitted => body.remove("redirect_uri"),
        RedirectUri::Wrong => {
            body.remove("redirect_uri");
            body.push("redirect_uri", "https://public.example/other");
        }
    }
    body
}

fn credentials(client: usize, login: Login) -> Credentials {
    let id = CLIENTS[client];
    let with = |secret: &str| Credentials::Basic { client_id: id.into(), secret: secret.into() };
    match login {
        Login::Own => own(id),
        Login::None => Credentials::Absent,
        Login::WrongSecret => with("wrong"),
        Login::VerifierAsSecret(verifier) => with(VERIFIERS[verifier]),
    }
}

fn s256(verifier: &str) -> String {
    let verifier = CodeVerifier::parse(verifier).unwrap();
    CodeChallenge::derive(ChallengeMethod::S256, &verifier).to_text().to_string()
}
