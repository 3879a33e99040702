//! The ledger: every code and what it may be redeemed with, every token and what it came of.

use std::time::Duration;

use pkce_core::server::{AuthorizationError, AuthorizationResponse};

use super::requests;
use crate::{
    case::{Challenge, Login, RedirectUri, Verifier},
    oracle,
    world::{CODE_LIFETIME, Who, World},
};

#[derive(Default)]
pub(super) struct Ledger {
    codes: Vec<Code>,
    pushed: Vec<Pushed>,
}

struct Code {
    name: String,
    who: Who,
    challenge: Challenge,
    issued: Duration,
    /// Some token request has named it.
    touched: bool,
    /// The tokens that it gave.
    tokens: Vec<String>,
}

pub(super) struct Pushed {
    pub(super) request_uri: String,
    pub(super) who: Who,
    pub(super) challenge: Challenge,
    pub(super) taken: bool,
}

/// A token request.
#[derive(Clone, Copy)]
pub(super) struct Try {
    pub(super) who: Who,
    pub(super) login: Login,
    pub(super) code: u8,
    pub(super) verifier: Verifier,
    pub(super) redirect_uri: RedirectUri,
}

impl Ledger {
    pub(super) fn authorized(
        &mut self,
        answer: Result<AuthorizationResponse, AuthorizationError>,
        who: Who,
        challenge: Challenge,
        issued: Duration,
    ) {
        let Ok(response) = answer else { return };
        assert_eq!(response.redirect_uri, who.redirect_uri().as_bytes());
        assert!(!self.codes.iter().any(|code| code.name == response.code), "a code is fresh");
        let (touched, tokens) = (false, Vec::new());
        self.codes.push(Code { name: response.code, who, challenge, issued, touched, tokens });
    }

    pub(super) fn pushed(&mut self, request_uri: String, who: Who, challenge: Challenge) {
        self.pushed.push(Pushed { request_uri, who, challenge, taken: false });
    }

    pub(super) fn pushed_request(&self, number: u8) -> Option<&Pushed> {
        self.pushed.get(usize::from(number).checked_rem(self.pushed.len())?)
    }

    pub(super) fn take(&mut self, number: u8) {
        let count = self.pushed.len();
        let place = usize::from(number).checked_rem(count).unwrap_or(count);
        if let Some(pushed) = self.pushed.get_mut(place) {
            pushed.taken = true;
        }
    }

    pub(super) fn redeem(&mut self, world: &mut World, asked: Try) {
        let count = self.codes.len();
        let place = usize::from(asked.code).checked_rem(count).unwrap_or(count);
        let Some(code) = self.codes.get_mut(place) else { return };
        let mut body = World::body(asked.who, &code.name);
        body.remove("redirect_uri");
        if let Some(uri) = requests::redirect_uri(code.who, asked.redirect_uri) {
            body.push("redirect_uri", uri);
        }
        for verifier in requests::verifiers(asked.verifier) {
            body.push("code_verifier", verifier);
        }
        let credentials = requests::credentials(asked.who, asked.login);
        let answer = world.server.token(world.now, &credentials, &body, &mut world.rng);

        let right = code.is_redeemed_by(asked, world.now);
        if let Ok(response) = answer {
            assert!(right, "a token for {:?}", code.challenge);
            assert!(code.tokens.is_empty(), "a second token for one code");
            code.tokens.push(response.access_token);
        } else {
            assert!(!right || code.touched, "no token for the right request");
        }
        code.touched = true;
    }

    /// No code gave two tokens, and neither a code nor nothing passes for one.
    pub(super) fn holds(&self, world: &World) {
        assert!(!world.server.introspect(world.now, ""));
        assert!(self.codes.iter().all(|code| code.tokens.len() <= 1));
        assert!(self.codes.iter().all(|code| !world.server.introspect(world.now, &code.name)));
    }
}

impl Code {
    /// Whether the documents give a token for this, if it is the first request for this code.
    fn is_redeemed_by(&self, asked: Try, now: Duration) -> bool {
        let challenged = self.needs_verifier();
        asked.who == self.who
            && requests::is_own(asked.who, asked.login)
            && now < self.issued + Duration::from_secs(CODE_LIFETIME)
            && match asked.redirect_uri {
                RedirectUri::Same => true,
                RedirectUri::Omitted => challenged,
                RedirectUri::Wrong => false,
            }
            && self.is_opened_by(&requests::verifiers(asked.verifier))
    }

    fn needs_verifier(&self) -> bool {
        !matches!(self.challenge, Challenge::Unchallenged | Challenge::EmptyChallenge)
    }

    fn is_opened_by(&self, sent: &[Vec<u8>]) -> bool {
        let one = match sent {
            [] => None,
            [one] if one.is_empty() => None,
            [one] => Some(one),
            _ => return false,
        };
        match (self.challenge, one) {
            (Challenge::Unchallenged | Challenge::EmptyChallenge, none) => none.is_none(),
            (Challenge::S256Of(number), Some(sent)) => {
                let challenge = oracle::s256(requests::verifier(number).as_bytes());
                oracle::is_43_to_128_unreserved(sent)
                    && oracle::is_s256_of(challenge.as_bytes(), sent)
            }
            (Challenge::PlainOf(number) | Challenge::MethodOmitted(number), Some(sent)) => {
                sent == requests::verifier(number).as_bytes()
            }
            // No server gives a code for the others.
            _ => false,
        }
    }
}
