//! HTTP messages without sockets: requests and responses as octets, and what a step means in them.
//!
//! A step's call becomes a [`Request`], which a server reads back; a server's answer becomes a [`Response`], which
//! becomes the step's answer. The reference in this process goes the whole way, so that what is true of it is true on
//! the wire. Nothing here opens a connection.

mod endpoint;
mod form;
mod headers;
mod location;
mod metadata;
mod read;
mod request;
mod response;
mod serve;
mod write;

pub use endpoint::{Endpoint, Method};
pub use form::{encode, encode_pairs};
pub use headers::Headers;
pub use location::redirected_parameters;
pub use read::step_answer;
pub use request::{Request, Signed};
pub use response::Response;
pub use serve::serve;
