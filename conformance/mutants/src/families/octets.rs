//! An octet that the grammar refuses is taken, or one that it takes is refused, or read as another.

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
};

const VERIFIERS: &[&str] = &["check-verifier/byte-*", "verify/verifier-byte-*"];
const CHALLENGES: &[&str] = &["check-challenge/byte-*"];
const DERIVED: &[&str] = &["derive/verifier-byte-*"];

pub(super) fn mutants() -> Vec<Mutant> {
    let mut mutants = Vec::new();
    for octet in 0..=u8::MAX {
        if is_unreserved(octet) {
            mutants.extend([refuses(octet), challenge_refuses(octet), server_refuses(octet)]);
        } else {
            mutants.extend([accepts(octet), challenge_accepts(octet)]);
        }
        mutants.push(reads_as_another(octet));
    }
    mutants
}

/// Whether text would be well formed if `octet` were unreserved.
fn would_fit(text: &[u8], octet: u8) -> bool {
    (43..=128).contains(&text.len())
        && text.iter().all(|known| is_unreserved(*known) || *known == octet)
}

fn accepts(octet: u8) -> Mutant {
    #[derive(Clone, Copy)]
    struct Accepts(u8);
    impl Steps for Accepts {
        fn verifier_fits(&self, verifier: &[u8]) -> bool {
            would_fit(verifier, self.0)
        }
    }
    Mutant::library(
        format!("octet-{octet:02x}-accepted"),
        &[VERIFIER, MALFORMED],
        format!("octet {octet:02x} is taken for an unreserved character"),
        InSteps(Accepts(octet)),
    )
    .of_family("octet-accepted")
    .held_against(VERIFIERS)
}

fn refuses(octet: u8) -> Mutant {
    #[derive(Clone, Copy)]
    struct Refuses(u8);
    impl Steps for Refuses {
        fn verifier_fits(&self, verifier: &[u8]) -> bool {
            is_code_verifier(verifier) && !verifier.contains(&self.0)
        }
    }
    Mutant::library(
        format!("octet-{octet:02x}-refused"),
        &[VERIFIER, EQUAL],
        format!("{:?} is refused in a verifier", char::from(octet)),
        InSteps(Refuses(octet)),
    )
    .of_family("octet-refused")
    .held_against(VERIFIERS)
}

fn server_refuses(octet: u8) -> Mutant {
    #[derive(Clone, Copy)]
    struct Refuses(u8);
    impl Decisions for Refuses {
        fn verifier_syntax(&self, verifier: &[u8]) -> Result<(), VerifyError> {
            match verifier.iter().position(|known| *known == self.0) {
                Some(offset) => Err(VerifierError::BadByte { offset }.into()),
                None => Standard.verifier_syntax(verifier),
            }
        }
    }
    Mutant::server(
        format!("server-refuses-octet-{octet:02x}"),
        &[EQUAL],
        format!("the token endpoint refuses a verifier with {:?}", char::from(octet)),
        Refuses(octet),
    )
    .of_family("server-refuses-octet")
    .held_against(&["flow/receiver/verifier-*"])
}

fn challenge_accepts(octet: u8) -> Mutant {
    #[derive(Clone, Copy)]
    struct Accepts(u8);
    impl Steps for Accepts {
        fn challenge_fits(&self, challenge: &[u8], _: Option<ChallengeMethod>) -> bool {
            would_fit(challenge, self.0)
        }
    }
    Mutant::library(
        format!("challenge-octet-{octet:02x}-accepted"),
        &[CHALLENGE],
        format!("octet {octet:02x} is taken for a character of a challenge"),
        InSteps(Accepts(octet)),
    )
    .of_family("challenge-octet-accepted")
    .held_against(CHALLENGES)
}

fn challenge_refuses(octet: u8) -> Mutant {
    #[derive(Clone, Copy)]
    struct Refuses(u8);
    impl Steps for Refuses {
        fn challenge_fits(&self, challenge: &[u8], _: Option<ChallengeMethod>) -> bool {
            is_code_challenge(challenge) && !challenge.contains(&self.0)
        }
    }
    Mutant::library(
        format!("challenge-octet-{octet:02x}-refused"),
        &[CHALLENGE],
        format!("{:?} is refused in a challenge", char::from(octet)),
        InSteps(Refuses(octet)),
    )
    .of_family("challenge-octet-refused")
    .held_against(CHALLENGES)
}

fn reads_as_another(octet: u8) -> Mutant {
    #[derive(Clone, Copy)]
    struct Reads(u8);
    impl Steps for Reads {
        fn looks(&self) -> bool {
            false
        }

        fn read<'a>(&self, verifier: &'a [u8]) -> Cow<'a, [u8]> {
            let other = |octet: u8| if octet == self.0 { octet ^ 1 } else { octet };
            verifier.iter().map(|octet| other(*octet)).collect()
        }
    }
    let breaks: &[&str] = if is_unreserved(octet) {
        &["rfc7636-4.2-s256-formula"]
    } else {
        &["hardening-derive-malformed"]
    };
    Mutant::library(
        format!("octet-{octet:02x}-read-as-another"),
        breaks,
        format!("octet {octet:02x} is read as its neighbour before it is hashed"),
        InSteps(Reads(octet)),
    )
    .of_family("octet-read-as-another")
    .held_against(DERIVED)
}
