//! A draft whose every draw shows the difference: an alteration that leaves some values as they are gets values that
//! it alters.

use std::collections::BTreeMap;

use pkce_vectors::{Flow, How, Request, Value};

/// What a draw has to have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Wanted {
    /// A challenge with `-` and `_`.
    InChallenge,
    /// These characters alone.
    Alone,
}

/// Adds the options that the draft's alterations need to the first use of each draw.
pub(super) fn settle(flow: &mut Flow) {
    let mut wanted = BTreeMap::new();
    each_value(flow, &mut |value| look(value, &mut wanted));
    each_value(flow, &mut |value| set(value, &mut wanted));
}

fn each_value(flow: &mut Flow, told: &mut dyn FnMut(&mut Value)) {
    for step in &mut flow.steps {
        let requests = step.action.requests_mut().iter_mut();
        requests.flat_map(Request::values_mut).for_each(&mut *told);
    }
}

fn inner(value: &mut Value, told: &mut dyn FnMut(&mut Value)) {
    match value {
        Value::S256(inner) => told(inner),
        Value::Alter(alteration) => told(&mut alteration.alter),
        Value::Concat(values) => values.iter_mut().for_each(told),
        _ => {}
    }
}

fn look(value: &mut Value, wanted: &mut BTreeMap<String, Wanted>) {
    if let Value::Alter(alteration) = value
        && alteration.how == How::StandardAlphabet
    {
        let (of, name) = match &*alteration.alter {
            Value::S256(made_of) => (Wanted::InChallenge, name(made_of)),
            other => (Wanted::Alone, name(other)),
        };
        wanted.extend(name.map(|name| (name, of)));
    }
    inner(value, &mut |value| look(value, wanted));
}

fn name(value: &Value) -> Option<String> {
    match value {
        Value::Verifier(options) => Some(options.verifier.clone()),
        Value::Alter(alteration) => name(&alteration.alter),
        Value::Concat(values) => values.iter().find_map(name),
        _ => None,
    }
}

fn set(value: &mut Value, wanted: &mut BTreeMap<String, Wanted>) {
    if let Value::Verifier(options) = value
        && let Some(of) = wanted.remove(&options.verifier)
    {
        match of {
            Wanted::InChallenge => options.challenge_has = Some("-_".to_owned()),
            Wanted::Alone => options.alphabet = Some("-_".to_owned()),
        }
    }
    inner(value, &mut |value| set(value, wanted));
}
