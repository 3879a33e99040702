//! The reference server over HTTP: the positive control of everything that asks a server, and, with another model behind it,
//! a wrong server to try one's own tests on.
//!
//! It listens on loopback alone, answers requests that name it in `Host` alone, and holds a bounded state. Nobody logs in:
//! whoever asks for a code gets one, unless [`Login`] asks for a user name and a password first.

mod answers;
mod clients;
mod connection;
mod html;
mod journal;
mod listen;
mod login;
mod model;
mod page;
mod registration;
mod signed;
mod site;
mod stepped;
mod together;

pub(crate) use answers::{Answers, Said};
pub(crate) use connection::plain;
pub(crate) use listen::listen;
pub(crate) use site::Asked;

pub use clients::{clients, drawn_keys, public_keys, registered, target_file};
pub use listen::{Running, serve};
pub use login::Login;
pub use model::{Direct, Model, NotRegistered};
pub use site::Site;
pub use stepped::Stepped;
