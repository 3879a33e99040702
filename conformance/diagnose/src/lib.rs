//! Why a verifier and a challenge of PKCE (RFC 7636) do not belong together.
//!
//! Whoever has a pair that a server refuses knows which of the two is wrong no better than the
//! server does. The transformations that somebody took by mistake once are known
//! ([`pkce_vectors::transformations`]), so the answer is a search: [`diagnose`] derives from each
//! verifier what one mistake, or two of them, would have made of it, and looks for the challenge
//! there. [`read()`] finds the values in a pasted URL, a request's body, a `curl` command or a line of
//! a log.
//!
//! An answer is the way from the one to the other, and is proved by the text that comes out: there
//! is no guess among them. Where no way leads there, the diagnosis says so.
//!
//! # What is never shown
//!
//! No verifier, no challenge as it was given, and nothing that stands beside them: a diagnosis names
//! values by number, place and length. It does hold the S256 of each verifier, which is what the
//! challenge should have been.
//!
//! # Not here
//!
//! Input and output: who calls says where a value comes from, and writes the answer.

#![forbid(unsafe_code)]

mod advice;
mod ask;
mod diagnosis;
mod faults;
mod given;
mod near;
pub mod read;
mod search;

pub use ask::{MOST_VALUES, diagnose, known_transformations, requirements};
pub use diagnosis::{Answer, By, Diagnosis, Look, Seen, Verdict};
pub use faults::Fault;
pub use given::{Beside, Challenge, Given, Method, Place, Request, Value};
pub use read::read;
