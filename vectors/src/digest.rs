//! The S256 transformation, for the values that flows draw, and the digest of the data itself.

use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use sha2::{Digest, Sha256};

/// RFC 7636 §4.2, for any octets:
/// `code_challenge = BASE64URL-ENCODE(SHA256(ASCII(code_verifier)))`.
#[must_use]
pub fn s256(verifier: &[u8]) -> String {
    BASE64_URL_SAFE_NO_PAD.encode(Sha256::digest(verifier))
}

/// SHA-256 in lower-case hexadecimal.
#[must_use]
pub fn sha256_hex(bytes: &[u8]) -> String {
    crate::datum::to_hex(&Sha256::digest(bytes))
}
