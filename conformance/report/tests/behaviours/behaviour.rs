//! What an adapter does, as data: drawn, made small, handed to a process as its argument.

use proptest::{collection::vec, prelude::*};
use serde::{Deserialize, Serialize};

/// An adapter's lives, one for each start.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Behaviour {
    lives: Vec<Life>,
    /// Whether it is honest after the last of them; else that one is lived again and again.
    repents: bool,
}

/// From a start to an end.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Life {
    pub(crate) hello: Hello,
    /// One for each request, in the order in which they come; then it is honest.
    pub(crate) acts: Vec<Act>,
    /// It does not go when its input ends.
    pub(crate) stays: bool,
}

/// What is answered to `hello`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub(crate) enum Hello {
    #[default]
    Right,
    /// Somebody else: another name, in this text, and nothing is its own.
    Another(String),
    /// So many of the operations.
    Fewer(usize),
    /// Twice: the second is no answer to anything.
    Twice,
    Never,
    Exit(u8),
    Octets(Vec<u8>),
}

/// What is done when a request comes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) enum Act {
    Right,
    /// Right, so many octets at a time.
    Pieces(u8),
    /// Right, with a member of this many octets that nobody knows, and white space.
    Padded(u32),
    /// Right, after so many other requests, or when no other comes.
    Late(u8),
    Never,
    Twice,
    /// Right, under the id of the request so many before.
    Elsewhere(u8),
    /// Under an id that was never given.
    Unasked,
    /// The shape of another operation's answer, or of none.
    Shape(u8),
    /// A well-formed answer that is not the right one.
    Lie(u8, String),
    /// Instead of an answer.
    Octets(Vec<u8>),
    /// The same, so many times.
    Flood(Vec<u8>, u16),
    /// A line without an end.
    Endless,
    /// A part of the answer, and no line feed.
    Part(u8),
    /// It goes, and says so much of the answer before.
    Exit(u8, u8),
    CloseOutput,
    CloseInput,
    /// It leaves a child behind, which holds its streams, and goes.
    Orphan,
    /// So many octets to standard error, and the right answer.
    Words(u32),
}

impl Behaviour {
    /// How it behaves after so many starts.
    pub(crate) fn life(&self, number: usize) -> Life {
        let last = self.lives.last().filter(|_| !self.repents);
        self.lives.get(number).or(last).cloned().unwrap_or_default()
    }

    /// Whether it introduces itself as what it is, at the first start or at every one.
    pub(crate) fn introduces_itself(&self, at_every_start: bool) -> bool {
        let starts = if at_every_start { self.lives.len() } else { 1 };
        self.lives.iter().take(starts).all(|life| matches!(life.hello, Hello::Right | Hello::Twice))
    }
}

impl Act {
    /// How many faults it may be told as.
    pub(crate) const fn faults(&self) -> usize {
        match self {
            Self::Right
            | Self::Pieces(_)
            | Self::Padded(_)
            | Self::Late(_)
            | Self::Lie(..)
            | Self::Words(_) => 0,
            // The one that it answers for is then answered twice, and its own never.
            Self::Elsewhere(_) => 3,
            _ => 1,
        }
    }

    /// Whether a wrong answer may be taken for somebody's.
    pub(crate) const fn lies(&self) -> bool {
        matches!(self, Self::Lie(..) | Self::Elsewhere(_))
    }
}

pub(crate) fn behaviour() -> impl Strategy<Value = Behaviour> {
    (vec(life(), 1..4), any::<bool>()).prop_map(|(lives, repents)| Behaviour { lives, repents })
}

fn life() -> impl Strategy<Value = Life> {
    let acts = prop_oneof![
        2 => vec(prop_oneof![15 => honest(), 1 => act()], 0..80),
        1 => vec(act(), 0..20),
        1 => vec(honest(), 0..80),
    ];
    let hello = prop_oneof![14 => Just(Hello::Right), 1 => hello()];
    (hello, acts, any::<bool>()).prop_map(|(hello, acts, stays)| Life { hello, acts, stays })
}

fn hello() -> impl Strategy<Value = Hello> {
    prop_oneof![
        text().prop_map(Hello::Another),
        (0..9_usize).prop_map(Hello::Fewer),
        Just(Hello::Twice),
        Just(Hello::Never),
        any::<u8>().prop_map(Hello::Exit),
        octets().prop_map(Hello::Octets),
    ]
}

fn honest() -> impl Strategy<Value = Act> {
    prop_oneof![
        20 => Just(Act::Right),
        4 => (0..20_u8).prop_map(Act::Late),
        2 => (1..50_u8).prop_map(Act::Pieces),
        1 => prop_oneof![20 => 0..100_u32, 1 => 0..900_000_u32].prop_map(Act::Padded),
        1 => prop_oneof![20 => 0..100_u32, 1 => 0..200_000_u32].prop_map(Act::Words),
    ]
}

fn act() -> impl Strategy<Value = Act> {
    prop_oneof![
        4 => honest(),
        2 => Just(Act::Never),
        2 => Just(Act::Twice),
        2 => (0..20_u8).prop_map(Act::Elsewhere),
        1 => Just(Act::Unasked),
        3 => any::<u8>().prop_map(Act::Shape),
        4 => (any::<u8>(), text()).prop_map(|(which, text)| Act::Lie(which, text)),
        3 => octets().prop_map(Act::Octets),
        1 => (octets(), 0..2_000_u16).prop_map(|(octets, times)| Act::Flood(octets, times)),
        1 => Just(Act::Endless),
        1 => any::<u8>().prop_map(Act::Part),
        2 => (any::<u8>(), any::<u8>()).prop_map(|(status, part)| Act::Exit(status, part)),
        1 => Just(Act::CloseOutput),
        1 => Just(Act::CloseInput),
        1 => Just(Act::Orphan),
    ]
}

fn text() -> impl Strategy<Value = String> {
    prop_oneof!["[ -~]{0,40}", "(?s).{0,40}", "[\\x00-\\x9f\u{2000}-\u{2070}]{0,20}"]
}

/// Lines, and what is none.
fn octets() -> impl Strategy<Value = Vec<u8>> {
    let line = prop_oneof![
        text().prop_map(String::into_bytes),
        vec(any::<u8>(), 0..20),
        "\\{(\"(id|ok|error|unsupported|protocol)\":(0|1|-1|9e9|null|\"\"|\\{\\}|\\[\\])[,}]){0,4}"
            .prop_map(String::into_bytes),
        Just(b"{\"id\":1,\"unsupported\":\"\\ud800\"}".to_vec()),
        Just(b"[".repeat(100_000)),
    ];
    (line, any::<bool>()).prop_map(|(mut line, ends)| {
        if ends {
            line.push(b'\n');
        }
        line
    })
}
