//! Holds any PKCE (RFC 7636) implementation against the vectors of `pkce-vectors`.
pub mod adapter;
pub mod case;
pub mod implementation;
#[cfg(feature = "cli")]
pub mod init;
pub mod judge;
pub mod known;
pub mod plan;
pub mod reference;
pub mod result;
pub mod run;
#[cfg(feature = "rust-adapters")]
pub mod rust_adapters;
pub mod schedule;
pub mod transport;
pub mod wire;
