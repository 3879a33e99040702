//! `derive`: the challenge of a verifier, bit for bit where the verifier is legal.

use crate::{
    Effect, Expect, Input, Needs, Op, Value, Vector, draw::APPENDIX_B_VERIFIER,
    requirement_ids as ids, s256,
};

use super::{
    length::{self, HUGE, LENGTHS, of_length},
    name::{POSITIONS, octet},
    near::UNGUESSABLE,
    right::{EXAMPLES, legal},
    rule::is_legal,
    shorthand::{Constants, octets, replace, text, v1},
    text::malformed,
};

/// A vector under S256 whose requirement follows from its verifier.
fn vector(name: &str, comment: String, flag: &str, verifier: &Value) -> Vector {
    let id = format!("derive/{name}");
    let mut constants = Constants::new(&id, verifier);
    let bytes = constants.bytes(verifier);
    let challenge = Expect::Challenge(s256(&bytes));
    let legal = is_legal(&bytes);
    Vector {
        requirement: if legal {
            ids::RFC7636_4_2_S256_FORMULA
        } else {
            ids::HARDENING_DERIVE_MALFORMED
        }
        .to_owned(),
        comment,
        flags: vec![flag.to_owned()],
        op: Op::Derive,
        input: Input {
            method: Some("S256".into()),
            verifier: Some(constants.datum(verifier)),
            ..Input::default()
        },
        expect: if legal { vec![challenge] } else { vec![Expect::Refused, challenge] },
        effect: None,
        needs: Needs::default(),
        implied_by: Vec::new(),
        control: false,
        controlled_by: None,
        withdrawn: None,
        id,
    }
}

/// The same under `plain`, for a verifier that is text.
fn plain(name: &str, comment: String, flag: &str, verifier: &Value) -> Vector {
    let s256 = vector(&format!("plain-{name}"), comment, flag, verifier);
    let bytes = s256.input.verifier.as_ref().map(crate::Datum::to_bytes).unwrap_or_default();
    let challenge = Expect::Challenge(String::from_utf8_lossy(&bytes).into_owned());
    let legal = is_legal(&bytes);
    Vector {
        requirement: if legal {
            ids::RFC7636_4_2_PLAIN_FORMULA
        } else {
            ids::HARDENING_DERIVE_MALFORMED
        }
        .to_owned(),
        input: Input { method: Some("plain".into()), ..s256.input },
        expect: if legal { vec![challenge] } else { vec![Expect::Refused, challenge] },
        needs: Needs { plain: Some(true), ..Needs::default() },
        ..s256
    }
}

/// Published examples, and legal verifiers that an implementation may stumble over.
pub(super) fn examples() -> Vec<Vector> {
    let mut vectors: Vec<Vector> = EXAMPLES
        .iter()
        .map(|example| {
            let comment = if example.holds {
                example.comment.to_owned()
            } else {
                format!("{}: the right challenge", example.comment)
            };
            let mut vector =
                vector(example.name, comment, "PublishedExample", &text(example.verifier));
            vector.requirement = example.requirement.into();
            vector
        })
        .collect();
    let mut control = plain(
        "appendix-b",
        "the verifier of RFC 7636 Appendix B, as it is".to_owned(),
        "RightUse",
        &text(APPENDIX_B_VERIFIER),
    );
    control.id = "derive/appendix-b-plain".into();
    vectors.push(control);
    for vector in &mut vectors {
        vector.control =
            ["derive/appendix-b", "derive/appendix-b-plain"].contains(&vector.id.as_str());
    }
    for legal in legal() {
        let mut vector = vector(legal.name, legal.comment.to_owned(), legal.flag, &legal.first);
        // RFC 7636 Appendix A: base64url is without padding, and has `-` and `_`.
        if legal.flag == "LegalChallenge" {
            vector.requirement = ids::RFC7636_3_BASE64URL_WITHOUT_PADDING.into();
        } else {
            vectors.push(plain(legal.name, legal.comment.to_owned(), legal.flag, &legal.first));
        }
        vectors.push(vector);
    }
    vectors.extend(told_methods());
    vectors.extend(unknown_methods());
    vectors
}

/// A method that is neither of the two, by a name that nobody can guess.
fn unknown_methods() -> [Vector; 2] {
    let verifier = text(APPENDIX_B_VERIFIER);
    let unknown = |id: &str, comment: &str| {
        let made = vector("", comment.to_owned(), "UnsupportedMethod", &verifier);
        Vector {
            id: id.into(),
            requirement: ids::HARDENING_DERIVE_UNKNOWN_METHOD.into(),
            input: Input { method: Some(UNGUESSABLE.into()), ..made.input },
            ..made
        }
    };
    let mut back = unknown(
        "derive/method-unknown-gives-verifier",
        "an unknown method: the verifier is not given back as its own challenge",
    );
    back.expect.insert(0, Expect::Refused);
    back.effect = Some(Effect::Leak);
    let mut any = unknown("derive/method-unknown", "an unknown method: refused");
    any.expect = vec![Expect::Refused];
    any.effect = Some(Effect::Deviation);
    any.implied_by = vec![back.id.clone()];
    [back, any]
}

