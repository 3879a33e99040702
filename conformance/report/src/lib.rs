//! Results of `pkce-conformance` in the forms that people and programs read.
//!
//! A module for each kind of result holds what is shown of it, its enum `Form`, and a file for each form. [`render`] turns
//! a result into a text; [`read`] turns the JSON of a run back into a report.
//!
//! Whatever a target said is hostile text. Every form passes it through [`clean`], or writes it so that nothing in it is
//! markup.

#![forbid(unsafe_code)]

pub mod adapter_rules;
mod call;
pub mod changes;
pub mod comparison;
mod date;
pub mod diagnosis;
mod explain;
pub mod exploration;
mod failure;
mod form;
#[cfg(test)]
mod hostile;
mod index;
pub mod issue;
mod json;
pub mod kills;
mod markdown;
pub mod measure;
mod page;
mod read;
mod reproduce;
pub mod results;
pub mod run;
mod section;
mod sequence;
pub mod shapes;
mod style;
pub mod targets;
mod told_once;
pub mod vectors;
mod words;
mod xml;

pub use form::{Form, render};
pub use page::{COLUMNS, wrapped};
pub use pkce_conformance::text::clean;
pub use read::{ReadError, read, read_all};
