//! Comparisons that call equal what isn't, in libraries and in servers.

use super::text;

const BASE64URL: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// One of the two stands within the other.
pub(super) fn contained(computed: &[u8], challenge: &[u8]) -> bool {
    text::contains(challenge, computed) || text::contains(computed, challenge)
}

/// The first characters are the same.
pub(super) fn of_first(count: usize, computed: &[u8], challenge: &[u8]) -> bool {
    text::first(computed, count) == text::first(challenge, count)
}

/// As the functions of C compare strings.
pub(super) fn to_the_first_nul(computed: &[u8], challenge: &[u8]) -> bool {
    text::until_nul(computed) == text::until_nul(challenge)
}

/// White space around both does not count.
pub(super) fn without_white_space(computed: &[u8], challenge: &[u8]) -> bool {
    computed.trim_ascii() == challenge.trim_ascii()
}

/// The padding of a challenge does not count.
pub(super) fn without_padding(computed: &[u8], challenge: &[u8]) -> bool {
    computed == text::trimmed(challenge, |octet| octet == b'=')
}

/// Base64 and base64url are the same, padded or not.
pub(super) fn in_either_alphabet(computed: &[u8], challenge: &[u8]) -> bool {
    *text::as_base64url(computed) == *text::as_base64url(challenge)
}

/// Decoded, without a look at the last two bits of 43 characters.
pub(super) fn as_octets(computed: &[u8], challenge: &[u8]) -> bool {
    let value = |text: &[u8]| match text {
        [head @ .., last] if text.len() == 43 => {
            let place = BASE64URL.iter().position(|known| known == last)?;
            Some((head.to_vec(), place >> 2))
        }
        _ => None,
    };
    computed == challenge
        || value(computed).is_some_and(|computed| Some(computed) == value(challenge))
}

/// The same characters in any order.
pub(super) fn as_sets(computed: &[u8], challenge: &[u8]) -> bool {
    let sorted = |text: &[u8]| {
        let mut text = text.to_vec();
        text.sort_unstable();
        text
    };
    sorted(computed) == sorted(challenge)
}

/// As a weakly typed language compares strings that look like numbers.
pub(super) fn as_numbers(computed: &[u8], challenge: &[u8]) -> bool {
    let number = |text: &[u8]| std::str::from_utf8(text).ok()?.trim().parse::<f64>().ok();
    match (number(computed), number(challenge)) {
        #[expect(clippy::float_cmp, reason = "the mutant's fault is to compare so")]
        (Some(one), Some(other)) => one == other,
        _ => computed == challenge,
    }
}
