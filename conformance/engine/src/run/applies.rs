//! Whether a case applies to a target: what it declares, what its controls show, what is its fixture's.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    sync::Arc,
};

use pkce_vectors::{Effect, Op, PolicyName, RoleName};

use crate::{
    case::{Case, CaseKind, Record},
    judge::Judgement,
    plan::{Patterns, Plan, is_plain},
    result::{CaseResult, Verdict},
    wire::About,
};

use super::{controls, judged::Judged};

/// The record of a case that the target's introduction settles; `None` where it must be asked.
pub(super) fn declared(about: &About, case: &Case<'_>) -> Option<Record> {
    let unsupported = |why: &str| Some(Record::Unsupported(why.to_owned()));
    match case.kind {
        CaseKind::Library(vector) => {
            let op = vector.op.as_str();
            let offered = about.ops.iter().any(|known| known == op);
            if !offered {
                return unsupported(&format!("{op} is not among its operations"));
            }
            let no_plain = is_plain(vector) && about.offers.plain == Some(false);
            if no_plain { unsupported("plain is not offered") } else { None }
        }
        CaseKind::Flow(flow, _) => {
            if !about.ops.iter().any(|known| known == "flow.open") {
                return unsupported("flows are not among its operations");
            }
            let says_no = |wanted: Option<bool>, offered: Option<bool>| {
                wanted == Some(true) && offered == Some(false)
            };
            if says_no(flow.needs.plain, about.offers.flow_plain) {
                unsupported("plain is not offered")
            } else if says_no(flow.needs.par, about.offers.par) {
                unsupported("pushed authorization requests are not offered")
            } else if says_no(flow.needs.userinfo, about.offers.userinfo) {
                unsupported("an access token cannot be tried")
            } else if says_no(flow.needs.code_lifetime, about.offers.code_lifetime) {
                unsupported("time cannot be moved")
            } else {
                None
            }
        }
    }
}

/// In which library operations plain is offered.
#[derive(Debug, Default)]
pub(super) struct Plain {
    /// The target says so, or a control succeeded.
    offered: BTreeSet<Op>,
    /// Every control broke, which is no refusal: how the first of them did.
    unknown: BTreeMap<Op, String>,
}

impl Plain {
    /// What the target says, else what its controls show.
    pub(super) fn of(plan: &Plan<'_>, about: &About, judged: &[Judged<'_>]) -> Self {
        let mut found = Self::default();
        if about.offers.plain == Some(true) {
            found.offered.extend(Op::ALL);
            return found;
        }
        let mut answered = BTreeSet::new();
        for (entry, judged) in plan.entries.iter().zip(judged) {
            let CaseKind::Library(vector) = entry.case.kind else { continue };
            if !entry.control || !is_plain(vector) {
                continue;
            }
            if judged.is_right() {
                found.offered.insert(vector.op);
            }
            if judged.cause().is_none() {
                answered.insert(vector.op);
            } else if let Some(why) = controls::failure(&entry.case, judged) {
                found.unknown.entry(vector.op).or_insert(why);
            }
        }
        found.unknown.retain(|op, _| !answered.contains(op));
        found
    }

    /// Why a case does not apply, where its controls show it.
    pub(super) fn not_applicable(&self, case: &Case<'_>, about: &About) -> Option<String> {
        let CaseKind::Library(vector) = case.kind else { return None };
        let op = vector.op.as_str();
        if !about.ops.iter().any(|offered| offered == op) {
            return None;
        }
        let offered = self.offered.contains(&vector.op);
        let refused = !offered && !self.unknown.contains_key(&vector.op);
        match vector.needs.plain {
            Some(true) if refused && about.offers.plain.is_none() => {
                Some(format!("plain is not offered by {op}: its control was not accepted"))
            }
            Some(false) if offered => Some(format!("plain is offered by {op}")),
            _ => None,
        }
    }

    /// What is left of a judgement where nobody knows whether plain is offered: neither that it is refused is wrong nor
    /// that it is accepted.
    pub(super) fn known(&self, case: &Case<'_>, judgement: Judgement) -> Judgement {
        let CaseKind::Library(vector) = case.kind else { return judgement };
        let Some(why) = self.unknown.get(&vector.op) else { return judgement };
        let means_nothing = match (vector.needs.plain, judgement.verdict) {
            (Some(true), Verdict::Fail) => judgement.effect != Some(Effect::Bypass),
            (Some(false), Verdict::Pass | Verdict::Fail) => true,
            _ => false,
        };
        if means_nothing {
            let op = vector.op.as_str();
            let why = format!("whether plain is offered by {op} is not known: {why}");
            return Judgement::because(Verdict::Inconclusive, why);
        }
        judgement
    }
}

/// What flow controls show not to be offered: roles and policies whose control was refused before a code came.
#[derive(Debug, Default)]
pub(super) struct Unoffered {
    plain: BTreeSet<(RoleName, PolicyName)>,
    par: BTreeSet<(RoleName, PolicyName)>,
}

impl Unoffered {
    /// Reads it off the plan's controls. What the target says that it offers is held against it.
    pub(super) fn of(plan: &Plan<'_>, about: &About, judged: &[Judged<'_>]) -> Self {
        let mut unoffered = Self::default();
        for (entry, judged) in plan.entries.iter().zip(judged) {
            let CaseKind::Flow(flow, setting) = entry.case.kind else { continue };
            if !flow.control || !judged.refused_at_once {
                continue;
            }
            let key = (setting.role, setting.policy);
            if flow.needs.par == Some(true) && about.offers.par != Some(true) {
                unoffered.par.insert(key);
            } else if flow.needs.plain == Some(true) && about.offers.flow_plain != Some(true) {
                unoffered.plain.insert(key);
            }
        }
        unoffered
    }

    /// Why a flow does not apply.
    pub(super) fn reason(&self, case: &Case<'_>) -> Option<String> {
        let CaseKind::Flow(flow, setting) = case.kind else { return None };
        let key = (setting.role, setting.policy);
        let what = if flow.needs.par == Some(true) && self.par.contains(&key) {
            "pushed authorization requests are"
        } else if flow.needs.plain == Some(true) && self.plain.contains(&key) {
            "plain is"
        } else {
            return None;
        };
        Some(format!("{what} not offered to this {} client: the control was refused", setting.role))
    }
}

/// Rows whose requirement the adapter's own glue decides.
pub(super) fn skip_what_is_not_theirs(rows: &mut [CaseResult], about: &About) {
    let globs = Patterns::new(&about.not_ours);
    let mut known: HashMap<Arc<str>, bool> = HashMap::new();
    let mut is_theirs = |requirement: &Arc<str>| {
        let matches = || globs.is_match(requirement);
        *known.entry(Arc::clone(requirement)).or_insert_with(matches)
    };
    for row in rows.iter_mut().filter(|row| is_theirs(&row.requirement)) {
        row.verdict = Verdict::Skipped;
        row.reason = Some("decided by the adapter's fixture".to_owned());
        (row.effect, row.expected, row.observed) = (None, None, None);
    }
}
