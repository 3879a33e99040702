//! Lines, ids and ends.

use std::{collections::HashMap, time::Duration};

use pkce_conformance::{
    text::clip,
    wire::{About, Accept, Reply},
};
use pkce_vectors::Op;

use super::{
    ask::{self, Ask, LATER, essence},
    conversation::{Conversation, MANY},
    rule::{Rule, Seen, Tried},
};

/// The rules of every adapter, whatever is behind it.
pub(super) const RULES: &[Rule] = &[
    Rule {
        name: "operations",
        says: "each operation that `ops` names is answered in its own shape",
        change: "Answer as the section of the operation in PROTOCOL.md shows it.",
        ends: false,
        run: operations,
    },
    Rule {
        name: "accepts",
        says: "`accepts` names what PROTOCOL.md has, and nothing else",
        change: "Take the word out: nothing is ever sent for it.",
        ends: false,
        run: accepts,
    },
    Rule {
        name: "unknown op",
        says: "an operation that the adapter does not know is answered `unsupported`",
        change: "Answer every `op` that you do not serve with `unsupported` and a text.",
        ends: false,
        run: unknown_op,
    },
    Rule {
        name: "members",
        says: "members beside `input` that the adapter does not know are ignored",
        change: "Read `id`, `op` and `input`, and leave what else stands beside them.",
        ends: false,
        run: members,
    },
    Rule {
        name: "ids",
        says: "an answer repeats the `id`, a whole number up to 2^53",
        change: "Give back the number that came, as it came: as 64 bits, not as 32 or as a float.",
        ends: false,
        run: ids,
    },
    Rule {
        name: "pipelining",
        says: "many requests may be under way, and each is answered once",
        change: "Read on while answers are made, and write one line for each request.",
        ends: false,
        run: pipelining,
    },
    Rule {
        name: "order",
        says: "answers may come in any order, each under the `id` of its own request",
        change: "Keep the `id` with its request, and nothing else between two of them.",
        ends: false,
        run: order,
    },
    Rule {
        name: "endurance",
        says: "one process answers thousands of requests, each line in UTF-8 and in time",
        change: "Look at what the process keeps or prints: a run asks it for ten times as much.",
        ends: false,
        run: endurance,
    },
    Rule {
        name: "line feeds",
        says: "a line ends at a line feed only, not at U+2028 or U+0085",
        change: "Read octets and split them at 0x0A: what reads lines of text splits at more.",
        ends: false,
        run: line_feeds,
    },
    Rule {
        name: "large input",
        says: "lines of up to 8 MiB are read, and answers have at most 1 MiB",
        change: "Read lines without a limit, and cut a `message` that repeats an input.",
        ends: false,
        run: large_input,
    },
    Rule {
        name: "malformed line",
        says: "a line that is no request is not answered: go on or exit",
        change: "Say so on standard error; standard output is for answers alone.",
        ends: true,
        run: malformed_line,
    },
    Rule {
        name: "end of input",
        says: "when standard input ends, the adapter exits at once",
        change: "Exit where reading a line gives nothing more, and leave no thread behind.",
        ends: true,
        run: end_of_input,
    },
];

/// How long "at once" may take on a busy machine.
const AT_ONCE: Duration = Duration::from_secs(5);

fn operations(adapter: &mut Conversation<'_>) -> Tried {
    let mut gave_nothing = false;
    for (name, asks) in ask::each_operation(&adapter.about)? {
        for ask in asks {
            let reply = adapter.reply(&ask).map_err(|why| format!("{name}: {why}"))?;
            gave_nothing |= name == Op::Derive.as_str() && reply == Reply::Nothing;
        }
    }
    let why = "derive gave no challenge of a right verifier under S256: is the call asynchronous, and did you forget to await?";
    Ok(if gave_nothing { Seen::Doubt(why.to_owned()) } else { Seen::Kept })
}

fn accepts(adapter: &mut Conversation<'_>) -> Tried {
    let unknown = |word: &&Accept| matches!(word, Accept::Unknown(_));
    match adapter.about.accepts.iter().find(unknown) {
        Some(word) => {
            let known = Accept::ALL.map(|known| format!("`{}`", known.as_str())).join(", ");
            Err(format!("it names `{}`; the words are {known}", clip(word.as_str())))
        }
        None => Ok(Seen::Kept),
    }
}

