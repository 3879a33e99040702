//! A library vector as calls: one, or several batches of `generate`.

use pkce_vectors::{Op, Vector};

use super::record::Record;
use crate::wire::{Call, LibraryCall, MAX_BATCH, Reply};

/// The conversation for one library vector.
#[derive(Debug)]
pub struct LibraryScript<'a> {
    vector: &'a Vector,
    /// Verifiers still to ask for.
    left: u32,
    begun: bool,
    drawn: Vec<String>,
    end: Option<Reply>,
}

impl<'a> LibraryScript<'a> {
    /// A script at its beginning.
    #[must_use]
    pub fn new(vector: &'a Vector) -> Self {
        let left = vector.input.count.unwrap_or(0);
        Self { vector, left, begun: false, drawn: Vec::new(), end: None }
    }

    /// The next call, given the answer to the one before.
    pub fn next(&mut self, last: Option<Reply>) -> Option<Call> {
        match last {
            Some(Reply::Verifiers(more)) if self.vector.op == Op::Generate => {
                self.drawn.extend(more);
            }
            Some(reply) => {
                self.end = Some(reply);
                return None;
            }
            None => {}
        }
        if self.begun && self.left == 0 {
            return None;
        }
        self.begun = true;
        let mut call = LibraryCall::of(self.vector);
        if self.vector.op == Op::Generate {
            call.count = self.left.min(MAX_BATCH);
            self.left -= call.count;
        }
        Some(Call::Library(call))
    }

    /// What was answered.
    #[must_use]
    pub fn into_record(self) -> Record {
        match self.end {
            Some(Reply::Unsupported(why)) => Record::Unsupported(why),
            Some(reply) => Record::Library(reply),
            None => Record::Library(Reply::Verifiers(self.drawn)),
        }
    }
}
