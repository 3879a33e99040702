//! Values near the boundaries: a drawn verifier, and the ways in which it may be twisted.

use pkce_vectors::{Alteration, DrawOptions, How, Value};
use proptest::{
    prelude::*,
    sample::{Index, select},
};

/// A verifier as it is drawn, and twisted before anything is made of it.
#[derive(Debug, Clone)]
pub(crate) struct Base {
    length: Option<u32>,
    alphabet: Option<&'static str>,
    challenge_has: Option<&'static str>,
    twists: Vec<Twist>,
}

impl Base {
    /// The value at its first use, which says how it is drawn.
    pub(super) fn first(&self, name: &str) -> Value {
        let options = DrawOptions {
            length: self.length,
            alphabet: self.alphabet.map(str::to_owned),
            challenge_has: self.wanted().map(str::to_owned),
            ..DrawOptions::new(name)
        };
        twisted(Value::Verifier(options), &self.twists)
    }

    /// The value at a later use.
    pub(super) fn again(&self, name: &str) -> Value {
        twisted(Value::verifier(name), &self.twists)
    }

    /// A later use of a draw with another text in the middle.
    pub(super) fn with_middle(name: &str, inner: &[u8]) -> Value {
        twisted(Value::verifier(name), &[Twist::Middle(inner.to_vec())])
    }

    /// The same draw with this text in its middle.
    pub(super) fn around_middle(self, inner: Vec<u8>) -> Self {
        Self { twists: vec![Twist::Middle(inner)], ..self }
    }

    /// Only values among which there is a choice can be drawn until their challenge has a character.
    fn wanted(&self) -> Option<&'static str> {
        let choice = self.length.is_none_or(|length| length >= 4)
            && self.alphabet.is_none_or(|alphabet| alphabet.len() > 1);
        self.challenge_has.filter(|_| choice)
    }
}

/// One way to make another value of one.
#[derive(Debug, Clone)]
pub(crate) enum Twist {
    /// Text before and behind it.
    Around(Vec<u8>, Vec<u8>),
    /// One of the closed list.
    Alter { how: How, at: i32, n: u32, with: Vec<u8> },
    /// Another octet, or text, between two halves of it.
    Middle(Vec<u8>),
    /// Its S256.
    Hashed,
    /// Something else altogether.
    Instead(Vec<u8>),
    /// Much of one character.
    Long(char, u32),
}

/// The value after every twist.
pub(super) fn twisted(value: Value, twists: &[Twist]) -> Value {
    twists.iter().fold(value, |value, twist| twist.of(value))
}

impl Twist {
    fn of(&self, value: Value) -> Value {
        match self {
            Self::Around(before, behind) => {
                let parts = [octets(before), Some(value), octets(behind)];
                concat(parts.into_iter().flatten().collect())
            }
            Self::Alter { how, at, n, with } => altered(value, *how, *at, *n, with),
            Self::Middle(inner) => concat(
                [
                    Some(altered(value.clone(), How::Prefix, 0, 21, &[])),
                    octets(inner),
                    Some(altered(value, How::Suffix, 0, 21, &[])),
                ]
                .into_iter()
                .flatten()
                .collect(),
            ),
            Self::Hashed => Value::s256(value),
            Self::Instead(text) => octets(text).unwrap_or_else(|| Value::from("")),
            Self::Long(character, times) => Value::Repeat(character.to_string(), *times),
        }
    }
}

/// Text where it is text; nothing where there is nothing.
fn octets(octets: &[u8]) -> Option<Value> {
    if octets.is_empty() {
        return None;
    }
    Some(match std::str::from_utf8(octets) {
        Ok(text) => Value::from(text),
        Err(_) => Value::Hex(octets.to_vec()),
    })
}

fn concat(mut parts: Vec<Value>) -> Value {
    match (parts.len(), parts.pop()) {
        (1, Some(only)) => only,
        (_, last) => Value::Concat(parts.into_iter().chain(last).collect()),
    }
}

fn altered(value: Value, how: How, at: i32, n: u32, with: &[u8]) -> Value {
    let (takes_at, takes_n, takes_with) = how.arguments();
    let with = octets(with).unwrap_or_else(|| Value::from("A"));
    Value::Alter(Alteration {
        alter: Box::new(value),
        how,
        at: takes_at.then_some(at),
        n: takes_n.then_some(n),
        with: takes_with.then(|| Box::new(with)),
    })
}

