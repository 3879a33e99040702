//! Why a message was not read.

use std::io;

/// Why no whole message came.
#[derive(Debug, thiserror::Error)]
pub(crate) enum WireError {
    /// The other end closed the connection before the first octet.
    #[error("the connection was closed without an answer")]
    Closed,
    /// It closed the connection amid the message.
    #[error("the connection was closed in the middle of {0}")]
    Cut(&'static str),
    /// The time ran out.
    #[error("no whole message came in time: {0} was still awaited")]
    TimedOut(&'static str),
    /// More came than is read.
    #[error("{what} is longer than {most}, the most that is read")]
    TooLong {
        /// What is too long.
        what: &'static str,
        /// The limit, with its unit.
        most: String,
    },
    /// It is no HTTP.
    #[error("what came is not HTTP/1.1: {0}")]
    Malformed(String),
    /// The stream failed.
    #[error("the connection failed: {0}")]
    Stream(#[source] io::Error),
}

impl WireError {
    /// What an error of the stream means while `what` is awaited.
    pub(super) fn of(error: io::Error, what: &'static str) -> Self {
        match error.kind() {
            io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut => Self::TimedOut(what),
            io::ErrorKind::UnexpectedEof => Self::Cut(what),
            _ => Self::Stream(error),
        }
    }
}
