//! `check_verifier` and `check_challenge`: calls that promise the grammar, and are held to it.

use crate::{Datum, Expect, How, Input, Needs, Op, Value, Vector, requirement_ids as ids};

use super::{
    length::{HUGE, LENGTHS, nearer, of_length},
    name::{POSITIONS, octet},
    right::{APPENDIX_B_CHALLENGE, legal},
    rule::is_legal,
    shorthand::{Constants, alter, alter_n, concat, octets, replace, s256, text, v1, v1_challenge},
    text::malformed,
};

/// A vector for one of the two, whose verdict follows from the value.
fn vector(op: Op, name: &str, comment: String, flag: &str, value: &Value) -> Vector {
    let (word, requirement) = match op {
        Op::CheckVerifier => ("check-verifier", ids::RFC7636_4_1_VERIFIER_GRAMMAR),
        _ => ("check-challenge", ids::RFC7636_4_2_CHALLENGE_GRAMMAR),
    };
    let id = format!("{word}/{name}");
    let mut constants = Constants::new(&id, value);
    let valid = is_legal(&constants.bytes(value));
    let datum: Option<Datum> = Some(constants.datum(value));
    let input = match op {
        Op::CheckVerifier => Input { verifier: datum, ..Input::default() },
        _ => Input { challenge: datum, ..Input::default() },
    };
    Vector {
        requirement: requirement.to_owned(),
        comment,
        flags: vec![flag.to_owned()],
        op,
        input,
        expect: vec![Expect::Valid(valid)],
        effect: None,
        needs: Needs::default(),
        implied_by: Vec::new(),
        control: false,
        controlled_by: None,
        withdrawn: None,
        id,
    }
}

pub(super) fn verifier() -> Vec<Vector> {
    let op = Op::CheckVerifier;
    let comment = "the verifier of RFC 7636 Appendix B";
    let mut control = vector(op, "appendix-b", comment.to_owned(), "RightUse", &v1());
    control.control = true;
    let mut vectors = vec![control];
    let (lawful, length, charset) = ("LegalVerifier", "VerifierLength", "VerifierCharset");
    vectors.extend(grammar(op, "verifier", lawful, length, charset));
    for legal in legal().into_iter().filter(|legal| legal.flag == lawful) {
        let name = legal.name.trim_start_matches("verifier-");
        vectors.push(vector(op, name, legal.comment.to_owned(), legal.flag, &legal.first));
    }
    vectors
}

pub(super) fn challenge() -> Vec<Vector> {
    let op = Op::CheckChallenge;
    let comment = "the challenge of RFC 7636 Appendix B";
    let appendix_b = text(APPENDIX_B_CHALLENGE);
    let mut control = vector(op, "appendix-b", comment.to_owned(), "RightUse", &appendix_b);
    control.control = true;
    let mut vectors = vec![control];
    let (lawful, length, charset) = ("LegalChallenge", "ChallengeLength", "ChallengeCharset");
    vectors.extend(grammar(op, "challenge", lawful, length, charset));
    for (name, comment, flag, value) in encodings() {
        vectors.push(vector(op, name, comment.to_owned(), flag, &value));
    }
    vectors.extend(with_method());
    vectors
}

/// Lengths, octets and malformed texts, for either value.
fn grammar(
    op: Op,
    what: &str,
    lawful: &'static str,
    length_flag: &'static str,
    charset: &'static str,
) -> Vec<Vector> {
    let mut vectors = Vec::new();
    let word = format!("check-{what}");
    for length in LENGTHS.chain(HUGE) {
        let flag = match length {
            43..=128 => lawful,
            141.. => "HugeInput",
            _ => length_flag,
        };
        let name = format!("length-{length}");
        let (value, _) = of_length(length);
        let mut vector = vector(op, &name, format!("{length} characters"), flag, &value);
        vector.implied_by =
            nearer(length).map(|nearer| format!("{word}/length-{nearer}")).into_iter().collect();
        vectors.push(vector);
    }
    let representative = format!("{word}/byte-21-exclamation/middle");
    for byte in 0..=u8::MAX {
        for (position, at) in POSITIONS {
            let name = format!("byte-{}/{position}", octet(byte));
            let comment = format!("octet {byte:02x} in the {position} place");
            let value = replace(v1(), at, octets(&[byte]));
            let mut vector = vector(op, &name, comment, lawful, &value);
            if vector.expect == [Expect::Valid(false)] {
                vector.flags = vec![charset.to_owned()];
                if vector.id != representative {
                    vector.implied_by = vec![representative.clone()];
                }
            }
            vectors.push(vector);
        }
    }
    for text in malformed() {
        let mut vector = vector(op, text.name, text.comment.to_owned(), text.flag, &text.value);
        vector.implied_by = vec![representative.clone()];
        vectors.push(vector);
    }
    vectors
}

