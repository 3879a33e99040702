//! The crate `oauth2`: a client's side. Its verifiers are made from any text, its challenges panic on a length out of
//! range, as their documentation says.

use oauth2::{PkceCodeChallenge, PkceCodeVerifier};

use super::{about, length_reason, method_text, refusing_by_panic, text};
use pkce_conformance::{
    implementation::{Answered, Declined, Derived, Implementation},
    wire::{About, Offers, Reason},
};

const VERSION: &str = "5.0.0";

pub(super) struct OAuth2;

impl Implementation for OAuth2 {
    fn about(&self) -> About {
        let offers = Offers { plain: Some(true), ..Offers::default() };
        about("oauth2", VERSION, &["derive", "generate"], offers)
    }

    fn derive(&mut self, verifier: &[u8], method: Option<&[u8]>) -> Answered<Derived> {
        let call = match method_text(method)? {
            "S256" => PkceCodeChallenge::from_code_verifier_sha256,
            "plain" => PkceCodeChallenge::from_code_verifier_plain,
            _ => return Err(Declined::unsupported("two calls, for S256 and for plain")),
        };
        let verifier = PkceCodeVerifier::new(text(verifier)?.to_owned());
        // > This method panics if the supplied PKCE code verifier is not of a suitable length
        let octets = verifier.secret().len();
        let documented = !(43..=128).contains(&octets);
        let challenge = refusing_by_panic(documented, length_reason(octets), || call(&verifier))?;
        Ok(Derived {
            challenge: Some(challenge.as_str().to_owned()),
            method: Some(challenge.method().as_str().to_owned()),
        })
    }

    fn generate(&mut self, count: u32, length: Option<u32>) -> Answered<Vec<String>> {
        let Some(length) = length else {
            return Ok((0..count)
                .map(|_| PkceCodeChallenge::new_random_sha256().1.into_secret())
                .collect());
        };
        // > `num_bytes` - Number of random bytes to generate, prior to base64-encoding.
        let octets = encoded_by(length)
            .ok_or_else(|| Declined::unsupported("no number of octets has this length"))?;
        // > This method panics if the resulting PKCE code verifier is not of a suitable length
        let documented = !(32..=96).contains(&octets);
        let draw = || PkceCodeChallenge::new_random_sha256_len(octets).1.into_secret();
        refusing_by_panic(documented, Reason::Other, || (0..count).map(|_| draw()).collect())
    }
}

/// How many octets base64url without padding writes in so many characters.
const fn encoded_by(characters: u32) -> Option<u32> {
    match characters % 4 {
        0 => Some(characters / 4 * 3),
        2 => Some(characters / 4 * 3 + 1),
        3 => Some(characters / 4 * 3 + 2),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rust_adapters::tests::{CHALLENGE, VERIFIER, reason};

    #[test]
    fn derives_appendix_b() {
        let derived = OAuth2.derive(VERIFIER, Some(b"S256")).unwrap();
        assert_eq!(derived.challenge.unwrap().as_bytes(), CHALLENGE);
        assert_eq!(derived.method.unwrap(), "S256");
        let derived = OAuth2.derive(VERIFIER, Some(b"plain")).unwrap();
        assert_eq!(derived.challenge.unwrap().as_bytes(), VERIFIER);
        assert_eq!(reason(OAuth2.derive(VERIFIER, None)), None);
    }

    #[test]
    fn its_documented_panics_are_refusals() {
        let short = OAuth2.derive(&VERIFIER[1..], Some(b"S256"));
        assert_eq!(reason(short), Some(Reason::VerifierTooShort));
        assert_eq!(
            reason(OAuth2.derive(&[b'a'; 129], Some(b"S256"))),
            Some(Reason::VerifierTooLong)
        );
        assert_eq!(reason(OAuth2.generate(1, Some(42))), Some(Reason::Other));
    }

    #[test]
    fn characters_become_octets_exactly_or_not_at_all() {
        for length in [43, 44, 64, 86, 127, 128] {
            let drawn = OAuth2.generate(2, Some(length)).unwrap();
            assert!(drawn.iter().all(|verifier| verifier.len() == length as usize));
        }
        assert_eq!(OAuth2.generate(3, None).unwrap().len(), 3);
        assert_eq!(reason(OAuth2.generate(1, Some(45))), None);
    }
}
