//! `application/x-www-form-urlencoded`, as query strings and form bodies carry it.

use alloc::vec::Vec;
use core::fmt;

use super::Parameters;
use crate::error::OAuthError;

impl Parameters {
    /// Reads a form body or a query string. Bytes stay bytes: nothing is asked to be UTF-8.
    ///
    /// A `%` without two hexadecimal digits stands for itself, as in the WHATWG's parser, which
    /// most servers follow.
    pub fn parse_form(body: &[u8]) -> Result<Self, FormError> {
        if body.len() > MAX_FORM_LENGTH {
            return Err(FormError::TooLong { length: body.len() });
        }
        let mut parameters = Self::new();
        for pair in body.split(|byte| *byte == b'&').filter(|pair| !pair.is_empty()) {
            if parameters.len() == MAX_PARAMETERS {
                return Err(FormError::TooMany);
            }
            let mut halves = pair.splitn(2, |byte| *byte == b'=');
            let (name, value) =
                (halves.next().unwrap_or_default(), halves.next().unwrap_or_default());
            parameters.push(decode(name), decode(value));
        }
        Ok(parameters)
    }

    /// One name or value, decoded.
    pub(crate) fn form_decode(text: &[u8]) -> Vec<u8> {
        decode(text)
    }
}

/// Percent-decoding, and `+` for a space; once, so that `%252E` is `%2E`.
fn decode(text: &[u8]) -> Vec<u8> {
    if !text.iter().any(|byte| matches!(byte, b'%' | b'+')) {
        return text.to_vec();
    }
    let mut decoded = Vec::with_capacity(text.len());
    let mut rest = text;
    while let [first, tail @ ..] = rest {
        let (byte, after) = match (first, tail) {
            (b'%', [high, low, after @ ..]) => match (hex(*high), hex(*low)) {
                (Some(high), Some(low)) => (high << 4 | low, after),
                _ => (b'%', tail),
            },
            (b'+', _) => (b' ', tail),
            (other, _) => (*other, tail),
        };
        decoded.push(byte);
        rest = after;
    }
    decoded
}

const fn hex(digit: u8) -> Option<u8> {
    match digit {
        b'0'..=b'9' => Some(digit - b'0'),
        b'a'..=b'f' => Some(digit - b'a' + 10),
        b'A'..=b'F' => Some(digit - b'A' + 10),
        _ => None,
    }
}

/// The longest form that is read, in octets.
pub const MAX_FORM_LENGTH: usize = 64 * 1024;

/// The most pairs that are read.
pub const MAX_PARAMETERS: usize = 256;

/// A form that is not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum FormError {
    /// More than [`MAX_FORM_LENGTH`].
    TooLong {
        /// Octets received.
        length: usize,
    },
    /// More pairs than [`MAX_PARAMETERS`].
    TooMany,
}

impl FormError {
    /// RFC 6749 §4.1.2.1, §5.2: malformed, so `invalid_request`.
    #[must_use]
    pub const fn oauth_error(self) -> OAuthError {
        OAuthError::InvalidRequest
    }
}

impl fmt::Display for FormError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLong { length } => {
                write!(f, "the form has {length} octets, more than {MAX_FORM_LENGTH}")
            }
            Self::TooMany => write!(f, "the form has more than {MAX_PARAMETERS} parameters"),
        }
    }
}

impl core::error::Error for FormError {}

#[cfg(test)]
mod tests {
    use std::vec;

    use super::*;
    use crate::request::Parameter;

    #[test]
    fn bytes_are_decoded_once() {
        let form =
            Parameters::parse_form(b"a=%41+%2B&&b=%252E&%63=%ff%00&d&=e&f=%4&g=%zz=").unwrap();
        let pairs: Vec<_> = form.iter().collect();
        let expected: [(&[u8], &[u8]); 7] = [
            (b"a", b"A +"),
            (b"b", b"%2E"),
            (b"c", b"\xff\0"),
            (b"d", b""),
            (b"", b"e"),
            (b"f", b"%4"),
            (b"g", b"%zz="),
        ];
        assert_eq!(pairs, expected);
        assert_eq!(form.get("b"), Parameter::Value(b"%2E"));
    }

    #[test]
    fn bounds_hold() {
        assert!(Parameters::parse_form(&vec![b'a'; 65_536]).is_ok());
        assert_eq!(
            Parameters::parse_form(&vec![b'a'; 65_537]),
            Err(FormError::TooLong { length: 65_537 })
        );
        assert_eq!(Parameters::parse_form(&b"a&".repeat(256)).unwrap().len(), 256);
        assert_eq!(Parameters::parse_form(&b"a&".repeat(257)), Err(FormError::TooMany));
    }
}
