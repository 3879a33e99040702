//! What a verifier is to a challenge, told by their octets alone, with every reading that is only advice.

use pkce_vectors::{Alteration, How, Value, requirement_ids as ids, s256};

/// A transformation of RFC 7636 §4.2.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Transform {
    S256,
    Plain,
}

impl Transform {
    fn of(self, verifier: &[u8]) -> Vec<u8> {
        match self {
            Self::S256 => s256(verifier).into_bytes(),
            Self::Plain => verifier.to_vec(),
        }
    }
}

/// What a verifier is to a challenge.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Relation {
    /// The one verifier, legal.
    Right,
    /// Somebody may read it as the right one, or it is malformed: advice, under this requirement.
    Advice(&'static str),
    /// The challenge is another encoding, or another hash, of the verifier: its holder alone gains.
    OtherEncoding,
    /// Not the one verifier.
    Wrong,
}

/// RFC 7636 §4.1, and §4.2 for a challenge:
/// > code-verifier = 43*128unreserved
pub(super) fn is_legal(octets: &[u8]) -> bool {
    (43..=128).contains(&octets.len())
        && octets.iter().all(|octet| octet.is_ascii_alphanumeric() || b"-._~".contains(octet))
}

/// Whether a text can be the S256 of anything: base64url of 32 octets, whose last bits carry nothing.
pub(super) fn can_be_s256(text: &[u8]) -> bool {
    text.len() == 43
        && text.iter().all(|octet| octet.is_ascii_alphanumeric() || b"-_".contains(octet))
        && text.last().is_some_and(|last| b"AEIMQUYcgkosw048".contains(last))
}

/// RFC 7636 §4.6:
/// > If the values are equal, the token endpoint MUST continue processing as normal
pub(super) fn relation(transform: Transform, verifier: &[u8], challenge: &[u8]) -> Relation {
    if transform.of(verifier) == challenge {
        return match (verifier, transform) {
            (b"", Transform::Plain) => Relation::Advice(ids::HARDENING_EMPTY_CHALLENGE),
            (b"", Transform::S256) => Relation::Advice(ids::HARDENING_EMPTY_VERIFIER_OWN_TRANSFORM),
            _ if is_legal(verifier) => Relation::Right,
            _ => Relation::Advice(ids::HARDENING_MALFORMED_VERIFIER_MATCHES),
        };
    }
    if verifier.is_empty() {
        return Relation::Wrong;
    }
    let challenges = challenge_readings(challenge);
    for (reading, advice) in verifier_readings(verifier) {
        let computed = transform.of(&reading);
        if let Some((_, other)) = challenges.iter().find(|(text, _)| *text == computed) {
            return Relation::Advice(
                advice.or(*other).unwrap_or(ids::HARDENING_MALFORMED_VERIFIER_MATCHES),
            );
        }
        if transform == Transform::Plain {
            let spelt = challenge_readings(&computed);
            let same =
                spelt.iter().find(|(text, _)| challenges.iter().any(|(other, _)| other == text));
            if let Some((_, other)) = same {
                return Relation::Advice(
                    advice.or(*other).unwrap_or(ids::HARDENING_NON_CANONICAL_BITS),
                );
            }
        }
    }
    let encodings = other_encodings(verifier);
    if transform == Transform::S256 && encodings.iter().any(|text| text == challenge) {
        return Relation::OtherEncoding;
    }
    Relation::Wrong
}

