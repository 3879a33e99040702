//! `PROTOCOL.md` as rules for an adapter: what it says of lines, ids and ends, whatever the implementation behind it does.

mod ask;
mod conversation;

use std::{
    collections::HashMap,
    ffi::OsString,
    sync::atomic::{AtomicBool, Ordering},
    time::Duration,
};

use ask::{Ask, essence};
use conversation::Conversation;

use pkce_conformance::{result::RuleKept, transport::Limits, wire::About};

struct Rule {
    name: &'static str,
    says: &'static str,
    /// Whether it may leave the process in a state that is of no use to another rule.
    ends: bool,
    run: fn(&mut Conversation<'_>) -> Result<(), String>,
}

const HELLO: (&str, &str) =
    ("hello", "the first answer tells protocol 1, name, version, language and ops");

const RULES: &[Rule] = &[
    Rule {
        name: "operations",
        says: "each operation that `ops` names is answered in its own shape",
        ends: false,
        run: operations,
    },
    Rule {
        name: "unknown op",
        says: "an operation that the adapter does not know is answered `unsupported`",
        ends: false,
        run: unknown_op,
    },
    Rule {
        name: "members",
        says: "members that the adapter does not know are ignored",
        ends: false,
        run: members,
    },
    Rule {
        name: "ids",
        says: "an answer repeats the `id`, a whole number up to 2^53",
        ends: false,
        run: ids,
    },
    Rule {
        name: "pipelining",
        says: "many requests may be under way, and each is answered once",
        ends: false,
        run: pipelining,
    },
    Rule {
        name: "order",
        says: "answers may come in any order, each under the `id` of its own request",
        ends: false,
        run: order,
    },
    Rule {
        name: "line feeds",
        says: "a line ends at a line feed only, not at U+2028 or U+0085",
        ends: false,
        run: line_feeds,
    },
    Rule {
        name: "large input",
        says: "lines of up to 8 MiB are read, and answers have at most 1 MiB",
        ends: false,
        run: large_input,
    },
    Rule {
        name: "malformed line",
        says: "a line that is no request is not answered: go on or exit",
        ends: true,
        run: malformed_line,
    },
    Rule {
        name: "end of input",
        says: "when standard input ends, the adapter exits at once",
        ends: true,
        run: end_of_input,
    },
];

/// How long "at once" may take on a busy machine.
const AT_ONCE: Duration = Duration::from_secs(2);

/// How many requests are under way at once: as many as the runner sends ahead.
const MANY: u64 = 128;

/// Holds an adapter to every check. Where it does not introduce itself, nothing else is asked.
#[must_use]
pub fn tried(command: &[OsString], limits: Limits, interrupted: &AtomicBool) -> Vec<RuleKept> {
    let start = || Conversation::start(command, limits, interrupted);
    let mut adapter = None;
    let fault = match start() {
        Ok(started) => {
            adapter = Some(started);
            None
        }
        Err(fault) => Some(fault),
    };
    let (name, says) = HELLO;
    let mut kept = vec![RuleKept { name, says, fault }];
    if adapter.is_none() {
        return kept;
    }
    for rule in RULES {
        if interrupted.load(Ordering::Relaxed) {
            break;
        }
        let outcome = match adapter.take().map_or_else(start, Ok) {
            Ok(mut started) => (rule.run)(&mut started).map(|()| {
                adapter = Some(started).filter(|_| !rule.ends);
            }),
            Err(fault) => Err(fault),
        };
        kept.push(RuleKept { name: rule.name, says: rule.says, fault: outcome.err() });
    }
    kept
}

fn operations(adapter: &mut Conversation<'_>) -> Result<(), String> {
    for (name, asks) in ask::each_operation(&adapter.about)? {
        for ask in asks {
            let line = adapter.ask(&ask)?;
            ask.is_answered_by(&line).map_err(|why| format!("{name}: {why}"))?;
        }
    }
    Ok(())
}

fn unknown_op(adapter: &mut Conversation<'_>) -> Result<(), String> {
    let line = adapter.ask(&Ask::Unknown)?;
    Ask::Unknown.is_answered_by(&line)
}

fn members(adapter: &mut Conversation<'_>) -> Result<(), String> {
    for ask in ask::repeatable(&adapter.about) {
        let plain = essence(&adapter.ask(&ask)?)?.1;
        let id = adapter.id();
        let line = ask.line(id).replacen('{', r#"{"of_a_later_version":{"a":[null]},"#, 1);
        adapter.send(line)?;
        let with = essence(&adapter.answer_to(id)?)?.1;
        if with != plain {
            return Err(format!("without one it answered {plain}, with one {with}"));
        }
    }
    Ok(())
}

fn ids(adapter: &mut Conversation<'_>) -> Result<(), String> {
    let ask = first(&adapter.about);
    for id in [1 << 53, 1 << 40, (1 << 31) + 1, 0] {
        adapter.send(ask.line(id))?;
        adapter.answer_to(id)?;
    }
    Ok(())
}

fn pipelining(adapter: &mut Conversation<'_>) -> Result<(), String> {
    let ask = first(&adapter.about);
    let ids: Vec<u64> = (0..MANY).map(|_| adapter.id()).collect();
    for id in &ids {
        adapter.send(ask.line(*id))?;
    }
    collect(adapter, &ids)?;
    // A second answer to one of them would come before the answer to this.
    adapter.ask(&ask).map(drop)
}

fn order(adapter: &mut Conversation<'_>) -> Result<(), String> {
    let asks = ask::repeatable(&adapter.about);
    let mut alone = Vec::new();
    for ask in &asks {
        alone.push(essence(&adapter.ask(ask)?)?.1);
    }
    let mut wanted = Vec::new();
    for (ask, alone) in asks.iter().zip(&alone).cycle().take(100) {
        let id = adapter.id();
        wanted.push((id, alone));
        adapter.send(ask.line(id))?;
    }
    let ids: Vec<u64> = wanted.iter().map(|(id, _)| *id).collect();
    let answers = collect(adapter, &ids)?;
    for (id, alone) in wanted {
        let among = answers.get(&id).map_or("", String::as_str);
        if among != alone {
            return Err(format!("alone it answered {alone}, among others {among}"));
        }
    }
    Ok(())
}

fn line_feeds(adapter: &mut Conversation<'_>) -> Result<(), String> {
    let id = adapter.id();
    let text = "\u{2028}\u{2029}\u{85}";
    adapter
        .send(format!(r#"{{"id":{id},"op":"{}","input":{{"text":"a{text}b"}}}}"#, ask::NOBODYS))?;
    adapter.answer_to(id)?;
    // What a split line left over would be answered, or end it, before this.
    adapter.ask(&Ask::Unknown).map(drop)
}

fn large_input(adapter: &mut Conversation<'_>) -> Result<(), String> {
    let ask = ask::large(&adapter.about);
    let line = adapter.ask(&ask)?;
    ask.is_answered_by(&line)
}

fn malformed_line(adapter: &mut Conversation<'_>) -> Result<(), String> {
    adapter.send("this is no request".to_owned())?;
    let id = adapter.id();
    adapter.send(Ask::Unknown.line(id))?;
    match adapter.line_or_end()? {
        None => Ok(()),
        Some(line) => match essence(&line) {
            Ok((answered, _)) if answered == id => Ok(()),
            _ => Err(format!("it was answered: {}", pkce_conformance::text::clip(&line))),
        },
    }
}

fn end_of_input(adapter: &mut Conversation<'_>) -> Result<(), String> {
    adapter.ask(&Ask::Unknown)?;
    if adapter.ends(AT_ONCE) { Ok(()) } else { Err(format!("it still ran {AT_ONCE:?} later")) }
}

/// The answers to these, each once and nothing else.
fn collect(adapter: &mut Conversation<'_>, ids: &[u64]) -> Result<HashMap<u64, String>, String> {
    let mut answers = HashMap::new();
    while answers.len() < ids.len() {
        let line = adapter.line().map_err(|why| {
            format!("{} of {} were answered, then: {why}", answers.len(), ids.len())
        })?;
        let (id, said) = essence(&line)?;
        if !ids.contains(&id) {
            return Err(format!("nothing that waits has the id {id}"));
        }
        if answers.insert(id, said).is_some() {
            return Err(format!("the request with the id {id} was answered twice"));
        }
    }
    Ok(answers)
}

fn first(about: &About) -> Ask {
    ask::repeatable(about).into_iter().next().unwrap_or(Ask::Unknown)
}
