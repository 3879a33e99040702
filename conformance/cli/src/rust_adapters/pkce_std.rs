//! The crate `pkce-std`: strict types for verifier, length and method, and a comparison that a server can use.

use pkce_std::{
    challenge::Challenge,
    length::Length,
    method::Method,
    verifier::{Error, Verifier},
};
use serde_json::json;

use super::{about, length_reason, method_text, text};
use pkce_conformance::{
    implementation::{Answered, Declined, Derived, Implementation},
    wire::{About, Offers, Reason},
};

const VERSION: &str = "0.2.1";

pub(super) struct PkceStd;

impl Implementation for PkceStd {
    fn about(&self) -> About {
        let ops = ["derive", "verify", "check_verifier", "parse_method", "generate"];
        about("pkce-std", VERSION, &ops, Offers { plain: Some(true), ..Offers::default() })
    }

    fn derive(&mut self, verifier: &[u8], method: Option<&[u8]>) -> Answered<Derived> {
        let verifier = parse(text(verifier)?)?;
        let challenge = match method {
            None => verifier.challenge(),
            Some(method) => verifier.challenge_using(parse_method(text(method)?)?),
        };
        let method = challenge.method().static_str().to_owned();
        Ok(Derived { challenge: Some(challenge.secret().to_owned()), method: Some(method) })
    }

    fn verify(
        &mut self,
        verifier: &[u8],
        challenge: &[u8],
        method: Option<&[u8]>,
    ) -> Answered<bool> {
        // A challenge that was received has one way in, and that needs both members: from its serialized form.
        let received = json!({ "secret": text(challenge)?, "method": method_text(method)? });
        let challenge: Challenge = serde_json::from_str(&received.to_string())
            .map_err(|error| Declined::refused(Reason::MethodUnsupported, error.to_string()))?;
        Ok(parse(text(verifier)?)?.verify(&challenge))
    }

    fn check_verifier(&mut self, verifier: &[u8]) -> Answered<bool> {
        let verifier = text(verifier)?;
        Verifier::check_str(verifier).map_err(|error| refusal(&error, verifier))?;
        Ok(true)
    }

    fn parse_method(&mut self, method: Option<&[u8]>) -> Answered<String> {
        Ok(parse_method(method_text(method)?)?.static_str().to_owned())
    }

    fn generate(&mut self, count: u32, length: Option<u32>) -> Answered<Vec<String>> {
        let length = match length.map(|length| usize::try_from(length).unwrap_or(usize::MAX)) {
            None => Length::default(),
            Some(length) => Length::new(length)
                .map_err(|error| Declined::refused(Reason::Other, error.to_string()))?,
        };
        Ok((0..count).map(|_| Verifier::generate(length).take().into_owned()).collect())
    }
}

fn parse(verifier: &str) -> Answered<Verifier<'_>> {
    Verifier::borrowed(verifier).map_err(|error| refusal(&error, verifier))
}

fn parse_method(method: &str) -> Answered<Method> {
    method.parse().map_err(|error: pkce_std::method::Error| {
        Declined::refused(Reason::MethodUnsupported, error.to_string())
    })
}

fn refusal(error: &Error, verifier: &str) -> Declined {
    let reason = match error {
        Error::Length(_) => length_reason(verifier.len()),
        Error::String(_) => Reason::VerifierBadChar,
    };
    Declined::refused(reason, error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rust_adapters::tests::{CHALLENGE, VERIFIER, reason};

    #[test]
    fn appendix_b_through_each_operation() {
        let derived = PkceStd.derive(VERIFIER, Some(b"S256")).unwrap();
        assert_eq!(derived.challenge.unwrap().as_bytes(), CHALLENGE);
        assert_eq!(PkceStd.derive(VERIFIER, None).unwrap().method.unwrap(), "S256");
        assert!(PkceStd.verify(VERIFIER, CHALLENGE, Some(b"S256")).unwrap());
        assert!(PkceStd.verify(VERIFIER, VERIFIER, Some(b"plain")).unwrap());
        assert!(!PkceStd.verify(VERIFIER, VERIFIER, Some(b"S256")).unwrap());
        assert!(PkceStd.check_verifier(VERIFIER).unwrap());
        assert_eq!(PkceStd.parse_method(Some(b"S256")).unwrap(), "S256");
        assert_eq!(PkceStd.generate(2, Some(100)).unwrap()[1].len(), 100);
        assert_eq!(PkceStd.generate(1, None).unwrap().len(), 1);
    }

    #[test]
    fn refusals_keep_their_reason() {
        let bad = reason(PkceStd.check_verifier(&[b'%'; 43]));
        assert_eq!(bad, Some(Reason::VerifierBadChar));
        let unknown = reason(PkceStd.verify(VERIFIER, CHALLENGE, Some(b"S256\n")));
        assert_eq!(unknown, Some(Reason::MethodUnsupported));
        assert_eq!(reason(PkceStd.verify(VERIFIER, CHALLENGE, None)), None);
        assert_eq!(reason(PkceStd.generate(1, Some(42))), Some(Reason::Other));
    }
}
