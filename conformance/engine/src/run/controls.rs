//! Controls: a refusal means something only between two successes.

use std::collections::BTreeMap;

use super::judged::Judged;
use crate::{
    case::{Case, CaseKind},
    plan::Plan,
    result::Verdict,
};

/// Entries whose control failed before or after them, with why.
pub(super) fn unguarded(plan: &Plan<'_>, judged: &[Judged<'_>]) -> BTreeMap<usize, String> {
    let mut bad: BTreeMap<usize, String> = BTreeMap::new();
    let mut since: Vec<usize> = Vec::new();
    // The group of the last control, and how it failed if it did.
    let mut before: Option<(usize, Option<String>)> = None;
    for (index, (entry, judged)) in plan.entries.iter().zip(judged).enumerate() {
        if !entry.control {
            since.push(index);
            if let Some((group, Some(why))) = &before
                && *group == entry.group
            {
                bad.insert(index, why.clone());
            }
            continue;
        }
        let why = failure(&entry.case, judged);
        let same_group = before.is_some_and(|(group, _)| group == entry.group);
        if same_group && let Some(why) = &why {
            bad.extend(since.iter().map(|index| (*index, why.clone())));
        }
        since.clear();
        before = Some((entry.group, why));
    }
    bad
}

/// What became of the control of a group of cases.
#[derive(Debug, Clone)]
pub(super) struct Control<'a> {
    /// The control.
    pub(super) case: Case<'a>,
    /// How the subject declares that it does not offer it, at any of the times that it was asked.
    pub(super) unsupported: Option<String>,
    /// It held every time.
    pub(super) held: bool,
}

/// The controls by their group.
pub(super) fn by_group<'a>(plan: &Plan<'a>, judged: &[Judged<'_>]) -> BTreeMap<usize, Control<'a>> {
    let mut groups: BTreeMap<usize, Control<'a>> = BTreeMap::new();
    for (entry, judged) in plan.entries.iter().zip(judged).filter(|(entry, _)| entry.control) {
        let new = Control { case: entry.case, unsupported: None, held: true };
        let control = groups.entry(entry.group).or_insert(new);
        control.held &= judged.is_right();
        if judged.judgement.verdict == Verdict::Unsupported {
            let reason = judged.judgement.detail.as_ref().and_then(|detail| detail.reason.clone());
            control.unsupported.get_or_insert(reason.unwrap_or_default());
        }
    }
    groups
}

/// How a control failed, if it did. One that broke may have no row of its own: its cause is told by those that it guards.
fn failure(control: &Case<'_>, judged: &Judged<'_>) -> Option<String> {
    if judged.is_right() {
        return None;
    }
    if let Some(why) = judged.not_run() {
        return Some(why.to_owned());
    }
    let id = control.id();
    Some(match &judged.evidence.cause {
        Some(cause) => format!("its control {id} broke: {cause}"),
        None => format!("its control {id} failed"),
    })
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
    let (first, judged) = controls.peek()?;
    let id = first.case.id();
    let came = judged.judgement.detail.as_ref().and_then(|detail| detail.observed.clone());
    let came = came.map_or(String::new(), |came| format!("; what came was {came}"));
    controls.all(|(_, judged)| judged.evidence.got_nowhere).then(|| {
        format!(
            "the target is not set up: {id} got no code, or its client is unknown, and so did every other right \
             request; look at the client, its secret, its redirect URI and scope (pkce run --only {id} shows it alone){came}"
        )
    })
}
