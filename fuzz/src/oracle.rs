//! What is right, said slowly and obviously, by code and libraries that the reference does not use.

mod digest;
mod form;
mod grammar;
mod text;

pub use digest::{decode_s256, is_s256_of, s256};
pub use form::{Sent, basic, form, sent};
pub use grammar::{
    UNRESERVED, first_reserved, is_43_to_128_unreserved, parse_challenge, parse_verifier,
};
pub use text::{is_plainly_visible, visible};
