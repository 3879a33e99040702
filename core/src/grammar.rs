//! The ABNF of RFC 7636, one predicate a production.
//!
//! RFC 7636 §4.1 and §4.2:
//! > code-verifier = 43*128unreserved
//! >
//! > code-challenge = 43*128unreserved
//! >
//! > unreserved = ALPHA / DIGIT / "-" / "." / "_" / "~"

/// The shortest verifier and the shortest challenge, in octets.
pub const MIN_LENGTH: usize = 43;

/// The longest verifier and the longest challenge, in octets.
pub const MAX_LENGTH: usize = 128;

/// `ALPHA = %x41-5A / %x61-7A`
#[must_use]
pub const fn is_alpha(byte: u8) -> bool {
    byte.is_ascii_alphabetic()
}

/// `DIGIT = %x30-39`
#[must_use]
pub const fn is_digit(byte: u8) -> bool {
    byte.is_ascii_digit()
}

/// `unreserved = ALPHA / DIGIT / "-" / "." / "_" / "~"`
#[must_use]
pub const fn is_unreserved(byte: u8) -> bool {
    is_alpha(byte) || is_digit(byte) || matches!(byte, b'-' | b'.' | b'_' | b'~')
}

/// A symbol of the base64url alphabet (RFC 4648 §5): what an S256 challenge is written in.
#[must_use]
pub const fn is_base64url(byte: u8) -> bool {
    is_alpha(byte) || is_digit(byte) || matches!(byte, b'-' | b'_')
}

/// `code-verifier = 43*128unreserved`
#[must_use]
pub const fn is_code_verifier(bytes: &[u8]) -> bool {
    is_43_to_128_unreserved(bytes)
}

/// `code-challenge = 43*128unreserved`
///
/// # Not checked
/// That the challenge can be the S256 of anything:
/// [`CodeChallenge::parse`](crate::CodeChallenge::parse) does.
#[must_use]
pub const fn is_code_challenge(bytes: &[u8]) -> bool {
    is_43_to_128_unreserved(bytes)
}

/// `43*128unreserved`, the length first, so that a huge input costs nothing.
const fn is_43_to_128_unreserved(mut bytes: &[u8]) -> bool {
    if bytes.len() < MIN_LENGTH || bytes.len() > MAX_LENGTH {
        return false;
    }
    while let [first, rest @ ..] = bytes {
        if !is_unreserved(*first) {
            return false;
        }
        bytes = rest;
    }
    true
}

/// Where the first byte outside `alphabet` stands.
///
/// All bytes are looked at before any is looked for: without an early exit the compiler can take
/// many at a time, and nearly every input is legal.
pub(crate) fn first_outside(bytes: &[u8], alphabet: impl Fn(u8) -> bool) -> Option<usize> {
    if bytes.iter().fold(true, |legal, byte| legal & alphabet(*byte)) {
        return None;
    }
    bytes.iter().position(|byte| !alphabet(*byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sixty_six_bytes_are_unreserved() {
        let unreserved: std::vec::Vec<u8> = (0..=255).filter(|byte| is_unreserved(*byte)).collect();
        assert_eq!(
            unreserved,
            b"-.0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz~"
        );
    }

    #[test]
    fn sixty_four_bytes_are_base64url() {
        assert_eq!((0..=255).filter(|byte| is_base64url(*byte)).count(), 64);
        assert!((0..=255).all(|byte| !is_base64url(byte) || is_unreserved(byte)));
    }

    #[test]
    fn lengths_end_at_43_and_128() {
        for length in 0..=140 {
            let text = [b'a'; 140];
            let legal = (43..=128).contains(&length);
            assert_eq!(is_code_verifier(&text[..length]), legal, "{length}");
            assert_eq!(is_code_challenge(&text[..length]), legal, "{length}");
        }
    }
}
