//! Hash functions, as octets. S256 wants the first.

use sha2::{Digest, Sha224, Sha256, Sha384, Sha512, Sha512_256};

/// SHA-256: the right one.
#[must_use]
pub fn sha256(octets: &[u8]) -> Vec<u8> {
    Sha256::digest(octets).to_vec()
}

/// SHA-256 of the SHA-256.
#[must_use]
pub fn sha256_twice(octets: &[u8]) -> Vec<u8> {
    sha256(&sha256(octets))
}

/// SHA-224.
#[must_use]
pub fn sha224(octets: &[u8]) -> Vec<u8> {
    Sha224::digest(octets).to_vec()
}

/// SHA-384.
#[must_use]
pub fn sha384(octets: &[u8]) -> Vec<u8> {
    Sha384::digest(octets).to_vec()
}

/// SHA-512.
#[must_use]
pub fn sha512(octets: &[u8]) -> Vec<u8> {
    Sha512::digest(octets).to_vec()
}

/// SHA-512/256, which has the length of SHA-256.
#[must_use]
pub fn sha512_256(octets: &[u8]) -> Vec<u8> {
    Sha512_256::digest(octets).to_vec()
}
