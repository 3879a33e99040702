//! Whether a text gives a value away to whoever reads it: as it is, or in an encoding that anyone can undo.

use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD};

/// So much of a text is decoded: what a target tells has no other end.
const MOST: usize = 64 * 1024;

/// RFC 7636 §4.4:
/// > The server MUST NOT include the "code_challenge" value in client requests in a form that other
/// > entities can extract.
///
/// Percent-encoding, base64, base64url (hence the parts of a signed token that is not encrypted) and hexadecimal are
/// such forms, each once, or within percent-encoding, as a `Location` carries them.
pub(super) fn shows(text: &str, value: &str) -> bool {
    if text.contains(value) {
        return true;
    }
    let octets = text.as_bytes();
    let octets = octets.get(..MOST).unwrap_or(octets);
    let decoded = percent_decoded(octets);
    contains(&decoded, value)
        || contains(&percent_decoded(&decoded), value)
        || [octets, &decoded].into_iter().any(|octets| {
            base64_shows(octets, value, *b"-_")
                || base64_shows(octets, value, *b"+/")
                || hex_shows(octets, value)
        })
}

fn contains(octets: &[u8], value: &str) -> bool {
    octets.windows(value.len().max(1)).any(|window| window == value.as_bytes())
}

/// Pieces that an encoding of the value fits into.
fn runs<'a>(
    octets: &'a [u8],
    value: &'a str,
    belongs: impl Fn(u8) -> bool + 'a,
) -> impl Iterator<Item = &'a [u8]> + 'a {
    octets.split(move |octet| !belongs(*octet)).filter(|run| run.len() > value.len())
}

/// `others`: the two characters of this alphabet that are no letters or digits. An encoding need not begin where its
/// run does.
fn base64_shows(octets: &[u8], value: &str, others: [u8; 2]) -> bool {
    runs(octets, value, |octet| octet.is_ascii_alphanumeric() || others.contains(&octet)).any(
        |run| {
            let mut text: Vec<u8> = run
                .iter()
                .map(|octet| match octet {
                    b'+' => b'-',
                    b'/' => b'_',
                    other => *other,
                })
                .collect();
            // Whatever the remainder, the octets before it are whole.
            text.extend(b"AAA");
            (0..4).any(|start| {
                let text = text.get(start..).unwrap_or_default();
                let whole = text.get(..text.len() / 4 * 4).unwrap_or_default();
                BASE64_URL_SAFE_NO_PAD.decode(whole).is_ok_and(|decoded| contains(&decoded, value))
            })
        },
    )
}

fn hex_shows(octets: &[u8], value: &str) -> bool {
    let nibble =
        |octet: u8| char::from(octet).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    runs(octets, value, |octet| octet.is_ascii_hexdigit()).any(|run| {
        (0..2).any(|start| {
            let digits: Vec<u8> =
                run.iter().skip(start).filter_map(|octet| nibble(*octet)).collect();
            let decoded: Vec<u8> = digits
                .chunks_exact(2)
                .map(|pair| pair.iter().fold(0, |octet, digit| octet << 4 | digit))
                .collect();
            contains(&decoded, value)
        })
    })
}

fn percent_decoded(octets: &[u8]) -> Vec<u8> {
    let digit =
        |octet: &u8| char::from(*octet).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    let mut decoded = Vec::with_capacity(octets.len());
    let mut rest = octets;
    while let Some((first, after)) = rest.split_first() {
        let escaped = match after {
            [high, low, ..] if *first == b'%' => digit(high).zip(digit(low)),
            _ => None,
        };
        if let Some((high, low)) = escaped {
            decoded.push(high << 4 | low);
            rest = after.get(2..).unwrap_or_default();
        } else {
            decoded.push(*first);
            rest = after;
        }
    }
    decoded
}

#[cfg(test)]
mod tests {
    use base64::prelude::{BASE64_STANDARD, BASE64_URL_SAFE};

    use super::*;

    const VALUE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

    /// Every octet in hexadecimal, after `mark`.
    fn each(mark: &str, value: &str) -> String {
        value.bytes().flat_map(|octet| [mark.to_owned(), format!("{octet:02x}")]).collect()
    }

    #[test]
    fn every_encoding_is_undone() {
        let json = format!("{{\"a\":\"\u{ff}\",\"code_challenge\":\"{VALUE}\",\"n\":1}}");
        let percent = each("%", VALUE);
        let hex = each("", VALUE).to_ascii_uppercase();
        let (url, standard) = (BASE64_URL_SAFE.encode(&json), BASE64_STANDARD.encode(&json));
        let bare = BASE64_URL_SAFE_NO_PAD.encode(VALUE);
        for text in [
            VALUE.to_owned(),
            format!("https://app.example/cb?code={url}&state=1"),
            format!("https://app.example/cb?code={}", standard.replace('+', "%2B")),
            format!("eyJhbGciOiJIUzI1NiJ9.{}.c2ln", url.trim_end_matches('=')),
            format!("/cb/{standard}"),
            bare.clone(),
            format!("n{bare}"),
            format!("code:{percent}"),
            format!("code:{}", percent.replace('%', "%25")),
            format!("code-{hex}"),
            format!("a{hex}"),
        ] {
            assert!(shows(&text, VALUE), "{text}");
        }
    }

    #[test]
    fn what_is_not_there_is_not_seen() {
        let other = VALUE.replace('E', "e");
        let reversed: String = VALUE.chars().rev().collect();
        for text in ["", "%", "%4", "https://app.example/cb?code=abc", &other, &reversed] {
            assert!(!shows(text, VALUE), "{text}");
        }
        assert!(!shows(&BASE64_URL_SAFE.encode(&other), VALUE));
    }

    #[test]
    fn the_work_is_bounded() {
        let long = "A".repeat(4 << 20);
        assert!(!shows(&long, VALUE));
        assert!(shows(&format!("{long}{VALUE}"), VALUE));
    }
}
