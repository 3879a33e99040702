//! The closed list of alterations: how a flow turns a right value into a wrong or a decorated one.

use base64::{
    Engine,
    alphabet::URL_SAFE,
    engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig},
    prelude::{BASE64_STANDARD, BASE64_URL_SAFE_NO_PAD},
};
use serde::{Deserialize, Serialize};

use crate::{datum, value::Value};

/// `{"alter": VALUE, "how": …}` with the arguments that some ways need.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Alteration {
    /// What is altered.
    pub alter: Box<Value>,
    /// In which way.
    pub how: How,
    /// An octet's place, counted from 0, or from the end where negative (−1 is the last).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<i32>,
    /// A number of octets, or which of the three non-canonical last characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub n: Option<u32>,
    /// What takes the replaced octet's place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub with: Option<Box<Value>>,
}

/// The ways to alter a value. An argument that a way does not name must be absent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum How {
    /// The character at `at` becomes another of the base64url alphabet, 32 places further on, so that the
    /// decoded octets differ too.
    Change,
    /// The octet at `at` gives way to `with`.
    Replace,
    /// The octet at `at` is left out.
    Remove,
    /// The first `n` octets.
    Prefix,
    /// The last `n` octets.
    Suffix,
    /// Last octet first.
    Reverse,
    /// The first octet moves to the end.
    Rotate,
    /// Upper-case letters become lower-case and the reverse.
    SwapCase,
    /// ASCII upper case.
    Upper,
    /// ASCII lower case.
    Lower,
    /// The value twice.
    Double,
    /// `-` becomes `+` and `_` becomes `/`.
    StandardAlphabet,
    /// The last character's unused low bits are set to `n` (1 to 3): another spelling of the same 32 octets.
    NonCanonical,
    /// base64url decoded, then lower-case hexadecimal.
    ToHex,
    /// base64url decoded, then hexadecimal, then base64url of that text.
    ToBase64OfHex,
    /// base64url decoded, then base64 with the standard alphabet and padding.
    ToStandardBase64,
    /// base64url decoded.
    Decode,
    /// The octet at `at` as `%XX`.
    PercentEncode,
    /// Characters up to U+00FF as one octet each, others as `?`.
    Latin1,
    /// Characters that are not ASCII as `?`.
    Substitute,
    /// Each character's code point, low 8 bits.
    #[serde(rename = "mask-8-bit")]
    Mask8Bit,
    /// Each octet's low 7 bits.
    #[serde(rename = "mask-7-bit")]
    Mask7Bit,
}

/// base64url that also takes spellings whose last bits are not zero.
const LENIENT: GeneralPurpose = GeneralPurpose::new(
    &URL_SAFE,
    GeneralPurposeConfig::new()
        .with_decode_allow_trailing_bits(true)
        .with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

impl How {
    /// Which of `at`, `n` and `with` this way takes, in that order.
    #[must_use]
    pub const fn arguments(self) -> (bool, bool, bool) {
        match self {
            Self::Change | Self::Remove | Self::PercentEncode => (true, false, false),
            Self::Replace => (true, false, true),
            Self::Prefix | Self::Suffix | Self::NonCanonical => (false, true, false),
            _ => (false, false, false),
        }
    }
}

impl Alteration {
    /// Applies the alteration to `bytes`, with `with` already evaluated. A place outside the value changes
    /// nothing there, and what cannot be decoded stays as it is.
    #[must_use]
    pub fn apply(&self, bytes: &[u8], with: &[u8]) -> Vec<u8> {
        let n = self.n.unwrap_or(0) as usize;
        match self.how {
            How::Change => splice(bytes, self.place(bytes), |byte| vec![another(byte)]),
            How::Replace => splice(bytes, self.place(bytes), |_| with.to_vec()),
            How::Remove => splice(bytes, self.place(bytes), |_| Vec::new()),
            How::PercentEncode => {
                splice(bytes, self.place(bytes), |byte| format!("%{byte:02X}").into_bytes())
            }
            How::Prefix => bytes.iter().take(n).copied().collect(),
            How::Suffix => bytes.iter().skip(bytes.len().saturating_sub(n)).copied().collect(),
            How::Reverse => bytes.iter().rev().copied().collect(),
            How::Rotate => bytes.iter().skip(1).chain(bytes.iter().take(1)).copied().collect(),
            How::SwapCase => bytes.iter().map(|&byte| swap_case(byte)).collect(),
            How::Upper => bytes.to_ascii_uppercase(),
            How::Lower => bytes.to_ascii_lowercase(),
            How::Double => bytes.repeat(2),
            How::StandardAlphabet => bytes.iter().map(|&byte| standard(byte)).collect(),
            How::NonCanonical => non_canonical(bytes, n),
            How::ToHex => datum::to_hex(&decode(bytes)).into_bytes(),
            How::ToBase64OfHex => {
                BASE64_URL_SAFE_NO_PAD.encode(datum::to_hex(&decode(bytes))).into_bytes()
            }
            How::ToStandardBase64 => BASE64_STANDARD.encode(decode(bytes)).into_bytes(),
            How::Decode => decode(bytes),
            How::Latin1 => {
                chars(bytes).map(|c| u8::try_from(u32::from(c)).unwrap_or(b'?')).collect()
            }
            How::Substitute => {
                chars(bytes).map(|c| if c.is_ascii() { c as u8 } else { b'?' }).collect()
            }
            How::Mask8Bit => chars(bytes).map(|c| (u32::from(c) & 0xff) as u8).collect(),
            How::Mask7Bit => bytes.iter().map(|byte| byte & 0x7f).collect(),
        }
    }

    fn place(&self, bytes: &[u8]) -> Option<usize> {
        let at = self.at? as isize;
        let place = if at < 0 { bytes.len().checked_add_signed(at)? } else { at.unsigned_abs() };
        (place < bytes.len()).then_some(place)
    }
}

fn splice(bytes: &[u8], place: Option<usize>, new: impl Fn(u8) -> Vec<u8>) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len());
    for (index, &byte) in bytes.iter().enumerate() {
        if Some(index) == place {
            out.extend(new(byte));
        } else {
            out.push(byte);
        }
    }
    out
}

