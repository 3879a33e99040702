//! The library operations of `pkce-core`.

use pkce_core::{
    ChallengeError, ChallengeMethod, CodeChallenge, CodeVerifier, GeneratedVerifier, VerifierError,
    VerifyError, grammar,
};
use rand_chacha::ChaCha20Rng;

use crate::{
    implementation::{Answered, Declined, Derived},
    wire::Reason,
};

/// The library operations, each with the reference's answer for a default, so that a variant overrides one.
pub trait Library {
    /// RFC 7636 §4.2.
    fn derive(&mut self, verifier: &[u8], method: Option<&[u8]>) -> Answered<Derived> {
        let method = read_method(method)?;
        let verifier = CodeVerifier::parse(verifier).map_err(bad_verifier)?;
        let challenge = CodeChallenge::derive(method, &verifier);
        Ok(Derived {
            challenge: Some(challenge.to_text().as_str().to_owned()),
            method: Some(method.as_str().to_owned()),
        })
    }

    /// RFC 7636 §4.6.
    fn verify(
        &mut self,
        verifier: &[u8],
        challenge: &[u8],
        method: Option<&[u8]>,
    ) -> Answered<bool> {
        let method = read_method(method)?;
        let challenge = CodeChallenge::parse(method, challenge).map_err(bad_challenge)?;
        match challenge.verify(verifier) {
            Ok(()) => Ok(true),
            Err(VerifyError::Mismatch) => Ok(false),
            Err(VerifyError::Verifier(error)) => Err(bad_verifier(error)),
            Err(other) => Err(Declined::refused(Reason::Other, other.to_string())),
        }
    }

    /// RFC 7636 §4.1.
    fn check_verifier(&mut self, verifier: &[u8]) -> Answered<bool> {
        Ok(grammar::is_code_verifier(verifier))
    }

    /// RFC 7636 §4.2: the grammar; where the method is known, what that method can give.
    fn check_challenge(&mut self, challenge: &[u8], method: Option<&[u8]>) -> Answered<bool> {
        match method {
            None => Ok(grammar::is_code_challenge(challenge)),
            Some(_) => Ok(CodeChallenge::parse(read_method(method)?, challenge).is_ok()),
        }
    }

    /// RFC 7636 §4.2, §4.3.
    fn parse_method(&mut self, method: Option<&[u8]>) -> Answered<String> {
        Ok(read_method(method)?.as_str().to_owned())
    }

    /// RFC 7636 §4.1: `count` verifiers of `length` characters, or of as many as is usual, from `rng`.
    fn generate(
        &mut self,
        rng: &mut ChaCha20Rng,
        count: u32,
        length: Option<u32>,
    ) -> Answered<Vec<String>> {
        let one = |_| match length {
            None => Ok(GeneratedVerifier::generate(rng).as_str().to_owned()),
            Some(characters) => generate_characters(characters, rng),
        };
        (0..count).map(one).collect()
    }
}

/// The reference itself.
#[derive(Debug, Clone, Copy, Default)]
pub struct StandardLibrary;

impl Library for StandardLibrary {}

fn read_method(method: Option<&[u8]>) -> Answered<ChallengeMethod> {
    ChallengeMethod::parse(method)
        .map_err(|error| Declined::refused(Reason::MethodUnsupported, error.to_string()))
}

fn bad_verifier(error: VerifierError) -> Declined {
    let reason = match error {
        VerifierError::TooShort { .. } => Reason::VerifierTooShort,
        VerifierError::TooLong { .. } => Reason::VerifierTooLong,
        VerifierError::BadByte { .. } => Reason::VerifierBadChar,
        _ => Reason::Other,
    };
    Declined::refused(reason, error.to_string())
}

fn bad_challenge(error: ChallengeError) -> Declined {
    Declined::refused(Reason::ChallengeMalformed, error.to_string())
}

/// The verifier of the octets whose base64url has so many characters; without a number of octets that has,
/// a refusal.
fn generate_characters(characters: u32, rng: &mut ChaCha20Rng) -> Answered<String> {
    let refused = |error: String| Declined::refused(Reason::Other, error);
    let octets = characters as usize * 3 / 4;
    let fits = (octets * 4).div_ceil(3) == characters as usize;
    match GeneratedVerifier::with_octets(rng, octets).filter(|_| fits) {
        Some(verifier) => Ok(verifier.as_str().to_owned()),
        None => {
            Err(refused(format!("no number of octets from 32 to 96 has {characters} characters")))
        }
    }
}
