//! HTML pages of our own. What a stranger wrote stands in them as text.

use pkce_conformance::messages::{Headers, Response};

/// Text, as it may stand in an element or in a quoted attribute.
pub(super) fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in pkce_conformance::text::clean(text).chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            other => escaped.push(other),
        }
    }
    escaped
}

/// A page with this title, whose main part is HTML already.
pub(super) fn page(status: u16, title: &str, main: &str) -> Response {
    let title = escaped(title);
    let body = format!(
        "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>{title}</title>\
         <style>{STYLE}</style><main><h1>{title}</h1>{main}</main></html>"
    );
    Response {
        status,
        headers: Headers::new()
            .with("Content-Type", *b"text/html; charset=utf-8")
            .with("Cache-Control", *b"no-store")
            .with("Content-Security-Policy", POLICY.as_bytes())
            .with("Referrer-Policy", *b"no-referrer")
            .with("X-Content-Type-Options", *b"nosniff"),
        body: body.into_bytes(),
    }
}

const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'";

const STYLE: &str = "body{font:1rem/1.5 system-ui,sans-serif;margin:2rem auto;max-width:60rem;padding:0 1rem}\
table{border-collapse:collapse;width:100%}td,th{border-bottom:1px solid #8884;padding:.3rem .6rem;text-align:left;\
vertical-align:top}code{overflow-wrap:anywhere}:root{color-scheme:light dark}";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_leaves_its_place() {
        assert_eq!(
            escaped("<script>alert('1')</script> \"&\""),
            "&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt; &quot;&amp;&quot;"
        );
        assert!(!escaped("\u{1b}[31m\u{202e}").contains(['\u{1b}', '\u{202e}']));
    }
}
