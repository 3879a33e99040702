//! The small world: two clients, two codes, one pushed request at a time, a clock; every order of events.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use pkce_core::{
    policy::{Methods, Policy, Required},
    server::{AuthorizationServer, Decisions, RegistrationError},
};
use pkce_vectors::{PolicyName, RoleName};
use stateright::{Model, Property};

use super::{
    breach::{Breach, Demand},
    event::{Ask, CLIENTS, CODES, Event, Faults, Login, Slot, Uri},
    requests::{self, Drawn, Requests},
    state::{Code, PushedAs, State, TICK},
};

/// What is always true where the server is right.
pub(crate) const LAW: &str =
    "no token without the one verifier, for another client, twice, or late";

/// Where this never happens, nothing was walked.
pub(crate) const BOTH_REDEEMED: &str = "both codes give a token";

/// What the operator of a server chose.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Setting {
    pub(crate) policy: PolicyName,
    /// The client of whom PKCE is required where it is required of one.
    pub(crate) one: RoleName,
    pub(crate) plain: bool,
}

/// Every setting: five policies, with plain and without.
pub(crate) fn settings() -> Vec<Setting> {
    let policies = [
        (PolicyName::Optional, RoleName::Public),
        (PolicyName::Required, RoleName::Public),
        (PolicyName::RequiredPublic, RoleName::Public),
        (PolicyName::RequiredOne, RoleName::Public),
        (PolicyName::RequiredOne, RoleName::Confidential),
    ];
    let of = |plain| policies.map(|(policy, one)| Setting { policy, one, plain });
    [of(false), of(true)].concat()
}

impl Setting {
    fn policy(self) -> Policy {
        let pkce_required = match self.policy {
            PolicyName::Required | PolicyName::Own => Required::All,
            PolicyName::RequiredPublic => Required::PublicClients,
            PolicyName::RequiredOne => Required::Clients([self.one.to_string()].into()),
            PolicyName::Optional => Required::None,
        };
        let methods = if self.plain { Methods::S256AndPlain } else { Methods::S256 };
        Policy { methods, pkce_required, ..Policy::default() }
    }

    fn requires(self, client: RoleName) -> bool {
        self.policy().pkce_required.of(client.as_str(), !client.is_confidential())
    }
}

/// How far a walk goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Until {
    /// To the end of the world, or the first breach.
    End,
    /// So many events at most.
    Events(usize),
}

impl Until {
    /// How many events may follow these.
    fn left(self, events: usize) -> usize {
        match self {
            Self::End => usize::MAX,
            Self::Events(most) => most.saturating_sub(events),
        }
    }
}

/// What an event came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    Code,
    RequestUri,
    Token,
    Refused,
    /// The clock's, or one that names what was never given.
    Nothing,
}

/// A server's decisions in the small world.
pub(crate) struct World {
    settings: Vec<Setting>,
    faults: Faults,
    until: Until,
    decisions: Arc<dyn Decisions>,
    requests: Arc<Requests>,
    /// Of the counterexamples that follow one another the checker keeps the last, and the first is the shortest.
    found: AtomicBool,
}

impl World {
    pub(crate) fn new(
        settings: Vec<Setting>,
        faults: Faults,
        until: Until,
        decisions: Arc<dyn Decisions>,
        requests: Arc<Requests>,
    ) -> Self {
        Self { settings, faults, until, decisions, requests, found: AtomicBool::new(false) }
    }

    /// The moment before anything happens.
    pub(crate) fn beginning(&self, index: usize) -> Result<State, RegistrationError> {
        let policy = self.settings.get(index).map_or_else(Policy::default, |s| s.policy());
        let mut server = AuthorizationServer::with_decisions(policy, Arc::clone(&self.decisions));
        for client in requests::registered() {
            server.register(client)?;
        }
        Ok(State::new(index, server))
    }

    pub(crate) fn setting(&self, index: usize) -> Option<Setting> {
        self.settings.get(index).copied()
    }

    /// Lets an event happen.
    pub(crate) fn happen(&self, state: &mut State, event: Event) -> Outcome {
        match event {
            Event::Wait => {
                state.now += TICK;
                Outcome::Nothing
            }
            Event::Authorize { slot, client, ask, elsewhere } => {
                let demand = Demand::of(ask, self.plain(state));
                self.authorize(state, event, slot, (client, demand, elsewhere), None)
            }
            Event::Push { slot, client, ask } => self.push(state, event, slot, client, ask),
            Event::Redirect { slot, client, beside, elsewhere } => {
                let Some(pushed) = state.pushed.clone() else { return Outcome::Nothing };
                let demand = Demand::of(pushed.ask, self.plain(state)).beside(beside);
                let asked = (pushed.client, demand, elsewhere);
                let outcome = self.authorize(state, event, slot, asked, Some(&pushed.name));
                if outcome == Outcome::Code && pushed.client != client {
                    state.breach = Some(Breach::RequestUri);
                }
                outcome
            }
            Event::Token { slot, .. } => self.token(state, event, slot),
        }
    }

    fn plain(&self, state: &State) -> bool {
        self.setting(state.setting).is_some_and(|setting| setting.plain)
    }

