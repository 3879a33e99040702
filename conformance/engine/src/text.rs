//! Hostile text made visible: nothing that steers a terminal, reorders a line or hides in it survives.

use std::borrow::Cow;

/// The text with every character that is not plainly visible written as an escape: `\n`, `\u{1b}`.
///
/// What comes back holds no control character, no line or paragraph separator, and nothing that changes the
/// direction of text.
#[must_use]
pub fn clean(text: &str) -> Cow<'_, str> {
    if !text.contains(misleads) {
        return Cow::Borrowed(text);
    }
    let mut clean = String::with_capacity(text.len() + 16);
    for character in text.chars() {
        if misleads(character) {
            clean.extend(character.escape_default());
        } else {
            clean.push(character);
        }
    }
    Cow::Owned(clean)
}

/// Text from a target, short enough for a row. Control characters are left to the renderers.
#[must_use]
pub fn clip(text: &str) -> String {
    const LONGEST: usize = 160;
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => {
            format!("{}… ({} octets)", text.get(..end).unwrap_or_default(), text.len())
        }
        None => text.to_owned(),
    }
}

/// Whether a character does something else than show itself.
#[must_use]
pub const fn misleads(character: char) -> bool {
    matches!(character,
        // C0, DEL and C1.
        '\0'..='\u{1f}' | '\u{7f}'..='\u{9f}'
        // Soft hyphen, Arabic letter mark, zero width characters, marks of direction.
        | '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}'
        // Line and paragraph separators; embeddings, overrides and isolates of direction.
        | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
        // Fillers of Hangul, which take a place and show nothing; selectors of variants.
        | '\u{115f}' | '\u{1160}' | '\u{3164}' | '\u{ffa0}'
        | '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}'
        // Byte order mark, interlinear annotations, invisible tags.
        | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_is_visible_stays() {
        for text in ["", "RFC 7636 §4.6: “equal”", "ключ", "\u{1f511}", r"C:\adapter.py"] {
            assert!(matches!(clean(text), Cow::Borrowed(same) if same == text), "{text}");
        }
    }

    #[test]
    fn what_steers_a_terminal_is_written_out() {
        assert_eq!(clean("\u{1b}[2Jgone"), r"\u{1b}[2Jgone");
        assert_eq!(clean("one\ntwo\r\t"), r"one\ntwo\r\t");
        assert_eq!(clean("\0\u{7f}\u{9b}31m"), r"\u{0}\u{7f}\u{9b}31m");
        assert_eq!(clean("\u{202e}drow\u{2069}"), r"\u{202e}drow\u{2069}");
        assert_eq!(clean("a\u{2028}b\u{2029}c"), r"a\u{2028}b\u{2029}c");
    }

    proptest! {
        #[test]
        fn no_control_character_survives(text in "\\PC*|(?s).*|[\\x00-\\x9f\u{2000}-\u{2070}]*") {
            let cleaned = clean(&text);
            prop_assert!(!cleaned.chars().any(|c| c.is_control() || misleads(c)));
            prop_assert_eq!(clean(&cleaned), cleaned.as_ref());
        }
    }
}
