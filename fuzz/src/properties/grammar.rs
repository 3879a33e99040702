//! The parsers of RFC 7636's three parameters accept exactly the grammar, and say exactly what is wrong.

use std::ptr;

use pkce_core::{
    ChallengeMethod, CodeChallenge, CodeVerifier, MethodError, VerifierError, grammar,
};

use crate::oracle;

/// Raw octets as a verifier.
pub fn verifier(data: &[u8]) {
    let length = data.len();
    let right = match CodeVerifier::parse(data) {
        // The very same octets, not a copy.
        Ok(verifier) => ptr::eq(verifier.as_bytes(), data) && oracle::is_43_to_128_unreserved(data),
        Err(VerifierError::TooShort { length: told }) => length < 43 && told == length,
        Err(VerifierError::TooLong { length: told }) => length > 128 && told == length,
        Err(VerifierError::BadByte { offset }) => {
            (43..=128).contains(&length) && oracle::first_reserved(data) == Some(offset)
        }
        Err(_) => false,
    };
    assert!(right);
}

/// Raw octets as a challenge, under both methods; and as either of the productions that the grammar has.
pub fn challenge(data: &[u8]) {
    let legal = oracle::is_43_to_128_unreserved(data);
    assert_eq!(grammar::is_code_challenge(data), legal);
    assert_eq!(grammar::is_code_verifier(data), legal);
    for method in [ChallengeMethod::S256, ChallengeMethod::Plain] {
        let parsed = CodeChallenge::parse(method, data);
        let text = parsed.as_ref().map(CodeChallenge::to_text);
        let text = text.as_ref().map(AsRef::as_ref).map_err(|error| **error);
        assert_eq!(text, oracle::parse_challenge(method, data));
        assert!(parsed.as_ref().map_or(true, |held| held.method() == method));
    }
}

/// Raw octets as a method.
pub fn method(data: &[u8]) {
    let expected = match data {
        b"S256" => Ok(ChallengeMethod::S256),
        b"plain" => Ok(ChallengeMethod::Plain),
        b"" => Err(MethodError::Empty),
        _ => Err(MethodError::Unknown),
    };
    assert_eq!(ChallengeMethod::parse(Some(data)), expected);
    assert!(expected.is_err() || expected.is_ok_and(|method| method.as_str().as_bytes() == data));
}
