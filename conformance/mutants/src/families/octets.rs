//! An octet that the grammar refuses is taken, or one that it takes is refused, or read as another.

use pkce_vectors::requirement_ids as ids;
use std::borrow::Cow;

use pkce_core::grammar::is_unreserved;

use super::exception::{Exception, Is, at_server, of_challenges, of_verifiers};
use crate::{
    Mutant,
    library::steps::{InSteps, Steps},
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

#[derive(Clone, Copy)]
struct Octet(u8);

impl Exception for Octet {
    fn name(self) -> String {
        format!("octet-{:02x}", self.0)
    }

    fn is_in(self, text: &[u8]) -> bool {
        text.contains(&self.0)
    }

    fn fits(self, text: &[u8]) -> bool {
        (43..=128).contains(&text.len())
            && text.iter().all(|octet| is_unreserved(*octet) || *octet == self.0)
    }
}

fn accepts(octet: u8) -> Mutant {
    let says = format!("octet {octet:02x} is taken for an unreserved character");
    of_verifiers(
        Octet(octet),
        Is::Taken,
        &[ids::RFC7636_4_1_VERIFIER_GRAMMAR, ids::HARDENING_MALFORMED_VERIFIER_MATCHES],
        says,
    )
    .of_family("octet-accepted")
    .held_against(VERIFIERS)
}

fn refuses(octet: u8) -> Mutant {
    let says = format!("{:?} is refused in a verifier", char::from(octet));
    of_verifiers(
        Octet(octet),
        Is::Refused,
        &[ids::RFC7636_4_1_VERIFIER_GRAMMAR, ids::RFC7636_4_6_EQUAL_CONTINUES],
        says,
    )
    .of_family("octet-refused")
    .held_against(VERIFIERS)
}

fn server_refuses(octet: u8) -> Mutant {
    let says = format!("the token endpoint refuses a verifier with {:?}", char::from(octet));
    at_server(Octet(octet), Is::Refused, &[ids::RFC7636_4_6_EQUAL_CONTINUES], says)
        .of_family("server-refuses-octet")
        .held_against(&["flow/receiver/verifier-*"])
}

fn challenge_accepts(octet: u8) -> Mutant {
    let says = format!("octet {octet:02x} is taken for a character of a challenge");
    of_challenges(Octet(octet), Is::Taken, &[ids::RFC7636_4_2_CHALLENGE_GRAMMAR], says)
        .of_family("challenge-octet-accepted")
        .held_against(CHALLENGES)
}

fn challenge_refuses(octet: u8) -> Mutant {
    let says = format!("{:?} is refused in a challenge", char::from(octet));
    of_challenges(Octet(octet), Is::Refused, &[ids::RFC7636_4_2_CHALLENGE_GRAMMAR], says)
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
        &[ids::RFC7636_4_2_S256_FORMULA]
    } else {
        &[ids::HARDENING_DERIVE_MALFORMED]
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