type Reading = (Vec<u8>, Option<&'static str>);

/// As a receiver may read a verifier that does more than compare. Twins count only where the twin is not legal:
/// `hardening-encoding-twins` is advice, while a legal verifier that is another is `rfc7636-4.6-unequal-refused`.
fn verifier_readings(verifier: &[u8]) -> Vec<Reading> {
    let mut readings: Vec<Reading> = vec![(verifier.to_vec(), None)];
    let stripped = |octets: &[u8]| {
        [
            trimmed(octets),
            without(octets, char::is_control),
            without(octets, |c| c.is_control() || c.is_whitespace()),
        ]
    };
    let mut add = |octets: Vec<u8>, advice| {
        if !readings.iter().any(|(known, _)| *known == octets) {
            readings.push((octets, Some(advice)));
        }
    };
    for octets in stripped(verifier) {
        add(octets, ids::HARDENING_DECORATED_VERIFIER);
    }
    let decoded = percent_decoded(verifier);
    for octets in stripped(&decoded) {
        add(octets, ids::HARDENING_PERCENT_DECODED_TWICE);
    }
    add(decoded, ids::HARDENING_PERCENT_DECODED_TWICE);
    let lossy = String::from_utf8_lossy(verifier).into_owned().into_bytes();
    let ways = [How::Latin1, How::Substitute, How::Mask8Bit, How::Mask7Bit];
    let twins = ways.into_iter().map(|how| simply(verifier, how)).chain([lossy]);
    for twin in twins.filter(|twin| !is_legal(twin)) {
        add(twin, ids::HARDENING_ENCODING_TWINS);
    }
    for (octets, advice) in challenge_readings(verifier) {
        add(octets, advice.unwrap_or(ids::HARDENING_DECORATED_VERIFIER));
    }
    readings
}

/// As a receiver may read a challenge.
fn challenge_readings(challenge: &[u8]) -> Vec<Reading> {
    let mut readings: Vec<Reading> = vec![(challenge.to_vec(), None)];
    // Twice: two decorations, one within the other.
    for _ in 0..2 {
        for (octets, advice) in readings.clone() {
            let more = [
                (trimmed(&octets), ids::HARDENING_DECORATED_CHALLENGE),
                (
                    without(&octets, |c| c.is_control() || c.is_whitespace()),
                    ids::HARDENING_DECORATED_CHALLENGE,
                ),
                (percent_decoded(&octets), ids::HARDENING_PERCENT_DECODED_TWICE),
                (unpadded(&octets), ids::HARDENING_PADDED_CHALLENGE),
                (url_alphabet(&octets), ids::HARDENING_STANDARD_ALPHABET),
                (canonical(&octets), ids::HARDENING_NON_CANONICAL_BITS),
            ];
            for (octets, new) in more {
                if !readings.iter().any(|(known, _)| *known == octets) {
                    readings.push((octets, advice.or(Some(new))));
                }
            }
        }
    }
    readings
}

fn trimmed(octets: &[u8]) -> Vec<u8> {
    let Ok(text) = std::str::from_utf8(octets) else {
        let around = |octet: &u8| octet.is_ascii_whitespace() || octet.is_ascii_control();
        let start = octets.iter().position(|octet| !around(octet)).unwrap_or(octets.len());
        let end = octets.iter().rposition(|octet| !around(octet)).map_or(start, |last| last + 1);
        return octets.get(start..end).unwrap_or_default().to_vec();
    };
    text.trim_matches(is_invisible).as_bytes().to_vec()
}

/// White space, control characters, and what has no width.
pub(super) fn is_invisible(character: char) -> bool {
    character.is_whitespace()
        || character.is_control()
        || matches!(character, '\u{feff}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{ad}')
}

/// Without ASCII characters of a kind, wherever they stand.
fn without(octets: &[u8], unwanted: impl Fn(char) -> bool) -> Vec<u8> {
    let wanted = |octet: &u8| !(octet.is_ascii() && unwanted(char::from(*octet)));
    octets.iter().copied().filter(wanted).collect()
}

pub(super) fn percent_decoded(octets: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(octets.len());
    let mut rest = octets;
    while let Some((first, tail)) = rest.split_first() {
        let decoded = (*first == b'%').then(|| tail.get(..2)).flatten().and_then(|digits| {
            let digits = std::str::from_utf8(digits).ok().filter(|text| !text.starts_with('+'))?;
            u8::from_str_radix(digits, 16).ok()
        });
        out.push(decoded.unwrap_or(*first));
        rest = if decoded.is_some() { tail.get(2..).unwrap_or_default() } else { tail };
    }
    out
}

fn unpadded(octets: &[u8]) -> Vec<u8> {
    let end = octets.iter().rposition(|octet| *octet != b'=').map_or(0, |last| last + 1);
    octets.get(..end).unwrap_or_default().to_vec()
}

fn url_alphabet(octets: &[u8]) -> Vec<u8> {
    let one = |octet: &u8| match octet {
        b'+' => b'-',
        b'/' => b'_',
        other => *other,
    };
    octets.iter().map(one).collect()
}

/// The spelling whose last bits are zero.
fn canonical(octets: &[u8]) -> Vec<u8> {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let unused = match octets.len() % 4 {
        2 => 4,
        3 => 2,
        _ => return octets.to_vec(),
    };
    let mut out = octets.to_vec();
    if let Some(last) = out.last_mut()
        && let Some(value) = ALPHABET.iter().position(|known| known == last)
    {
        *last = ALPHABET.get(value >> unused << unused).copied().unwrap_or(*last);
    }
    out
}

/// What implementations were reported to make of a verifier in the place of S256.
fn other_encodings(verifier: &[u8]) -> Vec<Vec<u8>> {
    let hashed = s256(verifier).into_bytes();
    let mut all: Vec<Vec<u8>> =
        [How::ToHex, How::ToBase64OfHex, How::Decode, How::ToStandardBase64]
            .into_iter()
            .map(|how| simply(&hashed, how))
            .collect();
    let upper: Vec<Vec<u8>> = all.iter().map(|text| text.to_ascii_uppercase()).collect();
    all.extend(upper);
    all.push(s256(&hashed).into_bytes());
    all.push(s256(&simply(&hashed, How::Decode)).into_bytes());
    all.push(s256(&simply(verifier, How::Decode)).into_bytes());
    all.extend(all.clone().iter().map(|text| unpadded(text)));
    all
}

fn simply(octets: &[u8], how: How) -> Vec<u8> {
    let alter = Box::new(Value::from(""));
    Alteration { alter, how, at: None, n: None, with: None }.apply(octets, b"")
}

#[cfg(test)]
mod tests {
    use pkce_vectors::{Expect, Op, VectorSet};

    use super::*;

    /// Every `verify` vector under S256 says the same of its pair.
    #[test]
    fn the_vectors_agree() {
        let set = VectorSet::bundled().unwrap();
        let mut compared = 0;
        for vector in set.vectors.iter().filter(|vector| vector.op == Op::Verify) {
            let octets = |datum: &Option<pkce_vectors::Datum>| {
                datum.as_ref().map(pkce_vectors::Datum::to_bytes)
            };
            let (Some(verifier), Some(challenge)) =
                (octets(&vector.input.verifier), octets(&vector.input.challenge))
            else {
                continue;
            };
            let transform = match octets(&vector.input.method).as_deref() {
                Some(b"S256") => Transform::S256,
                Some(b"plain") => Transform::Plain,
                _ => continue,
            };
            let must = !vector.requirement.starts_with("hardening-");
            let accepted = vector.expect.contains(&Expect::Match(true));
            let found = relation(transform, &verifier, &challenge);
            let told = match found {
                Relation::Right => must && accepted,
                // Where an exotic twin is only advice to one of the two, nobody is blamed for it.
                Relation::Advice(_) => !accepted,
                Relation::OtherEncoding | Relation::Wrong => must && !accepted,
            };
            assert!(
                told || challenge.is_empty() || vector.requirement == ids::HARDENING_ENCODING_TWINS,
                "{}: {found:?}",
                vector.id
            );
            compared += 1;
        }
        assert!(compared > 3_000);
    }
}
