//! Steps in another order, or the right function in the wrong place.

use super::{hashes, spelling};

/// RFC 7636 §4.2: right where S256 is wanted, and wrong in the place of plain or of a verifier.
#[must_use]
pub fn s256(verifier: &[u8]) -> Vec<u8> {
    spelling::base64url(&hashes::sha256(verifier))
}

/// Encoded first and hashed then, and the digest written in hexadecimal.
#[must_use]
pub fn encoded_first(verifier: &[u8]) -> Vec<u8> {
    spelling::hex(&hashes::sha256(&spelling::base64url(verifier)))
}
