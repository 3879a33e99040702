//! Which characters show themselves and nothing else.

/// Whether a character is neither a control, nor a separator of lines or paragraphs, nor invisible, nor changes the
/// direction of text.
#[must_use]
pub fn is_plainly_visible(character: char) -> bool {
    let invisible = [
        0xad..=0xad,
        0x61c..=0x61c,
        0x200b..=0x200f,
        0x2028..=0x202e,
        0x2060..=0x206f,
        0xfeff..=0xfeff,
        0xfff9..=0xfffb,
        0xe_0000..=0xe_007f,
    ];
    let code = u32::from(character);
    !character.is_control() && !invisible.iter().any(|range| range.contains(&code))
}

/// The text with everything else written as an escape.
#[must_use]
pub fn visible(text: &str) -> String {
    let written = |character: char| {
        if is_plainly_visible(character) {
            character.to_string()
        } else {
            character.escape_default().to_string()
        }
    };
    text.chars().map(written).collect()
}
