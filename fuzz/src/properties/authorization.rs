//! The authorization endpoint, from the query string as it came.

use pkce_core::{
    ChallengeMethod,
    request::Parameters,
    server::{AuthorizationResponse, Credentials, Destination},
};

use crate::{
    oracle::{self, Sent},
    world::{Choices, Who, World},
};

/// Raw octets as a query, under every policy: a code comes exactly where the documents give one, is sent to nobody but
/// its client, and is redeemed without a verifier exactly where no challenge was sent.
pub fn authorization(data: &[u8]) {
    let Ok(query) = Parameters::parse_form(data) else { return };
    let request = Request::of(&oracle::form(data));
    for choices in Choices::ALL {
        let mut world = World::new(choices);
        let answer = world.server.authorize(world.now, "browser", &query, &mut world.rng);
        match (answer, request.may_have_code(choices)) {
            (Ok(response), Some(who)) => {
                granted(&response, who, &request);
                let token = world.server.token(
                    world.now,
                    &who.credentials(),
                    &World::body(who, &response.code),
                    &mut world.rng,
                );
                assert_eq!(token.is_ok(), request.challenge == Sent::Missing);
            }
            (Err(error), None) => {
                assert!(error.error.is_some());
                match &error.destination {
                    Destination::Page => {}
                    Destination::Redirect(to) => {
                        let who = request.who();
                        assert!(who.is_some_and(|who| who.redirect_uri().as_bytes() == to));
                        let state = match &request.state {
                            Sent::Once(state) => Some(state),
                            Sent::Missing | Sent::Twice => None,
                        };
                        assert_eq!(error.state.as_ref(), state);
                    }
                }
                // A refused request pushes no further than an asked one.
                let pushed =
                    world.server.push(world.now, &Credentials::Absent, &query, &mut world.rng);
                assert!(pushed.is_err());
            }
            (answer, expected) => assert_eq!(answer.is_ok(), expected.is_some(), "{choices:?}"),
        }
    }
}

fn granted(response: &AuthorizationResponse, who: Who, request: &Request) {
    assert_eq!(response.redirect_uri, who.redirect_uri().as_bytes());
    assert_eq!(response.state.clone().map_or(Sent::Missing, Sent::Once), request.state);
    assert!(response.extra.is_empty());
}

/// What an authorization request says, by the oracle.
struct Request {
    client_id: Sent,
    redirect_uri: Sent,
    response_type: Sent,
    state: Sent,
    challenge: Sent,
    method: Sent,
    pushed: Sent,
}

impl Request {
    fn of(pairs: &[(Vec<u8>, Vec<u8>)]) -> Self {
        let sent = |name| oracle::sent(pairs, name);
        Self {
            client_id: sent("client_id"),
            redirect_uri: sent("redirect_uri"),
            response_type: sent("response_type"),
            state: sent("state"),
            challenge: sent("code_challenge"),
            method: sent("code_challenge_method"),
            pushed: sent("request_uri"),
        }
    }

    fn who(&self) -> Option<Who> {
        Who::ALL.into_iter().find(|who| self.client_id.is(who.id()))
    }

    /// The client that gets a code for this.
    fn may_have_code(&self, choices: Choices) -> Option<Who> {
        let who = self.who()?;
        let plain_request = self.pushed == Sent::Missing
            && (self.redirect_uri == Sent::Missing || self.redirect_uri.is(who.redirect_uri()))
            && self.response_type.is("code")
            && self.state != Sent::Twice;
        (plain_request && self.may_be_bound(choices)).then_some(who)
    }

    fn may_be_bound(&self, choices: Choices) -> bool {
        let Sent::Once(challenge) = &self.challenge else {
            let asks_nothing = self.challenge == Sent::Missing && self.method == Sent::Missing;
            return asks_nothing && !choices.required;
        };
        let method = match &self.method {
            Sent::Once(name) if name == b"S256" => ChallengeMethod::S256,
            Sent::Once(name) if name == b"plain" && choices.plain => ChallengeMethod::Plain,
            Sent::Missing if choices.plain => ChallengeMethod::Plain,
            _ => return false,
        };
        oracle::parse_challenge(method, challenge).is_ok()
    }
}
