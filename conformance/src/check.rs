//! `PROTOCOL.md` as checks on an adapter: what it says of lines, ids and ends, whatever the implementation behind it does.

mod ask;
mod session;

use std::{
    collections::HashMap,
    ffi::OsString,
    sync::atomic::{AtomicBool, Ordering},
    time::Duration,
};

use ask::{Ask, essence};
use session::Session;

use crate::{transport::Limits, wire::About};

/// What one check found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The check's name.
    pub name: &'static str,
    /// What `PROTOCOL.md` says.
    pub says: &'static str,
    /// What the adapter did instead.
    pub fault: Option<String>,
}

struct Check {
    name: &'static str,
    says: &'static str,
    /// Whether it may leave the process in a state that is of no use to another check.
    ends: bool,
    run: fn(&mut Session<'_>) -> Result<(), String>,
}

const HELLO: (&str, &str) =
    ("hello", "the first answer tells protocol 1, name, version, language and ops");

const CHECKS: &[Check] = &[
    Check {
        name: "operations",
        says: "each operation that `ops` names is answered in its own shape",
        ends: false,
        run: operations,
    },
    Check {
        name: "unknown op",
        says: "an operation that the adapter does not know is answered `unsupported`",
        ends: false,
        run: unknown_op,
    },
    Check {
        name: "members",
        says: "members that the adapter does not know are ignored",
        ends: false,
        run: members,
    },
    Check {
        name: "ids",
        says: "an answer repeats the `id`, a whole number up to 2^53",
        ends: false,
        run: ids,
    },
    Check {
        name: "pipelining",
        says: "many requests may be under way, and each is answered once",
        ends: false,
        run: pipelining,
    },
    Check {
        name: "order",
        says: "answers may come in any order, each under the `id` of its own request",
        ends: false,
        run: order,
    },
    Check {
        name: "line feeds",
        says: "a line ends at a line feed only, not at U+2028 or U+0085",
        ends: false,
        run: line_feeds,
    },
    Check {
        name: "large input",
        says: "lines of up to 8 MiB are read, and answers have at most 1 MiB",
        ends: false,
        run: large_input,
    },
    Check {
        name: "malformed line",
        says: "a line that is no request is not answered: go on or exit",
        ends: true,
        run: malformed_line,
    },
    Check {
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
pub fn check(command: &[OsString], limits: Limits, interrupted: &AtomicBool) -> Vec<Finding> {
    let start = || Session::start(command, limits, interrupted);
    let mut session = None;
    let fault = match start() {
        Ok(started) => {
            session = Some(started);
            None
        }
        Err(fault) => Some(fault),
    };
    let (name, says) = HELLO;
    let mut findings = vec![Finding { name, says, fault }];
    if session.is_none() {
        return findings;
    }
    for check in CHECKS {
        if interrupted.load(Ordering::Relaxed) {
            break;
        }
        let outcome = match session.take().map_or_else(start, Ok) {
            Ok(mut started) => (check.run)(&mut started).map(|()| {
                session = Some(started).filter(|_| !check.ends);
            }),
            Err(fault) => Err(fault),
        };
        findings.push(Finding { name: check.name, says: check.says, fault: outcome.err() });
    }
    findings
}

fn operations(session: &mut Session<'_>) -> Result<(), String> {
    for (name, asks) in ask::each_operation(&session.about)? {
        for ask in asks {
            let line = session.ask(&ask)?;
            ask.hold(&line).map_err(|why| format!("{name}: {why}"))?;
        }
    }
    Ok(())
}

fn unknown_op(session: &mut Session<'_>) -> Result<(), String> {
    let line = session.ask(&Ask::Unknown)?;
    Ask::Unknown.hold(&line)
}

fn members(session: &mut Session<'_>) -> Result<(), String> {
    for ask in ask::repeatable(&session.about) {
        let plain = essence(&session.ask(&ask)?)?.1;
        let id = session.id();
        let line = ask.line(id).replacen('{', r#"{"of_a_later_version":{"a":[null]},"#, 1);
        session.send(line)?;
        let with = essence(&session.answer_to(id)?)?.1;
        if with != plain {
            return Err(format!("without one it answered {plain}, with one {with}"));
        }
    }
    Ok(())
}

fn ids(session: &mut Session<'_>) -> Result<(), String> {
    let ask = first(&session.about);
    for id in [1 << 53, 1 << 40, (1 << 31) + 1, 0] {
        session.send(ask.line(id))?;
        session.answer_to(id)?;
    }
    Ok(())
}

fn pipelining(session: &mut Session<'_>) -> Result<(), String> {
    let ask = first(&session.about);
    let ids: Vec<u64> = (0..MANY).map(|_| session.id()).collect();
    for id in &ids {
        session.send(ask.line(*id))?;
    }
    collect(session, &ids)?;
    // A second answer to one of them would come before the answer to this.
    session.ask(&ask).map(drop)
}

fn order(session: &mut Session<'_>) -> Result<(), String> {
    let asks = ask::repeatable(&session.about);
    let mut alone = Vec::new();
    for ask in &asks {
        alone.push(essence(&session.ask(ask)?)?.1);
    }
    let mut wanted = Vec::new();
    for (ask, alone) in asks.iter().zip(&alone).cycle().take(100) {
        let id = session.id();
        wanted.push((id, alone));
        session.send(ask.line(id))?;
    }
    let ids: Vec<u64> = wanted.iter().map(|(id, _)| *id).collect();
    let answers = collect(session, &ids)?;
    for (id, alone) in wanted {
        let among = answers.get(&id).map_or("", String::as_str);
        if among != alone {
            return Err(format!("alone it answered {alone}, among others {among}"));
        }
    }
    Ok(())
}

fn line_feeds(session: &mut Session<'_>) -> Result<(), String> {
    let id = session.id();
    let text = "\u{2028}\u{2029}\u{85}";
    session
        .send(format!(r#"{{"id":{id},"op":"{}","input":{{"text":"a{text}b"}}}}"#, ask::NOBODYS))?;
    session.answer_to(id)?;
    // What a split line left over would be answered, or end it, before this.
    session.ask(&Ask::Unknown).map(drop)
}

fn large_input(session: &mut Session<'_>) -> Result<(), String> {
    let ask = ask::large(&session.about);
    let line = session.ask(&ask)?;
    ask.hold(&line)
}

fn malformed_line(session: &mut Session<'_>) -> Result<(), String> {
    session.send("this is no request".to_owned())?;
    let id = session.id();
    session.send(Ask::Unknown.line(id))?;
    match session.line_or_end()? {
        None => Ok(()),
        Some(line) => match essence(&line) {
            Ok((answered, _)) if answered == id => Ok(()),
            _ => Err(format!("it was answered: {}", crate::judge::clip(&line))),
        },
    }
}

fn end_of_input(session: &mut Session<'_>) -> Result<(), String> {
    session.ask(&Ask::Unknown)?;
    if session.ends(AT_ONCE) { Ok(()) } else { Err(format!("it still ran {AT_ONCE:?} later")) }
}

/// The answers to these, each once and nothing else.
fn collect(session: &mut Session<'_>, ids: &[u64]) -> Result<HashMap<u64, String>, String> {
    let mut answers = HashMap::new();
    while answers.len() < ids.len() {
        let line = session.line().map_err(|why| {
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
