//! Header fields.

use std::{borrow::Cow, fmt};

/// The longest value that is read, in octets.
const MOST: usize = 64 * 1024;

/// The fields of a message, in their order.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Headers(Vec<(Cow<'static, str>, Vec<u8>)>);

impl Headers {
    /// No field.
    #[must_use]
    pub const fn new() -> Self {
        Self(Vec::new())
    }

    /// Appends a field. The value is what stands after the colon, without a line's end.
    pub fn push(&mut self, name: impl Into<Cow<'static, str>>, value: impl Into<Vec<u8>>) {
        self.0.push((name.into(), value.into()));
    }

    /// The same with one field more.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<Vec<u8>>) -> Self {
        self.push(name, value);
        self
    }

    /// Every field.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.0.iter().map(|(name, value)| (&**name, value.as_slice()))
    }

    /// Every value of this name. Names are the same in any case.
    pub fn values(&self, name: &str) -> impl Iterator<Item = &[u8]> {
        self.iter()
            .filter(move |(known, _)| known.eq_ignore_ascii_case(name))
            .map(|(_, value)| value)
    }

    /// The first value of this name.
    #[must_use]
    pub fn first(&self, name: &str) -> Option<&[u8]> {
        self.values(name).next()
    }

    /// The value of this name as text. RFC 9110 §5.3: several fields of one name are one list. What is longer than any
    /// honest value ends early.
    #[must_use]
    pub fn text(&self, name: &str) -> Option<String> {
        let mut text = None;
        for value in self.values(name) {
            let text = match &mut text {
                None => text.insert(String::new()),
                Some(text) => {
                    text.push_str(", ");
                    text
                }
            };
            let room = MOST.saturating_sub(text.len());
            text.push_str(&String::from_utf8_lossy(value.get(..room).unwrap_or(value)));
            if text.len() >= MOST {
                break;
            }
        }
        text
    }
}

/// Names only: values may be secrets.
impl fmt::Debug for Headers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter().map(|(name, _)| name)).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_the_same_in_any_case_and_several_fields_are_a_list() {
        let mut headers = Headers::new().with("Cache-Control", *b"no-cache");
        headers.push("cache-control".to_owned(), *b"no-store");
        assert_eq!(headers.text("CACHE-CONTROL").as_deref(), Some("no-cache, no-store"));
        assert_eq!(headers.first("Cache-control"), Some(&b"no-cache"[..]));
        assert_eq!(headers.text("Location"), None);
    }

    #[test]
    fn a_value_without_an_end_has_one() {
        let mut headers = Headers::new();
        for _ in 0..100 {
            headers.push("Location", vec![0xff; 1 << 16]);
        }
        // An octet that is no text is written in three.
        assert!(headers.text("Location").unwrap().len() <= 3 * MOST);
    }
}
