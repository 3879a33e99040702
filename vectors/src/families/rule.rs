//! What a case is judged by: the requirement behind it, the outcome that is right, and who gains otherwise.

use crate::{Effect, requirement_ids as ids};

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
            Self::Right => ids::RFC7636_4_6_EQUAL_CONTINUES,
            Self::Wrong | Self::OtherEncoding => ids::RFC7636_4_6_UNEQUAL_REFUSED,
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
