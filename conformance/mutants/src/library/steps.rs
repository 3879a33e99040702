//! A library in the steps that its operations share, so that a mutant can be wrong in one of them.
//!
//! The reference itself calls `pkce-core`, whose hot path has no such seams; a test holds [`InSteps`] without a
//! fault to the same vectors.

use std::borrow::Cow;

use pkce_core::{ChallengeMethod, CodeChallenge, grammar, transform};

use pkce_conformance::{
    implementation::{Answered, Declined, Derived},
    reference::Library,
    wire::Reason,
};

/// The steps, each with the documents' answer for a default.
pub(crate) trait Steps {
    /// The method that a name stands for.
    fn method(&self, name: Option<&[u8]>) -> Answered<ChallengeMethod> {
        ChallengeMethod::parse(name)
            .map_err(|error| Declined::refused(Reason::MethodUnsupported, error.to_string()))
    }

    /// What is made of a verifier before anything else.
    fn read<'a>(&self, verifier: &'a [u8]) -> Cow<'a, [u8]> {
        Cow::Borrowed(verifier)
    }

    /// What is made of a challenge before anything else.
    fn read_challenge<'a>(&self, challenge: &'a [u8]) -> Cow<'a, [u8]> {
        Cow::Borrowed(challenge)
    }

    /// Whether `derive` and `verify` look at the form of what they get. A library that only compares need not.
    fn looks(&self) -> bool {
        true
    }

    /// Whether a verifier has the form of RFC 7636 §4.1.
    fn verifier_fits(&self, verifier: &[u8]) -> bool {
        grammar::is_code_verifier(verifier)
    }

    /// Whether a challenge has the form of RFC 7636 §4.2; where the method is known, the form that it gives.
    fn challenge_fits(&self, challenge: &[u8], method: Option<ChallengeMethod>) -> bool {
        match method {
            None => grammar::is_code_challenge(challenge),
            Some(method) => CodeChallenge::parse(method, challenge).is_ok(),
        }
    }

    /// S256, of what is a verifier or isn't.
    fn s256(&self, verifier: &[u8]) -> Vec<u8> {
        transform::s256(verifier).into()
    }

    /// What plain makes of it.
    fn plain(&self, verifier: &[u8]) -> Vec<u8> {
        verifier.into()
    }

    /// Whether what was computed is the challenge.
    fn equal(&self, computed: &[u8], challenge: &[u8]) -> bool {
        computed == challenge
    }
}

/// The library that those steps make.
#[derive(Debug, Clone, Copy)]
pub(crate) struct InSteps<S>(pub(crate) S);

impl<S: Steps> InSteps<S> {
    fn transformed(&self, method: ChallengeMethod, verifier: &[u8]) -> Answered<Vec<u8>> {
        let verifier = self.0.read(verifier);
        if self.0.looks() && !self.0.verifier_fits(&verifier) {
            return Err(Declined::refused(Reason::Other, "no code verifier"));
        }
        Ok(match method {
            ChallengeMethod::S256 => self.0.s256(&verifier),
            ChallengeMethod::Plain => self.0.plain(&verifier),
        })
    }
}

impl<S: Steps> Library for InSteps<S> {
    fn derive(&mut self, verifier: &[u8], method: Option<&[u8]>) -> Answered<Derived> {
        let method = self.0.method(method)?;
        let challenge = String::from_utf8_lossy(&self.transformed(method, verifier)?).into_owned();
        Ok(Derived { challenge: Some(challenge), method: Some(method.as_str().to_owned()) })
    }

    fn verify(
        &mut self,
        verifier: &[u8],
        challenge: &[u8],
        method: Option<&[u8]>,
    ) -> Answered<bool> {
        let method = self.0.method(method)?;
        let challenge = self.0.read_challenge(challenge);
        if self.0.looks() && !self.0.challenge_fits(&challenge, Some(method)) {
            return Err(Declined::refused(Reason::Other, "no code challenge"));
        }
        Ok(self.0.equal(&self.transformed(method, verifier)?, &challenge))
    }

    fn check_verifier(&mut self, verifier: &[u8]) -> Answered<bool> {
        Ok(self.0.verifier_fits(&self.0.read(verifier)))
    }

    fn check_challenge(&mut self, challenge: &[u8], method: Option<&[u8]>) -> Answered<bool> {
        let method = method.map(|name| self.0.method(Some(name))).transpose()?;
        Ok(self.0.challenge_fits(&self.0.read_challenge(challenge), method))
    }

    fn parse_method(&mut self, method: Option<&[u8]>) -> Answered<String> {
        Ok(self.0.method(method)?.as_str().to_owned())
    }
}

/// A library in steps that overrides what stands in the braces.
macro_rules! steps {
    ($($body:tt)*) => {
        $crate::library::steps::InSteps($crate::wrong!(Steps { $($body)* }))
    };
}
pub(crate) use steps;

/// The same for a library that compares without looking at the form of anything.
macro_rules! lenient_steps {
    ($($body:tt)*) => {
        $crate::library::steps::steps! {
            fn looks(&self) -> bool { false }
            $($body)*
        }
    };
}
pub(crate) use lenient_steps;

#[cfg(test)]
mod tests {
    use pkce_vectors::requirement_ids as ids;

    use super::*;
    use crate::{Mutant, wrong};

    /// Whatever a mutant in steps is killed by, the step that it overrides is to blame.
    #[test]
    fn the_steps_themselves_are_right() {
        let right = Mutant::library(
            "right",
            &[ids::RFC7636_4_2_S256_FORMULA],
            "nothing is overridden",
            InSteps(wrong!(Steps {})),
        );
        let set = pkce_vectors::VectorSet::bundled().unwrap();
        let (matrix, _) = crate::hold(&set, &[right], 1, &|| ());
        assert!(matrix.killed.iter().all(crate::Killed::survives));
    }
}
