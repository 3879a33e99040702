//! A value in a library vector: text, repeated text, or bytes that are not UTF-8.

use serde::{Deserialize, Deserializer, Serialize, Serializer, ser::SerializeMap};

/// One input value. On the wire to an adapter it is always expanded: a string, or a `*_hex` key.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Datum {
    /// UTF-8 text.
    Text(String),
    /// `{"repeat": [text, count]}`: huge inputs, kept small in the data.
    Repeat(String, u32),
    /// Bytes that are not UTF-8, written as a `*_hex` key.
    Bytes(Vec<u8>),
}

impl Datum {
    /// Longest expansion, in octets: no vector asks a target to read more.
    pub const MAX_LEN: usize = 2 << 20;

    /// The octets that a target is given.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        match self {
            Self::Text(text) => text.clone().into_bytes(),
            Self::Repeat(text, count) => text.repeat(*count as usize).into_bytes(),
            Self::Bytes(bytes) => bytes.clone(),
        }
    }

    /// The same octets as a piece and how often it stands there.
    #[must_use]
    pub fn pattern(&self) -> (&[u8], usize) {
        match self {
            Self::Text(text) => (text.as_bytes(), 1),
            Self::Repeat(_, 0) => (&[], 1),
            Self::Repeat(text, count) => (text.as_bytes(), *count as usize),
            Self::Bytes(bytes) => (bytes, 1),
        }
    }

    /// Text where the octets are UTF-8, bytes where they are not.
    #[must_use]
    pub fn from_bytes(bytes: Vec<u8>) -> Self {
        String::from_utf8(bytes)
            .map_or_else(|not_text| Self::Bytes(not_text.into_bytes()), Self::Text)
    }
}

impl From<&str> for Datum {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

#[derive(Deserialize)]
#[serde(untagged, expecting = "expected a string or {\"repeat\": [text, count]}")]
enum Written {
    Text(String),
    Repeat(Repeat),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Repeat {
    repeat: (String, u32),
}

impl<'de> Deserialize<'de> for Datum {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match Written::deserialize(deserializer)? {
            Written::Text(text) => Ok(Self::Text(text)),
            Written::Repeat(Repeat { repeat: (text, count) }) => {
                if text.len().saturating_mul(count as usize) > Self::MAX_LEN {
                    return Err(serde::de::Error::custom("a repeat expands to at most 2 MiB"));
                }
                Ok(Self::Repeat(text, count))
            }
        }
    }
}

impl Serialize for Datum {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Text(text) => serializer.serialize_str(text),
            Self::Repeat(text, count) => {
                let mut map = serializer.serialize_map(Some(1))?;
                map.serialize_entry("repeat", &(text, count))?;
                map.end()
            }
            Self::Bytes(_) => Err(serde::ser::Error::custom("bytes are written under a *_hex key")),
        }
    }
}

/// Lower-case hexadecimal.
pub(crate) fn to_hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        // Writing to a String cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// The octets that an even number of hexadecimal digits spells.
pub(crate) fn from_hex(text: &str) -> Option<Vec<u8>> {
    if !text.len().is_multiple_of(2) {
        return None;
    }
    text.as_bytes()
        .chunks_exact(2)
        .map(|pair| {
            let digits = std::str::from_utf8(pair).ok()?;
            if !pair.iter().all(u8::is_ascii_hexdigit) {
                return None;
            }
            u8::from_str_radix(digits, 16).ok()
        })
        .collect()
}
