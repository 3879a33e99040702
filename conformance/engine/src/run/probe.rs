//! Before a plan is made: what neither a subject's introduction nor its target file says, a few flows find.
//!
//! Three questions, each asked only where nobody answered it: which settings stand; whether requests must be pushed; and
//! whether a subject whose policy is its own requires PKCE. The request without PKCE that answers the last is nobody's
//! positive control.

use std::sync::LazyLock;

use pkce_vectors::{
    Action, Expect, Flow, Level, Needs, PolicyName, Request, RoleName, Step, VectorSet,
};

use crate::{
    case::{Case, CaseKind, Record, Setting, StepRecord},
    offers::Offers,
    wire::{Binding, Offers as Said, Outcome, Pushed},
};

/// Puts cases to the subject: a record each.
pub(super) type Ask<'a> = dyn FnMut(&[Case<'_>]) -> Vec<Record> + 'a;

/// The kinds of client.
const KINDS: [RoleName; 2] = [RoleName::Public, RoleName::Confidential];

/// Finds what a subject does not say of its flows.
pub(super) fn probe(set: &VectorSet, said: &Said, offers: &mut Offers, ask: &mut Ask<'_>) {
    let flow = |id: &str| set.flows.iter().find(|flow| flow.id == id);
    let Some(control) = flow("flow/control/s256").filter(|_| offers.names("flow.open")) else {
        return;
    };
    if said.policies.is_none() || said.methods.is_none() {
        settings(control, flow("flow/control/plain"), said.methods.is_none(), offers, ask);
    }
    for role in KINDS.into_iter().filter(|role| said.role(*role).served != Some(false)) {
        let Some(setting) = first_standing(offers, role) else { continue };
        if said.role(role).par.is_none()
            && let Some(par) = flow("flow/control/par")
        {
            let pushed = pushing(control, par, setting, ask);
            if let Some(pushed) = pushed {
                offers.settings.found_pushed(role, pushed);
            }
        }
        if said.role(role).pkce.is_none() && setting.policy == PolicyName::Own {
            let pushed = offers.settings.pushing(role) == Some(Pushed::Required);
            let record = put(&WITHOUT_PKCE, Setting { pushed, ..setting }, ask);
            if let Some(binding) = record.as_ref().and_then(shown) {
                offers.settings.infer(role, binding);
            }
        }
    }
}

/// Which settings stand: those that the subject does not answer as unsupported.
fn settings(
    control: &Flow,
    plain: Option<&Flow>,
    finds_plain: bool,
    offers: &mut Offers,
    ask: &mut Ask<'_>,
) {
    let of = |role| PolicyName::ALL.map(|policy| [false, true].map(|plain| (role, policy, plain)));
    let candidates = KINDS.into_iter().flat_map(of).flatten();
    let candidates: Vec<Setting> = candidates
        .filter(|(role, policy, plain)| offers.settings.can(*role, *policy, *plain))
        .filter(|(role, ..)| offers.settings.serves(*role))
        .map(|(role, policy, plain)| Setting::new(role, policy, plain))
        .collect();
    let cases: Vec<Case<'_>> = candidates.iter().map(|setting| case(control, *setting)).collect();
    let stands = |record: &Record| !matches!(record, Record::Unsupported(_));
    let stood: Vec<bool> = ask(&cases).iter().map(stands).collect();
    // Where plain is taken although it is off, it cannot be off.
    let without: Vec<Case<'_>> = match plain.filter(|_| finds_plain) {
        Some(plain) => candidates.iter().map(|setting| case(plain, *setting)).collect(),
        None => Vec::new(),
    };
    let taken: Vec<bool> = ask(&without).iter().map(gave_token).collect();
    for (at, setting) in candidates.into_iter().enumerate() {
        let is = |flags: &[bool]| flags.get(at).copied().unwrap_or(false);
        let cannot_be_off = !setting.plain && is(&taken);
        offers.settings.probed(setting, is(&stood) && !cannot_be_off);
    }
}

fn gave_token(record: &Record) -> bool {
    outcomes(record).contains(&Outcome::Token)
}

/// A setting that can be asked for, its own policy where no other stands.
fn first_standing(offers: &Offers, role: RoleName) -> Option<Setting> {
    let of = |policy| [false, true].map(|plain| Setting::new(role, policy, plain));
    let stands =
        |setting: &Setting| offers.settings.can(setting.role, setting.policy, setting.plain);
    let served = offers.settings.serves(role);
    PolicyName::ALL.into_iter().flat_map(of).find(stands).filter(|_| served)
}

/// Whether requests must be pushed: one by query is refused, and a pushed one is not.
fn pushing(control: &Flow, par: &Flow, setting: Setting, ask: &mut Ask<'_>) -> Option<Pushed> {
    let records = ask(&[case(control, setting), case(par, setting)]);
    let first = |at: usize| records.get(at).and_then(first_outcome);
    match (first(0), first(1)) {
        (Some(Outcome::Refused), Some(Outcome::RequestUri)) => Some(Pushed::Required),
        (Some(Outcome::Code), Some(Outcome::RequestUri)) => Some(Pushed::Optional),
        _ => None,
    }
}

fn first_outcome(record: &Record) -> Option<Outcome> {
    outcomes(record).first().copied()
}

fn outcomes(record: &Record) -> Vec<Outcome> {
    let Record::Flow(steps) = record else { return Vec::new() };
    let outcome = |step: &StepRecord| match step {
        StepRecord::Answered(answer, _) => Some(answer.outcome),
        _ => None,
    };
    steps.iter().filter_map(outcome).collect()
}

/// What a request without PKCE shows: a refusal anywhere means that PKCE is required; a token, that it is not.
fn shown(record: &Record) -> Option<Binding> {
    let outcomes = outcomes(record);
    if outcomes.contains(&Outcome::Token) {
        Some(Binding::Optional)
    } else if outcomes.contains(&Outcome::Refused) {
        Some(Binding::Required)
    } else {
        None
    }
}

fn put(flow: &Flow, setting: Setting, ask: &mut Ask<'_>) -> Option<Record> {
    ask(&[case(flow, setting)]).into_iter().next()
}

const fn case(flow: &Flow, setting: Setting) -> Case<'_> {
    Case { kind: CaseKind::Flow(flow, setting), level: Level::Hardening }
}

/// A login that uses no PKCE, with every outcome allowed.
static WITHOUT_PKCE: LazyLock<Flow> = LazyLock::new(|| {
    let step = |action, expect| Step { action, expect, setup: false };
    let code = "c1".to_owned();
    let authorize = Action::Authorize(Request::default());
    let token = Action::Token(Request { code: Some(code.clone()), ..Request::default() });
    Flow {
        id: "flow/probe/without-pkce".to_owned(),
        requirement: String::new(),
        comment: "a login that uses no PKCE".to_owned(),
        flags: Vec::new(),
        roles: KINDS.to_vec(),
        policies: vec![PolicyName::Own],
        once: false,
        needs: Needs::default(),
        steps: vec![
            step(authorize, vec![Expect::Refused, Expect::Code(Some(code))]),
            step(token, vec![Expect::Refused, Expect::Token(None)]),
        ],
        checks: Vec::new(),
        effect: None,
        implied_by: Vec::new(),
        control: false,
        controlled_by: None,
        withdrawn: None,
    }
});
