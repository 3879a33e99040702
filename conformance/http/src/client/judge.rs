//! The judge: what is asked of a scenario's log, answered by pure functions.
//!
//! Each room has the questions about one thing, with the rule above the branch that it decides. An answer is a judgement of
//! the engine's: pass, fail with what was expected and what came, or the reason why there is nothing to judge.

mod answer;
mod callback;
mod challenge;
mod code;
mod csrf;
mod facts;
mod fresh;
mod leaks;
mod method;
mod refusal;
mod servers;
mod sight;
mod verifier;

pub use answer::judge;
pub use facts::Facts;
pub use sight::Sight;

#[cfg(test)]
mod tests;
