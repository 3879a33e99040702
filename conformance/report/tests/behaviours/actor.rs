//! An adapter that behaves: the reference behind it, and what it does with the answers.

use pkce_conformance::{
    implementation::{Implementation, answer},
    reference::Reference,
    wire::{Decoded, Failure, Reason, Reply, decode_line, encode_about, encode_reply},
};

use crate::behaviour::{Act, Hello, Life};

/// What it does to the world.
pub(crate) enum Deed {
    Say(Vec<u8>),
    /// Octets without a line feed until nobody reads them.
    SayForEver,
    Words(usize),
    Exit(u8),
    CloseOutput,
    CloseInput,
    Orphan,
}

pub(crate) struct Actor {
    life: Life,
    reference: Reference,
    /// Requests so far.
    heard: usize,
    /// The ids of requests so far.
    ids: Vec<u64>,
    /// Answers that wait, and for how many other requests.
    held: Vec<(u8, Vec<u8>)>,
    /// How many faults it gave cause for.
    pub(crate) faults: usize,
    /// How many answers may be wrong ones.
    pub(crate) lies: usize,
}

impl Actor {
    pub(crate) fn new(life: Life) -> Self {
        Self {
            life,
            reference: Reference::new(1),
            heard: 0,
            ids: Vec::new(),
            held: Vec::new(),
            faults: 0,
            lies: 0,
        }
    }

    /// A line comes.
    pub(crate) fn hear(&mut self, line: &str) -> Vec<Deed> {
        match decode_line(line) {
            Ok(Decoded::Hello) => self.hello(),
            Ok(Decoded::Request(id, call)) => {
                let act = self.life.acts.get(self.heard).cloned().unwrap_or(Act::Right);
                self.heard += 1;
                self.faults += act.faults();
                self.lies += usize::from(act.lies());
                let reply = answer(&mut self.reference, &call);
                let deeds = self.act(act, id, &reply);
                self.ids.push(id);
                deeds
            }
            // The runner writes nothing else: not to answer is told as a hang.
            Ok(Decoded::Unknown(..)) | Err(_) => Vec::new(),
        }
    }

    /// No line comes: what was held back is late enough.
    pub(crate) fn idle(&mut self) -> Vec<Deed> {
        self.held.drain(..).map(|(_, answer)| Deed::Say(answer)).collect()
    }

    fn hello(&self) -> Vec<Deed> {
        let about = self.reference.about();
        let right = format!("{}\n", encode_about(&about));
        match &self.life.hello {
            Hello::Right => say(right),
            Hello::Twice => say(right.repeat(2)),
            Hello::Another(text) => {
                let mut about = about;
                about.name.clone_from(text);
                about.version.clone_from(text);
                about.not_ours = vec![text.clone(), "*".to_owned()];
                about.offers = pkce_conformance::wire::Offers::default();
                say(format!("{}\n", encode_about(&about)))
            }
            Hello::Fewer(count) => {
                let mut about = about;
                about.ops.truncate(*count);
                say(format!("{}\n", encode_about(&about)))
            }
            Hello::Never => Vec::new(),
            Hello::Exit(status) => vec![Deed::Exit(*status)],
            Hello::Octets(octets) => say(octets.clone()),
        }
    }

