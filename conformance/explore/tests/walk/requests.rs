//! Events as the server's requests: what a flow says in symbols, evaluated once.

use std::{
    collections::{BTreeMap, HashMap},
    convert::Infallible,
};

use pkce_core::{
    request::Parameters,
    server::{self, ClientKind, Credentials},
};
use pkce_vectors::{Authentication, Bindings, Client, RoleName, UnboundName, Value};
use rand_chacha::rand_core::{TryCryptoRng, TryRng};

use super::event::{Ask, Beside, CLIENTS, CODES, Event, Faults, Login, Params, Show, Slot, Uri};

/// What an event sends; `code` and `request_uri` come on top, as the server named them.
#[derive(Debug)]
pub(crate) struct Sent {
    pub(crate) parameters: Parameters,
    pub(crate) credentials: Credentials,
}

/// Every request that can be sent.
#[derive(Debug)]
pub(crate) struct Requests(HashMap<Event, Sent>);

impl Requests {
    pub(crate) fn new() -> Result<Self, UnboundName> {
        let mut bindings = Bindings::new(1, "small world", clients());
        let mut requests = HashMap::new();
        for event in events() {
            requests.insert(event, sent(event, &mut bindings)?);
        }
        Ok(Self(requests))
    }

    pub(crate) fn of(&self, event: Event) -> Option<&Sent> {
        self.0.get(&event)
    }
}

/// The clients as the server registers them.
pub(crate) fn registered() -> impl Iterator<Item = server::Client> {
    clients().into_values().map(|client| server::Client {
        id: client.id,
        kind: match client.secret {
            None => ClientKind::Public,
            Some(secret) => ClientKind::Confidential { secret },
        },
        redirect_uris: vec![client.redirect_uri],
    })
}

fn clients() -> BTreeMap<RoleName, Client> {
    let client = |role: RoleName| Client {
        id: role.to_string(),
        redirect_uri: format!("https://client.example/{role}"),
        secret: role.is_confidential().then(|| "the secret of the confidential client".to_owned()),
    };
    CLIENTS.into_iter().map(|role| (role, client(role))).collect()
}

/// Every event but the clock's.
fn events() -> impl Iterator<Item = Event> {
    let each = || (0..CODES).flat_map(|slot| CLIENTS.map(|client| (slot, client)));
    each().flat_map(|(slot, client)| {
        let asks = Ask::ALL.into_iter().flat_map(move |ask| authorizations(slot, client, ask));
        let redirects = redirections(slot, client);
        let of = move |owner| tokens(slot, client, owner, Faults::Two);
        asks.chain(redirects).chain(CLIENTS.into_iter().flat_map(of))
    })
}

/// An authorization request, in each way that it can take.
pub(crate) fn authorizations(slot: Slot, client: RoleName, ask: Ask) -> Vec<Event> {
    let authorize = agents(slot).map(|elsewhere| Event::Authorize { slot, client, ask, elsewhere });
    authorize.chain([Event::Push { slot, client, ask }]).collect()
}

/// What can be done with a pushed request.
pub(crate) fn redirections(slot: Slot, client: RoleName) -> impl Iterator<Item = Event> {
    Beside::ALL.into_iter().flat_map(move |beside| {
        agents(slot).map(move |elsewhere| Event::Redirect { slot, client, beside, elsewhere })
    })
}

/// Every token request of `client` for a code of `owner`, with so many faults at most.
pub(crate) fn tokens(
    slot: Slot,
    client: RoleName,
    owner: RoleName,
    faults: Faults,
) -> impl Iterator<Item = Event> {
    let theirs = (client != owner).then_some(Uri::Of(client));
    let uris = [Uri::Of(owner)].into_iter().chain(theirs).chain([Uri::Empty, Uri::Beyond(owner)]);
    let own = uris.map(|uri| (Login::Own, uri));
    let logins = Login::ALL
        .into_iter()
        .filter(move |login| client.is_confidential() && *login != Login::Own);
    let ways = own.chain(logins.map(move |login| (login, Uri::Of(owner))));
    ways.flat_map(move |(login, uri)| {
        let right = client == owner && login == Login::Own && uri == Uri::Of(owner);
        let may = move |show: &Show| right || faults == Faults::Two || *show == Show::Right;
        let shows = Show::ALL.into_iter().filter(may);
        shows.map(move |show| Event::Token { slot, client, login, show, uri })
    })
}

/// The first code's user agent is one and the same; the second's may be another.
fn agents(slot: Slot) -> impl Iterator<Item = bool> {
    [false, true].into_iter().take(1 + usize::from(slot))
}

fn sent(event: Event, bindings: &mut Bindings) -> Result<Sent, UnboundName> {
    let absent = Credentials::Absent;
    let (role, own, params, credentials) = match event {
        Event::Authorize { slot, client, ask, .. } => {
            (client, authorization(client), ask.params(slot), absent)
        }
        Event::Push { slot, client, ask } => {
            let credentials = credentials(client, &Authentication::Own, bindings)?;
            (client, authorization(client), ask.params(slot), credentials)
        }
        Event::Redirect { client, beside, .. } => (client, Vec::new(), beside.params(), absent),
        Event::Token { slot, client, login, show, uri } => {
            let uri = uri.value(client).unwrap_or(Value::RedirectUri(client));
            let own = vec![("grant_type", "authorization_code".into()), ("redirect_uri", uri)];
            let credentials = credentials(client, &login.authentication(slot), bindings)?;
            (client, own, show.params(slot), credentials)
        }
        Event::Wait => (CLIENTS[0], Vec::new(), Vec::new(), absent),
    };
    let mut parameters = Parameters::new();
    if matches!(credentials, Credentials::Absent) {
        parameters.push("client_id", bindings.evaluate(&Value::ClientId(role))?);
    }
    let own = own.into_iter().map(|(name, value)| (name.to_owned(), value));
    for (name, value) in own.chain::<Params>(params) {
        parameters.push(name, bindings.evaluate(&value)?);
    }
    Ok(Sent { parameters, credentials })
}

fn authorization(client: RoleName) -> Vec<(&'static str, Value)> {
    vec![("response_type", "code".into()), ("redirect_uri", Value::RedirectUri(client))]
}

fn credentials(
    role: RoleName,
    authentication: &Authentication,
    bindings: &mut Bindings,
) -> Result<Credentials, UnboundName> {
    let secret = match authentication {
        Authentication::Own if role.is_confidential() => bindings.evaluate(&Value::Secret(role))?,
        Authentication::Wrong => b"not the secret of this client".to_vec(),
        Authentication::Verifier(name) => bindings.evaluate(&Value::verifier(name))?,
        _ => return Ok(Credentials::Absent),
    };
    let client_id = bindings.evaluate(&Value::ClientId(role))?;
    Ok(Credentials::Basic { client_id, secret })
}

/// Draws that are always the same: the names that the server gives are no part of a state.
pub(crate) struct Drawn(pub(crate) u8);

impl TryRng for Drawn {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        Ok(u32::from(self.0))
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        Ok(u64::from(self.0))
    }

    fn try_fill_bytes(&mut self, octets: &mut [u8]) -> Result<(), Infallible> {
        octets.fill(self.0);
        Ok(())
    }
}

impl TryCryptoRng for Drawn {}
