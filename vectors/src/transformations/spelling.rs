//! How octets are written as text, and read from it: base64, base64url, hexadecimal.

use base64::{
    Engine,
    alphabet::URL_SAFE,
    engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig},
    prelude::{BASE64_STANDARD, BASE64_STANDARD_NO_PAD, BASE64_URL_SAFE, BASE64_URL_SAFE_NO_PAD},
};

use crate::datum;

use super::pieces;

/// RFC 4648 §5, table 2: the alphabet of base64url, in the order of its values.
pub const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// base64url that also takes padding, and spellings whose last bits are not zero.
const LENIENT: GeneralPurpose = GeneralPurpose::new(
    &URL_SAFE,
    GeneralPurposeConfig::new()
        .with_decode_allow_trailing_bits(true)
        .with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// base64url without padding: the right way to write a digest.
#[must_use]
pub fn base64url(octets: &[u8]) -> Vec<u8> {
    BASE64_URL_SAFE_NO_PAD.encode(octets).into_bytes()
}

/// base64url with padding.
#[must_use]
pub fn padded(octets: &[u8]) -> Vec<u8> {
    BASE64_URL_SAFE.encode(octets).into_bytes()
}

/// base64 with the standard alphabet and padding.
#[must_use]
pub fn standard_base64(octets: &[u8]) -> Vec<u8> {
    BASE64_STANDARD.encode(octets).into_bytes()
}

/// base64 with the standard alphabet, without padding.
#[must_use]
pub fn standard_base64_unpadded(octets: &[u8]) -> Vec<u8> {
    BASE64_STANDARD_NO_PAD.encode(octets).into_bytes()
}

/// Lower-case hexadecimal.
#[must_use]
pub fn hex(octets: &[u8]) -> Vec<u8> {
    datum::to_hex(octets).into_bytes()
}

/// Upper-case hexadecimal.
#[must_use]
pub fn upper_case_hex(octets: &[u8]) -> Vec<u8> {
    hex(octets).to_ascii_uppercase()
}

/// Hexadecimal, and base64url of that text.
#[must_use]
pub fn base64_of_hex(octets: &[u8]) -> Vec<u8> {
    base64url(&hex(octets))
}

/// Upper-case hexadecimal, a hyphen between two octets.
#[must_use]
pub fn hyphenated_hex(octets: &[u8]) -> Vec<u8> {
    let pairs: Vec<String> = octets.iter().map(|octet| format!("{octet:02X}")).collect();
    pairs.join("-").into_bytes()
}

/// Each octet as a decimal number, commas between them.
#[must_use]
pub fn octet_list(octets: &[u8]) -> Vec<u8> {
    octets.iter().map(u8::to_string).collect::<Vec<_>>().join(",").into_bytes()
}

/// Standard base64 without padding, in which the first `+` alone became `-`, and the first `/` alone `_`.
#[must_use]
pub fn first_of_each_replaced(octets: &[u8]) -> Vec<u8> {
    let text = String::from_utf8_lossy(&standard_base64_unpadded(octets)).into_owned();
    text.replacen('+', "-", 1).replacen('/', "_", 1).into_bytes()
}

/// Standard base64 without padding, in which `from` became `to`.
#[must_use]
pub fn partly_translated(octets: &[u8], from: u8, to: u8) -> Vec<u8> {
    let translate = |octet| if octet == from { to } else { octet };
    standard_base64_unpadded(octets).into_iter().map(translate).collect()
}

/// What base64url text encodes, padded or not, whatever its last bits; what cannot be decoded stays as it is.
#[must_use]
pub fn decoded(text: &[u8]) -> Vec<u8> {
    LENIENT.decode(text).unwrap_or_else(|_| text.to_vec())
}

/// The same for text in either alphabet.
#[must_use]
pub fn decoded_from_either(text: &[u8]) -> Vec<u8> {
    LENIENT.decode(in_url_alphabet(text)).unwrap_or_else(|_| text.to_vec())
}

/// The same by a strict decoder: padding, or last bits that are not zero, leave the text as it is.
#[must_use]
pub fn decoded_strictly(text: &[u8]) -> Vec<u8> {
    BASE64_URL_SAFE_NO_PAD.decode(text).unwrap_or_else(|_| text.to_vec())
}

/// What hexadecimal digits spell; other text stays as it is.
#[must_use]
pub fn hex_decoded(text: &[u8]) -> Vec<u8> {
    let octets = std::str::from_utf8(text).ok().and_then(datum::from_hex);
    octets.unwrap_or_else(|| text.to_vec())
}

/// Text in base64url turned into the standard alphabet: `-` becomes `+`, `_` becomes `/`.
#[must_use]
pub fn in_standard_alphabet(text: &[u8]) -> Vec<u8> {
    let swap = |octet: &u8| match octet {
        b'-' => b'+',
        b'_' => b'/',
        other => *other,
    };
    text.iter().map(swap).collect()
}

/// The reverse, where padding is dropped too.
#[must_use]
pub fn in_url_alphabet(text: &[u8]) -> Vec<u8> {
    let swap = |octet: u8| match octet {
        b'+' => b'-',
        b'/' => b'_',
        other => other,
    };
    pieces::without(text, |octet| octet == b'=').into_iter().map(swap).collect()
}

/// The last character's two low bits set to those of `low_bits`: of 43 characters, another spelling of the same 32 octets.
#[must_use]
pub fn non_canonical(text: &[u8], low_bits: usize) -> Vec<u8> {
    pieces::spliced(text, text.len().checked_sub(1), |last| {
        vec![value(last).map_or(last, |value| character((value & !3) | (low_bits & 3)))]
    })
}

/// The character 32 places further on in the alphabet, around its end; `A` for what is not in there.
#[must_use]
pub fn another_character(octet: u8) -> u8 {
    value(octet).map_or(b'A', |value| character(value + 32))
}

/// The six bits that a character stands for.
#[must_use]
pub fn value(octet: u8) -> Option<usize> {
    ALPHABET.iter().position(|known| *known == octet)
}

fn character(value: usize) -> u8 {
    ALPHABET.get(value % 64).copied().unwrap_or(b'A')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_gives_another_character_that_decodes_otherwise() {
        for octet in *ALPHABET {
            let changed = value(another_character(octet)).unwrap();
            assert_eq!(value(octet).unwrap().abs_diff(changed), 32);
        }
        assert_eq!(another_character(b'~'), b'A');
    }

    #[test]
    fn spellings_of_the_same_octets() {
        assert_eq!(in_standard_alphabet(b"-a_A"), b"+a/A");
        assert_eq!(in_url_alphabet(b"+a/A=="), b"-a_A");
        assert_eq!(standard_base64(&decoded(b"-_8")), b"+/8=");
        assert_eq!(standard_base64_unpadded(&decoded(b"-_8")), b"+/8");
        assert_eq!(padded(&decoded(b"-_8")), b"-_8=");
        assert_eq!(hex(b"abc"), b"616263");
        assert_eq!(upper_case_hex(b"\xab"), b"AB");
        assert_eq!(hex_decoded(b"616263"), b"abc");
        assert_eq!(base64_of_hex(b"abc"), b"NjE2MjYz");
        assert_eq!(hyphenated_hex(b"\xab\x01"), b"AB-01");
        assert_eq!(octet_list(b"\xab\x01"), b"171,1");
        assert_eq!(decoded_from_either(b"+/8="), decoded(b"-_8"));
    }

    #[test]
    fn translations_that_stop_half_way() {
        let octets = decoded(b"--__");
        assert_eq!(standard_base64_unpadded(&octets), b"++//");
        assert_eq!(first_of_each_replaced(&octets), b"-+_/");
        assert_eq!(partly_translated(&octets, b'+', b'-'), b"--//");
    }

    #[test]
    fn only_a_lenient_decoder_takes_last_bits_that_are_not_zero() {
        for low_bits in 1..=3 {
            let other = non_canonical(b"YWI", low_bits);
            assert_ne!(other, b"YWI");
            assert_eq!(decoded(&other), b"ab");
            assert_eq!(decoded_strictly(&other), other);
        }
        assert_eq!(decoded_strictly(b"YWI"), b"ab");
    }

    #[test]
    fn what_cannot_be_decoded_stays() {
        assert_eq!(decoded(b"~~~~"), b"~~~~");
        assert_eq!(hex_decoded(b"61626"), b"61626");
    }
}
