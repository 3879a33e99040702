//! Text without an end, made short.

/// Text from a target, short enough for a row. Control characters are left to the renderers.
#[must_use]
pub fn clip(text: &str) -> String {
    clip_to(text, LONGEST)
}

/// The same, with so many characters.
#[must_use]
pub fn clip_to(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        Some((end, _)) => {
            format!("{}… ({} octets)", text.get(..end).unwrap_or_default(), text.len())
        }
        None => text.to_owned(),
    }
}

/// The characters that are kept where nobody says how many.
const LONGEST: usize = 160;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_long_ends_at_a_character_and_says_how_long_it_was() {
        let just = "é".repeat(LONGEST);
        assert_eq!(clip(&just), just);
        assert_eq!(clip(&format!("{just}é")), format!("{just}… (322 octets)"));
    }
}