/// RFC 7636 §4.1: 43 to 128 characters of 66. Most are what the section recommends; the others stand at the
/// edges of length and alphabet.
pub(super) fn legal() -> BoxedStrategy<Base> {
    let length = prop_oneof![
        6 => Just(None),
        2 => select(vec![Some(43), Some(44), Some(64), Some(127), Some(128)]),
        2 => (43u32..=128).prop_map(Some),
    ];
    let alphabet = prop_oneof![
        6 => Just(None),
        3 => select(vec![
            Some("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~"),
            Some("-._~"),
            Some("0123456789"),
            Some("ABCDEFGHIJKLMNOPQRSTUVWXYZ"),
            Some("abcdefghijklmnopqrstuvwxyz"),
            Some("~"),
            Some("."),
            Some("-"),
            Some("_"),
            Some("0"),
        ]),
    ];
    let challenge_has = prop_oneof![
        4 => Just(None),
        1 => select(vec![Some("-"), Some("_"), Some("-_")]),
    ];
    (length, alphabet, challenge_has)
        .prop_map(|(length, alphabet, challenge_has)| Base {
            length,
            alphabet,
            challenge_has,
            twists: Vec::new(),
        })
        .boxed()
}

/// Legal ones, and those just beyond: a length too far, an octet that is not of the 66.
pub(super) fn any_base() -> BoxedStrategy<Base> {
    let beyond =
        prop_oneof![select(vec![1, 2, 4, 31, 32, 41, 42, 129, 130, 140]), 1u32..=42, 129u32..=400,];
    prop_oneof![
        6 => legal(),
        2 => (legal(), beyond).prop_map(|(base, length)| Base { length: Some(length), ..base }),
        3 => (legal(), middle()).prop_map(|(base, twist)| Base { twists: vec![twist], ..base }),
        1 => legal().prop_map(|base| Base { twists: vec![Twist::Instead(Vec::new())], ..base }),
        1 => (legal(), around()).prop_map(|(base, twist)| Base { twists: vec![twist], ..base }),
        1 => (legal(), long()).prop_map(|(base, twist)| Base { twists: vec![twist], ..base }),
    ]
    .boxed()
}

fn long() -> BoxedStrategy<Twist> {
    (select(vec!['a', 'A', '~', '.']), select(vec![256, 1_024, 4_096, 8_000]))
        .prop_map(|(character, times)| Twist::Long(character, times))
        .boxed()
}

/// An octet, or a character that some encoding makes one of the 66.
fn intruder() -> BoxedStrategy<Vec<u8>> {
    let texts = [
        "\u{e1}",
        "\u{e9}",
        "\u{f1}",
        "\u{20ac}",
        "\u{161}",
        "\u{ff41}",
        "\u{430}",
        "\u{b2}",
        "\u{fb01}",
        "\u{212a}",
        "\u{17f}",
        "\u{131}",
        "\u{2010}",
        "a\u{301}",
        "a\u{ad}",
        "a\u{200b}",
        "\u{661}",
        "%61",
        "a!",
        "&#97;",
        "\\u0061",
        "\u{1f600}",
        "\u{fffd}",
        "\r\n",
        "a\0",
    ];
    let texts: Vec<Vec<u8>> = texts.iter().map(|text| text.as_bytes().to_vec()).collect();
    prop_oneof![
        3 => any::<u8>().prop_map(|octet| vec![octet]),
        2 => select(b"\0\n\r\t +/=.~-_?%!@[`{:;,<>\"'\\|^\x7f\x80\xe1\xff".to_vec())
            .prop_map(|octet| vec![octet]),
        2 => select(texts),
        1 => select(vec![vec![b'a', 0xff], vec![0xc1, 0xa1], vec![0xe0, 0x81, 0xa1], vec![0xc0, 0x80]]),
    ].boxed()
}

fn middle() -> BoxedStrategy<Twist> {
    prop_oneof![
        1 => intruder().prop_map(Twist::Middle),
        2 => (place(), intruder())
            .prop_map(|(at, with)| Twist::Alter { how: How::Replace, at, n: 0, with }),
    ]
    .boxed()
}

/// Places in a value, from both ends.
fn place() -> BoxedStrategy<i32> {
    prop_oneof![
        3 => select(vec![0, -1, 42, 21]),
        2 => 0i32..43,
        1 => -43i32..0,
        1 => 43i32..128,
    ]
    .boxed()
}

