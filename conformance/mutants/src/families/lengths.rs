//! A length that the grammar refuses is taken, or one that it takes is refused, or cut off.

use std::borrow::Cow;

use pkce_core::{
    ChallengeMethod, VerifierError, VerifyError,
    grammar::{is_code_challenge, is_code_verifier, is_unreserved},
    server::{Decisions, Standard},
};

use crate::{
    ids::{CHALLENGE, EQUAL, MALFORMED, VERIFIER},
    library::steps::{InSteps, Steps},
    mutant::Mutant,
    text,
};

const VERIFIERS: &[&str] =
    &["check-verifier/length-*", "verify/verifier-length-*", "verify/plain-verifier-length-*"];
const CHALLENGES: &[&str] = &["check-challenge/length-*"];
const SERVER: &[&str] = &["flow/receiver/*verifier-length-*"];

/// The lengths that flows are sent with: one that is wrong by much, and those around both bounds.
const OF_FLOWS: [usize; 5] = [1, 4, 32, 42, 129];
const GOOD_OF_FLOWS: [usize; 5] = [43, 44, 100, 127, 128];

pub(super) fn mutants() -> Vec<Mutant> {
    let good = || 43..=128;
    let bad = (0..43).chain(129..=140);
    let mut mutants: Vec<Mutant> =
        bad.flat_map(|length| [accepts(length), challenge_accepts(length)]).collect();
    mutants.extend(good().flat_map(|length| [refuses(length), challenge_refuses(length)]));
    mutants.extend((43..=128).map(cuts));
    mutants.extend(OF_FLOWS.map(server_accepts));
    mutants.extend(GOOD_OF_FLOWS.map(server_refuses));
    mutants
}

fn accepts(length: usize) -> Mutant {
    #[derive(Clone, Copy)]
    struct Accepts(usize);
    impl Steps for Accepts {
        fn verifier_fits(&self, verifier: &[u8]) -> bool {
            is_code_verifier(verifier)
                || (verifier.len() == self.0 && verifier.iter().all(|octet| is_unreserved(*octet)))
        }
    }
    let breaks: &[&str] = if length == 0 {
        &[VERIFIER, "hardening-empty-verifier-own-transform"]
    } else {
        &[VERIFIER, MALFORMED]
    };
    Mutant::library(
        format!("length-{length}-accepted"),
        breaks,
        format!("a verifier of {length} characters is taken"),
        InSteps(Accepts(length)),
    )
    .of_family("length-accepted")
    .held_against(VERIFIERS)
}

fn refuses(length: usize) -> Mutant {
    #[derive(Clone, Copy)]
    struct Refuses(usize);
    impl Steps for Refuses {
        fn verifier_fits(&self, verifier: &[u8]) -> bool {
            is_code_verifier(verifier) && verifier.len() != self.0
        }
    }
    Mutant::library(
        format!("length-{length}-refused"),
        &[VERIFIER, EQUAL],
        format!("a verifier of {length} characters is refused"),
        InSteps(Refuses(length)),
    )
    .of_family("length-refused")
    .held_against(VERIFIERS)
}

fn cuts(length: usize) -> Mutant {
    #[derive(Clone, Copy)]
    struct Cuts(usize);
    impl Steps for Cuts {
        fn read<'a>(&self, verifier: &'a [u8]) -> Cow<'a, [u8]> {
            Cow::Borrowed(text::first(verifier, self.0))
        }
    }
    Mutant::library(
        format!("cut-after-{length}"),
        if length == 128 { &["hardening-derive-malformed"] } else { &["rfc7636-4.2-s256-formula"] },
        format!("a verifier is kept in {length} characters, and cut without a word"),
        InSteps(Cuts(length)),
    )
    .of_family("cut-after-length")
    .held_against(&["derive/*length-*"])
}

fn challenge_accepts(length: usize) -> Mutant {
    #[derive(Clone, Copy)]
    struct Accepts(usize);
    impl Steps for Accepts {
        fn challenge_fits(&self, challenge: &[u8], _: Option<ChallengeMethod>) -> bool {
            is_code_challenge(challenge)
                || (challenge.len() == self.0
                    && challenge.iter().all(|octet| is_unreserved(*octet)))
        }
    }
    Mutant::library(
        format!("challenge-length-{length}-accepted"),
        &[CHALLENGE],
        format!("a challenge of {length} characters is taken"),
        InSteps(Accepts(length)),
    )
    .of_family("challenge-length-accepted")
    .held_against(CHALLENGES)
}

fn challenge_refuses(length: usize) -> Mutant {
    #[derive(Clone, Copy)]
    struct Refuses(usize);
    impl Steps for Refuses {
        fn challenge_fits(&self, challenge: &[u8], _: Option<ChallengeMethod>) -> bool {
            is_code_challenge(challenge) && challenge.len() != self.0
        }
    }
    Mutant::library(
        format!("challenge-length-{length}-refused"),
        &[CHALLENGE],
        format!("a challenge of {length} characters is refused"),
        InSteps(Refuses(length)),
    )
    .of_family("challenge-length-refused")
    .held_against(CHALLENGES)
}

fn server_accepts(length: usize) -> Mutant {
    #[derive(Clone, Copy)]
    struct Accepts(usize);
    impl Decisions for Accepts {
        fn verifier_syntax(&self, verifier: &[u8]) -> Result<(), VerifyError> {
            if verifier.len() == self.0 { Ok(()) } else { Standard.verifier_syntax(verifier) }
        }
    }
    Mutant::server(
        format!("server-accepts-length-{length}"),
        &[MALFORMED],
        format!("the token endpoint takes a verifier of {length} characters"),
        Accepts(length),
    )
    .of_family("server-accepts-length")
    .held_against(SERVER)
}

fn server_refuses(length: usize) -> Mutant {
    #[derive(Clone, Copy)]
    struct Refuses(usize);
    impl Decisions for Refuses {
        fn verifier_syntax(&self, verifier: &[u8]) -> Result<(), VerifyError> {
            if verifier.len() == self.0 {
                return Err(VerifierError::TooShort { length: self.0 }.into());
            }
            Standard.verifier_syntax(verifier)
        }
    }
    Mutant::server(
        format!("server-refuses-length-{length}"),
        &[EQUAL],
        format!("the token endpoint refuses a verifier of {length} characters"),
        Refuses(length),
    )
    .of_family("server-refuses-length")
    .held_against(SERVER)
}
