//! Lines to messages, for both ends of the protocol.

mod answer;
mod error;
mod named;
mod request;

pub use answer::{Answer, decode_about};
pub use error::DecodeError;
pub use request::{Decoded, decode_line};