/// The method that is told beside a challenge, to be sent as it is.
fn told_methods() -> [Vector; 2] {
    let verifier = text(APPENDIX_B_VERIFIER);
    let comment = |name| format!("where the call also tells the method, it is spelt `{name}`");
    let told = |id: &str, name: &str, vector| Vector {
        id: id.into(),
        requirement: ids::RFC7636_4_3_METHOD_NAMES.into(),
        expect: vec![Expect::Method(name.to_owned())],
        ..vector
    };
    let s256 = vector("method-told-s256", comment("S256"), "MethodSpelling", &verifier);
    let plain = plain("method-told", comment("plain"), "MethodSpelling", &verifier);
    [
        told("derive/method-told-s256", "S256", s256),
        told("derive/method-told-plain", "plain", plain),
    ]
}

/// Every length.
pub(super) fn lengths() -> Vec<Vector> {
    let mut vectors = Vec::new();
    for length in LENGTHS.chain(HUGE) {
        let (verifier, _) = of_length(length);
        let name = format!("verifier-length-{length}");
        let comment = format!("a verifier of {length} characters");
        let mut s256 = vector(&name, comment.clone(), length::flag(length), &verifier);
        s256.implied_by = nearer("", length);
        vectors.push(s256);
        // A plain challenge of the length of the huge ones would only show how long an answer may be.
        if length <= 4096 {
            let mut plain = plain(&name, comment, length::flag(length), &verifier);
            plain.implied_by = nearer("plain-", length);
            vectors.push(plain);
        }
    }
    vectors
}

fn nearer(method: &str, length: u32) -> Vec<String> {
    length::nearer(length)
        .map(|nearer| format!("derive/{method}verifier-length-{nearer}"))
        .into_iter()
        .collect()
}

/// Each of the 256 octets at three positions.
pub(super) fn bytes() -> Vec<Vector> {
    (0..=u8::MAX)
        .flat_map(|byte| {
            POSITIONS.map(|(position, at)| {
                let verifier = replace(v1(), at, octets(&[byte]));
                let comment = format!("octet {byte:02x} in the verifier's {position} place");
                let name = format!("verifier-byte-{}/{position}", octet(byte));
                let mut vector = vector(&name, comment, "LegalVerifier", &verifier);
                if vector.requirement == ids::HARDENING_DERIVE_MALFORMED {
                    vector.flags = vec!["DeriveMalformed".to_owned()];
                }
                vector
            })
        })
        .collect()
}

/// Malformed verifiers of all kinds, and what must not happen to them.
pub(super) fn texts() -> Vec<Vector> {
    let mut vectors: Vec<Vector> = malformed()
        .iter()
        .map(|text| {
            let name = format!("verifier-{}", text.name);
            vector(&name, text.comment.to_owned(), text.flag, &text.value)
        })
        .collect();
    let short = text("a");
    let long = Value::Repeat("a".to_owned(), 129);
    let bad = replace(v1(), 21, text("!"));
    let broken = replace(v1(), 21, octets(b"\xff"));
    let foreign = replace(v1(), 21, text("\u{e9}"));
    let huge = Value::Repeat("a".to_owned(), 1 << 20);
    for (name, comment, requirement, flag, value) in [
        (
            "nothing/too-short",
            "one character: nothing is no answer",
            ids::HARDENING_DERIVE_NOTHING,
            "DeriveMalformed",
            &short,
        ),
        (
            "nothing/too-long",
            "129 characters: nothing is no answer",
            ids::HARDENING_DERIVE_NOTHING,
            "DeriveMalformed",
            &long,
        ),
        (
            "nothing/character",
            "a `!`: nothing is no answer",
            ids::HARDENING_DERIVE_NOTHING,
            "DeriveMalformed",
            &bad,
        ),
        (
            "exception/empty",
            "an empty verifier: no exception from beneath",
            ids::HARDENING_UNCAUGHT_EXCEPTION,
            "ServerError",
            &text(""),
        ),
        (
            "exception/not-ascii",
            "U+00E9: no exception from beneath",
            ids::HARDENING_UNCAUGHT_EXCEPTION,
            "ServerError",
            &foreign,
        ),
        (
            "exception/not-utf8",
            "octet ff: no exception from beneath",
            ids::HARDENING_UNCAUGHT_EXCEPTION,
            "ServerError",
            &broken,
        ),
        (
            "exception/mebibyte",
            "1 048 576 octets: no exception from beneath",
            ids::HARDENING_UNCAUGHT_EXCEPTION,
            "HugeInput",
            &huge,
        ),
    ] {
        let mut vector = vector(name, comment.to_owned(), flag, value);
        vector.requirement = requirement.into();
        if ["exception/empty", "exception/not-ascii", "exception/not-utf8"].contains(&name) {
            vector.withdrawn = Some(NOT_AN_EXCEPTION.to_owned());
        }
        vectors.push(vector);
    }
    vectors
}

/// Why vectors were withdrawn.
const NOT_AN_EXCEPTION: &str = "Another digest, or nothing, was told as an exception. \
     The same verifier is in a vector of hardening-derive-malformed, and an exception is told with any vector.";
