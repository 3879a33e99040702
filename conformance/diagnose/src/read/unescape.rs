//! Escapes of the text around the values, resolved: those of JSON, HTML and the shell of Windows.

/// What is written in the place of what, as loggers, pages and browsers do. None of it holds a line
/// feed, so that lines keep their numbers.
const ESCAPES: [(&[u8], u8); 16] = [
    (b"\\u0026", b'&'),
    (b"\\u003d", b'='),
    (b"\\u003D", b'='),
    (b"\\u002b", b'+'),
    (b"\\u002B", b'+'),
    (b"\\u002f", b'/'),
    (b"\\u002F", b'/'),
    (b"\\u0022", b'"'),
    (b"\\x26", b'&'),
    (b"\\x3d", b'='),
    (b"\\/", b'/'),
    (b"&amp;", b'&'),
    (b"&quot;", b'"'),
    (b"^&", b'&'),
    (b"^\"", b'"'),
    (b"^%", b'%'),
];

/// The text with each of them resolved, once.
pub(super) fn unescaped(text: &[u8]) -> Vec<u8> {
    let mut plain = Vec::with_capacity(text.len());
    let mut rest = text;
    while let [first, tail @ ..] = rest {
        let escape = ESCAPES.iter().find(|(escape, _)| rest.starts_with(escape));
        let (octet, after) = escape.map_or((*first, tail), |(escape, octet)| {
            (*octet, rest.get(escape.len()..).unwrap_or_default())
        });
        plain.push(octet);
        rest = after;
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_are_resolved_once() {
        assert_eq!(unescaped(br"a=1\u0026b=2&amp;c=3^&d"), b"a=1&b=2&c=3&d");
        assert_eq!(unescaped(b"&amp;amp;"), b"&amp;");
        assert_eq!(unescaped(br"\u00"), br"\u00");
    }
}
