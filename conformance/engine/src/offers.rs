//! What a subject offers, and how that is known: it says so itself, its controls show it, or nobody knows.
//!
//! A run, an exploration and a driver of a live server ask the same questions of the same type: is this case asked at
//! all, and does its answer mean something?

mod accepts;
mod evidence;

use std::collections::{BTreeMap, BTreeSet};

use pkce_vectors::{Op, PolicyName, RoleName};

use crate::{
    case::{Case, CaseKind, Setting},
    result::Unjudged,
    settings::{Lack, Settings},
    wire::{About, Pushed},
};

pub use accepts::not_accepted;
pub use evidence::Evidence;

/// How something about a subject is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HowKnown {
    /// The subject, or its operator, says so.
    Said(bool),
    /// A control shows it.
    Found(bool),
    /// Every control broke, which is no refusal: how the first of them did.
    Unknown(String),
}

impl HowKnown {
    /// Whether it is offered, as far as is known.
    #[must_use]
    pub const fn is_offered(&self) -> bool {
        matches!(self, Self::Said(true) | Self::Found(true))
    }
}

/// What one subject offers.
#[derive(Debug, Clone)]
pub struct Offers {
    about: About,
    /// The settings that it has, for flows.
    pub settings: Settings,
    /// The plain method, in each library operation whose controls were asked.
    plain: BTreeMap<Op, HowKnown>,
    /// Settings in which the control of plain was refused before a code came.
    without_plain: BTreeSet<(RoleName, PolicyName)>,
    /// Settings in which the control of pushed requests was refused before a code came.
    without_par: BTreeSet<(RoleName, PolicyName)>,
}

impl Offers {
    /// What a subject says of itself: its controls come later.
    #[must_use]
    pub fn said(about: &About) -> Self {
        Self {
            about: about.clone(),
            settings: Settings::said(&about.offers),
            plain: BTreeMap::new(),
            without_plain: BTreeSet::new(),
            without_par: BTreeSet::new(),
        }
    }

    /// Takes in what a control shows. What the subject says of itself is held against it, never overruled.
    pub fn learn(&mut self, control: &Case<'_>, seen: &Evidence) {
        match control.kind {
            CaseKind::Library(vector) if vector.needs.plain == Some(true) => {
                self.learn_plain(vector.op, control, seen);
            }
            CaseKind::Flow(flow, setting) if seen.refused_at_once => {
                let key = (setting.role, setting.policy);
                let may_push = self.about.offers.role(setting.role).par;
                if flow.needs.par == Some(true) && matches!(may_push, None | Some(Pushed::No)) {
                    self.without_par.insert(key);
                } else if flow.needs.plain == Some(true) && self.about.offers.methods.is_none() {
                    self.without_plain.insert(key);
                }
            }
            CaseKind::Library(_) | CaseKind::Flow(..) => {}
        }
    }

    /// One control that succeeds shows that plain is offered; one that was answered, that its refusal means something.
    fn learn_plain(&mut self, op: Op, control: &Case<'_>, seen: &Evidence) {
        if self.about.offers.plain.is_some() {
            return;
        }
        let known = self.plain.get(&op);
        if seen.right {
            self.plain.insert(op, HowKnown::Found(true));
        } else if let Some(cause) = &seen.cause {
            if known.is_none() {
                let why = format!("its control {} broke: {cause}", control.id());
                self.plain.insert(op, HowKnown::Unknown(why));
            }
        } else if !known.is_some_and(HowKnown::is_offered) {
            self.plain.insert(op, HowKnown::Found(false));
        }
    }

    /// Whether plain is offered in a library operation.
    #[must_use]
    pub fn plain(&self, op: Op) -> HowKnown {
        match self.about.offers.plain {
            Some(said) => HowKnown::Said(said),
            None => self.plain.get(&op).cloned().unwrap_or(HowKnown::Found(false)),
        }
    }

    /// Whether plain can be on for a client under a policy, as far as a control of it shows.
    #[must_use]
    pub fn plain_in(&self, setting: Setting) -> bool {
        !self.without_plain.contains(&(setting.role, setting.policy))
    }

    /// Whether an operation is among those that the subject names.
    #[must_use]
    pub fn names(&self, op: &str) -> bool {
        self.about.ops.iter().any(|known| known == op)
    }

    /// Why a case is not asked: the subject says that it does not offer what the case is about.
    #[must_use]
    pub fn declined(&self, case: &Case<'_>) -> Option<Lack> {
        let lack = |why: String| Some(Lack { kind: Unjudged::NotOffered, why });
        match case.kind {
            CaseKind::Library(vector) => {
                let op = vector.op.as_str();
                if !self.names(op) {
                    return lack(format!("{op} is not among its operations"));
                }
                if vector.needs.plain == Some(true) && self.about.offers.plain == Some(false) {
                    return lack("plain is not offered".to_owned());
                }
                not_accepted(&self.about.accepts, case)
                    .map(|why| Lack { kind: Unjudged::NoPlace, why })
            }
            CaseKind::Flow(flow, setting) => {
                if !self.names("flow.open") {
                    return lack("flows are not among its operations".to_owned());
                }
                self.settings.lack(flow, setting).or_else(|| {
                    not_accepted(&self.about.accepts, case)
                        .map(|why| Lack { kind: Unjudged::Unsupported, why })
                })
            }
        }
    }

    /// Why a case that was asked does not apply: its controls show that what it is about is not offered, or is.
    #[must_use]
    pub fn does_not_apply(&self, case: &Case<'_>) -> Option<String> {
        match case.kind {
            CaseKind::Library(vector) => {
                let op = vector.op.as_str();
                if !self.names(op) {
                    return None;
                }
                match (vector.needs.plain, self.plain(vector.op)) {
                    (Some(true), HowKnown::Found(false)) => {
                        Some(format!("plain is not offered by {op}: its control was not accepted"))
                    }
                    (Some(false), known) if known.is_offered() => {
                        Some(format!("plain is offered by {op}"))
                    }
                    _ => None,
                }
            }
            CaseKind::Flow(flow, setting) => {
                let key = (setting.role, setting.policy);
                let what = if flow.needs.par == Some(true) && self.without_par.contains(&key) {
                    "pushed authorization requests are"
                } else if flow.needs.plain == Some(true) && self.without_plain.contains(&key) {
                    "plain is"
                } else {
                    return None;
                };
                let role = setting.role;
                Some(format!("{what} not offered to this {role} client: the control was refused"))
            }
        }
    }

    /// Why neither a refusal nor an acceptance of a case means anything: nobody knows whether plain is offered.
    #[must_use]
    pub fn undetermined(&self, case: &Case<'_>) -> Option<String> {
        let CaseKind::Library(vector) = case.kind else { return None };
        let op = vector.op.as_str();
        match self.plain(vector.op) {
            HowKnown::Unknown(why) if vector.needs.plain.is_some() => {
                Some(format!("whether plain is offered by {op} is not known: {why}"))
            }
            _ => None,
        }
    }
}
