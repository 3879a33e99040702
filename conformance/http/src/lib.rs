//! Authorization servers over HTTP: the reference served, and live servers driven through the flows.
//!
//! # The stack
//!
//! Blocking sockets and threads, [`httparse`] for the heads of messages, and nothing else of HTTP. A flow says which octets go
//! on the wire: duplicates, broken percent-encoding, a body that is no form. A client library takes a URL apart and writes it
//! again, follows redirects, asks for compression and retries; each of these would have to be switched off, and some
//! cannot be. A server answers a handful of connections at once, and a driver has as few; neither needs a runtime, which
//! would more than double the crates of the command. Cookies and HTML are the jobs of `cookie_store` and `scraper`.

#![forbid(unsafe_code)]

pub mod client;
pub mod driver;
mod file;
mod message;
pub mod serve;
pub mod signature;
pub mod target;

pub use file::FileError;
