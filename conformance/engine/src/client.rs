//! A client without sockets: what it decides, and what it keeps of a login.
//!
//! The reference decides by `pkce_core::client`. A mutant overrides one decision. Whoever drives it over a network asks it
//! for each message, and brings what came.

mod decisions;
mod login;

pub use decisions::{Again, ClientDecisions, Reference, Refusal};
pub use login::{Answer, Came, Draw, Login, Setup};
