//! What is recomputed: digests, comparisons, the grammar of a verifier, the names of the methods.

use super::findings::Findings;
use crate::{
    datum::Datum,
    digest::s256,
    expect::Expect,
    vector::{Op, Vector},
};

pub(super) fn lint(vector: &Vector, findings: &mut Findings) {
    match vector.op {
        Op::Derive => derive(vector, findings),
        Op::Verify => verify(vector, findings),
        Op::CheckVerifier => check(vector, vector.input.verifier.as_ref(), findings),
        Op::CheckChallenge => check(vector, vector.input.challenge.as_ref(), findings),
        Op::ParseMethod => parse_method(vector, findings),
        Op::Generate => {}
    }
}

/// RFC 7636 §4.2, the challenges that a verifier can have: the one of its method; where the method is absent or
/// is neither of the two, either.
fn challenges(vector: &Vector) -> Vec<Vec<u8>> {
    let Some(verifier) = vector.input.verifier.as_ref().map(Datum::to_bytes) else {
        return Vec::new();
    };
    let hashed = s256(&verifier).into_bytes();
    match vector.input.method.as_ref().map(Datum::to_bytes).as_deref() {
        Some(b"S256") => vec![hashed],
        Some(b"plain") => vec![verifier],
        _ => vec![hashed, verifier],
    }
}

fn derive(vector: &Vector, findings: &mut Findings) {
    let right = challenges(vector);
    for expect in &vector.expect {
        let Expect::Challenge(challenge) = expect else { continue };
        if !right.iter().any(|right| right == challenge.as_bytes()) {
            let right = String::from_utf8_lossy(right.first().map_or(&[], Vec::as_slice));
            let message = format!("`{challenge}` is expected, `{right}` is the right challenge");
            findings.add("wrong-digest", &vector.id, message);
        }
    }
}

fn verify(vector: &Vector, findings: &mut Findings) {
    let right = challenges(vector);
    let input = &vector.input;
    let challenge = input.challenge.as_ref().map(Datum::to_bytes);
    let holds = challenge.is_some_and(|challenge| right.contains(&challenge));
    let accepted = vector.expect.contains(&Expect::Match(true));
    if accepted && !holds {
        let message = "a match is expected of a challenge and a verifier that do not match";
        findings.add("wrong-digest", &vector.id, message);
    }
    let legal = input.verifier.as_ref().is_some_and(|verifier| is_legal(&verifier.to_bytes()));
    let one_method = right.len() == 1;
    let offered = vector.needs.plain != Some(false);
    if !accepted && holds && legal && one_method && offered {
        let message = "no match is expected of a legal verifier and its own challenge";
        findings.add("wrong-digest", &vector.id, message);
    }
}

fn check(vector: &Vector, value: Option<&Datum>, findings: &mut Findings) {
    let legal = value.is_some_and(|value| is_legal(&value.to_bytes()));
    let accepted = vector.expect.contains(&Expect::Valid(true));
    if accepted && !legal {
        let message = "accepted, but not 43 to 128 unreserved characters";
        findings.add("wrong-verdict", &vector.id, message);
    }
    // A challenge may be of the grammar's form and yet be no S256.
    if !accepted && legal && vector.op == Op::CheckVerifier {
        let message = "not accepted, but 43 to 128 unreserved characters";
        findings.add("wrong-verdict", &vector.id, message);
    }
}

fn parse_method(vector: &Vector, findings: &mut Findings) {
    let given = vector.input.method.as_ref().map(Datum::to_bytes).unwrap_or_default();
    for expect in &vector.expect {
        let Expect::Method(name) = expect else { continue };
        // RFC 7636 §4.3: an absent method is plain; an empty parameter is an omitted one.
        if name.as_bytes() != given && !(given.is_empty() && name == "plain") {
            let message = format!("`{name}` is expected of another name");
            findings.add("wrong-verdict", &vector.id, message);
        }
    }
}

/// RFC 7636 §4.1:
/// > code-verifier = 43*128unreserved
fn is_legal(bytes: &[u8]) -> bool {
    (43..=128).contains(&bytes.len())
        && bytes.iter().all(|b| b.is_ascii_alphanumeric() || b"-._~".contains(b))
}
