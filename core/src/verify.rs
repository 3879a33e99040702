//! Verification (RFC 7636 §4.6): the hot path.

use core::fmt;

use constant_time_eq::constant_time_eq;

use crate::{
    challenge::{ChallengeError, CodeChallenge, Held},
    error::OAuthError,
    method::ChallengeMethod,
    transform::Digest,
    verifier::{CodeVerifier, VerifierError},
};

impl CodeChallenge {
    /// Whether `verifier` is the one that this challenge was made of.
    ///
    /// The comparison takes the same time wherever the values differ; under plain, lengths that
    /// differ show.
    pub fn verify(&self, verifier: &[u8]) -> Result<(), VerifyError> {
        let verifier = CodeVerifier::parse(verifier)?.as_bytes();
        // RFC 7636 §4.6:
        // > […] by calculating the code challenge from the received "code_verifier" and comparing
        // > it with the previously associated "code_challenge", after first transforming it
        // > according to the "code_challenge_method" method specified by the client.
        let equal = match &self.0 {
            Held::S256(digest) => Digest::of(verifier).equals(digest),
            Held::Plain(text) => constant_time_eq(verifier, text.as_bytes()),
        };
        // > If the values are not equal, an error response indicating "invalid_grant" […] MUST be
        // > returned.
        if equal { Ok(()) } else { Err(VerifyError::Mismatch) }
    }
}

/// [`CodeChallenge::verify`] for a challenge that is still text.
pub fn verify(
    method: ChallengeMethod,
    challenge: &[u8],
    verifier: &[u8],
) -> Result<(), VerifyError> {
    CodeChallenge::parse(method, challenge)?.verify(verifier)
}

/// Why a verifier doesn't open a challenge.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum VerifyError {
    /// The verifier isn't one.
    Verifier(VerifierError),
    /// The challenge isn't one.
    Challenge(ChallengeError),
    /// Both are well formed and don't belong together.
    Mismatch,
}

impl VerifyError {
    /// RFC 7636 §4.6: `invalid_grant`; a malformed challenge is the authorization request's
    /// `invalid_request`.
    #[must_use]
    pub const fn oauth_error(self) -> OAuthError {
        match self {
            Self::Verifier(error) => error.oauth_error(),
            Self::Challenge(error) => error.oauth_error(),
            Self::Mismatch => OAuthError::InvalidGrant,
        }
    }
}

impl From<VerifierError> for VerifyError {
    fn from(error: VerifierError) -> Self {
        Self::Verifier(error)
    }
}

impl From<ChallengeError> for VerifyError {
    fn from(error: ChallengeError) -> Self {
        Self::Challenge(error)
    }
}

impl fmt::Display for VerifyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Verifier(error) => error.fmt(f),
            Self::Challenge(error) => error.fmt(f),
            Self::Mismatch => f.write_str("the verifier does not match the challenge"),
        }
    }
}

impl core::error::Error for VerifyError {}

#[cfg(test)]
mod tests {
    use super::*;

    const VERIFIER: &[u8] = b"dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    const CHALLENGE: &[u8] = b"E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

    #[test]
    fn appendix_b_under_both_methods() {
        assert_eq!(verify(ChallengeMethod::S256, CHALLENGE, VERIFIER), Ok(()));
        assert_eq!(verify(ChallengeMethod::Plain, VERIFIER, VERIFIER), Ok(()));
        assert_eq!(verify(ChallengeMethod::Plain, CHALLENGE, VERIFIER), Err(VerifyError::Mismatch));
        assert_eq!(verify(ChallengeMethod::S256, CHALLENGE, CHALLENGE), Err(VerifyError::Mismatch));
    }

    #[test]
    fn faults_are_told_apart() {
        assert_eq!(
            verify(ChallengeMethod::S256, CHALLENGE, b""),
            Err(VerifyError::Verifier(VerifierError::TooShort { length: 0 }))
        );
        assert_eq!(
            verify(ChallengeMethod::S256, b"", VERIFIER),
            Err(VerifyError::Challenge(ChallengeError::TooShort { length: 0 }))
        );
    }

    /// `GoCloudNative.Bff`'s published pair, which does not hold (see the vectors).
    #[test]
    fn a_published_pair_that_is_wrong() {
        let verifier = b"7073d688b6dcb02b9a2332e0792be265b9168fda7a6";
        let challenge = b"elU6u5zyqQT2f92GRQUq6PautAeNDf4DQPayyR0ek_c";
        assert_eq!(verify(ChallengeMethod::S256, challenge, verifier), Err(VerifyError::Mismatch));
    }
}
