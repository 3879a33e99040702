//! Each operation takes keys of its own.

use super::findings::Findings;
use crate::vector::{Op, Vector};

/// Keys that an operation takes, and those among them that it cannot do without.
fn keys(op: Op) -> (&'static [&'static str], &'static [&'static str]) {
    match op {
        Op::Derive => (&["method", "verifier"], &["verifier"]),
        Op::Verify => (&["method", "challenge", "verifier"], &[]),
        Op::CheckVerifier => (&["verifier"], &["verifier"]),
        Op::CheckChallenge => (&["method", "challenge"], &["challenge"]),
        Op::ParseMethod => (&["method"], &[]),
        Op::Generate => (&["count", "length"], &["count", "length"]),
    }
}

pub(super) fn lint(vector: &Vector, findings: &mut Findings) {
    let input = &vector.input;
    let given = [
        ("method", input.method.is_some()),
        ("challenge", input.challenge.is_some()),
        ("verifier", input.verifier.is_some()),
        ("count", input.count.is_some()),
        ("length", input.length.is_some()),
    ];
    let (taken, wanted) = keys(vector.op);
    let op = vector.op.as_str();
    for (key, given) in given {
        if given && !taken.contains(&key) {
            findings.add("input-keys", &vector.id, format!("{op} takes no `{key}`"));
        }
        if !given && wanted.contains(&key) {
            findings.add("input-keys", &vector.id, format!("{op} wants `{key}`"));
        }
    }
    if input.count == Some(0) {
        findings.add("input-keys", &vector.id, "no draw shows nothing: count is 1 or more");
    }
}
