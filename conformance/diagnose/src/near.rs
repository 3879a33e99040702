//! Texts that differ from the right one in one place: what no transformation makes, and copying does.

use pkce_vectors::transformations::mixed;

/// How one text differs from another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Near {
    /// The right text stands inside it, with so much more before and after.
    Inside {
        /// How many octets before it.
        before: usize,
        /// How many after it.
        after: usize,
    },
    /// It is a piece out of the middle of the right text, from this place on.
    Piece(usize),
    /// One octet is another, in this place.
    Other(usize),
    /// One octet is missing, from this place.
    Missing(usize),
    /// One octet is too much, in this place.
    Extra(usize),
    /// Two neighbours changed places, from this place on.
    Turned(usize),
    /// One character is another wherever it stands.
    Everywhere,
}

/// How much of a text must be left to say that it is a piece of the right one.
const PIECE: usize = 20;

/// Longer texts are no copies of a challenge, and to look through them takes time.
const LOOKED_AT: usize = 8 * 1024;

/// The longest verifier that is edited: one of 128 characters in which somebody added a few.
const EDITED: usize = 132;

/// The characters that somebody who copies puts in the place of others.
const UNRESERVED: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";

impl Near {
    /// The name of the difference.
    pub(crate) const fn id(self) -> &'static str {
        match self {
            Self::Inside { .. } => "more-around-challenge",
            Self::Piece(_) => "piece-of-challenge",
            Self::Other(_) => "one-character-other",
            Self::Missing(_) => "one-character-missing",
            Self::Extra(_) => "one-character-extra",
            Self::Turned(_) => "two-characters-turned",
            Self::Everywhere => "one-character-read-as-another",
        }
    }

    /// Whether one octet is all that differs, or two that changed places.
    pub(crate) const fn is_one_place(self) -> bool {
        match self {
            Self::Inside { before, after } => before + after == 1,
            Self::Piece(_) | Self::Everywhere => false,
            Self::Other(_) | Self::Missing(_) | Self::Extra(_) | Self::Turned(_) => true,
        }
    }

    /// What is different about `what`, in a sentence.
    pub(crate) fn says(self, what: &str) -> String {
        match self {
            Self::Inside { before, after } => format!(
                "the right {what} stands inside this one, with {before} octets before it and \
                 {after} after it"
            ),
            Self::Piece(place) => {
                format!("the {what} is a piece out of the right one, from its place {place} on")
            }
            Self::Other(place) => format!("one character of the {what} is another: place {place}"),
            Self::Missing(place) => format!("the {what} lacks one character: place {place}"),
            Self::Extra(place) => format!("the {what} has one character too many: place {place}"),
            Self::Turned(place) => {
                format!("two neighbours in the {what} changed places: place {place}")
            }
            Self::Everywhere => {
                format!("one character of the {what} was read as another wherever it stands")
            }
        }
    }
}

/// How `text` differs from the right one, if that can be told.
pub(crate) fn near(right: &[u8], text: &[u8]) -> Option<Near> {
    if right.is_empty() || right == text || right.len().max(text.len()) > LOOKED_AT {
        return None;
    }
    if let Some(before) = find(text, right) {
        let after = text.len() - before - right.len();
        return Some(Near::Inside { before, after });
    }
    if text.len() >= PIECE
        && let Some(at) = find(right, text)
    {
        return Some(Near::Piece(at + 1));
    }
    if right.len() < PIECE {
        return None;
    }
    let same = |a: &[u8], b: &[u8]| a.iter().zip(b).take_while(|(a, b)| a == b).count();
    let start = same(right, text);
    let tail = |skip_right: usize, skip_text: usize| {
        right.get(start + skip_right..) == text.get(start + skip_text..)
            && start + skip_right <= right.len()
            && start + skip_text <= text.len()
    };
    let place = start + 1;
    let turned = match (right.get(start..start + 2), text.get(start..start + 2)) {
        (Some([a, b]), Some([c, d])) => a == d && b == c && tail(2, 2),
        _ => false,
    };
    if tail(1, 1) {
        Some(Near::Other(place))
    } else if tail(1, 0) {
        Some(Near::Missing(place))
    } else if tail(0, 1) {
        Some(Near::Extra(place))
    } else if turned {
        Some(Near::Turned(place))
    } else {
        None
    }
}

