//! Controls: a refusal means something only between two successes.

use std::collections::BTreeMap;

use super::judged::Judged;
use crate::{case::CaseKind, plan::Plan, result::Verdict};

/// Entries whose control failed before or after them, with why.
pub(super) fn unguarded(plan: &Plan<'_>, judged: &[Judged<'_>]) -> BTreeMap<usize, String> {
    let mut bad: BTreeMap<usize, String> = BTreeMap::new();
    let mut since: Vec<usize> = Vec::new();
    let mut before: Option<(usize, bool)> = None;
    for (index, (entry, judged)) in plan.entries.iter().zip(judged).enumerate() {
        if !entry.control {
            since.push(index);
            if let Some((group, false)) = before
                && group == entry.group
            {
                bad.insert(index, why(plan, index));
            }
            continue;
        }
        let good = judged.is_right();
        let same_group = before.is_some_and(|(group, _)| group == entry.group);
        if same_group && !good {
            for index in &since {
                bad.insert(*index, why(plan, *index));
            }
        }
        since.clear();
        before = Some((entry.group, good));
    }
    bad
}

/// Why no flow can be judged: not one of the controls, each a request that every server takes, got anywhere.
pub(super) fn not_set_up(plan: &Plan<'_>, judged: &[Judged<'_>]) -> Option<String> {
    let mut controls = plan
        .entries
        .iter()
        .zip(judged)
        .filter(|(entry, _)| entry.control && matches!(entry.case.kind, CaseKind::Flow(..)))
        .filter(|(_, judged)| judged.judgement.verdict != Verdict::Unsupported)
        .peekable();
    let (first, _) = controls.peek()?;
    let id = first.case.id();
    controls.all(|(_, judged)| judged.got_nowhere).then(|| {
        format!(
            "the target is not set up: {id} got no code, or its client is unknown, and so did every other right \
             request; look at the client, its secret, its redirect URI and scope (pkce run --only {id} shows it alone)"
        )
    })
}

fn why(plan: &Plan<'_>, index: usize) -> String {
    let group = plan.entries.get(index).map(|entry| entry.group);
    let control = plan.entries.iter().find(|entry| entry.control && Some(entry.group) == group);
    control.map_or_else(String::new, |entry| format!("its control {} failed", entry.case.id()))
}
