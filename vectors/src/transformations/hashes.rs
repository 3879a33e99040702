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

/// SHA-1.
#[cfg(feature = "other-hashes")]
#[must_use]
pub fn sha1(octets: &[u8]) -> Vec<u8> {
    sha1::Sha1::digest(octets).to_vec()
}

/// MD5.
#[cfg(feature = "other-hashes")]
#[must_use]
pub fn md5(octets: &[u8]) -> Vec<u8> {
    md5::Md5::digest(octets).to_vec()
}

/// SHA3-256.
#[cfg(feature = "other-hashes")]
#[must_use]
pub fn sha3_256(octets: &[u8]) -> Vec<u8> {
    sha3::Sha3_256::digest(octets).to_vec()
}

/// Keccak-256, which SHA-3 was before it was a standard.
#[cfg(feature = "other-hashes")]
#[must_use]
pub fn keccak_256(octets: &[u8]) -> Vec<u8> {
    sha3::Keccak256::digest(octets).to_vec()
}