/// What senders put in a challenge's place.
fn encodings() -> Vec<(&'static str, &'static str, &'static str, Value)> {
    let digest = || s256(v1_challenge("-_", ""));
    vec![
        (
            "standard-alphabet",
            "`+` and `/` in a digest",
            "StandardAlphabet",
            alter(digest(), How::StandardAlphabet),
        ),
        (
            "standard-base64",
            "a digest in padded base64",
            "StandardAlphabet",
            alter(digest(), How::ToStandardBase64),
        ),
        (
            "hex",
            "a digest in hexadecimal, which has the form of a challenge",
            "HexDigest",
            alter(digest(), How::ToHex),
        ),
        (
            "base64-of-hex",
            "base64url of the hexadecimal digest, which has the form of a challenge",
            "Base64OfHex",
            alter(digest(), How::ToBase64OfHex),
        ),
        ("octets", "a digest's 32 octets", "HexDigest", alter(digest(), How::Decode)),
        (
            "truncated",
            "42 characters of a digest",
            "TruncatedDigest",
            alter_n(digest(), How::Prefix, 42),
        ),
        (
            "doubled",
            "a digest twice, which has the form of a challenge",
            "ChallengeLength",
            alter(digest(), How::Double),
        ),
        ("padded-twice", "a digest and `==`", "Padding", digest().followed_by("==")),
    ]
}

/// What the method adds: an S256 has 43 characters of base64url, the last of which carries four bits.
fn with_method() -> Vec<Vector> {
    let digest = || text(APPENDIX_B_CHALLENGE);
    let long = |n: usize| concat([digest(), text(&"A".repeat(n - 43))]);
    let cases: Vec<(&str, &str, &str, Value)> = vec![
        ("appendix-b", "the challenge of RFC 7636 Appendix B", "RightUse", digest()),
        ("length-0", "an empty challenge", "EmptyChallenge", text("")),
        ("length-42", "42 characters", "ChallengeLength", alter_n(digest(), How::Prefix, 42)),
        ("length-44", "44 characters", "ChallengeLength", long(44)),
        ("length-64", "64 hexadecimal digits", "HexDigest", alter(digest(), How::ToHex)),
        ("length-128", "128 characters", "ChallengeLength", long(128)),
        ("length-129", "129 characters", "ChallengeLength", long(129)),
        ("dot", "a `.`", "ChallengeCharset", replace(digest(), 21, text("."))),
        ("tilde", "a `~`", "ChallengeCharset", replace(digest(), 21, text("~"))),
        ("plus", "a `+`", "StandardAlphabet", replace(digest(), 21, text("+"))),
        ("slash", "a `/`", "StandardAlphabet", replace(digest(), 21, text("/"))),
        ("space", "a space", "WhiteSpace", replace(digest(), 21, text(" "))),
        ("padded", "`=` after", "Padding", digest().followed_by("=")),
        ("trailing-lf", "a line feed after", "TrailingNewline", digest().followed_by("\n")),
        (
            "last-bits-1",
            "the last bits are 1",
            "NonCanonicalBits",
            alter_n(digest(), How::NonCanonical, 1),
        ),
        (
            "last-bits-2",
            "the last bits are 2",
            "NonCanonicalBits",
            alter_n(digest(), How::NonCanonical, 2),
        ),
        (
            "last-bits-3",
            "the last bits are 3",
            "NonCanonicalBits",
            alter_n(digest(), How::NonCanonical, 3),
        ),
    ];
    let mut vectors = Vec::new();
    for (name, comment, flag, value) in &cases {
        let never = ["length-44", "length-64", "length-128", "dot", "tilde"].contains(name)
            || name.starts_with("last-bits");
        for method in ["S256", "plain"] {
            let name = format!("{}/{name}", method.to_ascii_lowercase());
            let comment = format!("{comment}, under {method}");
            let mut vector = vector(Op::CheckChallenge, &name, comment, flag, value);
            vector.input.method = Some(method.into());
            vector.control = name.ends_with("appendix-b");
            if !vector.control {
                vector.controlled_by =
                    Some(format!("check-challenge/{}/appendix-b", method.to_ascii_lowercase()));
            }
            if method == "plain" {
                vector.needs = Needs { plain: Some(true), ..Needs::default() };
            } else if never {
                vector.requirement = ids::HARDENING_CHECK_NEVER_S256.into();
                vector.expect = vec![Expect::Valid(false)];
            }
            vectors.push(vector);
        }
    }
    vectors
}
