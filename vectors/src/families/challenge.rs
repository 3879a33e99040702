//! The right verifier against a challenge that was altered: every character, every length, every encoding.

use crate::{
    How, Value,
    draw::APPENDIX_B_VERIFIER,
    requirement_ids as ids,
    transformations::{
        Kind, hashes,
        spelling::{self, ALPHABET},
    },
};

use super::{
    fault::{Fault, OTHER},
    name::{POSITIONS, octet},
    right::APPENDIX_B_CHALLENGE,
    rule::Judged,
    shorthand::{alter, alter_at, alter_n, concat, octets, replace, s256, text, v1, v2},
};

pub(super) fn faults() -> Vec<Fault> {
    let mut faults = characters();
    faults.extend(foreign_octets());
    faults.extend(truncated());
    faults.extend(lengths());
    faults.extend(respelt());
    faults.extend(encodings());
    faults.extend(hashed_otherwise());
    faults.extend(other_hashes());
    faults
}

fn against(
    judged: Judged,
    name: &str,
    comment: &str,
    flag: &'static str,
    challenge: Value,
) -> Fault {
    Fault::s256(judged, name, comment, challenge, v1()).flag(flag)
}

/// Every change of one character: first the one that is 32 places further on in the alphabet, then the others.
fn characters() -> Vec<Fault> {
    let mut faults = Vec::new();
    for (at, original) in (0..).zip(APPENDIX_B_CHALLENGE.bytes()) {
        let name = format!("challenge-char-changed/{at:02}");
        let comment = format!("character {} of the challenge's 43 is another", at + 1);
        faults.push(
            against(
                Judged::Wrong,
                &name,
                &comment,
                "WrongVerifier",
                alter_at(s256(v1()), How::Change, at),
            )
            .wired([0, 21, 42].contains(&at)),
        );
        let place = spelling::value(original).unwrap_or(0);
        for (index, &other) in ALPHABET.iter().enumerate() {
            let further = index == (place + 32) % 64;
            let spelling = at == 42 && index / 4 == place / 4;
            if other == original || further || spelling {
                continue;
            }
            faults.push(
                against(
                    Judged::Wrong,
                    &format!("{name}-to-{other:02x}"),
                    &format!(
                        "character {} of the challenge's 43 is `{}`",
                        at + 1,
                        char::from(other)
                    ),
                    "WrongVerifier",
                    replace(s256(v1()), at, octets(&[other])),
                )
                .under(&name),
            );
        }
    }
    for n in 1..=3 {
        faults.push(
            against(
                Judged::Advice(ids::HARDENING_NON_CANONICAL_BITS),
                &format!("challenge-non-canonical/{n}"),
                &format!("the last character's two bits that carry nothing are {n}"),
                "NonCanonicalBits",
                alter_n(s256(v1()), How::NonCanonical, n),
            )
            .wired(true)
            .refusable(),
        );
    }
    faults
}

/// Every octet that base64url does not have. The others are changes of a character.
fn foreign_octets() -> Vec<Fault> {
    let mut faults = Vec::new();
    for byte in (0..=u8::MAX).filter(|byte| !ALPHABET.contains(byte)) {
        for (position, at) in POSITIONS {
            faults.push(
                against(
                    Judged::Wrong,
                    &format!("challenge-byte-{}/{position}", octet(byte)),
                    &format!("octet {byte:02x} in the challenge's {position} place"),
                    "ChallengeCharset",
                    replace(s256(v1()), at, octets(&[byte])),
                )
                .under(if byte == b'!' {
                    OTHER.to_owned()
                } else {
                    format!("challenge-byte-21-exclamation/{position}")
                }),
            );
        }
    }
    faults
}

/// Every length that a digest can be cut to.
fn truncated() -> Vec<Fault> {
    let mut faults = Vec::new();
    for n in 1..43 {
        let cause =
            if n == 42 { OTHER.to_owned() } else { format!("challenge-prefix-{:02}", n + 1) };
        let name = format!("challenge-prefix-{n:02}");
        let comment = format!("the first {n} characters of the right challenge");
        faults.push(
            against(
                Judged::Wrong,
                &name,
                &comment,
                "TruncatedDigest",
                alter_n(s256(v1()), How::Prefix, n),
            )
            .refusable()
            .under(cause)
            .wired(n == 42),
        );
    }
    faults
}

