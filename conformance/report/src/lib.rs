//! Results of `pkce-conformance` in the forms that people and programs read.
//!
//! Whatever a target said is hostile text. Every form passes it through [`clean`], or writes it so that nothing in it is
//! markup.

#![forbid(unsafe_code)]

pub mod adapter_rules;
pub mod compare;
pub mod explain;
mod explore;
#[cfg(test)]
mod hostile;
mod json;
pub mod mutants;
mod style;
pub mod terminal;
mod words;

pub use explore::{explored, explored_json, measured};
pub use json::{json, json_list};
pub use pkce_conformance::text::clean;
