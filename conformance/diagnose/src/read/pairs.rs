//! The names in a text, each with its value.

use super::{
    names::{Name, name},
    request,
    value::behind,
};
use crate::given::Request;

/// A name with its value.
#[derive(Debug, Clone)]
pub(super) struct Pair {
    pub(super) name: Name,
    pub(super) value: Vec<u8>,
    /// From 1.
    pub(super) line: usize,
    /// Which request of the text it is in, from 0.
    pub(super) unit: usize,
    pub(super) request: Request,
    /// Whether the value ends with the text, while something was open.
    pub(super) cut: bool,
}

/// Each of them, in the order of the text. `open` says that the text ends too soon.
pub(super) fn pairs(text: &[u8], open: bool) -> Vec<Pair> {
    let begins = request::begins(text);
    let mut pairs = Vec::new();
    let (mut at, mut line, mut counted) = (0, 1, 0);
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        let before = at.checked_sub(1).and_then(|at| text.get(at)).copied();
        let Some((name, length)) = name(rest).filter(|_| begins_word(text, at)) else {
            at += 1;
            continue;
        };
        let Some(found) = behind(text, before, at + length) else {
            at += length;
            continue;
        };
        let passed = text.get(counted..at).unwrap_or_default();
        line += lines(passed);
        counted = at;
        pairs.push(Pair {
            name,
            value: found.value,
            line,
            unit: begins.partition_point(|begin| *begin <= at),
            request: Request::Unknown,
            cut: found.open || open && found.end >= text.trim_ascii_end().len(),
        });
        at = found.end.max(at + length);
    }
    request::tell(&mut pairs);
    pairs
}

/// How many lines end in a text.
pub(super) fn lines(text: &[u8]) -> usize {
    text.split(|octet| *octet == b'\n').count() - 1
}

/// Whether a word begins here. An escape such as `%26` ends one, though its last is a digit.
fn begins_word(text: &[u8], at: usize) -> bool {
    let Some(before) = at.checked_sub(1).and_then(|at| text.get(at)) else { return true };
    let escape = at.checked_sub(3).and_then(|from| text.get(from..at));
    let escaped = matches!(escape, Some([b'%', high, low])
        if high.is_ascii_hexdigit() && low.is_ascii_hexdigit());
    escaped || !(before.is_ascii_alphanumeric() || *before == b'_')
}
