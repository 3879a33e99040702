//! `plain`: what is compared as it is.

use crate::{How, Value, requirement_ids as ids};

use super::{
    decoration,
    fault::{Fault, PLAIN_OTHER},
    length::{self, of_length},
    right::{APPENDIX_B_CHALLENGE, legal},
    rule::Judged,
    shorthand::{alter, alter_at, alter_n, concat, drawn, middle, s256, text, v1, v1_challenge},
    wrong,
};

const DIGITS: &str = "0123456789";

/// Lengths that servers are given.
const WIRED: [u32; 5] = [42, 43, 100, 128, 129];

pub(super) fn faults() -> Vec<Fault> {
    let mut control = Fault::plain(
        Judged::Right,
        "appendix-b",
        "the verifier of RFC 7636 Appendix B, as it is",
        v1(),
        v1(),
    )
    .flag("RightUse");
    control.name = "appendix-b-plain".into();
    control.control = true;
    let mut faults = vec![control];
    for legal in legal().into_iter().filter(|legal| legal.flag == "LegalVerifier") {
        let comment = format!("{}: right", legal.comment);
        faults.push(
            Fault::plain(Judged::Right, legal.name, comment, legal.first, legal.again)
                .flag(legal.flag)
                .wired(legal.fresh),
        );
    }
    faults.extend(lengths());
    faults.extend(wrong::under_plain());
    faults.extend(decoration::under_plain());
    faults.extend(numbers());
    faults.extend(transformed());
    faults
}

fn lengths() -> Vec<Fault> {
    length::LENGTHS
        .chain([299, 4096, 65_536])
        .map(|n| {
            let (first, again) = of_length(n);
            let legal = (43..=128).contains(&n);
            let judged = if n == 0 {
                Judged::Advice(ids::HARDENING_EMPTY_CHALLENGE)
            } else {
                length::judged(n)
            };
            let comment = format!(
                "a verifier of {n} characters against itself{}",
                if legal { ": right" } else { "" }
            );
            let name = format!("verifier-length-{n}");
            let fault = Fault::plain(judged, name, comment, first, again)
                .flag(length::flag(n))
                .wired(WIRED.contains(&n));
            let fault = if legal { fault } else { fault.refusable() };
            match length::nearer(n).filter(|_| !fault.wire) {
                Some(nearer) => fault.under(format!("plain-verifier-length-{nearer}")),
                None => fault,
            }
        })
        .collect()
}

/// Pairs that are equal as numbers.
fn numbers() -> Vec<Fault> {
    let digits = |name, length| drawn(name, length, DIGITS);
    let pair = |name: &str, comment: &str, challenge: Value, verifier: Value| {
        Fault::plain(Judged::Wrong, format!("number-{name}"), comment, challenge, verifier)
            .flag("NumericComparison")
            .wired(true)
            .under(PLAIN_OTHER)
    };
    let after = |front: &str, value| concat([text(front), value]);
    let before = |value, back: &str| concat([value, text(back)]);
    vec![
        pair(
            "zero-exponent",
            "two texts that are 0 times a power of ten",
            after("0e", digits("v1", 41)),
            after("0e", digits("v2", 41)),
        ),
        pair(
            "infinite",
            "two texts that are infinite as numbers",
            after("9e9", digits("v1", 40)),
            after("9e9", digits("v2", 40)),
        ),
        pair("leading-zero", "a zero more in front", digits("v1", 43), after("0", v1())),
        pair("leading-plus", "a sign in front", digits("v1", 43), after("+", v1())),
        pair("trailing-fraction", "`.0` more", digits("v1", 43), before(v1(), ".0")),
        pair("trailing-dot", "a dot more", digits("v1", 43), before(v1(), ".")),
        pair("exponent-of-zero", "`e0` more", digits("v1", 43), before(v1(), "e0")),
        pair(
            "beyond-precision",
            "43 digits, of which the last is another",
            before(digits("v1", 42), "1"),
            before(v1(), "2"),
        ),
        pair(
            "negative-zero",
            "zero and its negative",
            after("0e", digits("v1", 41)),
            after("-0e", v1()),
        ),
        pair(
            "hexadecimal",
            "hexadecimal numbers in lower and in upper case",
            after("0xa", drawn("v1", 40, "0123456789abcdef")),
            after("0xA", v1()),
        ),
        pair("exponent-case", "`1e` and `1E`", after("1e", digits("v1", 41)), after("1E", v1())),
    ]
}

/// `plain` where the other side transformed, and the reverse.
fn transformed() -> Vec<Fault> {
    let wrong = |name, comment, flag, challenge, verifier| {
        Fault::plain(Judged::Wrong, name, comment, challenge, verifier).flag(flag).wired(true)
    };
    let advice = |requirement, name: &str, comment, flag, challenge, verifier| {
        Fault::plain(Judged::Advice(requirement), name, comment, challenge, verifier).flag(flag)
    };
    vec![
        wrong(
            "s256-pair",
            "the challenge is the verifier's S256",
            "PlainDowngrade",
            s256(v1()),
            v1(),
        ),
        wrong(
            "transform-as-verifier",
            "the S256 of the challenge as the verifier",
            "SwappedPair",
            v1(),
            s256(v1()),
        ),
        Fault::plain(
            Judged::Right,
            "verifier-is-a-digest",
            "a verifier that happens to be an S256: right",
            text(APPENDIX_B_CHALLENGE),
            text(APPENDIX_B_CHALLENGE),
        )
        .flag("LegalVerifier")
        .required_by(ids::RFC7636_4_2_PLAIN_FORMULA),
        advice(
            ids::HARDENING_STANDARD_ALPHABET,
            "verifier-standard-alphabet",
            "the right verifier in the standard alphabet",
            "StandardAlphabet",
            s256(v1_challenge("-_", "")),
            alter(s256(v1()), How::StandardAlphabet),
        ),
        advice(
            ids::HARDENING_NON_CANONICAL_BITS,
            "verifier-non-canonical",
            "the right verifier with last bits that carry nothing",
            "NonCanonicalBits",
            v1(),
            alter_n(v1(), How::NonCanonical, 1),
        ),
        advice(
            ids::HARDENING_PERCENT_DECODED_TWICE,
            "verifier-percent-encoded",
            "one character of the right verifier left encoded",
            "PercentEncoding",
            v1(),
            alter_at(v1(), How::PercentEncode, 0),
        ),
        advice(
            ids::HARDENING_DECORATED_VERIFIER,
            "verifier-padded",
            "the right verifier and `=`",
            "Padding",
            v1(),
            v1().followed_by("="),
        ),
        wrong(
            "full-width",
            "a full-width digit for the digit",
            "LookAlike",
            middle(text("1")),
            middle(text("\u{ff11}")),
        ),
    ]
}
