//! RFC 7636 §4.6 against two other libraries for each step of it.

use pkce_core::{
    ChallengeMethod, CodeChallenge, CodeVerifier, VerifyError,
    server::{BoundMethod, Decisions as _, Standard},
    verify as checked,
};

use crate::{
    case::{Method, VerifyCase},
    oracle,
};

/// Any octets as challenge and verifier; then the verifier against its own challenge, and against that challenge with
/// a bit of it changed.
pub fn verify(case: &VerifyCase) {
    let VerifyCase { challenge, verifier, .. } = case;
    let method = match case.method {
        Method::S256 => ChallengeMethod::S256,
        Method::Plain => ChallengeMethod::Plain,
    };
    let expected = expected(method, challenge, verifier);
    assert_eq!(checked(method, challenge, verifier), expected);
    // The server's decision, which keeps text where the library keeps a digest, is the same one.
    let decided = Standard.verify(&BoundMethod::Known(method), challenge, verifier);
    assert_eq!(decided.is_ok(), expected.is_ok());

    let Ok(parsed) = CodeVerifier::parse(verifier) else { return };
    let mut own = match method {
        ChallengeMethod::S256 => oracle::s256(verifier).into_bytes(),
        ChallengeMethod::Plain => verifier.clone(),
    };
    let derived = CodeChallenge::derive(method, &parsed);
    assert_eq!(derived.to_text().as_str().as_bytes(), own);
    assert_eq!(derived.verify(verifier), Ok(()));
    assert_eq!(checked(method, &own, verifier), Ok(()));
    // Which bit: as arbitrary as the challenge that came.
    let (place, bit) = (challenge.len() % own.len(), verifier.len() % 8);
    if let Some(byte) = own.get_mut(place) {
        *byte ^= 1 << bit;
    }
    assert!(checked(method, &own, verifier).is_err());
}

fn expected(method: ChallengeMethod, challenge: &[u8], verifier: &[u8]) -> Result<(), VerifyError> {
    let challenge = oracle::parse_challenge(method, challenge)?;
    let verifier = oracle::parse_verifier(verifier)?;
    let equal = match method {
        ChallengeMethod::S256 => oracle::is_s256_of(challenge, verifier),
        ChallengeMethod::Plain => challenge == verifier,
    };
    if equal { Ok(()) } else { Err(VerifyError::Mismatch) }
}
