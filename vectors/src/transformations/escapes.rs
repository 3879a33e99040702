//! Escapes that are resolved, or put, once more or once less than they should be.

/// Each octet as `%XX`.
#[must_use]
pub fn percent_encoded_whole(text: &[u8]) -> Vec<u8> {
    text.iter().flat_map(|octet| percent(*octet)).collect()
}

/// Each octet that is not unreserved (RFC 3986 §2.3) as `%XX`.
#[must_use]
pub fn percent_encoded_reserved(text: &[u8]) -> Vec<u8> {
    let unreserved = |octet: u8| octet.is_ascii_alphanumeric() || b"-._~".contains(&octet);
    let encode = |octet: &u8| if unreserved(*octet) { vec![*octet] } else { percent(*octet) };
    text.iter().flat_map(encode).collect()
}

/// `~` as `%7E`, as encoders of the time of RFC 1738 have it; what is not UTF-8 becomes U+FFFD.
#[must_use]
pub fn tilde_encoded(text: &[u8]) -> Vec<u8> {
    String::from_utf8_lossy(text).replace('~', "%7E").into_bytes()
}

/// One octet as `%XX`, in upper case.
#[must_use]
pub fn percent(octet: u8) -> Vec<u8> {
    format!("%{octet:02X}").into_bytes()
}

/// Each `%XX` as the octet that it stands for.
#[must_use]
pub fn percent_decoded(text: &[u8]) -> Vec<u8> {
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

/// `+` as a space, as in a form.
#[must_use]
pub fn plus_as_space(text: &[u8]) -> Vec<u8> {
    text.iter().map(|octet| if *octet == b'+' { b' ' } else { *octet }).collect()
}

/// The reverse: a space as `+`.
#[must_use]
pub fn space_as_plus(text: &[u8]) -> Vec<u8> {
    text.iter().map(|octet| if *octet == b' ' { b'+' } else { *octet }).collect()
}

/// `&#97;` and `&amp;` resolved: the two that the vectors have.
#[must_use]
pub fn html_unescaped(text: &[u8]) -> Vec<u8> {
    String::from_utf8_lossy(text).replace("&#97;", "a").replace("&amp;", "&").into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percent_encoding_is_undone() {
        assert_eq!(percent_encoded_whole(b"a~"), b"%61%7E");
        assert_eq!(percent_decoded(b"%61%7e"), b"a~");
        assert_eq!(percent_decoded(b"%zz%6"), b"%zz%6");
        assert_eq!(percent_encoded_reserved(b"a+~="), b"a%2B~%3D");
        assert_eq!(tilde_encoded(b"a~b"), b"a%7Eb");
    }

    #[test]
    fn other_escapes() {
        assert_eq!(plus_as_space(b"a+b"), b"a b");
        assert_eq!(space_as_plus(b"a b"), b"a+b");
        assert_eq!(html_unescaped(b"&#97;&amp;"), b"a&");
    }
}
