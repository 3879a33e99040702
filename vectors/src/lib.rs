//! Conformance vectors for PKCE ([RFC 7636](https://www.rfc-editor.org/rfc/rfc7636)) and the documents that build
//! on it, with a requirement behind each.
//!
//! The data lies beside this crate (`requirements.json`, `flags.json`, `v1/*.json`) and is bundled into it;
//! [`VectorSet::bundled`] reads it, [`VectorSet::from_dir`] reads another copy. Every type is strict: an unknown
//! key, a value of another shape or a name outside a closed list is an error that names the file and the place.
//!
//! This crate knows no implementation. It draws the values that flows name ([`Bindings`]), with libraries of
//! its own choosing; whether an answer is right is for the runner to say.
#![forbid(unsafe_code)]

mod alter;
mod bundled;
mod catalogue;
mod check;
mod datum;
mod digest;
mod draw;
mod expect;
#[cfg(feature = "families")]
pub mod families;
mod flag;
mod flow;
mod level;
pub mod lint;
mod load;
mod policy;
mod profile;
mod request;
mod requirement;
pub mod requirement_ids;
mod role;
mod scenario;
mod step;
pub mod transformations;
mod unique_map;
mod value;
mod vector;

pub use alter::How;
pub use catalogue::{Catalogue, UnknownProfile};
pub use check::{Check, CheckKind};
pub use datum::Datum;
pub use digest::{s256, sha256_hex};
pub use draw::{APPENDIX_B_VERIFIER, Bindings, Client, UnboundName};
pub use expect::{Expect, Methods, Property};
pub use flag::Flag;
pub use flow::Flow;
pub use level::{Effect, Level};
pub use load::{LoadError, VectorSet};
pub use policy::{Needs, PolicyName};
pub use profile::{Document, Profile, Selection};
pub use request::{Authentication, ClientRef, Request};
pub use requirement::{Basis, Planned, Requirement, Role, Source};
pub use role::RoleName;
pub use scenario::{
    Act, Asks, AuthorizeAnswer, CodeSent, Document as MetadataDocument, Issuer, Question, Scenario,
    ServerSays, StateSent, TokenAnswer, Trouble,
};
pub use step::{Action, MetadataOf, Span, Step, Wait};
pub use value::{Alteration, DrawOptions, Value};
pub use vector::{Input, Op, Vector};
