//! Reasons for a refusal: which faults an input has, said in the protocol's neutral words.

use std::str;

use pkce_vectors::{Datum, Op, Vector};

use crate::wire::Reason;

/// A reason that names a fault which the input does not have. `other` and `exception` name none.
pub(super) fn other_than(vector: &Vector, reason: Reason) -> Option<String> {
    if matches!(reason, Reason::Other | Reason::Exception) {
        return None;
    }
    let faults = faults(vector);
    if faults.is_empty() || faults.contains(&reason) {
        return None;
    }
    let known = faults.iter().map(|fault| fault.as_str()).collect::<Vec<_>>().join(", ");
    Some(format!("{} where the input has {known}", reason.as_str()))
}

/// Every fault of the input that a refusal may name.
fn faults(vector: &Vector) -> Vec<Reason> {
    let mut faults = Vec::new();
    let unreserved = |octet: &u8| octet.is_ascii_alphanumeric() || b"-._~".contains(octet);
    if let Some(verifier) = &vector.input.verifier {
        let (octets, times) = verifier.pattern();
        let length = octets.len() * times;
        let characters = str::from_utf8(octets).map_or(length, |text| text.chars().count() * times);
        if length == 0 {
            faults.push(Reason::Missing);
        }
        if length < 43 || characters < 43 {
            faults.push(Reason::VerifierTooShort);
        }
        if length > 128 || characters > 128 {
            faults.push(Reason::VerifierTooLong);
        }
        if !octets.iter().all(unreserved) {
            faults.push(Reason::VerifierBadChar);
        }
    }
    match &vector.input.challenge {
        Some(challenge) => {
            if !is_s256(challenge) {
                faults.push(Reason::ChallengeMalformed);
            }
            if challenge.pattern().0.is_empty() {
                faults.push(Reason::Missing);
            }
            if vector.op == Op::Verify {
                faults.push(Reason::Mismatch);
            }
        }
        None if matches!(vector.op, Op::Verify | Op::CheckChallenge) => {
            faults.push(Reason::Missing);
        }
        None => {}
    }
    match vector.input.method.as_ref().map(Datum::pattern) {
        Some((b"S256", 1)) => {}
        None | Some((b"", _)) => faults.extend([Reason::MethodUnsupported, Reason::Missing]),
        Some(_) => faults.push(Reason::MethodUnsupported),
    }
    faults
}

/// Whether a challenge can be one under S256: 43 characters of base64url, the last without stray bits.
fn is_s256(challenge: &Datum) -> bool {
    let base64url = |octet: &u8| octet.is_ascii_alphanumeric() || b"-_".contains(octet);
    let (octets, times) = challenge.pattern();
    octets.len() * times == 43
        && octets.iter().all(base64url)
        && octets.last().is_some_and(|last| b"AEIMQUYcgkosw048".contains(last))
}
