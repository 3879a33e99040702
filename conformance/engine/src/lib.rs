//! Holds any PKCE (RFC 7636) implementation against the vectors of `pkce-vectors`.
//!
//! To have them as tests of your own Rust code, go to [`harness`]: it wants an
//! [`Implementation`](implementation::Implementation), and nothing else here.
//!
//! A run goes from a [`plan`] through the [`schedule`], which puts each [`case`] to a target behind a [`transport`], to
//! the [`judge`], and ends in the one [`result`] of which every report is made. [`wire`] is the adapter protocol as
//! types, [`adapter`] its other end. [`mod@reference`] is one more target.

#![forbid(unsafe_code)]

pub mod adapter;
pub mod bounded;
pub mod case;
pub mod client;
pub mod draft;
pub mod fault;
pub mod fixture;
pub mod harness;
pub mod implementation;
pub mod judge;
pub mod known;
pub mod messages;
pub mod offers;
pub mod parallel;
pub mod plan;
pub mod reference;
pub mod result;
pub mod run;
pub mod schedule;
pub mod settings;
pub mod text;
pub mod transport;
pub mod wire;
