//! Pieces of a text, its order and its case.

/// The first `count` octets, or all.
#[must_use]
pub fn first(text: &[u8], count: usize) -> &[u8] {
    text.get(..count).unwrap_or(text)
}

/// The last `count` octets, or all.
#[must_use]
pub fn last(text: &[u8], count: usize) -> &[u8] {
    text.get(text.len().saturating_sub(count)..).unwrap_or(text)
}

/// The octet at `place` gives way to what `new` makes of it; a place outside the text changes nothing.
#[must_use]
pub fn spliced(text: &[u8], place: Option<usize>, new: impl Fn(u8) -> Vec<u8>) -> Vec<u8> {
    let mut made = Vec::with_capacity(text.len());
    for (index, octet) in text.iter().enumerate() {
        if Some(index) == place {
            made.extend(new(*octet));
        } else {
            made.push(*octet);
        }
    }
    made
}

/// Up to the first NUL.
#[must_use]
pub fn until_nul(text: &[u8]) -> Vec<u8> {
    text.split(|octet| *octet == 0).next().unwrap_or_default().to_vec()
}

/// Without the octets for which `drop` holds.
#[must_use]
pub fn without(text: &[u8], drop: impl Fn(u8) -> bool) -> Vec<u8> {
    text.iter().copied().filter(|octet| !drop(*octet)).collect()
}

/// Without those around it.
#[must_use]
pub fn trimmed(text: &[u8], cut: impl Fn(u8) -> bool) -> Vec<u8> {
    let Some(first) = text.iter().position(|octet| !cut(*octet)) else { return Vec::new() };
    let last = text.iter().rposition(|octet| !cut(*octet)).unwrap_or(first);
    text.get(first..=last).unwrap_or_default().to_vec()
}

/// Filled up with `A` to `length` octets.
#[must_use]
pub fn filled(text: &[u8], length: usize) -> Vec<u8> {
    let mut made = text.to_vec();
    made.resize(text.len().max(length), b'A');
    made
}

/// Last octet first.
#[must_use]
pub fn reversed(text: &[u8]) -> Vec<u8> {
    text.iter().rev().copied().collect()
}

/// The first octet at the end.
#[must_use]
pub fn rotated(text: &[u8]) -> Vec<u8> {
    text.iter().skip(1).chain(text.iter().take(1)).copied().collect()
}

/// The text twice.
#[must_use]
pub fn doubled(text: &[u8]) -> Vec<u8> {
    text.repeat(2)
}

/// ASCII upper case becomes lower case, and the reverse.
#[must_use]
pub fn case_swapped(text: &[u8]) -> Vec<u8> {
    let swap = |octet: &u8| if octet.is_ascii_alphabetic() { octet ^ 0x20 } else { *octet };
    text.iter().map(swap).collect()
}

/// ASCII upper case.
#[must_use]
pub fn upper_case(text: &[u8]) -> Vec<u8> {
    text.to_ascii_uppercase()
}

/// ASCII lower case.
#[must_use]
pub fn lower_case(text: &[u8]) -> Vec<u8> {
    text.to_ascii_lowercase()
}

/// `text` and `after`.
#[must_use]
pub fn followed(text: &[u8], after: &[u8]) -> Vec<u8> {
    [text, after].concat()
}

/// `before` and `text`.
#[must_use]
pub fn preceded(text: &[u8], before: &[u8]) -> Vec<u8> {
    [before, text].concat()
}

/// `text` between `before` and `after`.
#[must_use]
pub fn enclosed(text: &[u8], before: &[u8], after: &[u8]) -> Vec<u8> {
    [before, text, after].concat()
}

/// Without quotation marks around it, single or double.
#[must_use]
pub fn unquoted(text: &[u8]) -> Vec<u8> {
    trimmed(text, |octet| b"\"'".contains(&octet))
}

/// ASCII letters and digits alone.
#[must_use]
pub fn letters_and_digits(text: &[u8]) -> Vec<u8> {
    without(text, |octet| !octet.is_ascii_alphanumeric())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_and_orders() {
        assert_eq!(first(b"abcd", 3), b"abc");
        assert_eq!(last(b"abcd", 3), b"bcd");
        assert_eq!(first(b"abcd", 9), b"abcd");
        assert_eq!(last(b"abcd", 9), b"abcd");
        assert_eq!(reversed(b"abcd"), b"dcba");
        assert_eq!(rotated(b"abcd"), b"bcda");
        assert_eq!(doubled(b"ab"), b"abab");
        assert_eq!(filled(b"ab", 4), b"abAA");
        assert_eq!(filled(b"abcd", 2), b"abcd");
    }

    #[test]
    fn cases_change_letters_alone() {
        assert_eq!(case_swapped(b"aB-1_~"), b"Ab-1_~");
        assert_eq!(upper_case(b"aB-1"), b"AB-1");
        assert_eq!(lower_case(b"aB-1"), b"ab-1");
    }

    #[test]
    fn what_is_cut_off_is_around_and_what_is_dropped_is_anywhere() {
        assert_eq!(trimmed(b" a b ", |octet| octet == b' '), b"a b");
        assert_eq!(trimmed(b"  ", |octet| octet == b' '), b"");
        assert_eq!(without(b" a b ", |octet| octet == b' '), b"ab");
        assert_eq!(until_nul(b"ab\0c\0"), b"ab");
        assert_eq!(unquoted(b"\"a'b\""), b"a'b");
        assert_eq!(letters_and_digits(b"-a_1~ b="), b"a1b");
        assert_eq!(enclosed(b"a", b"<", b">"), b"<a>");
    }
}
