//! The wrong transformations: what somebody made of a verifier or a challenge, and should not have.
//!
//! The right one, RFC 7636 §4.2, hashes the verifier's octets with SHA-256 and writes the digest in base64url without
//! padding. Each of these takes another way at one step. They are pure functions from octets to octets, written here
//! once: the alterations of flows, the families and the mutants call them, and whoever has a verifier and a
//! challenge that do not belong together can search [`ALL`] for what became of the one.
//!
//! # Not here
//!
//! MD5, SHA-1 and SHA-3 are behind the feature `other-hashes`: only a search wants them. Folding of look-alike letters
//! beyond the full-width forms: no table of Unicode is here.

pub mod characters;
pub mod escapes;
pub mod hashes;
mod list;
pub mod mixed;
pub mod pieces;
pub mod spelling;

pub use list::{ALL, FAMILIES};

/// At which step a transformation leaves the right way. This also says what its function takes and gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// What was hashed: the function makes it of the verifier.
    Hashed,
    /// With which hash: the function gives the digest of what was to be hashed.
    Hash,
    /// How the digest was written: the function makes the challenge of the digest's octets.
    Written,
    /// What became of the challenge on its way: the function makes what arrived of the right one.
    Carried,
    /// Values or steps were mixed up: the function makes the challenge of the verifier.
    MixedUp,
}

impl Kind {
    /// The challenge that comes of `verifier` where `step` takes the place of the right step, and the others are right.
    #[must_use]
    pub fn challenge(self, step: impl Fn(&[u8]) -> Vec<u8>, verifier: &[u8]) -> Vec<u8> {
        match self {
            Self::Hashed => mixed::s256(&step(verifier)),
            Self::Hash => spelling::base64url(&step(verifier)),
            Self::Written => step(&hashes::sha256(verifier)),
            Self::Carried => step(&mixed::s256(verifier)),
            Self::MixedUp => step(verifier),
        }
    }
}

/// One wrong transformation.
#[derive(Debug, Clone, Copy)]
pub struct Transformation {
    /// Its name, in words; stable.
    pub id: &'static str,
    /// What was done, in one sentence.
    pub says: &'static str,
    /// Who usually does it.
    pub who: &'static str,
    /// At which step.
    pub kind: Kind,
    /// That step, done wrong.
    pub apply: fn(&[u8]) -> Vec<u8>,
}

impl Transformation {
    /// The challenge that comes of `verifier` where this step is wrong, and the others are right.
    #[must_use]
    pub fn challenge(&self, verifier: &[u8]) -> Vec<u8> {
        self.kind.challenge(self.apply, verifier)
    }
}

/// Wrong transformations that differ in a number.
#[derive(Debug, Clone, Copy)]
pub struct Family {
    /// Its name, in words; stable.
    pub id: &'static str,
    /// What was done, in one sentence, with `{n}` for the number.
    pub says: &'static str,
    /// Who usually does it.
    pub who: &'static str,
    /// At which step.
    pub kind: Kind,
    /// That step, done wrong with this number.
    pub apply: fn(&[u8], usize) -> Vec<u8>,
}

/// The transformation of this id.
#[must_use]
pub fn by_id(id: &str) -> Option<&'static Transformation> {
    ALL.iter().find(|transformation| transformation.id == id)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::draw::APPENDIX_B_VERIFIER;

    #[test]
    fn ids_are_kebab_case_and_one_transformation_each() {
        let mut ids = BTreeSet::new();
        for Transformation { id, says, who, .. } in ALL {
            let words = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
            assert!(id.chars().all(words) && !id.starts_with('-') && !id.ends_with('-'), "{id}");
            assert!(ids.insert(id), "{id} is there twice");
            assert!(says.len() > 15 && !says.ends_with('.') && !who.is_empty(), "{id}");
        }
    }

    /// What some transformation treats in its own way: ASCII, long text, other characters, hexadecimal digits, and
    /// base64url whose last bits are not zero.
    fn verifiers() -> Vec<Vec<u8>> {
        let ascii = APPENDIX_B_VERIFIER.as_bytes().to_vec();
        let long = format!("{APPENDIX_B_VERIFIER}~.~~").repeat(3).into_bytes();
        let foreign = format!("{APPENDIX_B_VERIFIER}\u{e9}\u{161}\u{ff41}+%61\r\n").into_bytes();
        let bits = format!("{APPENDIX_B_VERIFIER}abz").into_bytes();
        let standard = b"/0T2nBJfBvLbytrymN6TVBNmupxqUEYd4oSJO11MYH9FwZsmE0WUwXHU5o+0".to_vec();
        let decorated = b" \"aGVsbG8gd29ybGQgb2YgcGtjZSBhbmQgb2F1dGg=\"\n".to_vec();
        let padded = b"aGVsbG8gd29ybGQgb2YgcGtjZSBhbmQgb2F1dGg=".to_vec();
        let quoted = b"'aGVsbG8gd29ybGQgb2YgcGtjZSBhbmQgb2F1dGgA'".to_vec();
        // Their challenges have several of `+` and `/` in standard base64.
        let many = (0..200).map(|n| format!("{APPENDIX_B_VERIFIER}{n}").into_bytes());
        let marked = "\u{feff}\u{2003}a\u{e1}\u{200b}\r\n".as_bytes().to_vec();
        let broken = b"a\xff\0b\xc1\xa1\xed\xa0\xbd\xed\xb8\x80&amp;".to_vec();
        let named =
            [ascii, long, foreign, bits, standard, decorated, padded, quoted, marked, broken];
        named
            .into_iter()
            .chain([b"3641a2d12d66101249cdf7a79c000c1f8c05d2aa".to_vec()])
            .chain(many)
            .collect()
    }

    /// What comes of it. What is carried shows on standard base64 too: some changes touch that alone.
    fn shown(transformation: &Transformation, verifier: &[u8]) -> [Vec<u8>; 2] {
        let standard = spelling::standard_base64(&hashes::sha256(verifier));
        let carried = transformation.kind == Kind::Carried;
        let also = if carried { (transformation.apply)(&standard) } else { Vec::new() };
        [transformation.challenge(verifier), also]
    }

    #[test]
    fn each_gives_something_wrong_for_some_verifier() {
        for transformation in ALL.iter().filter(|known| known.id != "s256-in-place-of-plain") {
            let wrong = verifiers().iter().any(|text| {
                let [challenge, also] = shown(transformation, text);
                let standard = spelling::standard_base64(&hashes::sha256(text));
                challenge != mixed::s256(text) || !also.is_empty() && also != standard
            });
            assert!(wrong, "{} changes nothing", transformation.id);
        }
    }

    #[test]
    fn no_two_are_the_same() {
        let mut seen = BTreeSet::new();
        for transformation in ALL {
            let made: Vec<_> = verifiers().iter().map(|text| shown(transformation, text)).collect();
            assert!(seen.insert(made), "{} is another of them", transformation.id);
        }
    }

    #[test]
    fn each_family_says_its_number() {
        for Family { id, says, who, .. } in FAMILIES {
            assert!(says.contains("{n}") && !who.is_empty() && by_id(id).is_none(), "{id}");
        }
    }
}
