//! Short names for the values that faults are made of, and what the constants of `verify` come from.

use std::collections::BTreeMap;

use crate::{Alteration, Bindings, Datum, DrawOptions, How, Value, draw::APPENDIX_B_VERIFIER};

/// The seed behind every generated constant that is not from a document.
const SEED: u64 = 7636;

/// The verifier of the case.
pub(super) fn v1() -> Value {
    Value::verifier("v1")
}

/// A verifier that has nothing to do with [`v1`].
pub(super) fn v2() -> Value {
    Value::verifier("v2")
}

/// [`v1`], drawn with so many characters.
pub(super) fn v1_long(length: u32) -> Value {
    Value::Verifier(DrawOptions { length: Some(length), ..DrawOptions::new("v1") })
}

/// A verifier of so many characters out of `alphabet`.
pub(super) fn drawn(name: &str, length: u32, alphabet: &str) -> Value {
    Value::Verifier(DrawOptions {
        length: Some(length),
        alphabet: Some(alphabet.to_owned()),
        ..DrawOptions::new(name)
    })
}

/// [`v1`], drawn until its S256 has and lacks these characters.
pub(super) fn v1_challenge(has: &str, lacks: &str) -> Value {
    let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    Value::Verifier(DrawOptions {
        challenge_has: some(has),
        challenge_lacks: some(lacks),
        ..DrawOptions::new("v1")
    })
}

pub(super) fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}

/// Text where the octets are UTF-8, `hex` where they are not.
pub(super) fn octets(bytes: &[u8]) -> Value {
    match std::str::from_utf8(bytes) {
        Ok(utf8) => text(utf8),
        Err(_) => Value::Hex(bytes.to_vec()),
    }
}

pub(super) fn s256(value: Value) -> Value {
    Value::s256(value)
}

pub(super) fn concat(values: impl IntoIterator<Item = Value>) -> Value {
    Value::Concat(values.into_iter().collect())
}

pub(super) fn alter(value: Value, how: How) -> Value {
    Value::Alter(Alteration { alter: Box::new(value), how, at: None, n: None, with: None })
}

/// A way that names a place: `change`, `remove`, `percent-encode`.
pub(super) fn alter_at(value: Value, how: How, at: i32) -> Value {
    Value::Alter(Alteration { alter: Box::new(value), how, at: Some(at), n: None, with: None })
}

/// A way that names a number: `prefix`, `suffix`, `non-canonical`.
pub(super) fn alter_n(value: Value, how: How, n: u32) -> Value {
    Value::Alter(Alteration { alter: Box::new(value), how, at: None, n: Some(n), with: None })
}

pub(super) fn replace(value: Value, at: i32, with: Value) -> Value {
    Value::Alter(Alteration {
        alter: Box::new(value),
        how: How::Replace,
        at: Some(at),
        n: None,
        with: Some(Box::new(with)),
    })
}

/// `inner` between two pieces of [`v1`] of 21 characters each.
pub(super) fn middle(inner: Value) -> Value {
    concat([alter_n(v1(), How::Prefix, 21), inner, alter_n(v1(), How::Suffix, 21)])
}

/// The constants of a case: `v1` is the verifier of RFC 7636 Appendix B wherever a case takes any, and the rest
/// is drawn.
pub(super) struct Constants(Bindings);

impl Constants {
    /// For the case `id`, whose values are evaluated in the order in which they are asked for.
    pub(super) fn new(id: &str, first: &Value) -> Self {
        let mut bindings = Bindings::new(SEED, id, BTreeMap::new());
        if first_draw(first).is_none_or(|options| *options == DrawOptions::new("v1")) {
            bindings.set_verifier("v1", APPENDIX_B_VERIFIER.as_bytes());
        }
        Self(bindings)
    }

    pub(super) fn bytes(&mut self, value: &Value) -> Vec<u8> {
        // No family names a client, which is all that evaluation can miss.
        self.0.evaluate(value).unwrap_or_default()
    }

    pub(super) fn datum(&mut self, value: &Value) -> Datum {
        match value {
            Value::Repeat(text, count) => Datum::Repeat(text.clone(), *count),
            other => Datum::from_bytes(self.bytes(other)),
        }
    }
}

/// How `v1` is drawn at its first use.
fn first_draw(value: &Value) -> Option<&DrawOptions> {
    match value {
        Value::Verifier(options) => (options.verifier == "v1").then_some(options),
        Value::S256(inner) => first_draw(inner),
        Value::Alter(alteration) => first_draw(&alteration.alter)
            .or_else(|| alteration.with.as_deref().and_then(first_draw)),
        Value::Concat(values) => values.iter().find_map(first_draw),
        _ => None,
    }
}
