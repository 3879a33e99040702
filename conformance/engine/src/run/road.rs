//! The road from a record to a verdict: every stage that sets or overwrites one, in their order.
//!
//! Whoever asks why a row is skipped, inconclusive or unsupported reads [`STAGES`] from top to bottom: the last stage that
//! speaks decides. The first two happen while the subject is asked, each as its record comes, since records are not
//! kept; the others when all are judged, since they look at other cases. Folding comes after the road: it changes how a
//! failure is shown, and no verdict.

use std::collections::BTreeMap;

use pkce_vectors::{Effect, Level, requirement_ids as ids};

use crate::{
    case::{Case, CaseKind},
    judge::Judgement,
    known::KnownFailures,
    offers::Offers,
    plan::{Patterns, Plan},
    result::{Unjudged, Verdict},
};

use super::{
    controls::{self, Control},
    judged::Judged,
    shape,
};

/// One stage.
pub struct Stage {
    /// Its name.
    pub name: &'static str,
    /// What it does to a verdict.
    pub says: &'static str,
    /// The stages that happen as a record comes have none.
    does: Option<fn(&Sight<'_>, &Row<'_>, Judgement) -> Judgement>,
}

/// Every stage, in order.
pub const STAGES: &[Stage] = &[
    Stage {
        name: "declared",
        says: "A case that the subject's introduction rules out is not asked: unsupported.",
        does: None,
    },
    Stage {
        name: "judged",
        says: "An answer is held against what its vector expects: pass, fail, broken, inconclusive, or unsupported where \
               the subject answers so.",
        does: None,
    },
    Stage {
        name: "taken at its word",
        says: "Who takes a control and answers a request of the same shape with `unsupported` hides a refusal: \
               inconclusive. Where the request holds what its control does not, the subject is taken at its word.",
        does: Some(at_its_word),
    },
    Stage {
        name: "guarded",
        says: "A pass that rests on a refusal means nothing where the control before or after it failed: inconclusive. \
               Where the control is unsupported, so is the case.",
        does: Some(guarded),
    },
    Stage {
        name: "set up",
        says: "Where not one right request of a flow gets anywhere, nothing means anything but a token that must not come: \
               inconclusive.",
        does: Some(set_up),
    },
    Stage {
        name: "plain is known",
        says: "Where nobody knows whether plain is offered, neither a refusal nor an acceptance of it means anything: \
               inconclusive.",
        does: Some(plain_is_known),
    },
    Stage {
        name: "applies",
        says: "What the controls show not to be offered, or to be offered where the case wants it off: skipped.",
        does: Some(applies),
    },
    Stage {
        name: "strict",
        says: "With --strict-reasons a right refusal for a wrong reason: fail.",
        does: Some(strict),
    },
    Stage {
        name: "theirs",
        says: "What the adapter's own glue decides (`not_ours`): skipped.",
        does: Some(theirs),
    },
    Stage {
        name: "known",
        says: "A failure that the file of known failures lists: skipped, and told with its reason.",
        does: Some(known),
    },
];

/// What the later stages look at.
pub(super) struct Sight<'r> {
    offers: &'r Offers,
    not_ours: Patterns,
    strict_reasons: bool,
    known: Option<&'r KnownFailures>,
    not_set_up: Option<String>,
    /// By the index of an entry: how its control failed.
    unguarded: BTreeMap<usize, String>,
    /// By the group of cases that share it.
    controls: BTreeMap<usize, Control<'r>>,
}

/// The row that a judgement is for: a case's own, or that of one of its parts.
#[derive(Clone, Copy)]
pub(super) struct Row<'r> {
    /// The row's id.
    pub(super) id: &'r str,
    /// The case.
    pub(super) case: &'r Case<'r>,
    /// The index of its entry.
    pub(super) entry: usize,
    /// The group of cases that share its control.
    pub(super) group: usize,
    /// The case is a control.
    pub(super) is_control: bool,
    /// The requirement that the row is under.
    pub(super) requirement: &'r str,
    /// It is about a part of the case: a check, or an exception.
    pub(super) is_part: bool,
}

