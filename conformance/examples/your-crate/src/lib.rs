//! A small PKCE library, as somebody might have written it.

use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use sha2::{Digest, Sha256};

/// The S256 challenge of a verifier (RFC 7636 §4.2).
pub fn challenge(verifier: &str) -> String {
    BASE64_URL_SAFE_NO_PAD.encode(Sha256::digest(verifier))
}

/// Whether the verifier belongs to the S256 challenge (RFC 7636 §4.6).
pub fn matches(challenge_sent: &str, verifier: &str) -> bool {
    challenge(verifier) == challenge_sent
}
