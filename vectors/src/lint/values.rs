//! Values of flows: small enough for a live server, and altered where they say that they are.

use std::collections::{BTreeMap, BTreeSet};

use super::findings::Findings;
use crate::{
    draw::{Bindings, Client, UnboundName},
    expect::Expect,
    flow::Flow,
    request::Request,
    role::RoleName,
    value::Value,
};

/// Longest value on a live wire, percent-encoded, in octets.
const MAX_WIRE: usize = 8 << 10;

/// Draws that are tried: an alteration that some of them escape is found.
const DRAWS: u64 = 16;

pub(super) fn lint(flow: &Flow, findings: &mut Findings) {
    let requests: Vec<&Request> =
        flow.steps.iter().flat_map(|step| step.action.requests()).collect();
    let is_encoded = |request: &Request, value: &Value| request.raw.as_ref() != Some(value);
    let values: Vec<(&Value, bool)> = requests
        .iter()
        .flat_map(|request| request.values().map(|value| (value, is_encoded(request, value))))
        .collect();

    late_options(flow, &requests, findings);
    let mut found = BTreeSet::new();
    for seed in 0..DRAWS {
        let mut bindings = Bindings::new(seed, &flow.id, clients());
        for name in flow.steps.iter().flat_map(|step| &step.expect).filter_map(Expect::code) {
            // As short as codes come: 128 bits.
            bindings.set_code(name, &crate::s256(format!("{seed} {name}").as_bytes())[..22]);
        }
        for (value, is_encoded) in &values {
            size(value, *is_encoded, &mut bindings, &mut found);
            alterations(value, &mut bindings, &mut found);
        }
    }
    for (rule, message) in found {
        findings.add(rule, &flow.id, message);
    }
}

type Found = BTreeSet<(&'static str, String)>;

/// Clients such as a target may have, so that every value can be evaluated.
fn clients() -> BTreeMap<RoleName, Client> {
    let client = |role: RoleName| Client {
        id: format!("client-{role}"),
        redirect_uri: format!("https://{role}.example/callback"),
        secret: role.is_confidential().then(|| format!("secret of {role}")),
    };
    RoleName::ALL.into_iter().map(|role| (role, client(role))).collect()
}

fn size(value: &Value, is_encoded: bool, bindings: &mut Bindings, found: &mut Found) {
    let bytes = match bindings.evaluate(value) {
        Ok(bytes) => bytes,
        // Another rule tells it.
        Err(UnboundName::Code(_)) => return,
        Err(error) => {
            found.insert(("authentication-without-secret", error.to_string()));
            return;
        }
    };
    let unreserved = |byte: &u8| byte.is_ascii_alphanumeric() || b"-._~".contains(byte);
    let octets = |byte: &u8| if !is_encoded || unreserved(byte) { 1 } else { 3 };
    let length: usize = bytes.iter().map(octets).sum();
    if length > MAX_WIRE {
        let message = format!("a value of {length} octets on the wire, the most is {MAX_WIRE}");
        found.insert(("value-size", message));
    }
}

fn alterations(value: &Value, bindings: &mut Bindings, found: &mut Found) {
    // What takes an octet's place may by chance be the same: another shows whether there is such a place.
    if let Value::Alter(alteration) = value
        && let Ok(before) = bindings.evaluate(&alteration.alter)
        && alteration.apply(&before, b"\0") == before
    {
        let message = format!("{:?} leaves some draws as they are", alteration.how);
        found.insert(("alteration-without-effect", message));
    }
    for inner in inner(value) {
        alterations(inner, bindings, found);
    }
}

/// What a value is made of.
fn inner(value: &Value) -> Vec<&Value> {
    match value {
        Value::S256(inner) => vec![inner],
        Value::Alter(alteration) => {
            std::iter::once(&alteration.alter).chain(&alteration.with).map(Box::as_ref).collect()
        }
        Value::Concat(values) => values.iter().collect(),
        _ => Vec::new(),
    }
}

/// A later use of a verifier cannot say how it is drawn: it has been.
fn late_options(flow: &Flow, requests: &[&Request], findings: &mut Findings) {
    let mut drawn = BTreeSet::new();
    let mut waiting: Vec<&Value> = requests.iter().flat_map(|request| request.values()).collect();
    waiting.reverse();
    while let Some(value) = waiting.pop() {
        if let Value::Verifier(options) = value
            && !drawn.insert(options.verifier.as_str())
            && *value != Value::verifier(&options.verifier)
        {
            let message = format!("`{}` is drawn before its options", options.verifier);
            findings.add("draw-options", &flow.id, message);
        }
        waiting.extend(inner(value).into_iter().rev());
    }
}