fn lengths() -> Vec<Fault> {
    let challenge = || s256(v1());
    let wrong = |name: &str, comment: &str, value| {
        against(Judged::Wrong, name, comment, "ChallengeLength", value).refusable()
    };
    let mut faults = vec![
        against(
            Judged::Advice(ids::HARDENING_EMPTY_CHALLENGE),
            "challenge-empty",
            "a legal verifier against an empty challenge",
            "EmptyChallenge",
            text(""),
        ),
        Fault::s256(
            Judged::Advice(ids::HARDENING_EMPTY_CHALLENGE),
            "challenge-and-verifier-empty",
            "an empty verifier against an empty challenge",
            text(""),
            text(""),
        )
        .flag("EmptyChallenge"),
    ];
    let long = |n: usize| concat([challenge(), text(&"A".repeat(n - 43))]);
    faults.extend([
        wrong(
            "challenge-suffix-42",
            "the last 42 characters of the right challenge",
            alter_n(challenge(), How::Suffix, 42),
        ),
        wrong("challenge-length-44", "the right challenge and `A`", long(44)).wired(true),
        wrong(
            "challenge-length-128",
            "the right challenge and `A` up to 128 characters",
            long(128),
        ),
        wrong(
            "challenge-length-129",
            "the right challenge and `A` up to 129 characters",
            long(129),
        )
        .wired(true),
        wrong("challenge-doubled", "the right challenge twice", alter(challenge(), How::Double))
            .wired(true),
        wrong(
            "challenge-followed-by-other",
            "the right challenge and another",
            concat([challenge(), s256(v2())]),
        ),
        wrong(
            "challenge-after-other",
            "another challenge and the right one",
            concat([s256(v2()), challenge()]),
        ),
        wrong(
            "challenge-comma-and-other",
            "the right challenge, a comma and another",
            concat([challenge(), text(","), s256(v2())]),
        ),
        wrong(
            "challenge-nul-and-text",
            "the right challenge, a NUL and a letter",
            concat([challenge(), text("\0A")]),
        ),
        wrong(
            "challenge-lf-and-text",
            "the right challenge, a line feed and a letter",
            concat([challenge(), text("\nA")]),
        ),
        against(
            Judged::Wrong,
            "challenge-huge",
            "65 536 octets",
            "HugeInput",
            Value::Repeat("a".to_owned(), 65_536),
        ),
        against(
            Judged::Wrong,
            "challenge-mebibyte",
            "1 048 576 octets",
            "HugeInput",
            Value::Repeat("a".to_owned(), 1 << 20),
        ),
    ]);
    faults
}

/// The same characters in another case or order.
fn respelt() -> Vec<Fault> {
    let wrong = |name: &str, comment: &str, flag, how| {
        against(Judged::Wrong, name, comment, flag, alter(s256(v1()), how)).wired(true).refusable()
    };
    vec![
        wrong(
            "challenge-case-swapped",
            "upper case for lower, and the reverse",
            "CaseInsensitive",
            How::SwapCase,
        ),
        wrong("challenge-upper-case", "in upper case", "CaseInsensitive", How::Upper),
        wrong("challenge-lower-case", "in lower case", "CaseInsensitive", How::Lower),
        wrong("challenge-reversed", "last character first", "Permutation", How::Reverse),
        wrong("challenge-rotated", "the first character at the end", "Permutation", How::Rotate),
    ]
}

/// The right digest, written otherwise.
fn encodings() -> Vec<Fault> {
    let challenge = || s256(v1());
    let hex = || alter(challenge(), How::ToHex);
    let other = |name: &str, comment: &str, flag, value| {
        against(Judged::OtherEncoding, name, comment, flag, value).refusable().wired(true)
    };
    vec![
        other("challenge-hex", "the digest in hexadecimal", "HexDigest", hex()),
        other(
            "challenge-hex-upper-case",
            "the digest in upper-case hexadecimal",
            "HexDigest",
            alter(hex(), How::Upper),
        ),
        other(
            "challenge-base64-of-hex",
            "base64url of the hexadecimal digest",
            "Base64OfHex",
            alter(challenge(), How::ToBase64OfHex),
        ),
        other(
            "challenge-octets",
            "the digest's 32 octets",
            "HexDigest",
            alter(challenge(), How::Decode),
        ),
    ]
}

/// Digests of something near the right verifier.
fn hashed_otherwise() -> Vec<Fault> {
    let challenge = || s256(v1());
    let hashed = |name: &str, comment: &str, flag, value| {
        against(Judged::OtherEncoding, name, comment, flag, value).wired(true)
    };
    vec![
        hashed("challenge-hashed-twice", "the S256 of the S256", "DoubleHash", s256(challenge())),
        hashed(
            "challenge-hash-of-hex",
            "the S256 of the hexadecimal digest",
            "DoubleHash",
            s256(alter(challenge(), How::ToHex)),
        ),
        hashed(
            "challenge-hash-of-octets",
            "the S256 of the digest's octets",
            "DoubleHash",
            s256(alter(challenge(), How::Decode)),
        ),
        hashed(
            "challenge-hash-of-decoded",
            "the S256 of what the verifier decodes to",
            "DoubleHash",
            s256(alter(v1(), How::Decode)),
        ),
        hashed(
            "challenge-hash-of-upper-case",
            "the S256 of the verifier in upper case",
            "CaseInsensitive",
            s256(alter(v1(), How::Upper)),
        ),
        hashed(
            "challenge-hash-with-lf",
            "the S256 of the verifier and a line feed",
            "TrailingNewline",
            s256(v1().followed_by("\n")),
        ),
    ]
}

/// Other hash functions of the Appendix B verifier, in base64url.
fn other_hashes() -> Vec<Fault> {
    let verifier = APPENDIX_B_VERIFIER.as_bytes();
    let made = |hash: fn(&[u8]) -> Vec<u8>| octets(&Kind::Hash.challenge(hash, verifier));
    [
        ("md5", "MD5", text("dOhpZjVfcnq21nxfAAm4bQ")),
        ("sha1", "SHA-1", text("wOsdxQV7S8WbaDyF800vBUXoXkY")),
        ("sha224", "SHA-224", made(hashes::sha224)),
        ("sha384", "SHA-384", made(hashes::sha384)),
        ("sha512", "SHA-512", made(hashes::sha512)),
        ("sha3-256", "SHA3-256", text("E610yFj0KhfcmS7sAK3DxBaa4e4WU8BwJoRsAZOIn8Q")),
    ]
    .map(|(name, hash, challenge)| {
        Fault::s256(
            Judged::OtherEncoding,
            format!("challenge-{name}"),
            format!("the {hash} of the verifier"),
            challenge,
            text(APPENDIX_B_VERIFIER),
        )
        .flag("OtherHash")
    })
    .into()
}
