//! What is malformed when it arrives, whatever comes after: flows alone, as a library has no such moment.

use crate::{Action, Expect, Flow, How, Value, requirement_ids as ids};

use super::{
    fault::Fault,
    rule::Judged,
    shorthand::{alter_n, concat, middle, octets, s256, text, v1},
};

pub(super) fn flows() -> Vec<Flow> {
    let mut flows = Vec::new();
    let digest = || s256(v1());
    let inside = |piece: &[u8]| {
        concat([
            alter_n(digest(), How::Prefix, 21),
            octets(piece),
            alter_n(digest(), How::Suffix, 21),
        ])
    };
    for (name, comment, flag, challenge) in [
        (
            "length-1",
            "a challenge of one character",
            "ChallengeLength",
            alter_n(digest(), How::Prefix, 1),
        ),
        too_short(),
        too_long(),
        ("space", "a challenge with a space", "ChallengeCharset", inside(b" ")),
        ("plus", "a challenge with a `+`", "ChallengeCharset", inside(b"+")),
        ("not-ascii", "a challenge with U+00E9", "ChallengeCharset", inside("\u{e9}".as_bytes())),
    ] {
        flows.push(refused(name, comment, flag, challenge));
    }
    for (name, comment, piece) in [
        ("not-ascii", "U+00E9 in a challenge: any answer but a 5xx", "\u{e9}".as_bytes()),
        ("not-utf8", "octet ff in a challenge: any answer but a 5xx", b"\xff".as_slice()),
        ("nul", "a NUL in a challenge: any answer but a 5xx", b"\0"),
    ] {
        flows.push(answered(&format!("challenge-{name}"), comment, inside(piece), s256(text(""))));
    }
    for (name, comment, piece) in [
        (
            "not-ascii",
            "U+00E9 in a verifier with its own digest: any answer but a 5xx",
            "\u{e9}".as_bytes(),
        ),
        (
            "not-utf8",
            "octet ff in a verifier with its own digest: any answer but a 5xx",
            b"\xff".as_slice(),
        ),
        ("nul", "a NUL in a verifier with its own digest: any answer but a 5xx", b"\0"),
    ] {
        let verifier = middle(octets(piece));
        let name = format!("verifier-{name}");
        flows.push(answered(&name, comment, s256(verifier.clone()), verifier));
    }
    flows
}

/// The authorization request alone, which advice would refuse.
fn refused(name: &str, comment: &str, flag: &'static str, challenge: Value) -> Flow {
    let judged = Judged::Advice(ids::HARDENING_MALFORMED_CHALLENGE_ACCEPTED);
    let name = format!("challenge-arrives/{name}");
    let mut flow = Fault::s256(judged, name, comment, challenge, v1()).flag(flag).flow();
    flow.steps.truncate(1);
    for step in &mut flow.steps {
        step.expect = vec![Expect::Refused];
        step.setup = false;
    }
    flow
}

/// Any answer is right, as long as it is one.
fn answered(name: &str, comment: &str, challenge: Value, verifier: Value) -> Flow {
    let judged = Judged::Advice(ids::HARDENING_SERVER_ERROR);
    let name = format!("answered/{name}");
    let fault = Fault::s256(judged, name, comment, challenge, verifier);
    let about_challenge = fault.name.contains("/challenge-");
    let mut flow = fault.flag("ServerError").refusable().flow();
    if about_challenge {
        flow.steps.truncate(1);
    }
    for step in &mut flow.steps {
        if matches!(step.action, Action::Token(_)) {
            step.expect = vec![Expect::Token(None), Expect::Refused];
        }
    }
    flow
}

/// A challenge with its name, what it is, and its flag.
pub(super) type Malformed = (&'static str, &'static str, &'static str, Value);

/// One character short of RFC 7636 §4.2's `43*128unreserved`.
pub(super) fn too_short() -> Malformed {
    let challenge = alter_n(s256(v1()), How::Prefix, 42);
    ("length-42", "a challenge of 42 characters", "ChallengeLength", challenge)
}

/// One too many.
pub(super) fn too_long() -> Malformed {
    let challenge = concat([s256(v1()), text(&"A".repeat(86))]);
    ("length-129", "a challenge of 129 characters", "ChallengeLength", challenge)
}
