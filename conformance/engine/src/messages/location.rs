//! The `Location` of a redirect back to the client, written and read.

use pkce_core::request::Parameters;

use super::form::{encode_pairs, escape};

/// The redirect URI with the pairs added to its query (RFC 6749 §4.1.2, appendix B).
///
/// The URI stays as it is, but for octets that no header may hold: those are percent-encoded, so that a URI that was
/// never registered cannot end the line.
pub(super) fn location<'p>(
    redirect_uri: &[u8],
    pairs: impl IntoIterator<Item = (&'p [u8], &'p [u8])>,
) -> Vec<u8> {
    let mut location = Vec::new();
    for octet in redirect_uri {
        if octet.is_ascii_graphic() {
            location.push(*octet);
        } else {
            escape(*octet, &mut location);
        }
    }
    let added = encode_pairs(pairs);
    if !added.is_empty() {
        location.push(if location.contains(&b'?') { b'&' } else { b'?' });
        location.extend(added);
    }
    location
}

/// The parameters that a `Location` carries, decoded: those of the fragment before those of the query, so that the last
/// of a name is the one that the server added to the query.
///
/// What is longer than any form that is read carries none.
#[must_use]
pub fn redirected_parameters(location: &[u8]) -> Parameters {
    let (before, fragment) = split(location, b'#');
    let (_, query) = split(before, b'?');
    let read = |text: &[u8]| Parameters::parse_form(text).unwrap_or_default();
    let (fragment, query) = (read(fragment), read(query));
    fragment.iter().chain(query.iter()).collect()
}

/// The text before and after the first of these octets.
fn split(text: &[u8], at: u8) -> (&[u8], &[u8]) {
    let place = text.iter().position(|octet| *octet == at).unwrap_or(text.len());
    let (before, after) = text.split_at_checked(place).unwrap_or((text, &[]));
    (before, after.get(1..).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    type Pair<'p> = (&'p [u8], &'p [u8]);

    #[test]
    fn parameters_are_added_to_those_that_are_there() {
        let pairs: [Pair<'_>; 2] = [(b"code", b"a+b"), (b"state", b"x y&z")];
        let added = |uri: &[u8]| String::from_utf8(location(uri, pairs)).unwrap();
        assert_eq!(added(b"https://a.example/cb"), "https://a.example/cb?code=a%2Bb&state=x+y%26z");
        assert_eq!(added(b"app:/?a=b"), "app:/?a=b&code=a%2Bb&state=x+y%26z");
        assert_eq!(added(b"a\r\nB: c"), "a%0D%0AB:%20c?code=a%2Bb&state=x+y%26z");
    }

    #[test]
    fn query_and_fragment_are_read() {
        let read = |text: &str, name: &str| {
            let parameters = redirected_parameters(text.as_bytes());
            parameters.values(name).last().map(|value| String::from_utf8_lossy(value).into_owned())
        };
        assert_eq!(read("app:/cb?code=1%202#x", "code").as_deref(), Some("1 2"));
        assert_eq!(read("app:/cb#access_token=1", "access_token").as_deref(), Some("1"));
        assert_eq!(read("app:/cb?state=1&state=2#state=3", "state").as_deref(), Some("2"));
        assert_eq!(read("app:/cb", "state"), None);
        assert_eq!(read("", "state"), None);
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back(
            uri in "[!-\"$->@-~]{0,40}",
            code: Vec<u8>,
            state: Vec<u8>,
        ) {
            let pairs: [Pair<'_>; 2] = [(b"code", &code), (b"state", &state)];
            let location = location(uri.as_bytes(), pairs);
            prop_assert!(location.starts_with(uri.as_bytes()));
            prop_assert!(redirected_parameters(&location).iter().eq(pairs));
        }

        #[test]
        fn no_uri_ends_the_line(uri: Vec<u8>, value: Vec<u8>) {
            let pair: Pair<'_> = (b"code", &value);
            prop_assert!(location(&uri, [pair]).iter().all(u8::is_ascii_graphic));
        }
    }
}
