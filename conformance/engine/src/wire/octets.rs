//! Octets that travel as text where they are UTF-8, and as hexadecimal where they are not.

use serde::{Deserialize, Deserializer, Serialize, Serializer, ser::SerializeMap};

/// A value of a parameter. JSON: a string, or `{"hex": "…"}`.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Octets(pub Vec<u8>);

impl Octets {
    /// The text, if it is UTF-8.
    #[must_use]
    pub fn as_text(&self) -> Option<&str> {
        std::str::from_utf8(&self.0).ok()
    }

    /// Lower-case hexadecimal.
    #[must_use]
    pub fn to_hex(&self) -> String {
        let digits = self.0.iter().flat_map(|octet| [octet >> 4, octet & 15]);
        // Each is below 16, so each is a digit.
        digits.filter_map(|digit| char::from_digit(digit.into(), 16)).collect()
    }

    /// The octets that hexadecimal digits spell.
    #[must_use]
    pub fn from_hex(text: &str) -> Option<Self> {
        let digits: Vec<u8> = text
            .chars()
            .map(|c| c.to_digit(16).and_then(|d| u8::try_from(d).ok()))
            .collect::<Option<_>>()?;
        let (pairs, rest) = digits.as_chunks::<2>();
        rest.is_empty().then(|| Self(pairs.iter().map(|[high, low]| high << 4 | low).collect()))
    }
}

impl std::fmt::Debug for Octets {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.as_text() {
            Some(text) => write!(f, "{text:?}"),
            None => write!(f, "hex:{}", self.to_hex()),
        }
    }
}

impl From<&str> for Octets {
    fn from(text: &str) -> Self {
        Self(text.as_bytes().to_vec())
    }
}

impl Serialize for Octets {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if let Some(text) = self.as_text() {
            return serializer.serialize_str(text);
        }
        let mut map = serializer.serialize_map(Some(1))?;
        map.serialize_entry("hex", &self.to_hex())?;
        map.end()
    }
}

impl<'de> Deserialize<'de> for Octets {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(
            untagged,
            deny_unknown_fields,
            expecting = "expected a string or {\"hex\": digits}"
        )]
        enum Written {
            Text(String),
            Hex { hex: String },
        }
        match Written::deserialize(deserializer)? {
            Written::Text(text) => Ok(Self(text.into_bytes())),
            Written::Hex { hex } => Self::from_hex(&hex).ok_or_else(|| {
                serde::de::Error::custom("hex wants an even number of hexadecimal digits")
            }),
        }
    }
}
