//! Holds any PKCE (RFC 7636) implementation against the vectors of `pkce-vectors`.
pub mod adapter;
pub mod implementation;
pub mod wire;
