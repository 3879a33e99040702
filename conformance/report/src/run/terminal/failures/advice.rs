//! Hardening in a line a requirement: it never fails a run.

use pkce_vectors::VectorSet;

use super::{Group, count};
use crate::{
    clean,
    page::Page,
    style::{FAINT, NAME, paint},
    words::effects,
};

pub(super) fn write(page: &mut Page, advice: &[Group<'_>], set: &VectorSet) {
    if advice.is_empty() {
        return;
    }
    let title = paint(NAME, "hardening");
    page.gap();
    page.para(0, &format!("{title}: advice, no sentence demands it (--all shows each case)"));
    for group in advice {
        let counted = effects(&count(&group.rows));
        page.item("  - ", 6, &format!("{}: {counted}", clean(group.requirement)));
        if let Some(known) = set.catalogue.requirement(group.requirement) {
            page.para(6, &paint(FAINT, clean(&known.says)));
        }
    }
}
