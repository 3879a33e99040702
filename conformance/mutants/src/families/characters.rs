//! A character is read as one that a normal form, a keyboard or a tired eye has for it.

use pkce_vectors::requirement_ids as ids;
use std::borrow::Cow;

use crate::{
    Mutant,
    library::steps::{InSteps, Steps},
};

/// What is read, what it is read as, and for what.
const FOLDED: [(&str, &str, &str); 15] = [
    ("full-width-a", "\u{ff41}", "a"),
    ("full-width-tilde", "\u{ff5e}", "~"),
    ("cyrillic-a", "\u{430}", "a"),
    ("mathematical-a", "\u{1d41a}", "a"),
    ("superscript-two", "\u{b2}", "2"),
    ("arabic-one", "\u{661}", "1"),
    ("a-acute", "\u{e1}", "a"),
    ("combining-acute", "\u{301}", ""),
    ("fi-ligature", "\u{fb01}", "fi"),
    ("kelvin-sign", "\u{212a}", "k"),
    ("long-s", "\u{17f}", "S"),
    ("hyphen", "\u{2010}", "-"),
    ("soft-hyphen", "\u{ad}", ""),
    ("zero-width-space", "\u{200b}", ""),
    ("e-acute", "\u{e9}", ""),
];

pub(super) fn mutants() -> Vec<Mutant> {
    FOLDED.into_iter().map(|(name, from, to)| folds(name, from, to)).collect()
}

fn folds(name: &str, from: &'static str, to: &'static str) -> Mutant {
    #[derive(Clone, Copy)]
    struct Folds(&'static str, &'static str);
    impl Steps for Folds {
        fn looks(&self) -> bool {
            false
        }

        fn read<'a>(&self, verifier: &'a [u8]) -> Cow<'a, [u8]> {
            match std::str::from_utf8(verifier) {
                Ok(text) if text.contains(self.0) => {
                    text.replace(self.0, self.1).into_bytes().into()
                }
                _ => Cow::Borrowed(verifier),
            }
        }
    }
    let read_as = if to.is_empty() { "dropped".to_owned() } else { format!("read as {to:?}") };
    Mutant::library(
        format!("{name}-folded"),
        &[ids::RFC7636_4_6_UNEQUAL_REFUSED],
        format!("U+{:04X} is {read_as}", from.chars().next().map_or(0, u32::from)),
        InSteps(Folds(from, to)),
    )
    .of_family("character-folded")
    .held_against(&["verify/twin-*"])
}
