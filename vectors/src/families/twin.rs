//! Twins: two verifiers that a conversion makes one. Where one of them is legal, the other gets round PKCE; where
//! neither is, nobody gains.

use crate::{How, Value, requirement_ids as ids};

use super::{
    fault::Fault,
    rule::Judged,
    shorthand::{alter, concat, middle, octets, s256, text, v1},
};

/// Where the names stand: name, comment, what is in the middle of the verifier, in the middle of its twin, flag.
type Twin = (&'static str, &'static str, &'static [u8], &'static [u8], &'static str);

/// The twin is legal.
const OF_LEGAL: &[Twin] = &[
    ("full-width", "a full-width a for a", "\u{ff41}".as_bytes(), b"a", "LookAlike"),
    ("full-width-tilde", "a full-width tilde for `~`", "\u{ff5e}".as_bytes(), b"~", "LookAlike"),
    ("cyrillic", "a Cyrillic a for a", "\u{430}".as_bytes(), b"a", "LookAlike"),
    ("mathematical", "a mathematical bold a for a", "\u{1d41a}".as_bytes(), b"a", "LookAlike"),
    ("superscript", "a superscript 2 for 2", "\u{b2}".as_bytes(), b"2", "LookAlike"),
    ("arabic-digit", "an Arabic-Indic 1 for 1", "\u{661}".as_bytes(), b"1", "LookAlike"),
    ("accent", "U+00E1 for a", "\u{e1}".as_bytes(), b"a", "LookAlike"),
    ("combining", "a and a combining accent for a", "a\u{301}".as_bytes(), b"a", "LookAlike"),
    ("ligature", "a ligature for fi", "\u{fb01}".as_bytes(), b"fi", "LookAlike"),
    ("kelvin-sign", "the kelvin sign for k", "\u{212a}".as_bytes(), b"k", "LookAlike"),
    ("long-s", "a long s for S", "\u{17f}".as_bytes(), b"S", "LookAlike"),
    ("hyphen", "U+2010 for `-`", "\u{2010}".as_bytes(), b"-", "LookAlike"),
    ("soft-hyphen", "a soft hyphen that is dropped", b"a\xc2\xad", b"a", "LookAlike"),
    ("zero-width", "a zero-width space that is dropped", "a\u{200b}".as_bytes(), b"a", "LookAlike"),
    ("dropped-letter", "U+00E9 that is dropped", "a\u{e9}".as_bytes(), b"a", "SubstitutedTwin"),
    ("dropped-octet", "octet ff that is dropped", b"a\xff", b"a", "InvalidUtf8"),
    ("dropped-punctuation", "a `!` that is dropped", b"a!", b"a", "VerifierCharset"),
    ("overlong-two", "an overlong a for a", b"\xc1\xa1", b"a", "OverlongUtf8"),
    ("overlong-three", "an overlong a for a, three octets", b"\xe0\x81\xa1", b"a", "OverlongUtf8"),
    ("html-escape", "an HTML escape for a", b"&#97;", b"a", "VerifierCharset"),
];

/// Masking gives a legal twin: U+0161 is `a` in its low 8 bits, octet e1 in its low 7, U+00F1 is `C1` in those of
/// its two octets.
const MASKED: [(&str, &str, &[u8], How); 4] = [
    ("mask-8-bit", "U+0161, which is a in its low 8 bits", "\u{161}".as_bytes(), How::Mask8Bit),
    (
        "mask-8-bit-cjk",
        "U+4E61, which is a in its low 8 bits",
        "\u{4e61}".as_bytes(),
        How::Mask8Bit,
    ),
    ("mask-7-bit", "octet e1, which is a in its low 7 bits", b"\xe1", How::Mask7Bit),
    (
        "mask-7-bit-utf8",
        "U+00F1, whose octets are C1 in their low 7 bits",
        "\u{f1}".as_bytes(),
        How::Mask7Bit,
    ),
];

/// Both malformed: what stands in the middle of the verifier, and of the one that the challenge is made from.
const OF_MALFORMED: &[Twin] = &[
    ("question-mark", "U+00E9 for `?`", "\u{e9}".as_bytes(), b"?", "SubstitutedTwin"),
    ("replacement", "octet ff for U+FFFD", b"\xff", "\u{fffd}".as_bytes(), "InvalidUtf8"),
    ("replacement-of-other", "octet ff for octet fe", b"\xff", b"\xfe", "InvalidUtf8"),
    (
        "surrogate",
        "a lone surrogate for U+FFFD",
        b"\xed\xa0\x80",
        "\u{fffd}".as_bytes(),
        "InvalidUtf8",
    ),
    (
        "surrogate-pair",
        "two surrogates for U+1F600",
        b"\xed\xa0\xbd\xed\xb8\x80",
        "\u{1f600}".as_bytes(),
        "InvalidUtf8",
    ),
    (
        "decomposed",
        "e and an accent for U+00E9",
        "e\u{301}".as_bytes(),
        "\u{e9}".as_bytes(),
        "LookAlike",
    ),
    ("plus-for-space", "`+` for a space", b"+", b" ", "PercentEncoding"),
    ("overlong-nul", "an overlong NUL for a NUL", b"\xc0\x80", b"\0", "OverlongUtf8"),
    (
        "crlf-for-lf",
        "a carriage return and a line feed for a line feed",
        b"\r\n",
        b"\n",
        "WhiteSpace",
    ),
];

/// Twins that servers are given.
const WIRED: [&str; 8] = [
    "full-width",
    "accent",
    "dropped-letter",
    "dropped-octet",
    "overlong-two",
    "mask-8-bit",
    "mask-7-bit",
    "mask-7-bit-utf8",
];

pub(super) fn faults() -> Vec<Fault> {
    let mut faults = Vec::new();
    for &(name, comment, inner, legal, flag) in OF_LEGAL {
        let (challenge, verifier) = (s256(middle(octets(legal))), middle(octets(inner)));
        faults.push(twin(Judged::Wrong, name, comment, flag, challenge, verifier));
    }
    for (name, comment, inner, how) in MASKED {
        let verifier = middle(octets(inner));
        let challenge = s256(alter(verifier.clone(), how));
        faults.push(twin(Judged::Wrong, name, comment, "MaskedTwin", challenge, verifier));
    }
    let advice = Judged::Advice(ids::HARDENING_ENCODING_TWINS);
    for &(name, comment, inner, other, flag) in OF_MALFORMED {
        let (challenge, verifier) = (s256(middle(octets(other))), middle(octets(inner)));
        faults.push(twin(advice, name, comment, flag, challenge, verifier));
    }
    for (name, comment, inner, how, flag) in [
        ("latin1", "U+00E9, hashed as ISO-8859-1", "\u{e9}", How::Latin1, "Latin1Twin"),
        ("latin1-of-other", "U+20AC, as `?` in ISO-8859-1", "\u{20ac}", How::Latin1, "Latin1Twin"),
        ("substituted", "U+00E9, hashed as `?`", "\u{e9}", How::Substitute, "SubstitutedTwin"),
        (
            "mask-8-bit-malformed",
            "U+0121, which is `!` in its low 8 bits",
            "\u{121}",
            How::Mask8Bit,
            "MaskedTwin",
        ),
    ] {
        let verifier = middle(text(inner));
        let challenge = s256(alter(verifier.clone(), how));
        faults.push(twin(advice, name, comment, flag, challenge, verifier).wired(true));
    }
    faults.extend(encoded_whole());
    faults
}

fn twin(
    judged: Judged,
    name: &str,
    comment: &str,
    flag: &'static str,
    challenge: Value,
    verifier: Value,
) -> Fault {
    Fault::s256(judged, format!("twin-{name}"), comment, challenge, verifier)
        .flag(flag)
        .wired(WIRED.contains(&name))
}

/// The right verifier in another encoding of the whole.
fn encoded_whole() -> Vec<Fault> {
    let mark = |octets: &[u8]| concat([Value::Hex(octets.to_vec()), v1()]);
    vec![
        twin(
            Judged::Wrong,
            "decoded",
            "the octets that the verifier encodes",
            "DoubleHash",
            s256(v1()),
            alter(v1(), How::Decode),
        ),
        twin(
            Judged::Wrong,
            "hex",
            "the octets that the verifier encodes, in hexadecimal",
            "HexDigest",
            s256(v1()),
            alter(v1(), How::ToHex),
        ),
        twin(
            Judged::Wrong,
            "utf-16-mark",
            "the right verifier after a byte order mark of UTF-16",
            "InvalidUtf8",
            s256(v1()),
            mark(b"\xff\xfe"),
        ),
    ]
}
