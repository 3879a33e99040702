//! What a target answers.

use serde::{Deserialize, Serialize};

use super::flow::StepAnswer;

/// One answer, decoded for the operation that was asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reply {
    /// `derive` gave a challenge, perhaps with the method's name.
    Challenge {
        /// The challenge.
        challenge: String,
        /// The `code_challenge_method` that goes with it, as the implementation spells it.
        method: Option<String>,
    },
    /// `verify`.
    Match(bool),
    /// `check_verifier`, `check_challenge`.
    Valid(bool),
    /// `parse_method`: the method, or the name kept as unknown.
    Method(String),
    /// `generate`.
    Verifiers(Vec<String>),
    /// A step of a flow.
    Step(Box<StepAnswer>),
    /// Steps of a race, in their order.
    Steps(Vec<StepAnswer>),
    /// `{"ok": {}}`: it went well and gave nothing.
    Nothing,
    /// The implementation refused or raised.
    Failed(Failure),
    /// The implementation does not offer this.
    Unsupported(String),
}

/// A refusal or an exception.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Failure {
    /// Which kind.
    pub reason: Reason,
    /// The implementation's own words: hostile text.
    #[serde(default)]
    pub message: String,
}

impl Failure {
    /// A failure with the implementation's own words.
    #[must_use]
    pub fn new(reason: Reason, message: impl Into<String>) -> Self {
        Self { reason, message: message.into() }
    }
}

/// Neutral reasons for a refusal. A wrong one is told, and a failure only with `--strict-reasons`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// Fewer than 43 characters.
    VerifierTooShort,
    /// More than 128 characters.
    VerifierTooLong,
    /// A character outside `unreserved`.
    VerifierBadChar,
    /// The challenge cannot be one.
    ChallengeMalformed,
    /// The transformation is unknown or not offered.
    MethodUnsupported,
    /// Verifier and challenge do not belong together.
    Mismatch,
    /// A parameter that is needed is absent or empty.
    Missing,
    /// A parameter was sent more than once.
    Duplicate,
    /// An exception from beneath that nobody caught, or an undocumented panic.
    Exception,
    /// Any other.
    #[serde(other)]
    Other,
}

impl Reason {
    /// Every reason, in the order of the page.
    pub const ALL: [Self; 10] = [
        Self::VerifierTooShort,
        Self::VerifierTooLong,
        Self::VerifierBadChar,
        Self::ChallengeMalformed,
        Self::MethodUnsupported,
        Self::Mismatch,
        Self::Missing,
        Self::Duplicate,
        Self::Exception,
        Self::Other,
    ];

    /// The name on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::VerifierTooShort => "verifier_too_short",
            Self::VerifierTooLong => "verifier_too_long",
            Self::VerifierBadChar => "verifier_bad_char",
            Self::ChallengeMalformed => "challenge_malformed",
            Self::MethodUnsupported => "method_unsupported",
            Self::Mismatch => "mismatch",
            Self::Missing => "missing",
            Self::Duplicate => "duplicate",
            Self::Exception => "exception",
            Self::Other => "other",
        }
    }
}