    fn act(&mut self, act: Act, id: u64, reply: &Reply) -> Vec<Deed> {
        let right = format!("{}\n", encode_reply(id, reply)).into_bytes();
        let part = |length: u8| right.get(..right.len().min(length.into())).unwrap_or_default();
        let mut deeds = match act {
            Act::Right => say(right),
            Act::Pieces(size) => {
                right.chunks(size.max(1).into()).map(|piece| Deed::Say(piece.to_vec())).collect()
            }
            Act::Padded(size) => {
                let more = "x".repeat(usize::try_from(size).unwrap_or_default());
                let line = String::from_utf8_lossy(&right);
                say(line.replacen('{', &format!("{{ \"more\":[\"{more}\"],\t"), 1))
            }
            Act::Late(after) => {
                self.held.push((after, right));
                Vec::new()
            }
            Act::Never => Vec::new(),
            Act::Twice => say(right.repeat(2)),
            Act::Elsewhere(before) => {
                let other = self.ids.iter().rev().nth(before.into()).copied();
                say(format!("{}\n", encode_reply(other.unwrap_or(id + 1), reply)))
            }
            Act::Unasked => [say(format!("{}\n", encode_reply(1 << 50, reply))), say(right)]
                .into_iter()
                .flatten()
                .collect(),
            Act::Shape(which) => say(shape(which, id)),
            Act::Lie(which, text) => {
                say(format!("{}\n", encode_reply(id, &lie(which, text, reply))))
            }
            Act::Octets(octets) => say(octets),
            Act::Flood(octets, times) => say(octets.repeat(times.into())),
            Act::Endless => vec![Deed::SayForEver],
            Act::Part(length) => say(part(length)),
            Act::Exit(status, length) => {
                let mut deeds = say(part(length));
                deeds.push(Deed::Exit(status));
                deeds
            }
            Act::CloseOutput => vec![Deed::CloseOutput],
            Act::CloseInput => vec![Deed::CloseInput],
            Act::Orphan => vec![Deed::Orphan, Deed::Exit(0)],
            Act::Words(count) => {
                let mut deeds = vec![Deed::Words(usize::try_from(count).unwrap_or_default())];
                deeds.extend(say(right));
                deeds
            }
        };
        for (after, answer) in std::mem::take(&mut self.held) {
            match after.checked_sub(1) {
                Some(after) => self.held.push((after, answer)),
                None => deeds.push(Deed::Say(answer)),
            }
        }
        deeds
    }
}

fn say(octets: impl Into<Vec<u8>>) -> Vec<Deed> {
    vec![Deed::Say(octets.into())]
}

/// An object that is no answer, whatever was asked.
fn shape(which: u8, id: u64) -> String {
    let rest = match which % 12 {
        0 => String::new(),
        1 => r#","ok":null"#.to_owned(),
        2 => r#","ok":[]"#.to_owned(),
        3 => r#","ok":{"match":"yes"}"#.to_owned(),
        4 => r#","ok":{"challenge":1}"#.to_owned(),
        5 => r#","ok":{"verifiers":[null]}"#.to_owned(),
        6 => r#","ok":{"match":true,"valid":true}"#.to_owned(),
        7 => r#","ok":{"match":true},"error":{"reason":"other"}"#.to_owned(),
        8 => r#","error":"no""#.to_owned(),
        9 => r#","error":{}"#.to_owned(),
        10 => r#","unsupported":true"#.to_owned(),
        _ => format!(r#","id":{id},"unsupported":"""#),
    };
    format!("{{\"id\":{id}{rest}}}\n")
}

/// An answer of a shape that the operation has.
fn lie(which: u8, text: String, right: &Reply) -> Reply {
    match (which % 4, right) {
        (0, _) => Reply::Unsupported(text),
        (1, _) => Reply::Failed(Failure::new(Reason::Exception, text)),
        (2, Reply::Match(yes)) => Reply::Match(!yes),
        (2, Reply::Valid(yes)) => Reply::Valid(!yes),
        (2, Reply::Challenge { .. }) => {
            Reply::Challenge { challenge: text.clone(), method: Some(text) }
        }
        (2, Reply::Method(_)) => Reply::Method(text),
        (2, Reply::Verifiers(list)) => Reply::Verifiers(vec![text; list.len() + 1]),
        (2, Reply::Step(step)) => {
            let mut step = step.clone();
            (step.code, step.error, step.location) =
                (Some(text.clone()), Some(text.clone()), Some(text));
            Reply::Step(step)
        }
        _ => Reply::Failed(Failure::new(Reason::Other, text)),
    }
}
