//! Verifiers of one's own.

use core::fmt;

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use rand_core::CryptoRng;

use super::CodeVerifier;
#[cfg(feature = "os-rng")]
use crate::error::OAuthError;
use crate::{
    grammar::{MAX_LENGTH, MIN_LENGTH},
    inline::Inline,
};

/// A fresh verifier, for one authorization request.
///
/// The text lies inline and is overwritten on drop, as far as safe Rust can promise that: a move
/// may leave a copy behind. No `Clone`, no `PartialEq`, no `Display`.
pub struct GeneratedVerifier(Inline);

impl GeneratedVerifier {
    /// Draws 32 octets and writes them as 43 characters.
    ///
    /// RFC 7636 §4.1:
    /// > It is RECOMMENDED that the output of a suitable random number generator be used to create
    /// > a 32-octet sequence. The octet sequence is then base64url-encoded to produce a 43-octet
    /// > URL safe string to use as the code verifier.
    #[must_use]
    pub fn generate(rng: &mut (impl CryptoRng + ?Sized)) -> Self {
        let mut octets = [0; MIN_OCTETS];
        rng.fill_bytes(&mut octets);
        Self::encode(&mut octets)
    }

    /// Draws `octets` octets, 32 to 96, which give 43 to 128 characters; nothing outside those
    /// bounds.
    #[must_use]
    pub fn with_octets(rng: &mut (impl CryptoRng + ?Sized), octets: usize) -> Option<Self> {
        if octets < MIN_OCTETS {
            return None;
        }
        let mut buffer = [0; MAX_OCTETS];
        let drawn = buffer.get_mut(..octets)?;
        rng.fill_bytes(drawn);
        Some(Self::encode(drawn))
    }

    /// Draws from the operating system.
    #[cfg(feature = "os-rng")]
    pub fn from_os() -> Result<Self, SystemRngError> {
        let mut octets = [0; MIN_OCTETS];
        getrandom::fill(&mut octets).map_err(SystemRngError)?;
        Ok(Self::encode(&mut octets))
    }

    /// The verifier, to derive its challenge.
    #[must_use]
    pub fn as_verifier(&self) -> CodeVerifier<'_> {
        CodeVerifier(self.0.as_bytes())
    }

    /// The text, to send it in the token request.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }

    fn encode(octets: &mut [u8]) -> Self {
        let mut text = [0; MAX_LENGTH];
        // 96 octets, the most, fill the 128 characters exactly.
        let length = URL_SAFE_NO_PAD.encode_slice(&*octets, &mut text).unwrap_or_default();
        debug_assert!(
            (MIN_LENGTH..=MAX_LENGTH).contains(&length),
            "32 to 96 octets are 43 to 128 characters"
        );
        let verifier = Self(Inline::new(text.get(..length).unwrap_or_default()));
        octets.fill(0);
        text.fill(0);
        core::hint::black_box((octets, text));
        verifier
    }
}

impl Drop for GeneratedVerifier {
    fn drop(&mut self) {
        self.0.wipe();
    }
}

impl fmt::Debug for GeneratedVerifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("GeneratedVerifier([redacted])")
    }
}

/// The operating system gave no randomness.
#[cfg(feature = "os-rng")]
#[derive(Clone, Copy, Debug)]
pub struct SystemRngError(getrandom::Error);

#[cfg(feature = "os-rng")]
impl SystemRngError {
    /// `server_error`, should a server be the one that draws.
    #[must_use]
    pub const fn oauth_error(self) -> OAuthError {
        OAuthError::ServerError
    }
}

#[cfg(feature = "os-rng")]
impl fmt::Display for SystemRngError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the operating system gave no randomness: {}", self.0)
    }
}

#[cfg(feature = "os-rng")]
impl core::error::Error for SystemRngError {}

const MIN_OCTETS: usize = 32;
const MAX_OCTETS: usize = 96;

#[cfg(test)]
mod tests {
    use rand_chacha::{ChaCha20Rng, rand_core::SeedableRng as _};

    use super::*;

    #[test]
    fn octets_decide_the_length() {
        let mut rng = ChaCha20Rng::from_seed([7; 32]);
        assert_eq!(GeneratedVerifier::generate(&mut rng).as_str().len(), 43);
        for octets in 0..=200 {
            let verifier = GeneratedVerifier::with_octets(&mut rng, octets);
            assert_eq!(verifier.is_some(), (32..=96).contains(&octets), "{octets}");
            if let Some(verifier) = verifier {
                assert!(CodeVerifier::parse(verifier.as_str()).is_ok(), "{octets}");
                assert_eq!(verifier.as_str().len(), (octets * 4).div_ceil(3));
            }
        }
    }

    #[cfg(feature = "os-rng")]
    #[test]
    fn the_system_draws_no_verifier_twice() {
        let (one, two) =
            (GeneratedVerifier::from_os().unwrap(), GeneratedVerifier::from_os().unwrap());
        assert_ne!(one.as_str(), two.as_str());
    }

    #[cfg(feature = "os-rng")]
    #[test]
    fn a_system_without_randomness_says_so() {
        let error = SystemRngError(getrandom::Error::UNEXPECTED);
        let text = std::format!("{error}");
        assert!(text.starts_with("the operating system gave no randomness: "));
        assert_eq!(error.oauth_error(), OAuthError::ServerError);
    }
}
