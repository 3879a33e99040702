//! The requests of a flow, as they would come to the small world of the endpoints' targets.

use pkce_conformance::wire::{Call, ClientFacts, Octets, Reply, SentRequest, StepCall};
use pkce_vectors::RoleName;

use super::{Seed, seed};
use crate::{
    oracle,
    world::{Issued, VERIFIERS, Who, issued},
};

pub(super) fn seeds(id: &str, said: &[(Call, Reply)]) -> Vec<Seed> {
    let Some(Call::Open(open)) = said.first().map(|(call, _)| call) else { return Vec::new() };
    let (_, codes) = issued();
    let mut there =
        There { clients: &open.clients, codes: &codes, challenge: None, seeds: Vec::new() };
    for (call, _) in said {
        match call {
            Call::Step { step, .. } => there.step(id, step),
            Call::Race { steps, .. } => steps.iter().for_each(|step| there.step(id, step)),
            _ => {}
        }
    }
    there.seeds
}

/// The world that a conversation is moved into.
struct There<'c> {
    clients: &'c [ClientFacts],
    codes: &'c [Issued],
    /// The challenge that was sent last, and its method.
    challenge: Option<(Octets, bool)>,
    seeds: Vec<Seed>,
}

impl There<'_> {
    fn step(&mut self, id: &str, step: &StepCall) {
        match step {
            StepCall::Authorize(request) | StepCall::Par(request) => {
                let value = |name: &str| {
                    request.params.iter().find(|(key, _)| key == name).map(|(_, value)| value)
                };
                let s256 = value("code_challenge_method") == Some(&Octets::from("S256"));
                self.challenge = value("code_challenge").map(|challenge| (challenge.clone(), s256));
                let query = self.form(request);
                self.seeds.push(seed("form", id, query.clone()));
                self.seeds.push(seed("authorization", id, query));
            }
            StepCall::Token(request) => {
                let form = self.form(request);
                self.seeds.push(seed("form", id, form.clone()));
                let header = request.basic.as_ref().map_or(String::new(), |(client, secret)| {
                    basic(&self.here(client.as_bytes()), &self.here(secret.as_bytes()))
                });
                self.seeds.push(seed("token", id, [header.as_bytes(), b"\n", &form].concat()));
            }
            StepCall::Use { .. } | StepCall::Metadata { .. } | StepCall::Wait { .. } => {}
        }
    }

    fn form(&self, request: &SentRequest) -> Vec<u8> {
        let pairs = request.params.iter().map(|(name, value)| {
            let value = match name.as_str() {
                "code" => self.code(request),
                "code_verifier" => self.verifier(&value.0),
                _ => self.here(&value.0),
            };
            format!("{}={}", encode(name.as_bytes()), encode(&value))
        });
        let mut form = pairs.collect::<Vec<_>>().join("&").into_bytes();
        if let Some(raw) = &request.raw {
            form.push(b'&');
            form.extend_from_slice(&raw.0);
        }
        form
    }

    /// A client's name, redirect URI or secret there, as it is here.
    fn here(&self, value: &[u8]) -> Vec<u8> {
        for facts in self.clients {
            let who = who(facts.role);
            let secret = facts.client_secret.as_deref().zip(who.secret());
            let pairs = [
                Some((facts.client_id.as_str(), who.id())),
                Some((facts.redirect_uri.as_str(), who.redirect_uri())),
                secret,
            ];
            for (there, here) in pairs.into_iter().flatten() {
                if there.as_bytes() == value {
                    return here.into();
                }
            }
        }
        value.into()
    }

    /// A code of the same client, bound in the same way.
    fn code(&self, request: &SentRequest) -> Vec<u8> {
        let binding = self.challenge.as_ref().map(|(_, s256)| if *s256 { "S256" } else { "plain" });
        let named = request.params.iter().find(|(name, _)| name == "client_id");
        let named = named.map(|(_, value)| self.here(&value.0));
        let named =
            named.or_else(|| request.basic.as_ref().map(|(id, _)| self.here(id.as_bytes())));
        let of_client = |code: &&Issued| named.as_deref() == Some(code.who.id().as_bytes());
        let mut codes = self.codes.iter().filter(of_client);
        let code = codes.find(|code| code.binding == binding).or(self.codes.first());
        code.map_or(Vec::new(), |code| code.name.clone().into_bytes())
    }

    /// The right verifier there, as the right one here.
    fn verifier(&self, value: &[u8]) -> Vec<u8> {
        let right = self.challenge.as_ref().is_some_and(|(challenge, s256)| {
            if *s256 { oracle::is_s256_of(&challenge.0, value) } else { challenge.0 == value }
        });
        let [first, ..] = VERIFIERS;
        if right { first.into() } else { value.into() }
    }
}

const fn who(role: RoleName) -> Who {
    match role {
        RoleName::Public => Who::Public,
        RoleName::Public2 => Who::Neighbour,
        RoleName::Confidential | RoleName::Confidential2 => Who::Confidential,
    }
}

fn basic(client: &[u8], secret: &[u8]) -> String {
    let pair = format!("{}:{}", encode(client), encode(secret));
    format!("Basic {}", data_encoding::BASE64.encode(pair.as_bytes()))
}

/// `application/x-www-form-urlencoded`
fn encode(value: &[u8]) -> String {
    let written = |byte: &u8| match byte {
        byte if oracle::UNRESERVED.contains(byte) => char::from(*byte).to_string(),
        byte => format!("%{byte:02X}"),
    };
    value.iter().map(written).collect()
}