fn unknown_op(adapter: &mut Conversation<'_>) -> Tried {
    adapter.reply(&Ask::Unknown)?;
    Ok(Seen::Kept)
}

fn members(adapter: &mut Conversation<'_>) -> Tried {
    for ask in ask::repeatable(&adapter.about) {
        let plain = essence(&adapter.ask(&ask)?)?.1;
        let id = adapter.id();
        let line = ask.line(id).replacen('{', &format!(r#"{{"{LATER}":{{"a":[null]}},"#), 1);
        adapter.send(line)?;
        let with = essence(&adapter.answer_to(id)?)?.1;
        if with != plain {
            return Err(format!("without one it answered {plain}, with one {with}"));
        }
    }
    Ok(Seen::Kept)
}

fn ids(adapter: &mut Conversation<'_>) -> Tried {
    let ask = first(&adapter.about);
    for id in [1 << 53, 1 << 40, (1 << 31) + 1, 0] {
        adapter.send(ask.line(id))?;
        adapter.answer_to(id)?;
    }
    Ok(Seen::Kept)
}

fn pipelining(adapter: &mut Conversation<'_>) -> Tried {
    let ask = first(&adapter.about);
    let ids: Vec<u64> = (0..MANY).map(|_| adapter.id()).collect();
    for id in &ids {
        adapter.send(ask.line(*id))?;
    }
    collect(adapter, &ids)?;
    // A second answer to one of them would come before the answer to this.
    adapter.ask(&ask)?;
    Ok(Seen::Kept)
}

fn order(adapter: &mut Conversation<'_>) -> Tried {
    among_others(adapter, 100)
}

/// What dies, or loses a line, now and then.
fn endurance(adapter: &mut Conversation<'_>) -> Tried {
    for _ in 0..8 {
        among_others(adapter, usize::try_from(MANY).unwrap_or_default())?;
    }
    Ok(Seen::Kept)
}

/// So many requests at once, each answered as it is alone.
fn among_others(adapter: &mut Conversation<'_>, count: usize) -> Tried {
    let asks = ask::repeatable(&adapter.about);
    let mut alone = Vec::new();
    for ask in &asks {
        alone.push(essence(&adapter.ask(ask)?)?.1);
    }
    let mut wanted = Vec::new();
    for (ask, alone) in asks.iter().zip(&alone).cycle().take(count) {
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
    Ok(Seen::Kept)
}

fn line_feeds(adapter: &mut Conversation<'_>) -> Tried {
    let id = adapter.id();
    let text = "\u{2028}\u{2029}\u{85}";
    adapter
        .send(format!(r#"{{"id":{id},"op":"{}","input":{{"text":"a{text}b"}}}}"#, ask::NOBODYS))?;
    adapter.answer_to(id)?;
    // What a split line left over would be answered, or end it, before this.
    adapter.ask(&Ask::Unknown)?;
    Ok(Seen::Kept)
}

fn large_input(adapter: &mut Conversation<'_>) -> Tried {
    // Whether it is read is asked, not how fast: a shell takes an octet at a time.
    let ask = ask::large(&adapter.about);
    adapter.patiently(3, |adapter| adapter.reply(&ask))?;
    Ok(Seen::Kept)
}

fn malformed_line(adapter: &mut Conversation<'_>) -> Tried {
    adapter.send("this is no request".to_owned())?;
    let id = adapter.id();
    adapter.send(Ask::Unknown.line(id))?;
    match adapter.line_or_end()? {
        None => Ok(Seen::Kept),
        Some(line) => match essence(&line) {
            Ok((answered, _)) if answered == id => Ok(Seen::Kept),
            _ => Err(format!("it was answered: {}", clip(&line))),
        },
    }
}

fn end_of_input(adapter: &mut Conversation<'_>) -> Tried {
    adapter.ask(&Ask::Unknown)?;
    if adapter.ends(AT_ONCE) {
        Ok(Seen::Kept)
    } else {
        Err(format!("it still ran {AT_ONCE:?} later"))
    }
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
