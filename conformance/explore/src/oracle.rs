//! The oracle: which outcomes of a drawn case are right, and what a wrong one breaks.
//!
//! Written from the documents and the requirements that [`rule`] names, with octets and symbolic values alone: it
//! calls nothing of `pkce-core`, so that a wrong core is blamed as any other target. Where two readings are possible, both outcomes
//! are right.

mod flow;
mod library;
mod name;
mod relation;
mod rule;

pub(super) use flow::{Stage, stages};
pub(super) use library::{Asked, asked};
pub(super) use rule::Rule;
