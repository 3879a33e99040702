//! The closed list of alterations: how a flow turns a right value into a wrong or a decorated one.

use serde::{Deserialize, Serialize};

use crate::transformations::{characters, escapes, pieces, spelling};

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

    /// Applies it to `octets`, with `with` already evaluated. A place outside the value changes nothing there, and
    /// what cannot be decoded stays as it is.
    pub(crate) fn apply(self, octets: &[u8], at: Option<i32>, n: u32, with: &[u8]) -> Vec<u8> {
        let n = n as usize;
        let at = || at.and_then(|at| place(at, octets.len()));
        match self {
            Self::Change => {
                pieces::spliced(octets, at(), |octet| vec![spelling::another_character(octet)])
            }
            Self::Replace => pieces::spliced(octets, at(), |_| with.to_vec()),
            Self::Remove => pieces::spliced(octets, at(), |_| Vec::new()),
            Self::PercentEncode => pieces::spliced(octets, at(), escapes::percent),
            Self::Prefix => pieces::first(octets, n).to_vec(),
            Self::Suffix => pieces::last(octets, n).to_vec(),
            Self::Reverse => pieces::reversed(octets),
            Self::Rotate => pieces::rotated(octets),
            Self::SwapCase => pieces::case_swapped(octets),
            Self::Upper => pieces::upper_case(octets),
            Self::Lower => pieces::lower_case(octets),
            Self::Double => pieces::doubled(octets),
            Self::StandardAlphabet => spelling::in_standard_alphabet(octets),
            Self::NonCanonical => spelling::non_canonical(octets, n),
            Self::ToHex => spelling::hex(&spelling::decoded(octets)),
            Self::ToBase64OfHex => spelling::base64_of_hex(&spelling::decoded(octets)),
            Self::ToStandardBase64 => spelling::standard_base64(&spelling::decoded(octets)),
            Self::Decode => spelling::decoded(octets),
            Self::Latin1 => characters::latin1(octets),
            Self::Substitute => characters::ascii(octets),
            Self::Mask8Bit => characters::low_8_bits(octets),
            Self::Mask7Bit => characters::low_7_bits(octets),
        }
    }
}

/// The index of the octet that `at` names: from 0, or from the end where negative.
fn place(at: i32, length: usize) -> Option<usize> {
    let at = at as isize;
    let place = if at < 0 { length.checked_add_signed(at)? } else { at.unsigned_abs() };
    (place < length).then_some(place)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_count_from_either_end() {
        let replaced = |at| How::Replace.apply(b"abc", Some(at), 0, b"XY");
        assert_eq!(replaced(0), b"XYbc");
        assert_eq!(replaced(2), b"abXY");
        assert_eq!(replaced(-1), b"abXY");
        assert_eq!(replaced(-3), b"XYbc");
        assert_eq!(replaced(3), b"abc");
        assert_eq!(replaced(-4), b"abc");
        assert_eq!(How::Remove.apply(b"abc", Some(1), 0, b""), b"ac");
        assert_eq!(How::PercentEncode.apply(b"a~c", Some(-2), 0, b""), b"a%7Ec");
        assert_eq!(How::Remove.apply(b"", Some(0), 0, b""), b"");
    }

    #[test]
    fn what_is_written_otherwise_is_decoded_first() {
        let written = |how: How| how.apply(b"YWJj", None, 0, b"");
        assert_eq!(written(How::Decode), b"abc");
        assert_eq!(written(How::ToHex), b"616263");
        assert_eq!(written(How::ToBase64OfHex), b"NjE2MjYz");
        assert_eq!(written(How::ToStandardBase64), b"YWJj");
        assert_eq!(How::ToHex.apply(b"~", None, 0, b""), b"7e");
    }
}
