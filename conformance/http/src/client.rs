//! The judge of OAuth clients: it stands in the place of the authorization server, plays the user agent, and judges what
//! the client sends.
//!
//! A scenario says what the server says and does ([`pkce_vectors::Scenario`]). Each is played on an origin of its own, with
//! a process of its own, and leaves a [`log`]; the [`judge`] reads logs and knows no socket. What comes out are the rows of
//! every other run.

mod agent;
mod command;
mod file;
mod home;
mod inside;
pub mod judge;
mod lines;
pub mod log;
mod origin;
mod play;
mod program;
mod reference;
mod run;
mod talker;

pub use command::{ClientCommand, Places, Way};
pub use file::{ClientFile, Reads};
pub use inside::InThisProcess;
pub use reference::ReferenceClient;
pub use run::{ClientOptions, Ran, run};
pub use talker::{Answer, Client, NoAnswer, Talker};
