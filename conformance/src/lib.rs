//! Holds any PKCE (RFC 7636) implementation against the vectors of `pkce-vectors`.
//!
//! To have them as tests of your own Rust code, go to [`harness`]: it wants an
//! [`Implementation`](implementation::Implementation), and nothing else here.
//!
//! A run goes from a [`plan`] through the [`schedule`], which puts each [`case`] to a target behind a [`transport`], to
//! the [`judge`], and ends in the one [`result`] of which every report is made. [`wire`] is the adapter protocol as
//! types, [`adapter`] its other end. [`mod@reference`] is one more target, and [`mutants`] are others that are wrong on
//! purpose: they show what the vectors catch. The feature `cli` adds the command `pkce`, `rust-adapters` the published
//! crates that it drives.

#![forbid(unsafe_code)]

pub mod adapter;
mod bounded;
pub mod case;
#[cfg(feature = "cli")]
pub mod catalogue;
#[cfg(feature = "cli")]
pub mod check;
pub mod clean;
#[cfg(feature = "cli")]
pub mod cli;
pub mod draft;
#[cfg(feature = "cli")]
pub mod explore;
pub mod harness;
pub mod implementation;
#[cfg(feature = "cli")]
pub mod init;
pub mod judge;
pub mod known;
pub mod mutants;
mod parallel;
pub mod plan;
pub mod reference;
#[cfg(feature = "cli")]
pub mod report;
pub mod result;
pub mod run;
#[cfg(feature = "rust-adapters")]
pub mod rust_adapters;
pub mod schedule;
#[cfg(feature = "cli")]
pub mod target;
pub mod transport;
pub mod wire;
