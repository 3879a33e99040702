//! Malformed verifiers of all kinds: text beyond ASCII, octets that are no text, white space, escapes.

use crate::{Value, requirement_ids as ids};

use super::{
    bytes::REPRESENTATIVE,
    fault::Fault,
    rule::Judged,
    shorthand::{concat, middle, octets, s256, text, v1},
};

/// A value that is no verifier (nor a challenge), though long enough for one.
pub(super) struct Malformed {
    pub(super) name: &'static str,
    pub(super) comment: &'static str,
    pub(super) value: Value,
    pub(super) flag: &'static str,
    wire: bool,
}

/// What stands in the middle: its name, a comment, the flag.
const IN_THE_MIDDLE: [(&str, &str, &[u8], &str); 56] = [
    ("utf8-two-octets", "U+00E9, two octets of UTF-8", "\u{e9}".as_bytes(), "VerifierCharset"),
    (
        "utf8-three-octets",
        "U+20AC, three octets of UTF-8",
        "\u{20ac}".as_bytes(),
        "VerifierCharset",
    ),
    (
        "utf8-four-octets",
        "U+1F600, four octets of UTF-8",
        "\u{1f600}".as_bytes(),
        "VerifierCharset",
    ),
    ("decomposed", "e and U+0301, a combining acute accent", "e\u{301}".as_bytes(), "LookAlike"),
    ("full-width-a", "U+FF41, a full-width a", "\u{ff41}".as_bytes(), "LookAlike"),
    ("full-width-digit", "U+FF11, a full-width 1", "\u{ff11}".as_bytes(), "LookAlike"),
    ("cyrillic-a", "U+0430, a Cyrillic a", "\u{430}".as_bytes(), "LookAlike"),
    ("greek-omicron", "U+03BF, a Greek o", "\u{3bf}".as_bytes(), "LookAlike"),
    ("mathematical-a", "U+1D41A, a mathematical bold a", "\u{1d41a}".as_bytes(), "LookAlike"),
    ("arabic-digit", "U+0661, an Arabic-Indic 1", "\u{661}".as_bytes(), "LookAlike"),
    ("superscript-two", "U+00B2, a superscript 2", "\u{b2}".as_bytes(), "LookAlike"),
    ("kelvin-sign", "U+212A, which is k in lower case", "\u{212a}".as_bytes(), "LookAlike"),
    ("long-s", "U+017F, which is S in upper case", "\u{17f}".as_bytes(), "LookAlike"),
    ("dotless-i", "U+0131, which is I in upper case", "\u{131}".as_bytes(), "LookAlike"),
    ("ligature", "U+FB01, a ligature of f and i", "\u{fb01}".as_bytes(), "LookAlike"),
    ("hyphen", "U+2010, a hyphen", "\u{2010}".as_bytes(), "LookAlike"),
    ("minus", "U+2212, a minus", "\u{2212}".as_bytes(), "LookAlike"),
    ("full-width-tilde", "U+FF5E, a full-width tilde", "\u{ff5e}".as_bytes(), "LookAlike"),
    (
        "full-width-underscore",
        "U+FF3F, a full-width underscore",
        "\u{ff3f}".as_bytes(),
        "LookAlike",
    ),
    ("middle-dot", "U+00B7, a middle dot", "\u{b7}".as_bytes(), "LookAlike"),
    ("soft-hyphen", "U+00AD, a soft hyphen", "\u{ad}".as_bytes(), "LookAlike"),
    ("zero-width-space", "U+200B, a zero-width space", "\u{200b}".as_bytes(), "LookAlike"),
    (
        "right-to-left",
        "U+202E, which turns the direction of the text",
        "\u{202e}".as_bytes(),
        "LookAlike",
    ),
    (
        "replacement",
        "U+FFFD, what decoders put for what they cannot read",
        "\u{fffd}".as_bytes(),
        "InvalidUtf8",
    ),
    ("noncharacter", "U+FFFF, a noncharacter", "\u{ffff}".as_bytes(), "VerifierCharset"),
    ("byte-order-mark", "U+FEFF inside the text", "\u{feff}".as_bytes(), "VerifierCharset"),
    ("overlong-two-octets", "a in two octets, as UTF-8 forbids", b"\xc1\xa1", "OverlongUtf8"),
    (
        "overlong-three-octets",
        "a in three octets, as UTF-8 forbids",
        b"\xe0\x81\xa1",
        "OverlongUtf8",
    ),
    (
        "overlong-four-octets",
        "a in four octets, as UTF-8 forbids",
        b"\xf0\x80\x81\xa1",
        "OverlongUtf8",
    ),
    ("overlong-nul", "NUL in two octets, as some write it", b"\xc0\x80", "OverlongUtf8"),
    ("invalid-continuation", "a continuation octet alone", b"\x80", "InvalidUtf8"),
    ("invalid-truncated-two", "the first of two octets alone", b"\xc3", "InvalidUtf8"),
    ("invalid-truncated-four", "three of four octets", b"\xf0\x9f\x98", "InvalidUtf8"),
    ("invalid-surrogate", "a surrogate, as UTF-8 forbids", b"\xed\xa0\x80", "InvalidUtf8"),
    (
        "invalid-surrogate-pair",
        "U+1F600 as two surrogates",
        b"\xed\xa0\xbd\xed\xb8\x80",
        "InvalidUtf8",
    ),
    ("invalid-beyond-unicode", "a code point beyond U+10FFFF", b"\xf4\x90\x80\x80", "InvalidUtf8"),
    ("invalid-fe", "octet fe, which no UTF-8 has", b"\xfe", "InvalidUtf8"),
    ("invalid-ff", "octet ff, which no UTF-8 has", b"\xff", "InvalidUtf8"),
    ("invalid-latin1", "U+00E9 in ISO-8859-1", b"\xe9", "InvalidUtf8"),
    ("nul", "a NUL inside the text", b"\0", "NulByte"),
    ("lf", "a line feed inside the text", b"\n", "WhiteSpace"),
    ("cr", "a carriage return inside the text", b"\r", "WhiteSpace"),
    ("crlf", "a line break inside the text", b"\r\n", "WhiteSpace"),
    ("space", "a space inside the text", b" ", "WhiteSpace"),
    ("tab", "a tab inside the text", b"\t", "WhiteSpace"),
    ("no-break-space", "U+00A0 inside the text", "\u{a0}".as_bytes(), "WhiteSpace"),
    ("ideographic-space", "U+3000 inside the text", "\u{3000}".as_bytes(), "WhiteSpace"),
    ("next-line", "U+0085 inside the text", "\u{85}".as_bytes(), "WhiteSpace"),
    ("line-separator", "U+2028 inside the text", "\u{2028}".as_bytes(), "WhiteSpace"),
    ("plus", "a `+`, which forms read as a space", b"+", "PercentEncoding"),
    ("percent-letter", "`%61`, a letter left encoded", b"%61", "PercentEncoding"),
    ("percent-tilde", "`%7E`, a tilde left encoded", b"%7E", "PercentEncoding"),
    ("percent-nul", "`%00`, a NUL left encoded", b"%00", "PercentEncoding"),
    ("percent-broken", "`%` without digits", b"%zz", "PercentEncoding"),
    ("json-escape", "a JSON escape left as it is", b"\\u0061", "VerifierCharset"),
    ("html-escape", "an HTML escape left as it is", b"&#97;", "VerifierCharset"),
];