impl<'r> Sight<'r> {
    pub(super) fn of(
        plan: &Plan<'r>,
        offers: &'r Offers,
        not_ours: &[String],
        judged: &[Judged<'_>],
        strict_reasons: bool,
        known: Option<&'r KnownFailures>,
    ) -> Self {
        Self {
            offers,
            not_ours: Patterns::new(not_ours),
            strict_reasons,
            known,
            not_set_up: controls::not_set_up(plan, judged),
            unguarded: controls::unguarded(plan, judged),
            controls: controls::by_group(plan, judged),
        }
    }

    /// Takes a judgement down the road. What the file of known failures made of it comes with it.
    pub(super) fn verdict(&self, row: &Row<'_>, judgement: Judgement) -> Judgement {
        let later = STAGES.iter().filter_map(|stage| stage.does);
        later.fold(judgement, |judgement, does| does(self, row, judgement))
    }

    /// The level of a verdict. Where nobody's word requires PKCE, and a request without it was merely refused, a code that no
    /// token follows is advice.
    pub(super) fn level(&self, row: &Row<'_>, judgement: &Judgement) -> Level {
        let inferred = match row.case.kind {
            CaseKind::Flow(_, setting) => self.offers.settings.is_inferred(setting),
            CaseKind::Library(_) => false,
        };
        let of_missing = row.requirement == ids::RFC7636_4_4_1_MISSING_CHALLENGE_REFUSED;
        let harmless =
            judgement.verdict == Verdict::Fail && judgement.effect != Some(Effect::Bypass);
        if inferred && of_missing && harmless { Level::Hardening } else { row.case.level }
    }

    /// The same as far as the case itself is concerned: the message of an exception that refused it.
    pub(super) fn exception(&self, row: &Row<'_>, judgement: &Judgement) -> Option<Box<str>> {
        let stays = |judged: Judgement| judged.exception.is_some();
        let is_told = self.offers.does_not_apply(row.case).is_none()
            && stays(guarded(self, row, judgement.clone()))
            && stays(set_up(self, row, judgement.clone()))
            && stays(plain_is_known(self, row, judgement.clone()));
        judgement.exception.clone().filter(|_| is_told)
    }
}

fn at_its_word(sight: &Sight<'_>, row: &Row<'_>, mut judgement: Judgement) -> Judgement {
    if judgement.verdict != Verdict::Unsupported {
        return judgement;
    }
    let detail = judgement.detail.get_or_insert_default();
    if detail.unjudged.is_some() {
        return judgement;
    }
    let control = sight.controls.get(&row.group).filter(|_| !row.is_control && !row.is_part);
    if let Some(control) = control.filter(|control| control.held)
        && shape::is_same(row.case, &control.case)
    {
        let (id, why) = (control.case.id(), detail.reason.as_deref().unwrap_or_default());
        let why = format!(
            "it takes its control {id}, and answers a request of the same shape with `unsupported`, which hides a \
             refusal: {why}"
        );
        return Judgement::because(Verdict::Inconclusive, why);
    }
    detail.unjudged = Some(match row.case.kind {
        CaseKind::Library(_) => Unjudged::NoPlace,
        // A server without metadata is right.
        CaseKind::Flow(flow, _) if flow.needs.metadata == Some(true) => Unjudged::NotOffered,
        CaseKind::Flow(..) => Unjudged::Unsupported,
    });
    judgement
}

fn guarded(sight: &Sight<'_>, row: &Row<'_>, judgement: Judgement) -> Judgement {
    let rests = judgement.verdict == Verdict::Pass && judgement.rests_on_refusal;
    let control = sight.controls.get(&row.group).filter(|_| rests && !row.is_control);
    if let Some(why) = control.and_then(|control| control.unsupported.as_ref()) {
        let why = format!("its control is unsupported: {why}");
        return Judgement::unjudged(Verdict::Unsupported, Unjudged::Unsupported, why);
    }
    match sight.unguarded.get(&row.entry) {
        Some(why) if judgement.verdict == Verdict::Pass && judgement.rests_on_refusal => {
            Judgement::because(Verdict::Inconclusive, why)
        }
        _ => judgement,
    }
}

fn set_up(sight: &Sight<'_>, row: &Row<'_>, judgement: Judgement) -> Judgement {
    let is_flow = matches!(row.case.kind, CaseKind::Flow(..));
    let judged = matches!(judgement.verdict, Verdict::Pass | Verdict::Fail | Verdict::Inconclusive);
    match &sight.not_set_up {
        Some(why) if is_flow && judged && judgement.effect != Some(Effect::Bypass) => {
            Judgement::because(Verdict::Inconclusive, why)
        }
        _ => judgement,
    }
}

fn plain_is_known(sight: &Sight<'_>, row: &Row<'_>, judgement: Judgement) -> Judgement {
    let CaseKind::Library(vector) = row.case.kind else { return judgement };
    let Some(why) = sight.offers.undetermined(row.case) else { return judgement };
    let means_nothing = match (vector.needs.plain, judgement.verdict) {
        (Some(true), Verdict::Fail) => judgement.effect != Some(Effect::Bypass),
        (Some(false), Verdict::Pass | Verdict::Fail) => true,
        _ => false,
    };
    if means_nothing { Judgement::because(Verdict::Inconclusive, why) } else { judgement }
}

fn applies(sight: &Sight<'_>, row: &Row<'_>, judgement: Judgement) -> Judgement {
    match sight.offers.does_not_apply(row.case).filter(|_| !row.is_part) {
        Some(why) => Judgement::unjudged(Verdict::Skipped, Unjudged::NotOffered, why),
        None => judgement,
    }
}

fn strict(sight: &Sight<'_>, row: &Row<'_>, mut judgement: Judgement) -> Judgement {
    if sight.strict_reasons
        && !row.is_part
        && judgement.verdict == Verdict::Pass
        && let Some(detail) = &mut judgement.detail
        && let Some(other) = &detail.other_reason
    {
        judgement.verdict = Verdict::Fail;
        judgement.effect = Some(Effect::Deviation);
        detail.expected = Some("a reason that the input has".to_owned());
        detail.observed = Some(other.clone());
    }
    judgement
}

fn theirs(sight: &Sight<'_>, row: &Row<'_>, judgement: Judgement) -> Judgement {
    if !sight.not_ours.name(row.case, row.requirement) {
        return judgement;
    }
    Judgement::not_ours()
}

fn known(sight: &Sight<'_>, row: &Row<'_>, judgement: Judgement) -> Judgement {
    match sight.known {
        Some(known) => judgement.unless_known(known, row.id, row.requirement),
        None => judgement,
    }
}
