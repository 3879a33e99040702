//! What people read.

use super::{entry::Entry, findings::Findings};
use crate::load::VectorSet;

pub(super) fn lint(set: &VectorSet, findings: &mut Findings) {
    for entry in Entry::live(set) {
        let comment = entry.comment();
        if comment.trim().is_empty() {
            findings.add("comment", entry.id(), "the comment says nothing");
        } else if comment.trim() != comment || comment.ends_with('.') {
            let message = "the comment ends without a full stop and without white space";
            findings.add("comment", entry.id(), message);
        }
    }
}
