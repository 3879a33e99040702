//! A flow as events, as near as the events of the flow target come to it.

use std::collections::BTreeMap;

use pkce_vectors::{Action, Authentication, ClientRef, Flow, Request, RoleName, Value};

use super::Octets;

pub(super) fn of(flow: &Flow) -> Vec<u8> {
    let confidential = !flow.roles.contains(&RoleName::Public);
    let mut events = Events { confidential, ..Events::default() };
    for step in &flow.steps {
        events.step(&step.action);
    }
    let mut octets = Octets::default();
    octets.flag(flow.needs.plain.unwrap_or(true)).flag(false).octets(&events.written.0);
    octets.0
}

/// What was written so far, and the numbers of names.
#[derive(Default)]
struct Events {
    written: Octets,
    confidential: bool,
    codes: BTreeMap<String, u8>,
    verifiers: BTreeMap<String, u8>,
    issued: u8,
}

impl Events {
    fn step(&mut self, action: &Action) {
        match action {
            Action::Authorize(request) if request.request_uri.is_some() => {
                self.event(2).who(request).written.octets(&[0]).variant(0, 2);
                self.issued += 1;
            }
            Action::Authorize(request) => {
                self.event(0).who(request).challenge(request);
                self.issued += 1;
            }
            Action::Par(request) => {
                self.event(1).who(request).login(request).challenge(request);
            }
            Action::Token(request) => {
                self.event(3).who(request).login(request).code(request).verifier(request);
                let named = request.params.iter().any(|(name, _)| name == "redirect_uri");
                self.written.variant(if named { 2 } else { 0 }, 3);
            }
            Action::Race { tokens, .. } => {
                for token in tokens {
                    self.event(4).who(token).code(token).verifier(token);
                }
            }
            Action::Wait(_) => {
                self.event(5).written.octets(&[61]);
            }
            Action::Use { .. } | Action::Metadata { .. } => {}
        }
    }

    fn event(&mut self, index: usize) -> &mut Self {
        self.written.flag(true).variant(index, 6);
        self
    }

    fn who(&mut self, request: &Request) -> &mut Self {
        let index = match (request.client, self.confidential) {
            (ClientRef::Own, false) | (ClientRef::Named(RoleName::Public), _) => 0,
            (ClientRef::Other | ClientRef::Named(RoleName::Public2), _) => 1,
            _ => 2,
        };
        self.written.variant(index, 3);
        self
    }

    fn login(&mut self, request: &Request) -> &mut Self {
        let index = match request.auth {
            Authentication::Own => 0,
            Authentication::None => 1,
            _ => 2,
        };
        self.written.variant(index, 4);
        self
    }

    fn code(&mut self, request: &Request) -> &mut Self {
        let newest = self.issued.saturating_sub(1);
        let name = request.code.clone().unwrap_or_default();
        let number = *self.codes.entry(name).or_insert(newest);
        self.written.octets(&[number]);
        self
    }

    fn challenge(&mut self, request: &Request) -> &mut Self {
        let values: Vec<&Value> = of_name(request, "code_challenge");
        let methods = of_name(request, "code_challenge_method");
        let method = methods.first();
        let number =
            values.first().and_then(|value| verifier_in(value)).map(|name| self.number(name));
        let number = number.unwrap_or(0);
        let (index, operands): (usize, &[u8]) = match (values.as_slice(), method) {
            ([], None) => (0, &[]),
            ([], Some(_)) => (7, &[]),
            ([_], Some(Value::Text(name))) if name == "S256" => (2, &[number]),
            ([_], Some(Value::Text(name))) if name == "plain" => (3, &[number]),
            ([_], None) => (4, &[number]),
            ([_], Some(_)) => (5, &[number]),
            _ => (6, &[number, 1]),
        };
        self.written.variant(index, 8).octets(operands);
        self
    }

    fn verifier(&mut self, request: &Request) -> &mut Self {
        let values = of_name(request, "code_verifier");
        let number =
            values.first().and_then(|value| verifier_in(value)).map(|name| self.number(name));
        let number = number.unwrap_or(0);
        let (index, operands): (usize, &[u8]) = match values.as_slice() {
            [] => (0, &[]),
            [Value::Text(text)] if text.is_empty() => (1, &[]),
            [Value::Verifier(_)] => (2, &[number]),
            [Value::Alter(_)] => (3, &[number, 42, b'A']),
            [Value::Concat(_)] => (4, &[number, b'\n']),
            [Value::S256(_)] => (6, &[number]),
            [_] => (5, &[number, 42]),
            _ => (7, &[number, 1]),
        };
        self.written.variant(index, 8).octets(operands);
        self
    }

    fn number(&mut self, name: &str) -> u8 {
        let next = u8::try_from(self.verifiers.len()).unwrap_or(u8::MAX);
        *self.verifiers.entry(name.to_owned()).or_insert(next)
    }
}

fn of_name<'r>(request: &'r Request, name: &str) -> Vec<&'r Value> {
    request.params.iter().filter(|(key, _)| key == name).map(|(_, value)| value).collect()
}

/// The first verifier that a value is made of.
fn verifier_in(value: &Value) -> Option<&str> {
    match value {
        Value::Verifier(options) => Some(&options.verifier),
        Value::S256(inner) => verifier_in(inner),
        Value::Alter(alteration) => verifier_in(&alteration.alter),
        Value::Concat(values) => values.iter().find_map(verifier_in),
        _ => None,
    }
}
