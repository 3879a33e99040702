//! What a case is judged by: the requirement behind it, the outcome that is right, and who gains otherwise.

use crate::Effect;

pub(super) const ABSENT_METHOD: &str = "hardening-absent-method-default";
pub(super) const BASE64URL: &str = "rfc7636-3-base64url-without-padding";
pub(super) const CHALLENGE_GRAMMAR: &str = "rfc7636-4.2-challenge-grammar";
pub(super) const DECORATED_CHALLENGE: &str = "hardening-decorated-challenge";
pub(super) const DECORATED_VERIFIER: &str = "hardening-decorated-verifier";
pub(super) const DERIVE_MALFORMED: &str = "hardening-derive-malformed";
pub(super) const DERIVE_NOTHING: &str = "hardening-derive-nothing";
pub(super) const EMPTY_CHALLENGE: &str = "hardening-empty-challenge";
pub(super) const EMPTY_VERIFIER: &str = "hardening-empty-verifier-own-transform";
pub(super) const EQUAL: &str = "rfc7636-4.6-equal-continues";
pub(super) const EXAMPLE: &str = "rfc7636-b-worked-example";
pub(super) const EXCEPTION: &str = "hardening-uncaught-exception";
pub(super) const GENERATOR_BIAS: &str = "hardening-generator-bias";
pub(super) const GENERATOR_LENGTH: &str = "hardening-generator-length";
pub(super) const MALFORMED_CHALLENGE: &str = "hardening-malformed-challenge-accepted";
pub(super) const MALFORMED_VERIFIER: &str = "hardening-malformed-verifier-matches";
pub(super) const METHOD_NAMES: &str = "rfc7636-4.3-method-names";
pub(super) const NEAR_PLAIN: &str = "hardening-plain-near-miss";
pub(super) const NEAR_S256: &str = "hardening-method-near-miss-s256";
pub(super) const NEVER_S256: &str = "hardening-check-never-s256";
pub(super) const NON_CANONICAL: &str = "hardening-non-canonical-bits";
pub(super) const OTHER_NAME: &str = "rfc7636-4.3-other-name-is-neither";
pub(super) const PADDED: &str = "hardening-padded-challenge";
pub(super) const PERCENT: &str = "hardening-percent-decoded-twice";
pub(super) const PLAIN_NOT_OFFERED: &str = "rfc7636-4.4.1-plain-not-offered-not-honoured";
pub(super) const PLAIN_FORMULA: &str = "rfc7636-4.2-plain-formula";
pub(super) const S256_FORMULA: &str = "rfc7636-4.2-s256-formula";
pub(super) const SERVER_ERROR: &str = "hardening-server-error";
pub(super) const STANDARD_ALPHABET: &str = "hardening-standard-alphabet";
pub(super) const TWINS: &str = "hardening-encoding-twins";
pub(super) const UNEQUAL: &str = "rfc7636-4.6-unequal-refused";
pub(super) const VERIFIER_DISTINCT: &str = "rfc7636-4.1-verifier-distinct";
pub(super) const VERIFIER_ENTROPY: &str = "rfc7636-4.1-verifier-entropy";
pub(super) const VERIFIER_REQUIRED: &str = "rfc7636-4.5-verifier-required";
pub(super) const VERIFIER_GRAMMAR: &str = "rfc7636-4.1-verifier-grammar";

/// How a pair of challenge and verifier is judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Judged {
    /// The one verifier, legal: it must be taken.
    Right,
    /// Not the one verifier: whoever is taken with it gets round PKCE.
    Wrong,
    /// The right verifier, against a challenge that is no transformation of it: the receiver compares
    /// something else than it should, but the holder of the verifier alone gains.
    OtherEncoding,
    /// No sentence demands a refusal, and the holder of the verifier alone gains: advice, under this
    /// requirement.
    Advice(&'static str),
}

impl Judged {
    pub(super) const fn requirement(self) -> &'static str {
        match self {
            Self::Right => EQUAL,
            Self::Wrong | Self::OtherEncoding => UNEQUAL,
            Self::Advice(requirement) => requirement,
        }
    }

    /// The effect of a failure, where the outcome alone does not tell.
    pub(super) const fn effect(self) -> Option<Effect> {
        match self {
            Self::Right | Self::Wrong => None,
            Self::OtherEncoding | Self::Advice(_) => Some(Effect::Deviation),
        }
    }
}

/// RFC 7636 §4.1, and §4.2 for the challenge:
/// > code-verifier = 43*128unreserved
pub(super) fn is_legal(bytes: &[u8]) -> bool {
    (43..=128).contains(&bytes.len()) && bytes.iter().copied().all(is_unreserved)
}

/// RFC 7636 §4.1:
/// > unreserved = ALPHA / DIGIT / "-" / "." / "_" / "~"
pub(super) const fn is_unreserved(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~')
}
