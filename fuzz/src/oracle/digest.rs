//! S256 by two pairs of libraries that must agree.

use base64ct::{Base64UrlUnpadded, Encoding as _};
use data_encoding::BASE64URL_NOPAD;

/// `BASE64URL-ENCODE(SHA256(text))`
#[must_use]
pub fn s256(text: &[u8]) -> String {
    let one = BASE64URL_NOPAD.encode(ring::digest::digest(&ring::digest::SHA256, text).as_ref());
    let other = Base64UrlUnpadded::encode_string(&hmac_sha256::Hash::hash(text));
    assert_eq!(one, other, "the oracles disagree");
    one
}

/// Whether `challenge` is `S256(verifier)`.
#[must_use]
pub fn is_s256_of(challenge: &[u8], verifier: &[u8]) -> bool {
    s256(verifier).as_bytes() == challenge
}

/// The 32 octets that an S256 challenge is the one encoding of.
#[must_use]
pub fn decode_s256(text: &[u8]) -> Option<Vec<u8>> {
    let one = BASE64URL_NOPAD.decode(text).ok().filter(|octets| octets.len() == 32);
    let other = std::str::from_utf8(text).ok().and_then(|text| {
        Base64UrlUnpadded::decode_vec(text).ok().filter(|octets| octets.len() == 32)
    });
    assert_eq!(one, other, "the oracles disagree");
    one
}
