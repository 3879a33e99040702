//! The adapter protocol's messages (`PROTOCOL.md`), as types: what a target is asked and what it answers.
//!
//! The same types serve an implementation in this process, which never sees JSON, and one behind stdio.

mod about;
mod call;
mod decode;
mod encode;
mod flow;
mod object;
mod octets;
mod offers;
mod reply;

pub use about::{About, Accept};
pub use call::{Call, LibraryCall};
pub use decode::{Answer, DecodeError, Decoded, decode_about, decode_line};
pub use encode::{encode_about, encode_hello, encode_reply, encode_request};
pub use flow::{
    ClientFacts, FlowPolicy, Open, Outcome, PkceRequired, SentRequest, StepAnswer, StepCall,
};
pub use octets::Octets;
pub use offers::{Binding, ClientAuth, Offers, Pushed, RoleOffers, Ways, first_of_kind};
pub use reply::{Failure, Reason, Reply};

/// The version of the protocol that the runner speaks.
pub const PROTOCOL: u32 = 1;

/// The longest line the runner writes, in octets.
pub const MAX_LINE_OUT: usize = 8 << 20;

/// The longest line the runner reads, in octets.
pub const MAX_LINE_IN: usize = 1 << 20;

/// The most verifiers that one call of `generate` asks for.
pub const MAX_BATCH: u32 = 2_000;
