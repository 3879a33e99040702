//! The S256 transformation and its encoding (RFC 7636 §4.2, Appendix A).

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};

mod digest;

pub(crate) use digest::Digest;

/// Octets in a SHA-256 digest.
pub const DIGEST_LENGTH: usize = 32;

/// Characters in an S256 challenge: 32 octets in base64url without padding.
pub const S256_LENGTH: usize = 43;

/// `SHA256(ASCII(code_verifier))`.
///
/// # Not checked
/// The verifier's grammar: [`CodeVerifier::parse`](crate::CodeVerifier::parse) does.
#[must_use]
pub fn digest(verifier: &[u8]) -> [u8; DIGEST_LENGTH] {
    Digest::of(verifier).octets()
}

/// `BASE64URL-ENCODE(SHA256(ASCII(code_verifier)))`.
///
/// # Not checked
/// The verifier's grammar, as in [`digest`].
#[must_use]
pub fn s256(verifier: &[u8]) -> [u8; S256_LENGTH] {
    encode(&digest(verifier))
}

/// `BASE64URL-ENCODE` of 32 octets.
///
/// RFC 7636 §3:
/// > Base64url Encoding: Base64 encoding using the URL- and filename-safe character set […], with
/// > all trailing '=' characters omitted […] and without the inclusion of any line breaks,
/// > whitespace, or other additional characters.
#[must_use]
pub fn encode(octets: &[u8; DIGEST_LENGTH]) -> [u8; S256_LENGTH] {
    let mut text = [0; S256_LENGTH];
    let written = URL_SAFE_NO_PAD.encode_slice(octets, &mut text);
    debug_assert_eq!(written, Ok(S256_LENGTH), "32 octets are 43 characters");
    text
}

/// The 32 octets that 43 base64url characters stand for; nothing where a character is of another
/// alphabet or the last one's unused two bits aren't zero, so that each digest has one spelling.
#[must_use]
pub fn decode(text: &[u8; S256_LENGTH]) -> Option<[u8; DIGEST_LENGTH]> {
    let mut octets = [0; DIGEST_LENGTH];
    let written = URL_SAFE_NO_PAD.decode_slice(text, &mut octets).ok()?;
    (written == DIGEST_LENGTH).then_some(octets)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 7636 Appendix B, octet by octet.
    #[test]
    fn appendix_b() {
        let octets: [u8; 32] = [
            116, 24, 223, 180, 151, 153, 224, 37, 79, 250, 96, 125, 216, 173, 187, 186, 22, 212,
            37, 77, 105, 214, 191, 240, 91, 88, 5, 88, 83, 132, 141, 121,
        ];
        let verifier = encode(&octets);
        assert_eq!(&verifier, b"dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk");
        let hash = [
            19, 211, 30, 150, 26, 26, 216, 236, 47, 22, 177, 12, 76, 152, 46, 8, 118, 168, 120,
            173, 109, 241, 68, 86, 110, 225, 137, 74, 203, 112, 249, 195,
        ];
        assert_eq!(digest(&verifier), hash);
        assert_eq!(&s256(&verifier), b"E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
        assert_eq!(decode(b"E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"), Some(hash));
    }

    #[test]
    fn one_spelling_of_each_digest() {
        let text = *b"E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
        for last in 0..=255 {
            let mut other = text;
            other[42] = last;
            let canonical = b"AEIMQUYcgkosw048".contains(&last);
            assert_eq!(decode(&other).is_some(), canonical, "{last}");
        }
    }
}
