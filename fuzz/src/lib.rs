//! Fuzzing PKCE: what must hold for every input, as plain functions.
//!
//! A [property](properties) panics where it does not hold. libFuzzer drives them (`fuzz_targets/`, a line each),
//! proptest drives them, and so does the replay of corpus and regressions on stable; [`TARGETS`] is the list.
//! What is right is said by an [oracle] that is slow and obvious, never by the code under test.
#![forbid(unsafe_code)]
#![expect(clippy::missing_panics_doc, reason = "to panic is how a property speaks")]

pub mod case;
pub mod dictionaries;
pub mod oracle;
pub mod properties;
pub mod seeds;
mod target;
pub mod world;

pub use target::{TARGETS, Target};
