//! Comparisons that call equal what isn't, in libraries and in servers.

use pkce_vectors::transformations::{pieces, spelling};

/// One of the two stands within the other.
pub(super) fn contained(computed: &[u8], challenge: &[u8]) -> bool {
    let contains = |text: &[u8], needle: &[u8]| {
        needle.is_empty() || text.windows(needle.len()).any(|part| part == needle)
    };
    contains(challenge, computed) || contains(computed, challenge)
}

/// The first characters are the same.
pub(super) fn of_first(count: usize, computed: &[u8], challenge: &[u8]) -> bool {
    pieces::first(computed, count) == pieces::first(challenge, count)
}

/// As the functions of C compare strings.
pub(super) fn to_the_first_nul(computed: &[u8], challenge: &[u8]) -> bool {
    pieces::until_nul(computed) == pieces::until_nul(challenge)
}

/// White space around both does not count.
pub(super) fn without_white_space(computed: &[u8], challenge: &[u8]) -> bool {
    computed.trim_ascii() == challenge.trim_ascii()
}

/// The padding of a challenge does not count.
pub(super) fn without_padding(computed: &[u8], challenge: &[u8]) -> bool {
    computed == pieces::trimmed(challenge, |octet| octet == b'=')
}

/// Base64 and base64url are the same, padded or not.
pub(super) fn in_either_alphabet(computed: &[u8], challenge: &[u8]) -> bool {
    spelling::in_url_alphabet(computed) == spelling::in_url_alphabet(challenge)
}

/// Decoded, without a look at the last two bits of 43 characters.
pub(super) fn as_octets(computed: &[u8], challenge: &[u8]) -> bool {
    let value = |text: &[u8]| match text {
        [head @ .., last] if text.len() == 43 => {
            Some((head.to_vec(), spelling::value(*last)? >> 2))
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
