//! Text in another encoding or another normal form. What is not UTF-8 stays as it is, but where a function says otherwise.

/// ISO-8859-1, with `?` for what it lacks.
#[must_use]
pub fn latin1(text: &[u8]) -> Vec<u8> {
    each_octet(text, |c| u8::try_from(u32::from(c)).unwrap_or(b'?'))
}

/// ASCII, with `?` for what it lacks.
#[must_use]
pub fn ascii(text: &[u8]) -> Vec<u8> {
    each_octet(text, |c| u8::try_from(u32::from(c)).ok().filter(u8::is_ascii).unwrap_or(b'?'))
}

/// The low 8 bits of each character.
#[must_use]
pub fn low_8_bits(text: &[u8]) -> Vec<u8> {
    each_octet(text, |c| u32::from(c).to_le_bytes()[0])
}

/// The low 7 bits of each octet, whatever the octets are.
#[must_use]
pub fn low_7_bits(text: &[u8]) -> Vec<u8> {
    text.iter().map(|octet| octet & 0x7f).collect()
}

/// UTF-16, low octet first.
#[must_use]
pub fn utf_16_le(text: &[u8]) -> Vec<u8> {
    each(text, |text| text.encode_utf16().flat_map(u16::to_le_bytes).collect())
}

/// UTF-16, high octet first.
#[must_use]
pub fn utf_16_be(text: &[u8]) -> Vec<u8> {
    each(text, |text| text.encode_utf16().flat_map(u16::to_be_bytes).collect())
}

/// UTF-16, low octet first, behind a byte order mark.
#[must_use]
pub fn utf_16_marked(text: &[u8]) -> Vec<u8> {
    each(text, |text| {
        "\u{feff}".encode_utf16().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect()
    })
}

/// Each octet as the character of that number, in UTF-8: what was octets is text.
#[must_use]
pub fn octets_as_characters(octets: &[u8]) -> Vec<u8> {
    octets.iter().copied().map(char::from).collect::<String>().into_bytes()
}

/// What is not UTF-8 becomes U+FFFD.
#[must_use]
pub fn replaced(text: &[u8]) -> Vec<u8> {
    String::from_utf8_lossy(text).into_owned().into_bytes()
}

/// A lenient UTF-8 decoder: overlong forms of ASCII are taken for it.
#[must_use]
pub fn overlong_decoded(text: &[u8]) -> Vec<u8> {
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

/// U+1F600 that was encoded as two surrogates, joined: the one that the vectors have.
#[must_use]
pub fn surrogates_joined(text: &[u8]) -> Vec<u8> {
    let pair: &[u8] = b"\xed\xa0\xbd\xed\xb8\x80";
    match text.windows(pair.len()).position(|part| part == pair) {
        Some(at) => [
            text.get(..at).unwrap_or_default(),
            "\u{1f600}".as_bytes(),
            text.get(at + pair.len()..).unwrap_or_default(),
        ]
        .concat(),
        None => text.to_vec(),
    }
}

/// A carriage return and a line feed become a line feed, and what is not UTF-8 becomes U+FFFD.
#[must_use]
pub fn line_ends_normalised(text: &[u8]) -> Vec<u8> {
    String::from_utf8_lossy(text).replace("\r\n", "\n").into_bytes()
}

/// Full-width forms become the ASCII that they look like.
#[must_use]
pub fn full_width_folded(text: &[u8]) -> Vec<u8> {
    let fold = |c: char| match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        other => other,
    };
    each(text, |text| text.chars().map(fold).collect::<String>().into_bytes())
}

/// Accents are taken off the letter a, and what is not UTF-8 becomes U+FFFD.
#[must_use]
pub fn accents_dropped(text: &[u8]) -> Vec<u8> {
    String::from_utf8_lossy(text).replace(['\u{e1}', '\u{e0}', '\u{e2}'], "a").into_bytes()
}

/// White space and marks of Unicode around it are cut off.
#[must_use]
pub fn unicode_trimmed(text: &[u8]) -> Vec<u8> {
    let cut = |c: char| c.is_whitespace() || "\u{feff}\u{200b}\u{2060}".contains(c);
    each(text, |text| text.trim_matches(cut).as_bytes().to_vec())
}

/// A byte order mark of UTF-16 or UTF-8 in front is cut off.
#[must_use]
pub fn byte_order_mark_dropped(text: &[u8]) -> Vec<u8> {
    let marks = [&b"\xff\xfe"[..], b"\xfe\xff", b"\xef\xbb\xbf"];
    marks.iter().find_map(|mark| text.strip_prefix(*mark)).unwrap_or(text).to_vec()
}

fn each_octet(text: &[u8], octet: impl Fn(char) -> u8) -> Vec<u8> {
    each(text, |text| text.chars().map(octet).collect())
}

fn each(text: &[u8], change: impl FnOnce(&str) -> Vec<u8>) -> Vec<u8> {
    std::str::from_utf8(text).map_or_else(|_| text.to_vec(), change)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lossy_encodings() {
        let text = "a\u{e9}\u{20ac}\u{161}".as_bytes();
        assert_eq!(latin1(text), b"a\xe9??");
        assert_eq!(ascii(text), b"a???");
        assert_eq!(low_8_bits(text), b"a\xe9\xaca");
        assert_eq!(low_7_bits(b"a\xe1\xf1"), b"aaq");
    }

    #[test]
    fn what_is_no_text_stays() {
        for encode in [latin1, ascii, low_8_bits, utf_16_le, full_width_folded, unicode_trimmed] {
            assert_eq!(encode(b"a\xff"), b"a\xff");
        }
        assert_eq!(replaced(b"a\xff"), "a\u{fffd}".as_bytes());
        assert_eq!(octets_as_characters(b"a\xff"), "a\u{ff}".as_bytes());
    }

    #[test]
    fn two_octets_a_character() {
        assert_eq!(utf_16_le(b"ab"), b"a\0b\0");
        assert_eq!(utf_16_be(b"ab"), b"\0a\0b");
        assert_eq!(utf_16_marked(b"a"), b"\xff\xfea\0");
    }

    #[test]
    fn forms_that_are_folded() {
        assert_eq!(overlong_decoded(b"\xc1\xa1\xe0\x81\xa1"), b"aa");
        assert_eq!(surrogates_joined(b"a\xed\xa0\xbd\xed\xb8\x80"), "a\u{1f600}".as_bytes());
        assert_eq!(full_width_folded("\u{ff41}".as_bytes()), b"a");
        assert_eq!(byte_order_mark_dropped(b"\xff\xfea"), b"a");
    }
}
