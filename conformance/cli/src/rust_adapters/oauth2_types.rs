//! The crate `oauth2-types`, with the registered names of `mas-iana`: the types of Matrix's authorization service.

use mas_iana::oauth::PkceCodeChallengeMethod;
use oauth2_types::pkce::{CodeChallengeError, CodeChallengeMethodExt};

use super::{about, method_text, text};
use pkce_conformance::{
    implementation::{Answered, Declined, Derived, Implementation},
    wire::{About, Offers, Reason},
};

const VERSION: &str = "0.11.0";

pub(super) struct OAuth2Types;

impl Implementation for OAuth2Types {
    fn about(&self) -> About {
        let ops = ["derive", "verify", "parse_method"];
        about("oauth2-types", VERSION, &ops, Offers { plain: Some(true), ..Offers::default() })
    }

    fn derive(&mut self, verifier: &[u8], method: Option<&[u8]>) -> Answered<Derived> {
        let method = parse_method(method_text(method)?);
        let challenge = method.compute_challenge(text(verifier)?);
        challenge.map(|challenge| challenge.into_owned().into()).map_err(|error| refusal(&error))
    }

    fn verify(
        &mut self,
        verifier: &[u8],
        challenge: &[u8],
        method: Option<&[u8]>,
    ) -> Answered<bool> {
        let method = parse_method(method_text(method)?);
        match method.verify(text(challenge)?, text(verifier)?) {
            Ok(()) => Ok(true),
            Err(CodeChallengeError::VerificationFailed) => Ok(false),
            Err(error) => Err(refusal(&error)),
        }
    }

    fn parse_method(&mut self, method: Option<&[u8]>) -> Answered<String> {
        Ok(parse_method(method_text(method)?).to_string())
    }
}

/// Never fails: any other name is kept as unknown, and refused where it is used.
fn parse_method(method: &str) -> PkceCodeChallengeMethod {
    let Ok(method) = method.parse();
    method
}

fn refusal(error: &CodeChallengeError) -> Declined {
    let reason = match error {
        CodeChallengeError::TooShort => Reason::VerifierTooShort,
        CodeChallengeError::TooLong => Reason::VerifierTooLong,
        CodeChallengeError::InvalidCharacters => Reason::VerifierBadChar,
        CodeChallengeError::VerificationFailed => Reason::Mismatch,
        CodeChallengeError::UnknownChallengeMethod => Reason::MethodUnsupported,
    };
    Declined::refused(reason, error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rust_adapters::tests::{CHALLENGE, VERIFIER, reason};

    #[test]
    fn appendix_b_through_each_operation() {
        let derived = OAuth2Types.derive(VERIFIER, Some(b"S256")).unwrap();
        assert_eq!(derived.challenge.unwrap().as_bytes(), CHALLENGE);
        assert!(OAuth2Types.verify(VERIFIER, CHALLENGE, Some(b"S256")).unwrap());
        assert!(!OAuth2Types.verify(CHALLENGE, VERIFIER, Some(b"S256")).unwrap());
        assert_eq!(OAuth2Types.parse_method(Some(b"S256")).unwrap(), "S256");
    }

    #[test]
    fn an_unknown_method_is_a_name_until_it_is_used() {
        assert_eq!(OAuth2Types.parse_method(Some(b"s256")).unwrap(), "s256");
        let used = reason(OAuth2Types.verify(VERIFIER, CHALLENGE, Some(b"s256")));
        assert_eq!(used, Some(Reason::MethodUnsupported));
        assert_eq!(reason(OAuth2Types.derive(VERIFIER, None)), None);
    }
}
