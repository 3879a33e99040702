//! RFC 7636 §4.1 and §4.2 by their letters.

use pkce_core::{ChallengeError, ChallengeMethod, VerifierError};

use super::decode_s256;

/// `ALPHA / DIGIT / "-" / "." / "_" / "~"`, each of the 66.
pub const UNRESERVED: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";

/// The symbols of base64url, each of the 64.
const BASE64URL: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// `43*128unreserved`
#[must_use]
pub fn is_43_to_128_unreserved(text: &[u8]) -> bool {
    (43..=128).contains(&text.len()) && first_reserved(text).is_none()
}

/// Where the first octet stands that is not `unreserved`.
#[must_use]
pub fn first_reserved(text: &[u8]) -> Option<usize> {
    first_outside(&IS_UNRESERVED, text)
}

/// The verifier, or the first thing that is wrong with it.
pub fn parse_verifier(text: &[u8]) -> Result<&[u8], VerifierError> {
    let length = text.len();
    if length < 43 {
        return Err(VerifierError::TooShort { length });
    }
    if length > 128 {
        return Err(VerifierError::TooLong { length });
    }
    match first_reserved(text) {
        Some(offset) => Err(VerifierError::BadByte { offset }),
        None => Ok(text),
    }
}

/// The challenge, or the first thing that is wrong with it under its method.
pub fn parse_challenge(method: ChallengeMethod, text: &[u8]) -> Result<&[u8], ChallengeError> {
    let length = text.len();
    let (longest, alphabet) = match method {
        ChallengeMethod::S256 => (43, &IS_BASE64URL),
        ChallengeMethod::Plain => (128, &IS_UNRESERVED),
    };
    if length < 43 {
        return Err(ChallengeError::TooShort { length });
    }
    if length > longest {
        return Err(ChallengeError::TooLong { length });
    }
    if let Some(offset) = first_outside(alphabet, text) {
        return Err(ChallengeError::BadByte { offset });
    }
    if method == ChallengeMethod::S256 && decode_s256(text).is_none() {
        return Err(ChallengeError::NotCanonical);
    }
    Ok(text)
}

/// Whether an octet is of the alphabet, for each of the 256.
type Alphabet = [bool; 256];

const IS_UNRESERVED: Alphabet = alphabet(UNRESERVED);
const IS_BASE64URL: Alphabet = alphabet(BASE64URL);

#[expect(clippy::indexing_slicing, reason = "an octet is a place among 256")]
const fn alphabet(mut symbols: &[u8]) -> Alphabet {
    let mut table = [false; 256];
    while let [symbol, rest @ ..] = symbols {
        table[*symbol as usize] = true;
        symbols = rest;
    }
    table
}

/// Where the first octet outside an alphabet stands. It is looked up rather than compared: a fuzzer follows, and pays
/// for, every comparison.
fn first_outside(alphabet: &Alphabet, text: &[u8]) -> Option<usize> {
    text.iter().position(|byte| !alphabet.get(usize::from(*byte)).is_some_and(|inside| *inside))
}
