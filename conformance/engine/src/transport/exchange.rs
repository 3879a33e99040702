//! What a target was asked, and what its lines are answers to.

use std::{collections::HashMap, mem};

use super::{Fault, Received};
use crate::{
    text::{clip, clip_to},
    wire::{About, Answer, Call, MAX_LINE_OUT, decode_about, encode_request},
};

/// The calls that wait for an answer, by id, and the requests that wait to be handed over.
#[derive(Debug, Default)]
pub struct Exchange {
    in_flight: HashMap<u64, Call>,
    /// The ids of this process: what was sent and is no longer in flight was answered.
    first_id: u64,
    next_id: u64,
    /// Requests with line feeds between them.
    outgoing: String,
}

/// So many characters of what is wrong with a line are told: enough to name every word that would have been right.
const CAUSE: usize = 320;

/// So many octets of requests are handed over together: a line alone would wake the writer, and the writer the adapter, for
/// each request; all at once would leave the adapter without work while answers are judged.
const BATCH: usize = 8 << 10;

impl Exchange {
    /// The target starts anew: nothing waits, and the ids so far are nobody's.
    pub fn restart(&mut self) {
        self.in_flight.clear();
        self.outgoing.clear();
        self.first_id = self.next_id;
    }

    /// The target's introduction, which is its first line.
    pub fn introduction(line: &str) -> Result<About, Fault> {
        decode_about(line).map_err(|error| {
            let error = clip(&error.to_string());
            Fault::nonsense(format!("its answer to hello is not one: {error}: {}", clip(line)))
        })
    }

    /// Asks for a call, and gives the requests to hand over once enough of them wait.
    pub fn ask(&mut self, id: u64, call: Call) -> Result<Option<String>, Fault> {
        let line = encode_request(id, &call);
        if line.len() >= MAX_LINE_OUT {
            return Err(Fault::nonsense("a request of more than 8 MiB is not sent"));
        }
        self.next_id = self.next_id.max(id + 1);
        self.in_flight.insert(id, call);
        if !self.outgoing.is_empty() {
            self.outgoing.push('\n');
        }
        self.outgoing.push_str(&line);
        Ok(if self.outgoing.len() >= BATCH { self.outgoing() } else { None })
    }

    /// The requests that are not yet handed over: before an answer is waited for, none may be left.
    pub fn outgoing(&mut self) -> Option<String> {
        Some(mem::take(&mut self.outgoing)).filter(|lines| !lines.is_empty())
    }

    /// What a line is.
    pub fn understand(&mut self, line: &str) -> Received {
        let nonsense =
            |what: &str| Fault::nonsense(format!("{}: {}", clip_to(what, CAUSE), clip(line)));
        let answer = match Answer::parse(line) {
            Ok(answer) => answer,
            Err(error) => return Received::Fault(nonsense(&error.to_string()), None),
        };
        let id = answer.id;
        let Some(call) = self.in_flight.remove(&id) else {
            let known = (self.first_id..self.next_id).contains(&id);
            let what = if known { "answered twice" } else { "answered what was not asked" };
            return Received::Fault(
                Fault::nonsense(format!("{what} (id {id})")),
                known.then_some(id),
            );
        };
        match answer.reply_to(&call) {
            Ok(reply) => Received::Answer(id, reply),
            Err(error) => Received::Fault(nonsense(&error.to_string()), Some(id)),
        }
    }
}