/// Verifiers that differ from this one in one place and open one of the challenges: which
/// challenge, and how the given verifier differs from the one that opens it.
///
/// A match of a whole digest is no accident, so none of these is a guess.
pub(crate) fn edits(verifier: &[u8], challenges: &[&[u8]]) -> Vec<(Vec<u8>, Near)> {
    let mut found = Vec::new();
    if verifier.len() > EDITED || challenges.is_empty() {
        return found;
    }
    let mut look = |edited: &[u8], near: Near| {
        let challenge = mixed::s256(edited);
        if challenges.contains(&challenge.as_slice())
            && !found.iter().any(|(known, _)| *known == challenge)
        {
            found.push((challenge, near));
        }
    };
    let mut edited = verifier.to_vec();
    for place in 0..verifier.len() {
        let Some(octet) = verifier.get(place).copied() else { continue };
        for other in UNRESERVED.iter().copied().filter(|other| *other != octet) {
            if let Some(slot) = edited.get_mut(place) {
                *slot = other;
            }
            look(&edited, Near::Other(place + 1));
        }
        if let Some(slot) = edited.get_mut(place) {
            *slot = octet;
        }
        let mut shorter = verifier.to_vec();
        shorter.remove(place);
        look(&shorter, Near::Extra(place + 1));
        if place + 1 < verifier.len() {
            let mut turned = verifier.to_vec();
            turned.swap(place, place + 1);
            look(&turned, Near::Turned(place + 1));
        }
    }
    for octet in UNRESERVED.iter().copied().filter(|octet| verifier.contains(octet)) {
        for other in UNRESERVED.iter().copied().filter(|other| *other != octet) {
            let read = |known: &u8| if *known == octet { other } else { *known };
            look(&verifier.iter().map(read).collect::<Vec<u8>>(), Near::Everywhere);
        }
    }
    for place in 0..=verifier.len() {
        let mut longer = verifier.to_vec();
        longer.insert(place, b'A');
        for other in UNRESERVED {
            if let Some(slot) = longer.get_mut(place) {
                *slot = *other;
            }
            look(&longer, Near::Missing(place + 1));
        }
    }
    found
}

fn find(text: &[u8], part: &[u8]) -> Option<usize> {
    text.windows(part.len().max(1)).position(|window| window == part)
}

#[cfg(test)]
mod tests {
    use super::*;

    const RIGHT: &[u8] = b"E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

    #[test]
    fn one_place() {
        let edit = |edit: &dyn Fn(&mut Vec<u8>)| {
            let mut text = RIGHT.to_vec();
            edit(&mut text);
            near(RIGHT, &text)
        };
        assert_eq!(edit(&|text| text[2] = b'!'), Some(Near::Other(3)));
        let missing = edit(&|text| {
            text.remove(2);
        });
        assert_eq!(missing, Some(Near::Missing(3)));
        assert_eq!(edit(&|text| text.insert(2, b'!')), Some(Near::Extra(3)));
        assert_eq!(edit(&|text| text.swap(2, 3)), Some(Near::Turned(3)));
        assert_eq!(edit(&|text| text.swap(2, 9)), None);
        let inside = Some(Near::Inside { before: 1, after: 2 });
        assert_eq!(near(RIGHT, &[b"<", RIGHT, b"/>"].concat()), inside);
        assert_eq!(near(RIGHT, &RIGHT[3..30]), Some(Near::Piece(4)));
        assert_eq!(near(RIGHT, RIGHT), None);
        assert_eq!(near(RIGHT, b""), None);
        assert_eq!(near(b"", RIGHT), None);
    }

    #[test]
    fn a_verifier_that_was_copied_wrongly() {
        let right = b"dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
        let challenge = mixed::s256(right);
        let challenges = [challenge.as_slice()];
        let near = |verifier: &[u8]| edits(verifier, &challenges).pop().map(|(_, near)| near);
        let mut wrong = right.to_vec();
        wrong[6] = b'2';
        assert_eq!(near(&wrong), Some(Near::Other(7)));
        assert_eq!(near(&right[1..]), Some(Near::Missing(1)));
        assert_eq!(near(&[&right[..], b"x"].concat()), Some(Near::Extra(44)));
        wrong = right.to_vec();
        wrong.swap(0, 1);
        assert_eq!(near(&wrong), Some(Near::Turned(1)));
        wrong[9] = b'!';
        assert_eq!(near(&wrong), None);
        let read: Vec<u8> = right.iter().map(|o| if *o == b'J' { b'!' } else { *o }).collect();
        assert_eq!(near(&read), None);
        let folded: Vec<u8> = right.iter().map(|o| if *o == b'1' { b'l' } else { *o }).collect();
        assert_eq!(near(&folded), Some(Near::Everywhere));
    }
}
