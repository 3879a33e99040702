//! What the name of a method is near to.

use super::relation::{is_invisible, percent_decoded};

/// A method as it came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Name {
    /// Not sent.
    Absent,
    /// Sent without a value: RFC 6749 §3.1 takes it as omitted.
    Empty,
    /// `S256`.
    S256,
    /// `plain`.
    Plain,
    /// `S256` but for case, or white space and control characters.
    NearS256,
    /// `plain`, or nothing, but for the same.
    NearPlain,
    /// No method that anybody offers.
    Unheard,
    /// Any other.
    Other,
}

impl Name {
    /// The name that was sent.
    pub(super) fn of(sent: Option<&[u8]>) -> Self {
        let Some(octets) = sent else { return Self::Absent };
        match octets {
            b"" => return Self::Empty,
            b"S256" => return Self::S256,
            b"plain" => return Self::Plain,
            _ => {}
        }
        for octets in [octets.to_vec(), percent_decoded(octets)] {
            let Ok(text) = std::str::from_utf8(&octets) else { continue };
            // One long s and one dotless i fold to the letters of the names.
            let folded: String = text
                .trim_matches(is_invisible)
                .chars()
                .filter(|character| !character.is_control())
                .flat_map(|character| match character {
                    '\u{17f}' => 's'.to_lowercase(),
                    '\u{131}' | '\u{130}' => 'i'.to_lowercase(),
                    other => other.to_lowercase(),
                })
                .collect();
            match folded.as_str() {
                "s256" => return Self::NearS256,
                "plain" | "" => return Self::NearPlain,
                _ => {}
            }
        }
        // Drawn so that nobody can have it; a short one may be somebody's extension.
        let unheard = octets.len() >= 16
            && octets.iter().all(|octet| {
                octet.is_ascii_lowercase() || octet.is_ascii_digit() || *octet == b'-'
            })
            && octets.starts_with(b"x-");
        if unheard { Self::Unheard } else { Self::Other }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_near_miss_is_told_from_another_name() {
        let near = |name: &str| Name::of(Some(name.as_bytes()));
        for name in ["s256", " S256", "S256\r\n", "S256\0", "\u{feff}S256", "\u{17f}256", "%53256"]
        {
            assert_eq!(near(name), Name::NearS256, "{name:?}");
        }
        for name in ["PLAIN", "plain\0", " ", "\0", "pla\u{131}n", "%70lain"] {
            assert_eq!(near(name), Name::NearPlain, "{name:?}");
        }
        for name in ["S512", "S256 plain", "S256\0plain", "sha256", "S 256", "plai", "\u{ff33}256"]
        {
            assert_eq!(near(name), Name::Other, "{name:?}");
        }
        assert_eq!(near("x-8vq2m0tkc5w1zzz"), Name::Unheard);
        assert_eq!(Name::of(None), Name::Absent);
    }
}
