//! Each of the 256 octets at the first, the middle and the last position of a verifier, with its own digest.

use super::{
    fault::Fault,
    name::{POSITIONS, octet},
    rule::{Judged, is_unreserved},
    shorthand::{octets, replace, s256, v1},
};
use crate::requirement_ids as ids;

/// The plainest illegal character: where it is taken, characters are not checked.
pub(super) const REPRESENTATIVE: &str = "verifier-byte-21-exclamation/middle";

pub(super) fn faults() -> Vec<Fault> {
    let mut faults = Vec::new();
    for byte in 0..=u8::MAX {
        for (position, at) in POSITIONS {
            let name = format!("verifier-byte-{}/{position}", octet(byte));
            let value = replace(v1(), at, octets(&[byte]));
            faults.push(if is_unreserved(byte) {
                let comment = format!("octet {byte:02x} in the verifier's {position} place: right");
                let fault = Fault::s256(Judged::Right, name, comment, s256(value.clone()), value)
                    .flag("LegalVerifier");
                // Most that refuse a legal character refuse one of these two wherever it stands.
                match byte {
                    b'~' => fault.under("verifier-with-tilde"),
                    b'.' => fault.under("verifier-with-dot"),
                    _ => fault,
                }
            } else {
                let comment = format!(
                    "octet {byte:02x} in the verifier's {position} place, with its own digest"
                );
                let judged = Judged::Advice(ids::HARDENING_MALFORMED_VERIFIER_MATCHES);
                let fault = Fault::s256(judged, name, comment, s256(value.clone()), value)
                    .flag("VerifierCharset")
                    .under(REPRESENTATIVE);
                let wire = fault.name == REPRESENTATIVE;
                fault.wired(wire)
            });
        }
    }
    faults
}
