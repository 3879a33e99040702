//! A length that the grammar refuses is taken, or one that it takes is refused, or cut off.

use std::borrow::Cow;

use pkce_core::grammar::is_unreserved;

use super::exception::{Exception, Is, at_server, of_challenges, of_verifiers};
use crate::{
    Mutant,
    library::steps::{InSteps, Steps},
};
use pkce_vectors::{requirement_ids as ids, transformations::pieces};

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

#[derive(Clone, Copy)]
struct Length(usize);

impl Exception for Length {
    fn name(self) -> String {
        format!("length-{}", self.0)
    }

    fn is_in(self, text: &[u8]) -> bool {
        text.len() == self.0
    }

    fn fits(self, text: &[u8]) -> bool {
        self.is_in(text) && text.iter().all(|octet| is_unreserved(*octet))
    }
}

fn accepts(length: usize) -> Mutant {
    let breaks: &[&str] = if length == 0 {
        &[ids::RFC7636_4_1_VERIFIER_GRAMMAR, ids::HARDENING_EMPTY_VERIFIER_OWN_TRANSFORM]
    } else {
        &[ids::RFC7636_4_1_VERIFIER_GRAMMAR, ids::HARDENING_MALFORMED_VERIFIER_MATCHES]
    };
    let says = format!("a verifier of {length} characters is taken");
    of_verifiers(Length(length), Is::Taken, breaks, says)
        .of_family("length-accepted")
        .held_against(VERIFIERS)
}

fn refuses(length: usize) -> Mutant {
    let says = format!("a verifier of {length} characters is refused");
    of_verifiers(
        Length(length),
        Is::Refused,
        &[ids::RFC7636_4_1_VERIFIER_GRAMMAR, ids::RFC7636_4_6_EQUAL_CONTINUES],
        says,
    )
    .of_family("length-refused")
    .held_against(VERIFIERS)
}

fn cuts(length: usize) -> Mutant {
    #[derive(Clone, Copy)]
    struct Cuts(usize);
    impl Steps for Cuts {
        fn read<'a>(&self, verifier: &'a [u8]) -> Cow<'a, [u8]> {
            Cow::Borrowed(pieces::first(verifier, self.0))
        }
    }
    Mutant::library(
        format!("cut-after-{length}"),
        if length == 128 {
            &[ids::HARDENING_DERIVE_MALFORMED]
        } else {
            &[ids::RFC7636_4_2_S256_FORMULA]
        },
        format!("a verifier is kept in {length} characters, and cut without a word"),
        InSteps(Cuts(length)),
    )
    .of_family("cut-after-length")
    .held_against(&["derive/*length-*"])
}

fn challenge_accepts(length: usize) -> Mutant {
    let says = format!("a challenge of {length} characters is taken");
    of_challenges(Length(length), Is::Taken, &[ids::RFC7636_4_2_CHALLENGE_GRAMMAR], says)
        .of_family("challenge-length-accepted")
        .held_against(CHALLENGES)
}

fn challenge_refuses(length: usize) -> Mutant {
    let says = format!("a challenge of {length} characters is refused");
    of_challenges(Length(length), Is::Refused, &[ids::RFC7636_4_2_CHALLENGE_GRAMMAR], says)
        .of_family("challenge-length-refused")
        .held_against(CHALLENGES)
}

fn server_accepts(length: usize) -> Mutant {
    let says = format!("the token endpoint takes a verifier of {length} characters");
    at_server(Length(length), Is::Taken, &[ids::HARDENING_MALFORMED_VERIFIER_MATCHES], says)
        .of_family("server-accepts-length")
        .held_against(SERVER)
}

fn server_refuses(length: usize) -> Mutant {
    let says = format!("the token endpoint refuses a verifier of {length} characters");
    at_server(Length(length), Is::Refused, &[ids::RFC7636_4_6_EQUAL_CONTINUES], says)
        .of_family("server-refuses-length")
        .held_against(SERVER)
}
