//! Forms and HTTP Basic credentials, read the slow way.

use data_encoding::BASE64;

/// Every pair of a form, decoded.
#[must_use]
pub fn form(body: &[u8]) -> Vec<(Vec<u8>, Vec<u8>)> {
    let pairs = body.split(|byte| *byte == b'&').filter(|pair| !pair.is_empty());
    pairs
        .map(|pair| match pair.iter().position(|byte| *byte == b'=') {
            Some(at) => {
                let (name, value) = pair.split_at(at);
                (decode(name), decode(value.split_at(1).1))
            }
            None => (decode(pair), Vec::new()),
        })
        .collect()
}

/// A `+` is a space; a `%` with two hexadecimal digits is an octet; all else is itself.
fn decode(text: &[u8]) -> Vec<u8> {
    let mut decoded = Vec::new();
    let mut at = 0;
    while let Some(byte) = text.get(at) {
        let digits = text.get(at + 1..at + 3).and_then(|digits| std::str::from_utf8(digits).ok());
        // `from_str_radix` would take a sign.
        let digits = digits.filter(|digits| digits.bytes().all(|digit| digit.is_ascii_hexdigit()));
        match (byte, digits.and_then(|digits| u8::from_str_radix(digits, 16).ok())) {
            (b'%', Some(octet)) => {
                decoded.push(octet);
                at += 2;
            }
            (b'+', _) => decoded.push(b' '),
            (byte, _) => decoded.push(*byte),
        }
        at += 1;
    }
    decoded
}

/// How a parameter came. RFC 6749 §3.1: one without a value is as good as omitted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sent {
    /// Not at all, or empty.
    Missing,
    /// Once.
    Once(Vec<u8>),
    /// More than once.
    Twice,
}

impl Sent {
    /// Whether it came once, with this value.
    #[must_use]
    pub fn is(&self, value: &str) -> bool {
        matches!(self, Self::Once(sent) if sent == value.as_bytes())
    }
}

/// How the parameter `name` came.
#[must_use]
pub fn sent(pairs: &[(Vec<u8>, Vec<u8>)], name: &str) -> Sent {
    let values: Vec<&Vec<u8>> = pairs
        .iter()
        .filter(|(key, value)| key == name.as_bytes() && !value.is_empty())
        .map(|(_, value)| value)
        .collect();
    match values.as_slice() {
        [] => Sent::Missing,
        [value] => Sent::Once((*value).clone()),
        _ => Sent::Twice,
    }
}

/// The client's id and secret in an `Authorization` header (RFC 6749 §2.3.1).
#[must_use]
pub fn basic(header: &[u8]) -> Option<(Vec<u8>, Vec<u8>)> {
    let (scheme, rest) = header.split_at_checked(6)?;
    if !scheme.eq_ignore_ascii_case(b"Basic ") || rest.len() > 8 * 1024 {
        return None;
    }
    let encoded = rest.trim_ascii();
    // data-encoding reads padded texts that follow one another as one; RFC 4648 §3.3 knows "=" at
    // the end alone.
    let mut padding = encoded.iter().skip_while(|byte| **byte != b'=');
    if padding.any(|byte| *byte != b'=') {
        return None;
    }
    let decoded = BASE64.decode(encoded).ok()?;
    let colon = decoded.iter().position(|byte| *byte == b':')?;
    let (client_id, secret) = decoded.split_at(colon);
    Some((decode(client_id), decode(secret.split_at(1).1)))
}
