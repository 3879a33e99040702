//! From the parameters that came to the parameters that count.

use super::{Decisions, Duplicates};
use crate::request::Parameters;

/// Each value as the server understands it; after this, a name that is left twice is a duplicate to
/// be refused, and an empty value counts.
pub(super) fn read(decisions: &dyn Decisions, sent: &Parameters) -> Parameters {
    let mut read = Parameters::new();
    let mut omitted = Parameters::new();
    for (name, value) in sent.iter() {
        // Every name that the documents define is ASCII. RFC 6749 §3.1:
        // > The authorization server MUST ignore unrecognized request parameters.
        let Ok(name) = core::str::from_utf8(name) else { continue };
        let value = decisions.value(name, value);
        if value.is_empty() && decisions.empty_is_omitted(name) {
            continue;
        }
        if read.values(name).next().is_some() {
            match decisions.duplicate(name) {
                Duplicates::Refuse => {}
                Duplicates::First => continue,
                Duplicates::Last => read.remove(name),
                Duplicates::Omit => omitted.push(name, ""),
            }
        }
        read.push(name, value);
    }
    for (name, _) in omitted.iter() {
        read.remove(core::str::from_utf8(name).unwrap_or_default());
    }
    read
}
