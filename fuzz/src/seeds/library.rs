//! Library vectors: their values as they are.

use pkce_vectors::{Datum, VectorSet};

use super::{Seed, seed};
use crate::case::{Method, VerifyCase};

pub(super) fn seeds(set: &VectorSet) -> Vec<Seed> {
    let octets = |datum: &Option<Datum>| datum.as_ref().map(Datum::to_bytes);
    let mut seeds = Vec::new();
    for vector in &set.vectors {
        let id = &vector.id;
        let input = &vector.input;
        let (verifier, challenge) = (octets(&input.verifier), octets(&input.challenge));
        let method = octets(&input.method);
        seeds.extend(verifier.clone().map(|bytes| seed("verifier", id, bytes)));
        seeds.extend(challenge.clone().map(|bytes| seed("challenge", id, bytes)));
        seeds.extend(method.clone().map(|bytes| seed("method", id, bytes)));
        if let (Some(verifier), Some(challenge)) = (verifier, challenge) {
            let method = match method.as_deref() {
                Some(b"S256") => Method::S256,
                _ => Method::Plain,
            };
            let case = VerifyCase { method, challenge, verifier };
            seeds.extend(case.to_bytes().map(|bytes| seed("verify", id, bytes)));
        }
    }
    seeds
}
