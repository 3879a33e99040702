//! Which request a value stands in.

use super::{names::Name, pairs::Pair};
use crate::given::Request;

/// What begins another request.
const BEGINS: [&[u8]; 6] = [b"http://", b"https://", b"curl ", b"POST ", b"GET ", b"\n\n"];

/// Where requests begin, in order.
pub(super) fn begins(text: &[u8]) -> Vec<usize> {
    let starts = |at: &usize| {
        let (before, rest) = text.split_at_checked(*at).unwrap_or_default();
        BEGINS.iter().any(|begin| rest.starts_with(begin)) && !is_value(before)
    };
    (0..text.len()).filter(starts).collect()
}

/// Whether what follows is a parameter's value, such as a redirect URI.
fn is_value(before: &[u8]) -> bool {
    let mut back = before.iter().rev().skip_while(|octet| b" \"'".contains(octet));
    match back.next() {
        Some(b'=') => true,
        // In JSON, where the name is quoted; behind a header's name a request may begin.
        Some(b':') => matches!(back.next(), Some(b'"' | b'\'')),
        _ => false,
    }
}

/// Tells each pair which request it is in, by the parameters beside it.
///
/// One without such a parameter stays unknown, and so does one that has those of both.
pub(super) fn tell(pairs: &mut [Pair]) {
    let hints: Vec<(usize, Request)> = pairs
        .iter()
        .filter_map(|pair| match pair.name {
            Name::OfAuthorization => Some((pair.unit, Request::Authorization)),
            Name::OfToken => Some((pair.unit, Request::Token)),
            _ => None,
        })
        .collect();
    for pair in pairs {
        let mut of_unit = hints.iter().filter(|(unit, _)| *unit == pair.unit);
        if let Some((_, request)) = of_unit.next()
            && !of_unit.any(|(_, other)| other != request)
        {
            pair.request = *request;
        }
    }
}
