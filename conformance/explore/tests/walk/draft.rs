//! A trace as a flow: what the walk found, in the form in which vectors are written.

use std::sync::Arc;

use pkce_core::server::{Decisions, Standard};
use pkce_vectors::{
    Action, ClientRef, Expect, Flow, Needs, PolicyName, Request, RoleName, Span, Step, Wait,
};

use super::{
    Requests, Trace,
    event::{Event, Faults, Slot},
    world::{Outcome, Until, World},
};

impl Trace {
    /// The flow that these events are, for a server that decides so: it fails there, and passes for the reference.
    pub(crate) fn draft(
        &self,
        name: &str,
        says: &str,
        decisions: &Arc<dyn Decisions>,
        requests: &Arc<Requests>,
    ) -> Flow {
        let role = self.role();
        let wrong = self.outcomes(Arc::clone(decisions), requests);
        let right = self.outcomes(Arc::new(Standard), requests);
        let last = self.events.len().saturating_sub(1);
        let outcomes = wrong.into_iter().zip(right).enumerate();
        let steps = self.events.iter().zip(outcomes).map(|(event, (index, (wrong, right)))| {
            let action = action(*event, role);
            let agreed = wrong == right && index != last;
            // Only the last step is to fail: before it, what either server does is right.
            let mut expect: Vec<Expect> = expected(*event, right).into_iter().collect();
            if !agreed && index != last {
                expect.extend(expected(*event, wrong));
            }
            if index == last && expect.is_empty() {
                expect.push(Expect::Refused);
            }
            Step {
                action,
                expect,
                setup: agreed && wrong != Outcome::Refused && *event != Event::Wait,
            }
        });
        Flow {
            id: format!("flow/draft/{name}"),
            requirement: self.breach.requirement().to_owned(),
            comment: says.to_owned(),
            flags: vec![self.breach.flag().to_owned()],
            roles: vec![role],
            policies: vec![self.setting.policy],
            once: false,
            needs: self.needs(),
            steps: steps.collect(),
            checks: Vec::new(),
            effect: None,
            implied_by: Vec::new(),
            control: false,
            controlled_by: None,
            withdrawn: None,
        }
    }

    /// The role that the flow is told for: the client of whom PKCE is required, or whose code it is.
    fn role(&self) -> RoleName {
        if self.setting.policy == PolicyName::RequiredOne {
            return self.setting.one;
        }
        let last = self.events.last().and_then(|event| match event {
            Event::Token { slot, .. } | Event::Redirect { slot, .. } => Some(*slot),
            _ => None,
        });
        let asked = self.events.iter().find_map(|event| match *event {
            Event::Authorize { slot, client, .. } | Event::Push { slot, client, .. } => {
                (Some(slot) == last).then_some(client)
            }
            _ => None,
        });
        asked.unwrap_or(RoleName::Public)
    }

    fn needs(&self) -> Needs {
        let pushes = |event: &Event| matches!(event, Event::Push { .. });
        Needs {
            plain: Some(self.setting.plain),
            par: self.events.iter().any(pushes).then_some(true),
            code_lifetime: self.events.contains(&Event::Wait).then_some(true),
            userinfo: None,
            ..Needs::default()
        }
    }

    /// What each event comes to where the server decides so.
    fn outcomes(&self, decisions: Arc<dyn Decisions>, requests: &Arc<Requests>) -> Vec<Outcome> {
        let (settings, requests) = (vec![self.setting], Arc::clone(requests));
        let world = World::new(settings, Faults::Two, Until::End, decisions, requests);
        let Ok(mut state) = world.beginning(0) else { return Vec::new() };
        self.events.iter().map(|event| world.happen(&mut state, *event)).collect()
    }
}

fn action(event: Event, role: RoleName) -> Action {
    let of = |client| if client == role { ClientRef::Own } else { ClientRef::Named(client) };
    let agent = |elsewhere: bool| elsewhere.then(|| "elsewhere".to_owned());
    match event {
        Event::Authorize { slot, client, ask, elsewhere } => Action::Authorize(Request {
            client: of(client),
            user_agent: agent(elsewhere),
            omit: without_state(),
            params: ask.params(slot),
            ..Request::default()
        }),
        Event::Push { slot, client, ask } => {
            let params = ask.params(slot);
            let omit = without_state();
            Action::Par(Request { client: of(client), omit, params, ..Request::default() })
        }
        Event::Redirect { client, beside, elsewhere, .. } => Action::Authorize(Request {
            client: of(client),
            user_agent: agent(elsewhere),
            request_uri: Some(REQUEST_URI.to_owned()),
            params: beside.params(),
            ..Request::default()
        }),
        Event::Token { slot, client, login, show, uri } => {
            let uri = uri.value(client).map(|value| ("redirect_uri".to_owned(), value));
            Action::Token(Request {
                client: of(client),
                auth: login.authentication(slot),
                code: Some(code(slot)),
                params: uri.into_iter().chain(show.params(slot)).collect(),
                ..Request::default()
            })
        }
        Event::Wait => Action::Wait(Wait::Beyond(Span::CodeLifetime)),
    }
}

/// The small world has no `state`: what a server keeps under it falls together there.
fn without_state() -> Vec<String> {
    vec!["state".to_owned()]
}

fn expected(event: Event, outcome: Outcome) -> Option<Expect> {
    match (outcome, event) {
        (Outcome::Code, Event::Authorize { slot, .. } | Event::Redirect { slot, .. }) => {
            Some(Expect::Code(Some(code(slot))))
        }
        (Outcome::Code, _) => Some(Expect::Code(None)),
        (Outcome::RequestUri, _) => Some(Expect::RequestUri(Some(REQUEST_URI.to_owned()))),
        (Outcome::Token, _) => Some(Expect::Token(None)),
        (Outcome::Refused, _) => Some(Expect::Refused),
        (Outcome::Nothing, _) => None,
    }
}

fn code(slot: Slot) -> String {
    format!("c{}", slot + 1)
}

/// One pushed request at a time: a later one takes the name over.
const REQUEST_URI: &str = "r1";
