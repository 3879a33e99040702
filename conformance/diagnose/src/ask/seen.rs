//! What is told of a value: never the value itself.

use pkce_vectors::transformations::mixed;

use crate::{
    diagnosis::Seen,
    faults,
    given::{Beside, Challenge, Method, Value},
};

/// Shorter text may be a password, and its digest would give it away.
const SHOWN: usize = 16;

/// What is told of a verifier.
pub(super) fn verifier(value: &Value, beside: &[Beside]) -> Seen {
    // The digest of a code or a secret would say more than it should.
    let other = beside.iter().any(|known| known.octets == value.octets);
    let s256 = || String::from_utf8_lossy(&mixed::s256(&value.octets)).into_owned();
    Seen {
        place: value.place.source.clone(),
        length: value.octets.len(),
        s256: (value.octets.len() >= SHOWN && !other).then(s256),
        method: None,
        faults: faults::of_verifier(value),
    }
}

/// What is told of a challenge.
pub(super) fn challenge(challenge: &Challenge) -> Seen {
    let method = match &challenge.method {
        Method::Unsaid => None,
        Method::Absent => Some("none".to_owned()),
        named @ Method::Named(name) => {
            let unshown = || format!("a name of {} octets", name.len());
            Some(faults::shown(named).unwrap_or_else(unshown))
        }
    };
    Seen {
        place: challenge.value.place.source.clone(),
        length: challenge.value.octets.len(),
        s256: None,
        method,
        faults: faults::of_challenge(challenge),
    }
}
