#![doc = include_str!("../README.md")]
#![no_std]
#![forbid(unsafe_code)]

extern crate alloc;
#[cfg(test)]
extern crate std;

pub mod challenge;
pub mod client;
pub mod error;
pub mod grammar;
mod inline;
pub mod method;
pub mod policy;
pub mod request;
pub mod server;
pub mod transform;
pub mod verifier;
pub mod verify;

pub use challenge::{ChallengeError, ChallengeText, CodeChallenge};
pub use error::OAuthError;
pub use method::{ChallengeMethod, MethodError};
pub use verifier::{CodeVerifier, GeneratedVerifier, VerifierError};
pub use verify::{VerifyError, verify};
