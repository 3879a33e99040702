//! Writing `application/x-www-form-urlencoded`. `pkce-core` reads it: [`Parameters::parse_form`].
//!
//! [`Parameters::parse_form`]: pkce_core::request::Parameters::parse_form

/// Appends a name or a value, encoded.
///
/// The WHATWG's serializer leaves the same characters as they are, and writes a space as `+`.
pub fn encode(octets: &[u8], onto: &mut Vec<u8>) {
    for run in octets.chunk_by(|octet, next| stands(*octet) && stands(*next)) {
        match run {
            [b' '] => onto.push(b'+'),
            [octet] if !stands(*octet) => escape(*octet, onto),
            run => onto.extend_from_slice(run),
        }
    }
}

/// Whether an octet is written as it is.
const fn stands(octet: u8) -> bool {
    octet.is_ascii_alphanumeric() || matches!(octet, b'*' | b'-' | b'.' | b'_')
}

/// The pairs in their order, joined by `&`.
#[must_use]
pub fn encode_pairs<'p>(pairs: impl IntoIterator<Item = (&'p [u8], &'p [u8])>) -> Vec<u8> {
    let mut encoded = Vec::new();
    for (name, value) in pairs {
        if !encoded.is_empty() {
            encoded.push(b'&');
        }
        encode(name, &mut encoded);
        encoded.push(b'=');
        encode(value, &mut encoded);
    }
    encoded
}

/// Appends the percent-encoding of an octet.
pub(super) fn escape(octet: u8, onto: &mut Vec<u8>) {
    const DIGITS: [u8; 16] = *b"0123456789ABCDEF";
    onto.push(b'%');
    for nibble in [octet >> 4, octet & 15] {
        onto.extend(DIGITS.get(usize::from(nibble)));
    }
}

#[cfg(test)]
mod tests {
    use pkce_core::request::Parameters;
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn each_octet_has_its_form() {
        let pair: (&[u8], &[u8]) = (b"a b", b"*-._~\xff\0%+&=\r\n");
        let encoded = encode_pairs([pair]);
        assert_eq!(encoded, b"a+b=*-._%7E%FF%00%25%2B%26%3D%0D%0A");
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back(
            pairs: Vec<(Vec<u8>, Vec<u8>)>,
        ) {
            let borrowed = || pairs.iter().map(|(name, value)| (&**name, &**value));
            let encoded = encode_pairs(borrowed());
            prop_assert!(encoded.iter().all(u8::is_ascii_graphic));
            if let Ok(read) = Parameters::parse_form(&encoded) {
                prop_assert!(read.iter().eq(borrowed()));
            } else {
                prop_assert!(encoded.len() > 60_000 || pairs.len() > 256);
            }
        }
    }
}
