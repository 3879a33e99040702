//! The right verifier, or the right challenge, with something before or after it.
//!
//! White space, control characters and padding are decoration: taking them is told as advice. Anything else makes
//! another text of it, which must be refused.

use crate::{How, Value, requirement_ids as ids};

use super::{
    fault::{Fault, OTHER},
    rule::Judged,
    shorthand::{alter, alter_at, concat, middle, octets, s256, text, v1, v1_challenge},
};

/// What is put before or after: its name, its octets, the flag, and whether it is decoration.
const PIECES: [(&str, &[u8], &str, bool); 33] = [
    ("nul", b"\0", "NulByte", true),
    ("two-nuls", b"\0\0", "NulByte", true),
    ("soh", b"\x01", "WhiteSpace", true),
    ("backspace", b"\x08", "WhiteSpace", true),
    ("tab", b"\t", "WhiteSpace", true),
    ("lf", b"\n", "TrailingNewline", true),
    ("vt", b"\x0b", "WhiteSpace", true),
    ("ff", b"\x0c", "WhiteSpace", true),
    ("cr", b"\r", "TrailingNewline", true),
    ("crlf", b"\r\n", "TrailingNewline", true),
    ("esc", b"\x1b", "WhiteSpace", true),
    ("us", b"\x1f", "WhiteSpace", true),
    ("space", b" ", "WhiteSpace", true),
    ("two-spaces", b"  ", "WhiteSpace", true),
    ("del", b"\x7f", "WhiteSpace", true),
    ("next-line", "\u{85}".as_bytes(), "WhiteSpace", true),
    ("no-break-space", "\u{a0}".as_bytes(), "WhiteSpace", true),
    ("line-separator", "\u{2028}".as_bytes(), "WhiteSpace", true),
    ("ideographic-space", "\u{3000}".as_bytes(), "WhiteSpace", true),
    ("byte-order-mark", "\u{feff}".as_bytes(), "WhiteSpace", true),
    ("zero-width-space", "\u{200b}".as_bytes(), "WhiteSpace", true),
    ("hyphen", b"-", "PrefixComparison", false),
    ("underscore", b"_", "PrefixComparison", false),
    ("dot", b".", "PrefixComparison", false),
    ("tilde", b"~", "PrefixComparison", false),
    ("zero", b"0", "PrefixComparison", false),
    ("plus", b"+", "PrefixComparison", false),
    ("slash", b"/", "PrefixComparison", false),
    ("percent", b"%", "PrefixComparison", false),
    ("ampersand", b"&", "PrefixComparison", false),
    ("quote", b"\"", "PrefixComparison", false),
    ("e-acute", "\u{e9}".as_bytes(), "SubstitutedTwin", false),
    ("octet-ff", b"\xff", "InvalidUtf8", false),
];

/// Pieces that neither alphabet of base64 has, so that a challenge with one is no transformation of anything.
const NOT_BASE64: [&str; 7] =
    ["-dot", "-tilde", "-percent", "-ampersand", "-quote", "-e-acute", "-octet-ff"];

/// Pieces that servers are given after a verifier, and after a challenge.
const WIRED: [&str; 6] = ["nul", "lf", "crlf", "space", "dot", "e-acute"];

/// Under S256.
pub(super) fn faults() -> Vec<Fault> {
    let mut faults = Vec::new();
    each(|name, comment, flag, decoration, put, wire| {
        let judged = |advice, other| if decoration { Judged::Advice(advice) } else { other };
        faults.push(
            Fault::s256(
                judged(ids::HARDENING_DECORATED_VERIFIER, Judged::Wrong),
                format!("verifier-{name}"),
                format!("the right verifier, {comment}"),
                s256(v1()),
                put(v1()),
            )
            .flag(flag)
            .wired(wire),
        );
        // What base64url does not have is dropped by many who decode it.
        let dropped = NOT_BASE64.iter().any(|piece| name.ends_with(piece));
        let other = if dropped { Judged::OtherEncoding } else { Judged::Wrong };
        let challenge = Fault::s256(
            judged(ids::HARDENING_DECORATED_CHALLENGE, other),
            format!("challenge-{name}"),
            format!("the right challenge, {comment}"),
            put(s256(v1())),
            v1(),
        );
        let challenge = challenge.flag(flag).wired(wire).refusable();
        faults.push(if decoration { challenge } else { challenge.under(OTHER) });
    });
    faults.extend(encodings());
    faults
}

