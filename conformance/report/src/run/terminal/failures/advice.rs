//! Hardening in a line a requirement: it never fails a run.

use pkce_vectors::VectorSet;

use super::{super::line, Group, count};
use crate::{
    clean,
    style::{FAINT, NAME, paint},
    words::effects,
};

pub(super) fn write(text: &mut String, advice: &[Group<'_>], set: &VectorSet) {
    if advice.is_empty() {
        return;
    }
    let title = paint(NAME, "hardening");
    line(text, &format!("\n{title}: advice, no sentence demands it (--all shows each case)"));
    for group in advice {
        let counted = effects(&count(&group.rows));
        line(text, &format!("  - {}: {counted}", clean(group.requirement)));
        if let Some(known) = set.catalogue.requirement(group.requirement) {
            line(text, &format!("      {}", paint(FAINT, clean(&known.says))));
        }
    }
}
