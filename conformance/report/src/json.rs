//! The result model as JSON.

use std::fmt::Write as _;

use serde::Serialize;

use pkce_conformance::text::misleads;

/// Readable by people too.
pub(super) fn pretty<T: Serialize + ?Sized>(value: &T) -> String {
    // A report holds strings, numbers and lists: nothing that JSON cannot say.
    let text = serde_json::to_string_pretty(value).unwrap_or_default();
    escape(&text) + "\n"
}

/// The same on one line.
pub(super) fn in_a_line<T: Serialize + ?Sized>(value: &T) -> String {
    escape(&serde_json::to_string(value).unwrap_or_default())
}

/// JSON may hold DEL, C1 controls and marks of direction as they are; a terminal should not meet them.
pub(super) fn escape(json: &str) -> String {
    let mut escaped = String::with_capacity(json.len());
    for character in json.chars() {
        // Line feeds are the layout's own: within strings they are escaped already.
        if character == '\n' || !misleads(character) {
            escaped.push(character);
            continue;
        }
        for unit in character.encode_utf16(&mut [0; 2]) {
            // Writing to a String cannot fail.
            let _ = write!(escaped, "\\u{unit:04x}");
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn text_comes_back_as_it_was(text in "(?s).*|[\\x00-\\x9f\u{2000}-\u{2070}\u{e0000}-\u{e007f}]*") {
            let json = pretty(&text);
            prop_assert!(!json.trim_end_matches('\n').contains(misleads));
            prop_assert_eq!(serde_json::from_str::<String>(&json).unwrap(), text);
        }
    }
}