/// What stands before or after.
const AROUND: [(&str, &str, &str, &str, &str); 19] = [
    ("leading-space", "a space before", " ", "", "WhiteSpace"),
    ("trailing-space", "a space after", "", " ", "WhiteSpace"),
    ("leading-tab", "a tab before", "\t", "", "WhiteSpace"),
    ("trailing-tab", "a tab after", "", "\t", "WhiteSpace"),
    ("leading-lf", "a line feed before", "\n", "", "WhiteSpace"),
    ("trailing-lf", "a line feed after", "", "\n", "TrailingNewline"),
    ("trailing-cr", "a carriage return after", "", "\r", "TrailingNewline"),
    ("trailing-crlf", "a line break after", "", "\r\n", "TrailingNewline"),
    ("leading-nul", "a NUL before", "\0", "", "NulByte"),
    ("trailing-nul", "a NUL after", "", "\0", "NulByte"),
    ("trailing-nul-and-text", "a NUL and a letter after", "", "\0A", "NulByte"),
    ("leading-byte-order-mark", "U+FEFF before", "\u{feff}", "", "WhiteSpace"),
    ("trailing-no-break-space", "U+00A0 after", "", "\u{a0}", "WhiteSpace"),
    ("trailing-equals", "`=` after", "", "=", "Padding"),
    ("quoted", "in quotation marks", "\"", "\"", "VerifierCharset"),
    ("in-angle-brackets", "in angle brackets", "<", ">", "VerifierCharset"),
    ("trailing-lf-and-text", "a line feed and a letter after", "", "\nA", "TrailingNewline"),
    ("leading-text-and-lf", "a letter and a line feed before", "A\n", "", "WhiteSpace"),
    ("trailing-comma-and-text", "a comma and a letter after", "", ",A", "VerifierCharset"),
];

/// Malformed verifiers that servers are given, with their own digest.
const WIRED: [&str; 6] = [
    "utf8-two-octets",
    "full-width-a",
    "invalid-latin1",
    "overlong-two-octets",
    "trailing-lf",
    "trailing-nul",
];

pub(super) fn malformed() -> Vec<Malformed> {
    let inside = IN_THE_MIDDLE
        .into_iter()
        .map(|(name, comment, inner, flag)| (name, comment, middle(octets(inner)), flag));
    let around = AROUND.into_iter().map(|(name, comment, before, after, flag)| {
        let pieces = [text(before), v1(), text(after)];
        let pieces = pieces.into_iter().filter(|piece| *piece != text(""));
        (name, comment, concat(pieces), flag)
    });
    inside
        .chain(around)
        .map(|(name, comment, value, flag)| Malformed {
            name,
            comment,
            value,
            flag,
            wire: WIRED.contains(&name),
        })
        .collect()
}

pub(super) fn faults() -> Vec<Fault> {
    malformed()
        .into_iter()
        .map(|Malformed { name, comment, value, flag, wire }| {
            Fault::s256(
                Judged::Advice(ids::HARDENING_MALFORMED_VERIFIER_MATCHES),
                format!("verifier-{name}"),
                format!("{comment}, with its own digest"),
                s256(value.clone()),
                value,
            )
            .flag(flag)
            .under(REPRESENTATIVE)
            .wired(wire)
        })
        .collect()
}
