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

/// Where the first byte outside `unreserved` stands.
///
/// Nearly every text has none, so all bytes are joined before any is looked for: without a branch
/// for each, the compiler takes them in vector registers, 32 at a time where those are as wide. The
/// last 32 overlap those before, or what is left of a text would go byte by byte.
/// `text.iter().position(…)` says the same in a line and takes ten times as long.
#[inline]
pub(crate) fn first_reserved(text: &[u8]) -> Option<usize> {
    let mut joined = [0; 32];
    let mut join = |bytes: &[u8; 32]| {
        for (joined, byte) in joined.iter_mut().zip(bytes) {
            *joined |= is_reserved(*byte);
        }
    };
    if let Some(last) = text.last_chunk() {
        let (whole, rest) = text.as_chunks();
        whole.iter().for_each(&mut join);
        if !rest.is_empty() {
            join(last);
        }
        if joined == [0; 32] {
            return None;
        }
    }
    // Byte by byte, and the sooner the earlier it stands: such a text is nobody's secret.
    text.iter().position(|byte| !UNRESERVED.get(usize::from(*byte)).is_some_and(|is| *is))
}

/// Zero for `unreserved` only: [`is_unreserved`] in operations that vector registers have
/// everywhere.
#[inline]
fn is_reserved(byte: u8) -> u8 {
    // "-" and "." stand right before DIGIT, but for the "/" between them.
    let slash = if byte == b'/' { u8::MAX } else { 0 };
    let alpha = outside(byte | 0x20, b'a', b'z');
    let digit_or_mark = outside(byte, b'-', b'9').min(byte ^ b'_').min(byte ^ b'~');
    alpha.min(digit_or_mark) | slash
}

/// Zero for `low..=high` only.
#[inline]
const fn outside(byte: u8, low: u8, high: u8) -> u8 {
    byte.wrapping_sub(low).saturating_sub(high - low)
}

/// [`is_unreserved`] of every byte.
const UNRESERVED: [bool; 256] = unreserved();

#[expect(clippy::indexing_slicing, reason = "a byte is a place among 256")]
const fn unreserved() -> [bool; 256] {
    let mut table = [false; 256];
    let mut byte = 0_u8;
    while byte < u8::MAX {
        table[byte as usize] = is_unreserved(byte);
        byte += 1;
    }
    table
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
    fn the_fast_predicates_are_the_obvious_one() {
        for byte in 0..=255 {
            assert_eq!(is_reserved(byte) == 0, is_unreserved(byte), "{byte}");
            assert_eq!(UNRESERVED[usize::from(byte)], is_unreserved(byte), "{byte}");
        }
    }

    #[test]
    fn the_first_fault_is_found_in_every_place_of_every_length() {
        for length in 0..=140 {
            let mut text = [b'a'; 140];
            assert_eq!(first_reserved(&text[..length]), None);
            for place in (0..length).rev() {
                text[place] = b'/';
                assert_eq!(first_reserved(&text[..length]), Some(place), "{length}");
            }
        }
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
