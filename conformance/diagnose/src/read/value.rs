//! The value behind a name.

use pkce_vectors::transformations::escapes::{percent_decoded, plus_as_space};

/// A value, and where its text ends.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Behind {
    pub(super) value: Vec<u8>,
    pub(super) end: usize,
    /// Whether a quotation was opened, and the text ended before it did.
    pub(super) open: bool,
}

/// The value behind a name that ends at `start`; nothing where no value can stand.
pub(super) fn behind(text: &[u8], before: Option<u8>, start: usize) -> Option<Behind> {
    let rest = text.get(start..)?;
    if let Some(nested) = after_any(rest, &[b"%3D", b"%3d"]) {
        return Some(nested_value(text, text.len() - nested.len()));
    }
    let closed = skip(rest, |octet| b"\"'`*\\".contains(&octet));
    let quoted = closed.len() < rest.len();
    let apart = skip(closed, |octet| octet == b' ' || octet == b'\t');
    let (separated, tight) = match apart {
        [b'=', b'>', rest @ ..] | [b':', b'=', rest @ ..] | [b':', rest @ ..] => (rest, false),
        [b'=', rest @ ..] => (rest, apart.len() == closed.len() && !quoted),
        [b',', rest @ ..] if quoted => (rest, false),
        _ => return None,
    };
    // Pages write a name, a colon and the value on the next line.
    let line = apart.first() == Some(&b':');
    let blank = |octet: u8| octet == b' ' || octet == b'\t' || line && octet.is_ascii_whitespace();
    let at = if tight { separated } else { skip(separated, blank) };
    let place = text.len() - at.len();
    if let Some(found) = quoted_value(text, place) {
        return Some(found);
    }
    let end = place + at.iter().take_while(|octet| !ends(**octet)).count();
    let value = text.get(place..end).unwrap_or_default();
    let next = text.get(end);
    let form = tight && (matches!(before, Some(b'?' | b'&')) || next == Some(&b'&'));
    let value = if form { decoded(value) } else { value.to_vec() };
    Some(Behind { value, end, open: false })
}

/// A value in quotation marks.
fn quoted_value(text: &[u8], place: usize) -> Option<Behind> {
    let rest = text.get(place..)?;
    let unescaped = skip_one(rest, b'\\');
    let quote = *unescaped.first().filter(|octet| b"\"'`".contains(octet))?;
    let inner = skip(unescaped, |octet| octet == quote);
    let marks = unescaped.len() - inner.len();
    let start = text.len() - inner.len();
    if marks == 2 {
        // Nothing stands between the two.
        return Some(Behind { value: Vec::new(), end: start, open: false });
    }
    let length = inner.iter().take_while(|octet| **octet != quote).count();
    let value = inner.get(..length).unwrap_or_default();
    // The backslash before a mark that is escaped is not the value's.
    let value = value.strip_suffix(b"\\").unwrap_or(value);
    // The line feeds inside a fence are the page's.
    let value = if marks > 2 { value.trim_ascii() } else { value };
    Some(Behind { value: value.to_vec(), end: start + length, open: start + length == text.len() })
}

/// A value in a URL that is itself a parameter of another one, encoded twice.
fn nested_value(text: &[u8], start: usize) -> Behind {
    let rest = text.get(start..).unwrap_or_default();
    let mut length = 0;
    while let Some(octet) = rest.get(length) {
        let after = rest.get(length..).unwrap_or_default();
        if ends(*octet) || after.starts_with(b"%26") {
            break;
        }
        length += 1;
    }
    let value = decoded(&decoded(rest.get(..length).unwrap_or_default()));
    Behind { value, end: start + length, open: false }
}

/// As a form is decoded.
fn decoded(value: &[u8]) -> Vec<u8> {
    percent_decoded(&plus_as_space(value))
}

const fn ends(octet: u8) -> bool {
    octet.is_ascii_whitespace()
        || matches!(
            octet,
            b'&' | b'#'
                | b';'
                | b','
                | b'"'
                | b'\''
                | b'`'
                | b'('
                | b')'
                | b'['
                | b']'
                | b'{'
                | b'}'
                | b'<'
                | b'>'
                | b'|'
                | b'\\'
        )
}

fn after_any<'t>(text: &'t [u8], starts: &[&[u8]]) -> Option<&'t [u8]> {
    starts.iter().find_map(|start| text.strip_prefix(*start))
}

fn skip(text: &[u8], drop: impl Fn(u8) -> bool) -> &[u8] {
    let kept = text.iter().position(|octet| !drop(*octet)).unwrap_or(text.len());
    text.get(kept..).unwrap_or_default()
}

fn skip_one(text: &[u8], octet: u8) -> &[u8] {
    match text {
        [first, rest @ ..] if *first == octet => rest,
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(text: &str) -> Option<String> {
        let start = text.find("name").unwrap() + 4;
        let before = start.checked_sub(5).and_then(|at| text.as_bytes().get(at).copied());
        let found = behind(text.as_bytes(), before, start)?;
        Some(String::from_utf8(found.value).unwrap())
    }

    #[test]
    fn the_ways_in_which_a_value_stands_behind_its_name() {
        for (text, wanted) in [
            ("?name=a%2Bb&x=y", "a+b"),
            ("name=a+b&x=y", "a b"),
            ("name=a+b=", "a+b="),
            ("name = a-b, other", "a-b"),
            ("\"name\": \"a b\"", "a b"),
            ("{name: 'a'}", "a"),
            (r#"{\"name\":\"a\"}"#, "a"),
            ("('name', 'a')", "a"),
            ("**name**: `a`", "a"),
            ("name:\n```\na b\n```", "a b"),
            ("name => \"a\"", "a"),
            ("name=&x=y", ""),
            ("name: ''", ""),
            ("next=https%3A%2F%2Fh%3Fname%3Da%252Bb%26x%3Dy", "a+b"),
        ] {
            assert_eq!(value(text).as_deref(), Some(wanted), "{text}");
        }
    }

    #[test]
    fn a_name_in_a_sentence_has_no_value() {
        for text in ["the name is missing", "name", "name and more", "name, other"] {
            assert_eq!(value(text), None, "{text}");
        }
    }

    #[test]
    fn a_quotation_that_does_not_end_is_open() {
        let found = behind(b"name: \"ab", None, 4).unwrap();
        assert_eq!((found.value.as_slice(), found.open), (&b"ab"[..], true));
    }
}
