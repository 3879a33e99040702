//! The file that describes a live server: where it is, which clients it has, how its user logs in, how fast it may be asked.
//!
//! `conformance/schema/server.schema.json` is its schema. A wrong file is refused with the line and what would be right.

mod file;
mod read;
mod secret;
mod values;

pub use file::{
    Capture, ClientEntry, LoginMode, OffersEntry, PaceEntry, PageRule, RoleEntry, RunEntry,
    ServerEntry, ServerFile, SessionEntry, SetupRequest,
};
pub use read::{parse, read};
pub use secret::{Secret, SecretError};
pub use values::{Css, HttpUrl};
