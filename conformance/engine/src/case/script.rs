//! The script of any case.

use super::{flow_script::FlowScript, library_script::LibraryScript, record::Record};
use crate::wire::{Call, Reply};

/// A conversation with a target: calls, each depending on the answers before it.
#[derive(Debug)]
pub enum Script<'a> {
    /// One operation.
    Library(LibraryScript<'a>),
    /// A session.
    Flow(Box<FlowScript<'a>>),
}

impl Script<'_> {
    /// The next call, given the answer to the one before; `None` when all was said.
    pub fn next(&mut self, last: Option<Reply>) -> Option<Call> {
        match self {
            Self::Library(script) => script.next(last),
            Self::Flow(script) => script.next(last),
        }
    }

    /// What was answered.
    #[must_use]
    pub fn into_record(self) -> Record {
        match self {
            Self::Library(script) => script.into_record(),
            Self::Flow(script) => script.into_record(),
        }
    }
}
