//! Keys of clients and what they sign: assertions (RFC 7523) and request objects (RFC 9101), as compact JWS (RFC 7515).
//!
//! One algorithm: ES256 (RFC 7518 §3.4). It is among those that every profile of OAuth allows, and `ring` has it.

mod claims;
mod key;
mod token;

pub(crate) use claims::Claims;
pub use key::{KeyError, PublicKey, SigningKey};

/// `client_assertion_type` of a signed assertion (RFC 7523 §2.2).
pub(crate) const ASSERTION_TYPE: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
