//! HTTP/1.1 messages on a stream (RFC 9112), read within limits of size and time.

mod body;
mod error;
mod incoming;
mod outgoing;
mod stream;

pub(crate) use error::WireError;
pub(crate) use incoming::{Incoming, Limits, RequestHead};
pub(crate) use outgoing::{request, request_target, response_head};
pub(crate) use stream::Timed;
