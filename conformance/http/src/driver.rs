//! The driver: a [`Transport`](pkce_conformance::transport::Transport) that puts flows to a live server.
//!
//! A session of a flow is a user agent, or several, at the server that the target file describes. Every octet that the
//! server sends is a stranger's; sizes, times, redirects and pages have limits.
//!
//! # Not here
//! Compressed answers: none is asked for. Certificates of clients.

mod agent;
mod clients;
mod connections;
mod curl;
mod discovery;
mod fault;
mod form;
mod gate;
mod jar;
mod login;
mod login_command;
mod look;
mod mask;
mod pace;
mod process;
mod session;
mod setup;
mod shown;
mod sign;
mod site;
mod stream;
mod tls;
mod trace;
mod transport;
mod work;

pub use look::look;
pub use transport::{Driver, Options};
