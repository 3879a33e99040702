//! Verifiers that are not the one: against the digest of another, and against another under `plain`.

use crate::{How, Value};

use super::{
    fault::{Fault, OTHER, PLAIN_OTHER},
    rule::Judged,
    shorthand::{alter, alter_at, alter_n, concat, s256, text, v1, v1_long, v2},
};

/// What the challenge is made from, and what is presented instead.
struct Pair {
    name: String,
    comment: String,
    flag: &'static str,
    /// The right verifier.
    right: Value,
    /// The one presented.
    presented: Value,
    wire: Wire,
    /// The name of the pair under which this one says nothing new.
    cause: Option<String>,
}

/// Under which methods servers are given it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Wire {
    Neither,
    /// Under `plain` alone: hashed, the two have nothing in common that a server could see.
    Plain,
    Both,
}

fn pair(
    name: impl Into<String>,
    comment: impl Into<String>,
    flag: &'static str,
    presented: Value,
) -> Pair {
    let (name, comment) = (name.into(), comment.into());
    Pair { name, comment, flag, right: v1(), presented, wire: Wire::Neither, cause: None }
}

impl Pair {
    fn wired(mut self) -> Self {
        self.wire = Wire::Both;
        self
    }

    fn wired_as_plain(mut self) -> Self {
        self.wire = Wire::Plain;
        self
    }

    fn under(mut self, cause: String) -> Self {
        self.cause = Some(cause);
        self
    }
}

/// Under S256.
pub(super) fn faults() -> Vec<Fault> {
    let mut faults: Vec<Fault> = pairs()
        .into_iter()
        .map(|pair| {
            let challenge = s256(pair.right);
            Fault::s256(Judged::Wrong, pair.name, pair.comment, challenge, pair.presented)
                .flag(pair.flag)
                .wired(pair.wire == Wire::Both)
                .under(pair.cause.as_deref().unwrap_or(OTHER))
        })
        .collect();
    let wrong = |name, comment, flag, challenge, verifier| {
        Fault::s256(Judged::Wrong, name, comment, challenge, verifier).flag(flag).wired(true)
    };
    let digest = || s256(v1());
    faults.extend([
        wrong(
            "challenge-as-verifier",
            "the challenge presented as the verifier",
            "ChallengeAsVerifier",
            digest(),
            digest(),
        ),
        wrong(
            "plain-pair",
            "the challenge is the verifier's own text",
            "PlainDowngrade",
            v1(),
            v1(),
        ),
        wrong("swapped-pair", "verifier and challenge exchanged", "SwappedPair", v1(), digest()),
        wrong(
            "digest-hex-as-verifier",
            "the digest in hexadecimal as the verifier",
            "HexDigest",
            digest(),
            alter(digest(), How::ToHex),
        ),
        wrong(
            "digest-octets-as-verifier",
            "the digest's octets as the verifier",
            "ChallengeAsVerifier",
            digest(),
            alter(digest(), How::Decode),
        ),
        wrong(
            "challenge-hashed-as-verifier",
            "the S256 of the challenge as the verifier",
            "DoubleHash",
            digest(),
            s256(digest()),
        ),
    ]);
    faults
}

/// The same pairs under `plain`.
pub(super) fn under_plain() -> Vec<Fault> {
    pairs()
        .into_iter()
        .map(|pair| {
            let fault =
                Fault::plain(Judged::Wrong, pair.name, pair.comment, pair.right, pair.presented);
            let cause = pair.cause.map_or(PLAIN_OTHER.to_owned(), |name| format!("plain-{name}"));
            fault.flag(pair.flag).wired(pair.wire != Wire::Neither).under(cause)
        })
        .collect()
}

fn pairs() -> Vec<Pair> {
    let mut pairs = foreign();
    pairs.extend(extended());
    pairs.extend(rearranged());
    changed(&mut pairs);
    shortened(&mut pairs);
    differing_late(&mut pairs);
    pairs
}

/// Nothing of the right verifier.
fn foreign() -> Vec<Pair> {
    vec![
        pair(OTHER, "a verifier that has nothing to do with the challenge", "WrongVerifier", v2()),
        pair("verifier-empty", "an empty verifier", "EmptyVerifier", text("")),
        pair("verifier-wildcard", "a pattern that matches everything", "WrongVerifier", text(".*"))
            .wired_as_plain(),
        pair(
            "verifier-sql-wildcard",
            "43 times a database's wildcard",
            "WrongVerifier",
            text(&"_".repeat(43)),
        )
        .wired_as_plain(),
        pair("verifier-null-like", "the text `null`", "WrongVerifier", text("null")),
        pair("verifier-huge", "65 536 octets", "HugeInput", Value::Repeat("a".to_owned(), 65_536)),
    ]
}

