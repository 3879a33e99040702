//! Every length of a verifier from 0 to 140, and far beyond, with its own digest.

use crate::{Value, requirement_ids as ids};

use super::{
    fault::Fault,
    rule::Judged,
    shorthand::{s256, text, v1, v1_long},
};

/// Lengths, in octets.
pub(super) const LENGTHS: std::ops::RangeInclusive<u32> = 0..=140;
/// Lengths that nobody sends by mistake. 299 and 65 579 are 43 to who keeps a length in one octet or in two.
pub(super) const HUGE: [u32; 5] = [299, 4096, 65_536, 65_579, 1 << 20];

/// Lengths that servers are given.
const WIRED: [u32; 10] = [1, 4, 32, 42, 43, 44, 100, 127, 128, 129];

/// A verifier of so many characters: as it is drawn, and as later uses name it.
pub(super) fn of_length(length: u32) -> (Value, Value) {
    match length {
        0 => (text(""), text("")),
        1..=140 => (v1_long(length), v1()),
        huge => (Value::Repeat("a".to_owned(), huge), Value::Repeat("a".to_owned(), huge)),
    }
}

/// The next length in the direction of the legal ones: where that one failed, this one says nothing new.
pub(super) fn nearer(length: u32) -> Option<u32> {
    match length {
        1..=41 => Some(length + 1),
        45..=128 | 130..=140 => Some(length - 1),
        299 => Some(140),
        4096 => Some(299),
        65_536 => Some(4096),
        65_579 => Some(65_536),
        0x10_0000 => Some(65_579),
        _ => None,
    }
}

pub(super) fn flag(length: u32) -> &'static str {
    match length {
        0 => "EmptyVerifier",
        43..=128 => "LegalVerifier",
        141.. => "HugeInput",
        _ => "VerifierLength",
    }
}

pub(super) fn judged(length: u32) -> Judged {
    match length {
        0 => Judged::Advice(ids::HARDENING_EMPTY_VERIFIER_OWN_TRANSFORM),
        43..=128 => Judged::Right,
        _ => Judged::Advice(ids::HARDENING_MALFORMED_VERIFIER_MATCHES),
    }
}

pub(super) fn faults() -> Vec<Fault> {
    LENGTHS
        .chain(HUGE)
        .map(|length| {
            let (first, again) = of_length(length);
            let comment = match length {
                43..=128 => format!("a legal verifier of {length} characters: right"),
                _ => format!("a verifier of {length} characters, with its own digest"),
            };
            let name = format!("verifier-length-{length}");
            let fault = Fault::s256(judged(length), name, comment, s256(first), again)
                .flag(flag(length))
                .wired(WIRED.contains(&length));
            // A server is not given every length, so that a flow folds under none.
            match nearer(length).filter(|_| !fault.wire) {
                Some(nearer) => fault.under(format!("verifier-length-{nearer}")),
                None => fault,
            }
        })
        .collect()
}
