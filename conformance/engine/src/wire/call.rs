//! What a target is asked.

use std::borrow::Cow;

use pkce_vectors::{Op, Vector};
use serde::{Deserialize, Serialize};

use super::{
    flow::{Open, StepCall},
    object::present,
    octets::Octets,
};

/// One request to a target.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Call {
    /// A library operation.
    Library(LibraryCall),
    /// Open a session of a flow.
    Open(Open),
    /// One step in a session.
    Step {
        /// The session.
        session: String,
        /// The step.
        step: StepCall,
    },
    /// Steps at the same moment in a session.
    Race {
        /// The session.
        session: String,
        /// The steps.
        steps: Vec<StepCall>,
    },
    /// Close a session.
    Close {
        /// The session.
        session: String,
    },
}

/// A library operation with its input. What an operation does not take, or a vector leaves out, is `None`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LibraryCall {
    /// Which operation.
    pub op: Op,
    /// `code_challenge_method`; `None` is absent, empty is empty.
    pub method: Option<Octets>,
    /// `code_challenge`.
    pub challenge: Option<Octets>,
    /// `code_verifier`.
    pub verifier: Option<Octets>,
    /// `generate`: how many, at most [`MAX_BATCH`](super::MAX_BATCH).
    pub count: u32,
    /// `generate`: how many characters; `None` leaves it to the library.
    pub length: Option<u32>,
}

impl LibraryCall {
    /// A call without input.
    #[must_use]
    pub const fn new(op: Op) -> Self {
        Self { op, method: None, challenge: None, verifier: None, count: 0, length: None }
    }

    /// What a vector asks, with huge values expanded.
    #[must_use]
    pub fn of(vector: &Vector) -> Self {
        let octets =
            |datum: &Option<pkce_vectors::Datum>| datum.as_ref().map(|d| Octets(d.to_bytes()));
        Self {
            op: vector.op,
            method: octets(&vector.input.method),
            challenge: octets(&vector.input.challenge),
            verifier: octets(&vector.input.verifier),
            count: vector.input.count.unwrap_or(0),
            length: vector.input.length.flatten(),
        }
    }
}

/// The `input` object of a library operation on the wire.
#[derive(Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WrittenInput<'a> {
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    method: Option<Cow<'a, str>>,
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    method_hex: Option<Cow<'a, str>>,
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    challenge: Option<Cow<'a, str>>,
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    challenge_hex: Option<Cow<'a, str>>,
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    verifier: Option<Cow<'a, str>>,
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    verifier_hex: Option<Cow<'a, str>>,
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    count: Option<u32>,
    /// `null` in a call of `generate` that leaves the length to the library.
    #[expect(
        clippy::option_option,
        reason = "outer: a call of generate; inner: a length is given"
    )]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    length: Option<Option<u32>>,
}

impl<'a> From<&'a LibraryCall> for WrittenInput<'a> {
    fn from(call: &'a LibraryCall) -> Self {
        let (method, method_hex) = split(call.method.as_ref());
        let (challenge, challenge_hex) = split(call.challenge.as_ref());
        let (verifier, verifier_hex) = split(call.verifier.as_ref());
        let generate = call.op == Op::Generate;
        Self {
            method,
            method_hex,
            challenge,
            challenge_hex,
            verifier,
            verifier_hex,
            count: generate.then_some(call.count),
            length: generate.then_some(call.length),
        }
    }
}

fn split(octets: Option<&Octets>) -> (Option<Cow<'_, str>>, Option<Cow<'_, str>>) {
    match octets {
        None => (None, None),
        Some(octets) => match octets.as_text() {
            Some(text) => (Some(text.into()), None),
            None => (None, Some(octets.to_hex().into())),
        },
    }
}

impl WrittenInput<'_> {
    /// The typed call, for an adapter that is written with this crate; else what the operation does not take, or lacks.
    pub(super) fn into_call(self, op: Op) -> Result<LibraryCall, String> {
        let of_verifier = matches!(op, Op::Derive | Op::Verify | Op::CheckVerifier);
        let of_challenge = matches!(op, Op::Verify | Op::CheckChallenge);
        let of_method = !matches!(op, Op::CheckVerifier | Op::Generate);
        let of_draws = op == Op::Generate;
        let given = |text: &Option<_>, hex: &Option<_>| text.is_some() || hex.is_some();
        let strays = [
            ("verifier", !of_verifier && given(&self.verifier, &self.verifier_hex)),
            ("challenge", !of_challenge && given(&self.challenge, &self.challenge_hex)),
            ("method", !of_method && given(&self.method, &self.method_hex)),
            ("count", !of_draws && self.count.is_some()),
            ("length", !of_draws && self.length.is_some()),
        ];
        if let Some((name, _)) = strays.into_iter().find(|(_, strays)| *strays) {
            return Err(format!("{} takes no {name}", op.as_str()));
        }
        if of_draws && self.count.is_none() {
            return Err("generate needs a count".to_owned());
        }
        Ok(LibraryCall {
            op,
            method: join(self.method, self.method_hex)?,
            challenge: join(self.challenge, self.challenge_hex)?,
            verifier: join(self.verifier, self.verifier_hex)?,
            count: self.count.unwrap_or(0),
            length: self.length.flatten(),
        })
    }
}

fn join(text: Option<Cow<'_, str>>, hex: Option<Cow<'_, str>>) -> Result<Option<Octets>, String> {
    match (text, hex) {
        (Some(text), None) => Ok(Some(Octets(text.into_owned().into_bytes()))),
        (None, Some(hex)) => match Octets::from_hex(&hex) {
            Some(octets) => Ok(Some(octets)),
            None => Err("octets are an even number of hexadecimal digits".to_owned()),
        },
        (None, None) => Ok(None),
        (Some(_), Some(_)) => Err("a value is given once".to_owned()),
    }
}