/// White space, control characters, padding, and text that makes another value of it.
fn around() -> BoxedStrategy<Twist> {
    let pieces = [
        "", "\n", " ", "\0", "\r\n", "\t", "=", "==", "%3D", "\0A", "A", "a", "0", ".", "~", "-",
        "_", "\u{a0}", "\u{feff}", "\u{200b}", "\u{b}", "\u{c}", "\x7f", "+", "/", ",", ";", "&",
        "#", "\"", "'", "%00", "%0a", "\0\0", "  ", "AA", "AAAA", "\u{2028}", "!", "*", "%",
    ];
    let pieces: Vec<Vec<u8>> = pieces.iter().map(|piece| piece.as_bytes().to_vec()).collect();
    let piece = select(pieces);
    let any_piece = prop_oneof![
        5 => piece,
        1 => intruder(),
        1 => proptest::collection::vec(select(b"AZaz09-._~".to_vec()), 1..=90),
    ];
    let side = any::<Option<bool>>();
    (any_piece.clone(), any_piece, side)
        .prop_map(|(before, behind, side)| match side {
            None => Twist::Around(Vec::new(), behind),
            Some(false) => Twist::Around(before, Vec::new()),
            Some(true) => Twist::Around(before, behind),
        })
        .boxed()
}

/// Every way of the closed list.
fn alteration() -> BoxedStrategy<Twist> {
    let length = prop_oneof![
        3 => select(vec![1, 2, 8, 10, 16, 20, 21, 22, 31, 32, 36, 40, 41, 42]),
        1 => 0u32..=44,
        1 => 44u32..=127,
    ];
    let alter = |how| move |at: i32| Twist::Alter { how, at, n: 0, with: Vec::new() };
    let cut = |how| move |n: u32| Twist::Alter { how, at: 0, n, with: Vec::new() };
    let whole = select(vec![
        How::SwapCase,
        How::Upper,
        How::Lower,
        How::Reverse,
        How::Rotate,
        How::Double,
        How::StandardAlphabet,
        How::ToHex,
        How::ToBase64OfHex,
        How::ToStandardBase64,
        How::Decode,
        How::Latin1,
        How::Substitute,
        How::Mask8Bit,
        How::Mask7Bit,
    ]);
    prop_oneof![
        4 => place().prop_map(alter(How::Change)),
        3 => (place(), select(b"AZaz09-_.~".to_vec())).prop_map(|(at, with)| Twist::Alter {
            how: How::Replace, at, n: 0, with: vec![with],
        }),
        2 => place().prop_map(alter(How::Remove)),
        1 => place().prop_map(alter(How::PercentEncode)),
        2 => length.clone().prop_map(cut(How::Prefix)),
        2 => length.prop_map(cut(How::Suffix)),
        1 => (1u32..=3).prop_map(cut(How::NonCanonical)),
        6 => whole.prop_map(|how| Twist::Alter { how, at: 0, n: 0, with: Vec::new() }),
    ]
    .boxed()
}

/// Texts that some code takes for something else.
fn instead() -> BoxedStrategy<Twist> {
    let texts = [
        "",
        "null",
        "undefined",
        "none",
        "None",
        "nil",
        "0",
        "1",
        "true",
        "false",
        "*",
        ".*",
        "%",
        "_",
        "{}",
        "[]",
        " ",
        "\0",
        "' OR '1'='1",
        "S256",
        "plain",
        "NaN",
        "A",
        "code_verifier",
    ];
    select(texts.iter().map(|text| text.as_bytes().to_vec()).collect::<Vec<_>>())
        .prop_map(Twist::Instead)
        .boxed()
}

/// One twist of any kind.
pub(super) fn twist() -> BoxedStrategy<Twist> {
    prop_oneof![
        6 => alteration(),
        4 => around(),
        3 => middle(),
        1 => Just(Twist::Hashed),
        1 => instead(),
        1 => long(),
    ]
    .boxed()
}

/// None, one or two twists, mostly one.
pub(super) fn twists() -> BoxedStrategy<Vec<Twist>> {
    prop_oneof![
        1 => Just(Vec::new()),
        6 => twist().prop_map(|twist| vec![twist]),
        1 => (twist(), twist()).prop_map(|(first, second)| vec![first, second]),
    ]
    .boxed()
}

/// One of as many as there are.
pub(super) fn one_of(index: Index, count: usize) -> usize {
    if count == 0 { 0 } else { index.index(count) }
}