fn index_of(byte: u8) -> Option<usize> {
    ALPHABET.iter().position(|&known| known == byte)
}

fn character(index: usize) -> u8 {
    ALPHABET.get(index % 64).copied().unwrap_or(b'A')
}

fn another(byte: u8) -> u8 {
    index_of(byte).map_or(b'A', |index| character(index + 32))
}

fn non_canonical(bytes: &[u8], low_bits: usize) -> Vec<u8> {
    let last = bytes.len().checked_sub(1);
    splice(bytes, last, |byte| {
        vec![index_of(byte).map_or(byte, |index| character((index & !3) | (low_bits & 3)))]
    })
}

fn swap_case(byte: u8) -> u8 {
    if byte.is_ascii_alphabetic() { byte ^ 0x20 } else { byte }
}

fn standard(byte: u8) -> u8 {
    match byte {
        b'-' => b'+',
        b'_' => b'/',
        other => other,
    }
}

fn decode(bytes: &[u8]) -> Vec<u8> {
    LENIENT.decode(bytes).unwrap_or_else(|_| bytes.to_vec())
}

fn chars(bytes: &[u8]) -> impl Iterator<Item = char> {
    String::from_utf8_lossy(bytes).into_owned().chars().collect::<Vec<_>>().into_iter()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn apply(value: &[u8], how: How, at: Option<i32>, n: Option<u32>) -> Vec<u8> {
        let alter = Box::new(Value::Text(String::new()));
        Alteration { alter, how, at, n, with: None }.apply(value, b"XY")
    }

    fn simply(value: &[u8], how: How) -> Vec<u8> {
        apply(value, how, None, None)
    }

    /// base64url of `abc`.
    const ABC: &[u8] = b"YWJj";

    #[test]
    fn places_count_from_either_end() {
        let replaced = |at| apply(b"abc", How::Replace, Some(at), None);
        assert_eq!(replaced(0), b"XYbc");
        assert_eq!(replaced(2), b"abXY");
        assert_eq!(replaced(-1), b"abXY");
        assert_eq!(replaced(-3), b"XYbc");
        assert_eq!(replaced(3), b"abc");
        assert_eq!(replaced(-4), b"abc");
        assert_eq!(apply(b"abc", How::Remove, Some(1), None), b"ac");
        assert_eq!(apply(b"a~c", How::PercentEncode, Some(-2), None), b"a%7Ec");
        assert_eq!(apply(b"", How::Remove, Some(0), None), b"");
    }

    #[test]
    fn a_change_gives_another_character_that_decodes_otherwise() {
        for byte in *ALPHABET {
            let [changed] = apply(&[byte], How::Change, Some(0), None)[..] else { panic!() };
            let place = |byte| index_of(byte).unwrap();
            assert_eq!(place(byte).abs_diff(place(changed)), 32);
        }
        assert_eq!(apply(b"~", How::Change, Some(0), None), b"A");
    }

    #[test]
    fn pieces_and_orders() {
        assert_eq!(apply(b"abcd", How::Prefix, None, Some(3)), b"abc");
        assert_eq!(apply(b"abcd", How::Suffix, None, Some(3)), b"bcd");
        assert_eq!(apply(b"abcd", How::Prefix, None, Some(9)), b"abcd");
        assert_eq!(apply(b"abcd", How::Suffix, None, Some(9)), b"abcd");
        assert_eq!(simply(b"abcd", How::Reverse), b"dcba");
        assert_eq!(simply(b"abcd", How::Rotate), b"bcda");
        assert_eq!(simply(b"ab", How::Double), b"abab");
    }

    #[test]
    fn cases_change_letters_alone() {
        assert_eq!(simply(b"aB-1_~", How::SwapCase), b"Ab-1_~");
        assert_eq!(simply(b"aB-1", How::Upper), b"AB-1");
        assert_eq!(simply(b"aB-1", How::Lower), b"ab-1");
    }

    #[test]
    fn spellings_of_the_same_octets() {
        assert_eq!(simply(b"-a_A", How::StandardAlphabet), b"+a/A");
        assert_eq!(simply(b"-_8", How::ToStandardBase64), b"+/8=");
        assert_eq!(simply(ABC, How::Decode), b"abc");
        assert_eq!(simply(ABC, How::ToHex), b"616263");
        assert_eq!(simply(ABC, How::ToBase64OfHex), b"NjE2MjYz");
        for n in 1..=3 {
            let other = apply(b"YWI", How::NonCanonical, None, Some(n));
            assert_ne!(other, b"YWI");
            assert_eq!(simply(&other, How::Decode), b"ab");
        }
    }

    #[test]
    fn what_cannot_be_decoded_stays() {
        assert_eq!(simply(b"~~~~", How::Decode), b"~~~~");
        assert_eq!(simply(b"~", How::ToHex), b"7e");
    }

    #[test]
    fn lossy_encodings() {
        let text = "a\u{e9}\u{20ac}\u{161}".as_bytes();
        assert_eq!(simply(text, How::Latin1), b"a\xe9??");
        assert_eq!(simply(text, How::Substitute), b"a???");
        assert_eq!(simply(text, How::Mask8Bit), b"a\xe9\xaca");
        assert_eq!(simply(b"a\xe1\xf1", How::Mask7Bit), b"aaq");
    }
}
