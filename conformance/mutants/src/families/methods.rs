//! A name that is neither method is taken for one of them.

use pkce_core::{
    ChallengeMethod,
    server::{Asked, BoundMethod, Decisions, Refusal, Standard},
};
use pkce_vectors::requirement_ids as ids;

use crate::{
    Mutant,
    library::steps::{InSteps, Steps},
};
use pkce_conformance::{implementation::Answered, reference::StandardLibrary};

/// Names that come up: misspelt, of other registries, or nothing in some language.
const NAMES: [&str; 24] = [
    "s256",
    "sha256",
    "SHA256",
    "SHA-256",
    "S-256",
    "S_256",
    "S512",
    "S384",
    "HS256",
    "RS256",
    "MD5",
    "PLAIN",
    "Plain",
    "text/plain",
    "plane",
    "none",
    "None",
    "null",
    "undefined",
    "true",
    "false",
    "0",
    "*",
    "identity",
];

pub(super) fn mutants() -> Vec<Mutant> {
    NAMES
        .into_iter()
        .flat_map(|name| [as_s256(name), as_plain(name), server_as_s256(name)])
        .collect()
}

/// A library that takes one more name for a method.
#[derive(Clone, Copy)]
struct Takes(&'static str, ChallengeMethod);

impl Steps for Takes {
    fn method(&self, name: Option<&[u8]>) -> Answered<ChallengeMethod> {
        if name == Some(self.0.as_bytes()) { Ok(self.1) } else { StandardLibrary.method(name) }
    }
}

fn as_s256(name: &'static str) -> Mutant {
    Mutant::library(
        format!("method-{name}-as-s256"),
        &[ids::HARDENING_METHOD_NEAR_MISS_S256],
        format!("the method {name:?} is S256"),
        InSteps(Takes(name, ChallengeMethod::S256)),
    )
    .of_family("method-as-s256")
    .held_against(&["verify/method-*", "parse-method/*"])
}

fn as_plain(name: &'static str) -> Mutant {
    let breaks: &[&str] = match name.to_ascii_lowercase().as_str() {
        "plain" => &[ids::HARDENING_PLAIN_NEAR_MISS],
        _ => &[ids::RFC7636_4_3_OTHER_NAME_IS_NEITHER],
    };
    Mutant::library(
        format!("method-{name}-as-plain"),
        breaks,
        format!("the method {name:?} is plain"),
        InSteps(Takes(name, ChallengeMethod::Plain)),
    )
    .of_family("method-as-plain")
    .held_against(&["verify/method-*", "parse-method/*"])
}

fn server_as_s256(name: &'static str) -> Mutant {
    #[derive(Clone, Copy)]
    struct Takes(&'static str);
    impl Decisions for Takes {
        fn method_named(&self, name: &[u8], asked: &Asked<'_>) -> Result<BoundMethod, Refusal> {
            if name == self.0.as_bytes() {
                Ok(BoundMethod::S256)
            } else {
                Standard.method_named(name, asked)
            }
        }
    }
    Mutant::server(
        format!("server-takes-method-{name}-as-s256"),
        &[ids::HARDENING_METHOD_NEAR_MISS_S256],
        format!("the authorization endpoint takes the method {name:?} for S256"),
        Takes(name),
    )
    .of_family("server-takes-method-as-s256")
    .held_against(&["flow/receiver/method-*"])
}
