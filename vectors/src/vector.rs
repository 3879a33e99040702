//! A library vector: one call of one operation, with constants.

use serde::{Deserialize, Serialize};

use crate::{
    datum::{self, Datum},
    expect::Expect,
    level::Effect,
    policy::Needs,
};

/// What a library can be asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Op {
    /// Verifier and method to challenge (RFC 7636 §4.2).
    Derive,
    /// Verifier against challenge (§4.6).
    Verify,
    /// Whether a verifier has the form of §4.1.
    CheckVerifier,
    /// Whether a challenge has the form of §4.2.
    CheckChallenge,
    /// The name of a transformation to the transformation (§4.2, §4.3).
    ParseMethod,
    /// Draw verifiers (§4.1).
    Generate,
}

impl Op {
    /// Every operation, in the order of reports.
    pub const ALL: [Self; 6] = [
        Self::Derive,
        Self::Verify,
        Self::CheckVerifier,
        Self::CheckChallenge,
        Self::ParseMethod,
        Self::Generate,
    ];

    /// The name on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Derive => "derive",
            Self::Verify => "verify",
            Self::CheckVerifier => "check_verifier",
            Self::CheckChallenge => "check_challenge",
            Self::ParseMethod => "parse_method",
            Self::Generate => "generate",
        }
    }
}

/// One vector for a library operation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Vector {
    /// `operation/fault[/position]`, stable for ever.
    pub id: String,
    /// The id of the requirement behind it.
    pub requirement: String,
    /// What is special about the input.
    pub comment: String,
    /// Names from `flags.json`.
    pub flags: Vec<String>,
    /// The operation.
    pub op: Op,
    /// Its input.
    pub input: Input,
    /// Every outcome that is right.
    pub expect: Vec<Expect>,
    /// The effect of a failure, where the outcome alone does not tell.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub effect: Option<Effect>,
    /// What the target must offer for the vector to apply.
    #[serde(default, skip_serializing_if = "Needs::is_empty")]
    pub needs: Needs,
    /// Vectors whose failure, all together, makes this one uninformative.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub implied_by: Vec<String>,
    /// A positive control: it must pass before negatives mean anything.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub control: bool,
    /// The control of this vector, where it is not the one of its operation and method.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub controlled_by: Option<String>,
    /// Why the vector was withdrawn. Its id stays taken.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub withdrawn: Option<String>,
}

/// The input of a library operation. A key that an operation does not take is absent.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Written", into = "Written")]
pub struct Input {
    /// `code_challenge_method`; absent is not the same as empty.
    pub method: Option<Datum>,
    /// `code_challenge`.
    pub challenge: Option<Datum>,
    /// `code_verifier`.
    pub verifier: Option<Datum>,
    /// `generate`: how many.
    pub count: Option<u32>,
    /// `generate`: characters; the inner `None` (JSON null) leaves the length to the library.
    pub length: Option<Option<u32>>,
}

#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Written {
    #[serde(skip_serializing_if = "Option::is_none")]
    method: Option<Datum>,
    #[serde(skip_serializing_if = "Option::is_none")]
    method_hex: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    challenge: Option<Datum>,
    #[serde(skip_serializing_if = "Option::is_none")]
    challenge_hex: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    verifier: Option<Datum>,
    #[serde(skip_serializing_if = "Option::is_none")]
    verifier_hex: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    count: Option<u32>,
    #[expect(clippy::option_option, reason = "null is not the same as a missing key")]
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    length: Option<Option<u32>>,
}

/// Tells `null` from a missing key.
#[expect(clippy::option_option, reason = "that is what it tells apart")]
fn present<'de, D: serde::Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<Option<u32>>, D::Error> {
    Option::deserialize(deserializer).map(Some)
}

impl TryFrom<Written> for Input {
    type Error = String;

    fn try_from(written: Written) -> Result<Self, String> {
        Ok(Self {
            method: one("method", written.method, written.method_hex)?,
            challenge: one("challenge", written.challenge, written.challenge_hex)?,
            verifier: one("verifier", written.verifier, written.verifier_hex)?,
            count: written.count,
            length: written.length,
        })
    }
}

fn one(name: &str, text: Option<Datum>, hex: Option<String>) -> Result<Option<Datum>, String> {
    match (text, hex) {
        (Some(_), Some(_)) => Err(format!("{name} and {name}_hex are given: one of the two")),
        (text, None) => Ok(text),
        (None, Some(hex)) => datum::from_hex(&hex)
            .map(|bytes| Some(Datum::Bytes(bytes)))
            .ok_or_else(|| format!("{name}_hex wants an even number of hexadecimal digits")),
    }
}

impl From<Input> for Written {
    fn from(input: Input) -> Self {
        let (method, method_hex) = two(input.method);
        let (challenge, challenge_hex) = two(input.challenge);
        let (verifier, verifier_hex) = two(input.verifier);
        Self {
            method,
            method_hex,
            challenge,
            challenge_hex,
            verifier,
            verifier_hex,
            count: input.count,
            length: input.length,
        }
    }
}

fn two(datum: Option<Datum>) -> (Option<Datum>, Option<String>) {
    match datum {
        Some(Datum::Bytes(bytes)) => (None, Some(datum::to_hex(&bytes))),
        other => (other, None),
    }
}