/// Padding, the standard alphabet, and an encoding too many.
fn encodings() -> Vec<Fault> {
    let advice = |requirement, name: &str, comment: &str, flag, challenge, verifier| {
        let fault = Fault::s256(Judged::Advice(requirement), name, comment, challenge, verifier)
            .flag(flag)
            .wired(true);
        if name.starts_with("challenge") { fault.refusable() } else { fault }
    };
    let encoded = |value| alter_at(value, How::PercentEncode, 0);
    let mut faults = vec![
        advice(
            ids::HARDENING_DECORATED_VERIFIER,
            "verifier-padded",
            "the right verifier and `=`",
            "Padding",
            s256(v1()),
            v1().followed_by("="),
        ),
        advice(
            ids::HARDENING_PADDED_CHALLENGE,
            "challenge-padded",
            "the right challenge and `=`",
            "Padding",
            s256(v1()).followed_by("="),
            v1(),
        ),
        advice(
            ids::HARDENING_PADDED_CHALLENGE,
            "challenge-padded-twice",
            "the right challenge and `==`",
            "Padding",
            s256(v1()).followed_by("=="),
            v1(),
        ),
        advice(
            ids::HARDENING_PERCENT_DECODED_TWICE,
            "verifier-percent-encoded",
            "one character of the right verifier left encoded",
            "PercentEncoding",
            s256(v1()),
            encoded(v1()),
        ),
        advice(
            ids::HARDENING_PERCENT_DECODED_TWICE,
            "challenge-percent-encoded",
            "one character of the right challenge left encoded",
            "PercentEncoding",
            encoded(s256(v1())),
            v1(),
        ),
        advice(
            ids::HARDENING_PERCENT_DECODED_TWICE,
            "challenge-padding-percent-encoded",
            "the right challenge and `%3D`",
            "PercentEncoding",
            s256(v1()).followed_by("%3D"),
            v1(),
        ),
    ];
    // A server may strip control characters wherever they stand.
    for (name, inner) in [("nul", "a\0"), ("lf", "a\n"), ("space", "a ")] {
        faults.push(advice(
            ids::HARDENING_DECORATED_VERIFIER,
            &format!("verifier-{name}-inside"),
            &format!("the right verifier with a {name} inside"),
            "WhiteSpace",
            s256(middle(text("a"))),
            middle(text(inner)),
        ));
    }
    for (name, has, lacks) in [("both", "-_", ""), ("hyphen", "-", "_"), ("underscore", "_", "-")] {
        let comment =
            format!("the right challenge in the standard alphabet ({name} of `-` and `_`)");
        faults.push(advice(
            ids::HARDENING_STANDARD_ALPHABET,
            &format!("challenge-standard-alphabet/{name}"),
            &comment,
            "StandardAlphabet",
            alter(s256(v1_challenge(has, lacks)), How::StandardAlphabet),
            v1(),
        ));
    }
    faults.push(advice(
        ids::HARDENING_STANDARD_ALPHABET,
        "challenge-standard-base64",
        "the digest in base64 with padding and the standard alphabet",
        "StandardAlphabet",
        alter(s256(v1_challenge("-_", "")), How::ToStandardBase64),
        v1(),
    ));
    faults
}

/// The verifier's decorations under `plain`.
pub(super) fn under_plain() -> Vec<Fault> {
    let mut faults = Vec::new();
    each(|name, comment, flag, decoration, put, wire| {
        let judged = if decoration {
            Judged::Advice(ids::HARDENING_DECORATED_VERIFIER)
        } else {
            Judged::Wrong
        };
        let comment = format!("the right verifier, {comment}");
        let name = format!("verifier-{name}");
        faults.push(Fault::plain(judged, name, comment, v1(), put(v1())).flag(flag).wired(wire));
    });
    faults
}

/// Calls `make` with name, comment, flag, whether it is decoration, how to put it, and whether servers get it.
fn each(mut make: impl FnMut(String, String, &'static str, bool, &dyn Fn(Value) -> Value, bool)) {
    for (name, piece, flag, decoration) in PIECES {
        let words = name.replace('-', " ");
        let wire = WIRED.contains(&name);
        let (before, after) = (format!("after-{name}"), format!("then-{name}"));
        make(
            before,
            format!("after {words}"),
            flag,
            decoration,
            &|value| concat([octets(piece), value]),
            false,
        );
        make(
            after,
            format!("then {words}"),
            flag,
            decoration,
            &|value| concat([value, octets(piece)]),
            wire,
        );
    }
}
