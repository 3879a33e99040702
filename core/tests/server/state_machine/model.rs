//! The model: what each step has to give, and how steps are drawn.

use std::collections::BTreeSet;

use pkce_core::policy::{Methods, Policy, Required};
use proptest::prelude::*;
use proptest_state_machine::ReferenceStateMachine;

use super::{CLIENTS, Challenge, Login, RedirectUri, Step, VERIFIERS, Verifier};
use crate::world::{PUBLIC, SECRETIVE};

#[derive(Clone, Debug)]
pub(super) struct Model {
    pub(super) policy: Policy,
    pub(super) now: u64,
    pub(super) codes: Vec<Code>,
    pushed: Vec<Pushed>,
    /// What the last step had to give.
    pub(super) gave: bool,
}

#[derive(Clone, Debug)]
pub(super) struct Code {
    client: usize,
    /// The verifier that redeems it, if one is needed.
    verifier: Option<usize>,
    issued: u64,
    burned: bool,
    pub(super) redeemed: Option<u64>,
    pub(super) revoked: bool,
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
