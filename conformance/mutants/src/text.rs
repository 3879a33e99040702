//! What wrong implementations do to text before or after they hash it.

use std::borrow::Cow;

use base64::{
    Engine as _,
    prelude::{BASE64_STANDARD, BASE64_STANDARD_NO_PAD, BASE64_URL_SAFE, BASE64_URL_SAFE_NO_PAD},
};
use pkce_core::transform::digest;
use sha2::{Digest as _, Sha384, Sha512};

/// Lower-case hexadecimal.
pub(super) fn hex(octets: &[u8]) -> Vec<u8> {
    pkce_conformance::wire::Octets(octets.to_vec()).to_hex().into_bytes()
}

pub(super) fn hex_digest(verifier: &[u8]) -> Vec<u8> {
    hex(&digest(verifier))
}

pub(super) fn base64_of_hex(verifier: &[u8]) -> Vec<u8> {
    BASE64_URL_SAFE_NO_PAD.encode(hex_digest(verifier)).into()
}

pub(super) fn standard_alphabet(verifier: &[u8]) -> Vec<u8> {
    BASE64_STANDARD_NO_PAD.encode(digest(verifier)).into()
}

pub(super) fn padded(verifier: &[u8]) -> Vec<u8> {
    BASE64_URL_SAFE.encode(digest(verifier)).into()
}

pub(super) fn standard_base64(verifier: &[u8]) -> Vec<u8> {
    BASE64_STANDARD.encode(digest(verifier)).into()
}

pub(super) fn hashed_twice(verifier: &[u8]) -> Vec<u8> {
    pkce_core::transform::s256(&digest(verifier)).into()
}

pub(super) fn challenge_hashed(verifier: &[u8]) -> Vec<u8> {
    pkce_core::transform::s256(&pkce_core::transform::s256(verifier)).into()
}

/// The hash of the octets that the verifier encodes, where it encodes any.
pub(super) fn hash_of_decoded(verifier: &[u8]) -> Vec<u8> {
    let octets = BASE64_URL_SAFE_NO_PAD.decode(verifier).unwrap_or_else(|_| verifier.to_vec());
    pkce_core::transform::s256(&octets).into()
}

/// Base64url first, and its hash after, in hexadecimal.
pub(super) fn hash_of_encoded(verifier: &[u8]) -> Vec<u8> {
    hex_digest(BASE64_URL_SAFE_NO_PAD.encode(verifier).as_bytes())
}

pub(super) fn sha512(verifier: &[u8]) -> Vec<u8> {
    BASE64_URL_SAFE_NO_PAD.encode(Sha512::digest(verifier)).into()
}

pub(super) fn sha384(verifier: &[u8]) -> Vec<u8> {
    BASE64_URL_SAFE_NO_PAD.encode(Sha384::digest(verifier)).into()
}

/// ISO-8859-1, with `?` for what it lacks.
pub(super) fn latin1(text: &[u8]) -> Vec<u8> {
    each_char(text, |c| u8::try_from(u32::from(c)).unwrap_or(b'?'))
}

/// ASCII, with `?` for what it lacks.
pub(super) fn substituted(text: &[u8]) -> Vec<u8> {
    each_char(
        text,
        |c| if c.is_ascii() { u8::try_from(u32::from(c)).unwrap_or(b'?') } else { b'?' },
    )
}

/// The low 8 bits of each character.
pub(super) fn masked_to_8_bits(text: &[u8]) -> Vec<u8> {
    each_char(text, |c| u32::from(c).to_le_bytes()[0])
}

/// The low 7 bits of each octet.
pub(super) fn masked_to_7_bits(text: &[u8]) -> Vec<u8> {
    text.iter().map(|octet| octet & 0x7f).collect()
}

fn each_char(text: &[u8], octet: impl Fn(char) -> u8) -> Vec<u8> {
    match std::str::from_utf8(text) {
        Ok(text) => text.chars().map(octet).collect(),
        Err(_) => text.to_vec(),
    }
}

/// What is not UTF-8 becomes U+FFFD.
pub(super) fn replaced(text: &[u8]) -> Vec<u8> {
    String::from_utf8_lossy(text).into_owned().into_bytes()
}

/// Up to the first NUL.
pub(super) fn until_nul(text: &[u8]) -> Vec<u8> {
    text.split(|octet| *octet == 0).next().unwrap_or_default().to_vec()
}

/// Without the octets for which `drop` holds.
pub(super) fn without(text: &[u8], drop: impl Fn(u8) -> bool) -> Vec<u8> {
    text.iter().copied().filter(|octet| !drop(*octet)).collect()
}

/// Without those around it.
pub(super) fn trimmed(text: &[u8], cut: impl Fn(u8) -> bool) -> Vec<u8> {
    let Some(first) = text.iter().position(|octet| !cut(*octet)) else { return Vec::new() };
    let last = text.iter().rposition(|octet| !cut(*octet)).unwrap_or(first);
    text.get(first..=last).unwrap_or_default().to_vec()
}

/// Decoded from percent-encoding once more than it should be.
pub(super) fn percent_decoded(text: &[u8]) -> Vec<u8> {
    let mut octets = text.iter().copied();
    let mut decoded = Vec::with_capacity(text.len());
    while let Some(octet) = octets.next() {
        let mut ahead = octets.clone();
        let digit = |octet: Option<u8>| octet.and_then(|octet| char::from(octet).to_digit(16));
        match (octet, digit(ahead.next()), digit(ahead.next())) {
            (b'%', Some(high), Some(low)) => {
                decoded.extend(u8::try_from(high * 16 + low));
                octets = ahead;
            }
            _ => decoded.push(octet),
        }
    }
    decoded
}

/// The standard alphabet and padding of base64 as base64url has them.
pub(super) fn as_base64url(text: &[u8]) -> Cow<'_, [u8]> {
    text.iter()
        .filter(|octet| **octet != b'=')
        .map(|octet| match octet {
            b'+' => b'-',
            b'/' => b'_',
            other => *other,
        })
        .collect()
}

/// A lenient UTF-8 decoder: overlong forms of ASCII are taken for it.
pub(super) fn overlong_decoded(text: &[u8]) -> Vec<u8> {
    let mut decoded = Vec::with_capacity(text.len());
    let mut rest = text;
    loop {
        rest = match rest {
            [lead @ 0xc0..=0xc1, low @ 0x80..=0xbf, tail @ ..] => {
                decoded.push((lead & 1) << 6 | low & 0x3f);
                tail
            }
            [0xe0, high @ 0x80..=0x81, low @ 0x80..=0xbf, tail @ ..] => {
                decoded.push((high & 1) << 6 | low & 0x3f);
                tail
            }
            [octet, tail @ ..] => {
                decoded.push(*octet);
                tail
            }
            [] => return decoded,
        };
    }
}

/// Whether `needle` stands somewhere in `text`.
pub(super) fn contains(text: &[u8], needle: &[u8]) -> bool {
    needle.is_empty() || text.windows(needle.len()).any(|part| part == needle)
}

/// The first `count` octets, or all.
pub(super) fn first(text: &[u8], count: usize) -> &[u8] {
    text.get(..count).unwrap_or(text)
}

/// The last `count` octets, or all.
pub(super) fn last(text: &[u8], count: usize) -> &[u8] {
    text.get(text.len().saturating_sub(count)..).unwrap_or(text)
}
