//! Holds any PKCE (RFC 7636) implementation against the vectors of `pkce-vectors`.
pub mod adapter;
pub mod implementation;
#[cfg(feature = "cli")]
pub mod init;
pub mod wire;
