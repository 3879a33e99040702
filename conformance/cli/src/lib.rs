//! The command `pkce`: its arguments, the subjects that it can name, the file of a project, adapters held to the protocol,
//! and skeletons of new adapters.

#![forbid(unsafe_code)]

pub mod adapter_rules;
pub mod command;
pub mod init;
pub mod list;
mod near;
pub mod project;
#[cfg(feature = "rust-adapters")]
pub mod rust_adapters;
pub mod subject;