    fn authorize(
        &self,
        state: &mut State,
        event: Event,
        slot: Slot,
        (client, demand, elsewhere): (RoleName, Demand, bool),
        request_uri: Option<&str>,
    ) -> Outcome {
        let Some(sent) = self.requests.of(event) else { return Outcome::Nothing };
        let mut parameters = sent.parameters.clone();
        if let Some(name) = request_uri {
            parameters.push("request_uri", name);
        }
        let second = state.codes.iter().any(Option::is_some);
        let agent = if elsewhere { "b" } else { "a" };
        let answer = state.server.authorize(state.now, agent, &parameters, &mut Drawn(slot));
        let (Ok(answer), Some(place)) = (answer, state.codes.get_mut(usize::from(slot))) else {
            return Outcome::Refused;
        };
        let (name, issued) = (answer.code, state.now);
        *place = Some(Code { name, client, demand, elsewhere, issued, second, tokens: 0 });
        Outcome::Code
    }

    fn push(
        &self,
        state: &mut State,
        event: Event,
        slot: Slot,
        client: RoleName,
        ask: Ask,
    ) -> Outcome {
        let Some(sent) = self.requests.of(event) else { return Outcome::Nothing };
        let drawn = &mut Drawn(CODES);
        match state.server.push(state.now, &sent.credentials, &sent.parameters, drawn) {
            Ok(answer) => {
                state.pushed = Some(PushedAs { name: answer.request_uri, slot, client, ask });
                Outcome::RequestUri
            }
            Err(_) => Outcome::Refused,
        }
    }

    fn token(&self, state: &mut State, event: Event, slot: Slot) -> Outcome {
        let (Some(sent), Some(code)) = (self.requests.of(event), state.code(slot)) else {
            return Outcome::Nothing;
        };
        let mut parameters = sent.parameters.clone();
        parameters.push("code", code.name.as_str());
        let drawn = &mut Drawn(CODES + 1 + slot);
        if state.server.token(state.now, &sent.credentials, &parameters, drawn).is_err() {
            return Outcome::Refused;
        }
        state.breach = self.breach(state, event, slot);
        if let Some(code) = state.codes.get_mut(usize::from(slot)).and_then(Option::as_mut) {
            code.tokens += 1;
        }
        Outcome::Token
    }

    /// What a token for this request breaks.
    fn breach(&self, state: &State, event: Event, slot: Slot) -> Option<Breach> {
        let Event::Token { client, login, show, uri, .. } = event else { return None };
        let code = state.code(slot)?;
        let required = self.setting(state.setting).is_some_and(|s| s.requires(code.client));
        let rules = [
            (client != code.client, Breach::OtherClient),
            (client.is_confidential() && login != Login::Own, Breach::Secret),
            (code.tokens > 0, Breach::Twice),
            (state.now.saturating_sub(code.issued) >= TICK, Breach::Expired),
            // One that is missing is not judged.
            (!matches!(uri, Uri::Empty) && uri != Uri::Of(code.client), Breach::RedirectUri),
        ];
        let broken = rules.into_iter().find(|(broken, _)| *broken).map(|(_, breach)| breach);
        let unproven = || code.demand.breach(show);
        let unasked = || (required && code.demand.is_none()).then_some(Breach::Required);
        broken.or_else(unproven).or_else(unasked)
    }
}

impl Model for World {
    type State = State;
    type Action = Event;

    fn init_states(&self) -> Vec<State> {
        (0..self.settings.len()).filter_map(|index| self.beginning(index).ok()).collect()
    }

    fn actions(&self, state: &State, events: &mut Vec<Event>) {
        let left = self.until.left(state.events);
        if state.breach.is_some() || left == 0 {
            return;
        }
        let owners = (0..CODES).filter_map(|slot| Some((slot, state.owner(slot)?)));
        for (slot, owner) in owners {
            // The owner's own requests first: the plainest trace of a length is the one to tell.
            let others = CLIENTS.into_iter().filter(|client| *client != owner);
            for client in [owner].into_iter().chain(others) {
                events.extend(requests::tokens(slot, client, owner, self.faults));
            }
        }
        let pushed = state.usable();
        if let Some(pushed) = pushed {
            let each = CLIENTS.map(|client| requests::redirections(pushed.slot, client));
            events.extend(each.into_iter().flatten());
        }
        // What follows breaks no rule by itself.
        if left == 1 {
            return;
        }
        for (slot, client) in
            state.next_slot().into_iter().flat_map(|slot| CLIENTS.map(|c| (slot, c)))
        {
            let may = |event: &Event| pushed.is_none() || !matches!(event, Event::Push { .. });
            let each = Ask::ALL.map(|ask| requests::authorizations(slot, client, ask));
            events.extend(each.into_iter().flatten().filter(may));
        }
        if state.has_young() {
            events.push(Event::Wait);
        }
    }

    fn next_state(&self, last: &State, event: Event) -> Option<State> {
        let mut state = last.clone();
        state.events += 1;
        self.happen(&mut state, event);
        let state = state.settled();
        (state != *last).then_some(state)
    }

    /// What lies beyond a counterexample is not asked for.
    fn within_boundary(&self, _: &State) -> bool {
        !self.found.load(Ordering::Relaxed)
    }

    fn properties(&self) -> Vec<Property<Self>> {
        vec![
            Property::always(LAW, |world: &Self, state: &State| {
                state.breach.is_none() || world.found.swap(true, Ordering::Relaxed)
            }),
            Property::sometimes(BOTH_REDEEMED, |_: &Self, state: &State| {
                state.codes.iter().all(|code| code.as_ref().is_some_and(|code| code.tokens == 1))
            }),
        ]
    }
}
