//! `PROTOCOL.md` as rules for an adapter: what it says of lines, ids and ends, and the mistakes between a line and a call that
//! a run would tell as the implementation's own.
//!
//! A rule fails where no implementation explains what was seen. What the implementation itself may do (strip white space,
//! remember, fold duplicates) is put as a question.

mod ask;
mod client;
mod conversation;
mod flow;
mod ground;
mod library;
mod lines;
mod rule;
mod session;

use std::{
    ffi::OsString,
    sync::atomic::{AtomicBool, Ordering},
};

use pkce_conformance::{
    result::{RuleKept, RuleOutcome},
    transport::Limits,
    wire::About,
};

use conversation::Conversation;
use rule::{Rule, Seen};

const HELLO: RuleKept = RuleKept {
    name: "hello",
    says: "the first answer tells protocol 1, name, version, language and ops",
    change: "Name a command that starts, and let it answer `hello` with one line, flushed: see \"Hello\" in PROTOCOL.md.",
    outcome: RuleOutcome::Kept,
};

/// Holds an adapter to every rule. Where it does not introduce itself, nothing else is asked.
#[must_use]
pub fn tried(command: &[OsString], limits: Limits, interrupted: &AtomicBool) -> Vec<RuleKept> {
    let start = || Conversation::start(command, limits, interrupted);
    let first = match start() {
        Ok(started) => started,
        Err(seen) => return vec![RuleKept { outcome: RuleOutcome::Broken(seen), ..HELLO }],
    };
    let mut kept = vec![HELLO];
    let rules = rules(&first.about);
    let mut adapter = Some(first);
    for rule in rules {
        if interrupted.load(Ordering::Relaxed) {
            break;
        }
        let seen = match adapter.take().map_or_else(start, Ok) {
            Ok(mut started) => (rule.run)(&mut started).inspect(|_| {
                adapter = Some(started).filter(|_| !rule.ends);
            }),
            Err(fault) => Err(fault),
        };
        let outcome = match seen {
            Ok(Seen::Kept) => RuleOutcome::Kept,
            Ok(Seen::Doubt(asked)) => RuleOutcome::Question(asked),
            Ok(Seen::Nothing(why)) => RuleOutcome::NotTried(why),
            Err(seen) => RuleOutcome::Broken(seen),
        };
        kept.push(RuleKept { name: rule.name, says: rule.says, change: rule.change, outcome });
    }
    kept
}

/// The rules that concern an adapter. Of those of lines, the ones that end it come last.
fn rules(about: &About) -> Vec<&'static Rule> {
    let (ends, lines): (Vec<&Rule>, Vec<&Rule>) = lines::RULES.iter().partition(|rule| rule.ends);
    let library = library::RULES.iter().filter(|_| !ask::offered(about).is_empty());
    let flow = flow::RULES.iter().filter(|_| ask::offers_flows(about));
    lines.into_iter().chain(library).chain(flow).chain(ends).collect()
}
