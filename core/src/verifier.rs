//! `code_verifier`: the secret that only the client which asked for a code knows.

use core::fmt;

use crate::{
    error::OAuthError,
    grammar::{MAX_LENGTH, MIN_LENGTH, first_reserved},
    inline::ascii,
};

mod generated;

pub use generated::GeneratedVerifier;
#[cfg(feature = "os-rng")]
pub use generated::SystemRngError;

/// A verifier that was received: borrowed text of the grammar `43*128unreserved`.
///
/// There is no `PartialEq`, no `Display`, no `Clone`, and `Debug` prints no text: it is a secret.
/// It meets a challenge only in [`CodeChallenge::verify`](crate::CodeChallenge::verify).
///
/// # Not checked
/// Entropy: one value cannot show it.
pub struct CodeVerifier<'a>(&'a [u8]);

impl<'a> CodeVerifier<'a> {
    /// Accepts exactly RFC 7636 §4.1's `code-verifier`; the length is looked at first, so a huge
    /// input costs nothing.
    #[inline]
    pub fn parse(input: &'a (impl AsRef<[u8]> + ?Sized)) -> Result<Self, VerifierError> {
        let bytes = input.as_ref();
        let length = bytes.len();
        if length < MIN_LENGTH {
            return Err(VerifierError::TooShort { length });
        }
        if length > MAX_LENGTH {
            return Err(VerifierError::TooLong { length });
        }
        match first_reserved(bytes) {
            Some(offset) => Err(VerifierError::BadByte { offset }),
            None => Ok(Self(bytes)),
        }
    }

    /// The text, to send it or to hash it.
    #[must_use]
    pub fn as_str(&self) -> &'a str {
        ascii(self.0)
    }

    /// The text's octets.
    #[must_use]
    pub const fn as_bytes(&self) -> &'a [u8] {
        self.0
    }
}

impl fmt::Debug for CodeVerifier<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CodeVerifier([redacted])")
    }
}

/// What is wrong with a verifier, and where; never the verifier.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum VerifierError {
    /// Fewer than 43 octets.
    TooShort {
        /// Octets received.
        length: usize,
    },
    /// More than 128 octets.
    TooLong {
        /// Octets received.
        length: usize,
    },
    /// An octet outside `unreserved`.
    BadByte {
        /// Where the first one stands, from 0.
        offset: usize,
    },
}

impl VerifierError {
    /// `invalid_grant`: such a verifier equals no challenge, and RFC 7636 §4.6 gives that case this
    /// code.
    #[must_use]
    pub const fn oauth_error(self) -> OAuthError {
        OAuthError::InvalidGrant
    }
}

impl fmt::Display for VerifierError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooShort { length } => {
                write!(f, "the verifier has {length} octets, fewer than 43")
            }
            Self::TooLong { length } => {
                write!(f, "the verifier has {length} octets, more than 128")
            }
            Self::BadByte { offset } => {
                write!(f, "the verifier's octet {offset} is not an unreserved character")
            }
        }
    }
}

impl core::error::Error for VerifierError {}

#[cfg(test)]
mod tests {
    use std::{format, vec};

    use super::*;

    #[test]
    fn errors_name_the_place() {
        assert_eq!(CodeVerifier::parse("a").unwrap_err(), VerifierError::TooShort { length: 1 });
        let long = vec![b' '; 1 << 20];
        assert_eq!(
            CodeVerifier::parse(&long).unwrap_err(),
            VerifierError::TooLong { length: 1 << 20 }
        );
        let mut text = [b'~'; 128];
        assert!(CodeVerifier::parse(&text).is_ok());
        text[127] = b'\n';
        assert_eq!(CodeVerifier::parse(&text).unwrap_err(), VerifierError::BadByte { offset: 127 });
    }

    #[test]
    fn debug_shows_nothing() {
        let verifier = CodeVerifier::parse("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk").unwrap();
        assert_eq!(format!("{verifier:?}"), "CodeVerifier([redacted])");
    }
}
