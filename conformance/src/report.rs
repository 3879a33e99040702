//! Reports: a [`crate::result::Report`] in the forms that people and programs read.
//!
//! Whatever a target said is hostile text. Every form passes it through [`clean`].

pub mod check;
pub mod compare;
pub(crate) mod explain;
mod explore;
#[cfg(test)]
mod hostile;
mod json;
mod style;
pub mod terminal;
mod words;

pub use crate::clean::clean;
pub use explore::{explored, explored_json, measured};
pub use json::{json, json_list};
