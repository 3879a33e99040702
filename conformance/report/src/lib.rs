//! Results of `pkce-conformance` in the forms that people and programs read.
//!
//! A module for each kind of result holds what is shown of it, its enum `Form`, and a file for each form. [`render`] turns
//! a result into a text; [`read`] turns the JSON of a run back into a report.
//!
//! Whatever a target said is hostile text. Every form passes it through [`clean`], or writes it so that nothing in it is
//! markup.

#![forbid(unsafe_code)]

pub mod adapter_rules;
pub mod comparison;
pub mod diagnosis;
mod explain;
pub mod exploration;
mod form;
#[cfg(test)]
mod hostile;
mod json;
pub mod kills;
pub mod measure;
mod page;
mod read;
pub mod run;
pub mod shapes;
mod style;
pub mod targets;
pub mod vectors;
mod words;

pub use form::{Form, render};
pub use page::{COLUMNS, wrapped};
pub use pkce_conformance::text::clean;
pub use read::{ReadError, read};
