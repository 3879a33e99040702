//! An exception to the grammar: texts that are taken though it refuses them, or refused though it takes them.

use pkce_core::{
    ChallengeMethod, VerifierError, VerifyError,
    grammar::{is_code_challenge, is_code_verifier},
    server::{Decisions, Standard},
};

use crate::{
    Mutant,
    library::steps::{InSteps, Steps},
};

/// One value of a family: a length, or an octet.
pub(super) trait Exception: Copy + Send + Sync + 'static {
    /// Its name in those of mutants: `length-42`, `octet-2b`.
    fn name(self) -> String;

    /// Whether text has it.
    fn is_in(self, text: &[u8]) -> bool;

    /// Whether text would be well formed if the grammar had the exception.
    fn fits(self, text: &[u8]) -> bool;
}

/// Whether the exception is taken though the grammar refuses it, or refused though the grammar takes it.
#[derive(Clone, Copy)]
pub(super) enum Is {
    Taken,
    Refused,
}

impl Is {
    fn word(self) -> &'static str {
        match self {
            Self::Taken => "accepted",
            Self::Refused => "refused",
        }
    }

    fn verdict(self, exception: impl Exception, text: &[u8], fits: fn(&[u8]) -> bool) -> bool {
        match self {
            Self::Taken => fits(text) || exception.fits(text),
            Self::Refused => fits(text) && !exception.is_in(text),
        }
    }
}

/// A library that makes the exception for verifiers.
pub(super) fn of_verifiers(
    exception: impl Exception,
    is: Is,
    breaks: &'static [&'static str],
    says: String,
) -> Mutant {
    #[derive(Clone, Copy)]
    struct Makes<E>(E, Is);
    impl<E: Exception> Steps for Makes<E> {
        fn verifier_fits(&self, verifier: &[u8]) -> bool {
            self.1.verdict(self.0, verifier, is_code_verifier)
        }
    }
    let name = format!("{}-{}", exception.name(), is.word());
    Mutant::library(name, breaks, says, InSteps(Makes(exception, is)))
}

/// A library that makes it for challenges.
pub(super) fn of_challenges(
    exception: impl Exception,
    is: Is,
    breaks: &'static [&'static str],
    says: String,
) -> Mutant {
    #[derive(Clone, Copy)]
    struct Makes<E>(E, Is);
    impl<E: Exception> Steps for Makes<E> {
        fn challenge_fits(&self, challenge: &[u8], _: Option<ChallengeMethod>) -> bool {
            self.1.verdict(self.0, challenge, is_code_challenge)
        }
    }
    let name = format!("challenge-{}-{}", exception.name(), is.word());
    Mutant::library(name, breaks, says, InSteps(Makes(exception, is)))
}

/// A server that makes it for verifiers.
pub(super) fn at_server(
    exception: impl Exception,
    is: Is,
    breaks: &'static [&'static str],
    says: String,
) -> Mutant {
    #[derive(Clone, Copy)]
    struct Makes<E>(E, Is);
    impl<E: Exception> Decisions for Makes<E> {
        fn verifier_syntax(&self, verifier: &[u8]) -> Result<(), VerifyError> {
            match (self.1, self.0.is_in(verifier)) {
                (_, false) => Standard.verifier_syntax(verifier),
                (Is::Taken, true) => Ok(()),
                (Is::Refused, true) => Err(VerifierError::BadByte { offset: 0 }.into()),
            }
        }
    }
    let word = match is {
        Is::Taken => "accepts",
        Is::Refused => "refuses",
    };
    let name = format!("server-{word}-{}", exception.name());
    Mutant::server(name, breaks, says, Makes(exception, is))
}