/// More than the right verifier.
fn extended() -> Vec<Pair> {
    vec![
        pair(
            "verifier-extended",
            "one character more",
            "PrefixComparison",
            concat([v1(), text("A")]),
        )
        .wired(),
        pair(
            "verifier-extended-in-front",
            "one character more, in front",
            "PrefixComparison",
            concat([text("A"), v1()]),
        )
        .wired_as_plain(),
        pair(
            "verifier-followed-by-other",
            "another verifier after the right one",
            "PrefixComparison",
            concat([v1(), v2()]),
        )
        .wired(),
        pair(
            "verifier-after-other",
            "the right verifier after another",
            "PrefixComparison",
            concat([v2(), v1()]),
        )
        .wired(),
        pair(
            "verifier-doubled",
            "the right verifier twice",
            "PrefixComparison",
            alter(v1(), How::Double),
        )
        .wired(),
        pair(
            "verifier-char-inserted",
            "a character more in the middle",
            "WrongVerifier",
            concat([alter_n(v1(), How::Prefix, 21), text("A"), alter_n(v1(), How::Suffix, 22)]),
        ),
        pair(
            "verifier-nul-and-text",
            "the right verifier, a NUL and a letter",
            "NulByte",
            concat([v1(), text("\0A")]),
        )
        .wired(),
        pair(
            "verifier-nul-and-other",
            "the right verifier, a NUL and another",
            "NulByte",
            concat([v1(), text("\0"), v2()]),
        )
        .wired(),
        pair(
            "verifier-lf-and-text",
            "the right verifier, a line feed and a letter",
            "TrailingNewline",
            concat([v1(), text("\nA")]),
        )
        .wired(),
        pair(
            "verifier-space-and-other",
            "the right verifier, a space and another",
            "PrefixComparison",
            concat([v1(), text(" "), v2()]),
        )
        .wired(),
        pair(
            "verifier-comma-and-other",
            "the right verifier, a comma and another",
            "PrefixComparison",
            concat([v1(), text(","), v2()]),
        )
        .wired(),
    ]
}

/// The same characters in another order or case.
fn rearranged() -> Vec<Pair> {
    vec![
        pair("verifier-reversed", "last character first", "Permutation", alter(v1(), How::Reverse))
            .wired(),
        pair(
            "verifier-rotated",
            "the first character at the end",
            "Permutation",
            alter(v1(), How::Rotate),
        )
        .wired(),
        pair(
            "verifier-halves-exchanged",
            "the second half first",
            "Permutation",
            concat([alter_n(v1(), How::Suffix, 22), alter_n(v1(), How::Prefix, 21)]),
        ),
        pair(
            "verifier-case-swapped",
            "upper case for lower, and the reverse",
            "CaseInsensitive",
            alter(v1(), How::SwapCase),
        )
        .wired(),
        pair("verifier-upper-case", "in upper case", "CaseInsensitive", alter(v1(), How::Upper))
            .wired(),
        pair("verifier-lower-case", "in lower case", "CaseInsensitive", alter(v1(), How::Lower))
            .wired(),
    ]
}

fn changed(pairs: &mut Vec<Pair>) {
    for at in 0..43 {
        let changed = pair(
            format!("verifier-char-changed/{at:02}"),
            format!("character {} of 43 is another", at + 1),
            "WrongVerifier",
            alter_at(v1(), How::Change, at),
        );
        pairs.push(if [0, 21, 42].contains(&at) { changed.wired() } else { changed });
    }
    for (position, at) in super::name::POSITIONS {
        pairs.push(
            pair(
                format!("verifier-char-removed/{position}"),
                format!("the {position} character is left out"),
                "WrongVerifier",
                alter_at(v1(), How::Remove, at),
            )
            .wired_as_plain(),
        );
    }
}

fn shortened(pairs: &mut Vec<Pair>) {
    for (word, how) in [("prefix", How::Prefix), ("suffix", How::Suffix)] {
        for n in 1..43 {
            let end = if how == How::Prefix { "first" } else { "last" };
            let short = pair(
                format!("verifier-{word}-{n:02}"),
                format!("the {end} {n} of 43 characters"),
                "PrefixComparison",
                alter_n(v1(), how, n),
            );
            pairs.push(match n {
                42 => short.wired(),
                1 if how == How::Prefix => short.wired().under(format!("verifier-{word}-42")),
                _ => short.under(format!("verifier-{word}-{:02}", n + 1)),
            });
        }
    }
}

/// What a buffer, a column or a password hash cuts off: 64 octets are a block of SHA-256, 72 what bcrypt reads.
fn differing_late(pairs: &mut Vec<Pair>) {
    for n in [64_u8, 72, 100, 127] {
        let differs = pair(
            format!("verifier-differs-after-{n}"),
            format!("128 characters, of which the one after the first {n} is another"),
            "TruncatedComparison",
            alter_at(v1(), How::Change, i32::from(n)),
        )
        .wired();
        pairs.push(Pair { right: v1_long(128), ..differs });
        let cut = pair(
            format!("verifier-cut-after-{n}"),
            format!("the first {n} of 128 characters"),
            "TruncatedComparison",
            alter_n(v1(), How::Prefix, n.into()),
        )
        .wired_as_plain();
        pairs.push(Pair { right: v1_long(128), ..cut });
        let longer = pair(
            format!("verifier-of-{n}-continued"),
            format!("128 characters, where the right verifier is the first {n} of them"),
            "TruncatedComparison",
            v1(),
        )
        .wired();
        pairs.push(Pair { right: alter_n(v1_long(128), How::Prefix, n.into()), ..longer });
    }
    // A buffer of just the longest verifier: what follows is not read.
    let longer = pair(
        "verifier-of-128-continued",
        "the right verifier, which is as long as one can be, and another after it",
        "TruncatedComparison",
        concat([v1(), v2()]),
    )
    .wired();
    pairs.push(Pair { right: v1_long(128), ..longer });
}
