//! A plot as a case that scripts and judge know, with what the oracle says of it.

use std::collections::BTreeMap;

use pkce_vectors::{
    Action, Bindings, Check, Effect, Expect, Flow, Input, Level, Needs, Op, Step, Vector,
    requirement_ids as ids,
};

use super::{
    difference,
    options::Kind,
    oracle::{self, Rule, Stage},
    plot::{Ground, Plot},
};
use pkce_conformance::{
    case::{Case, CaseKind, Draws, Record, Setting, StepRecord},
    judge::{judge, judge_checks, uncaught_exception},
    plan::Patterns,
    result::{Difference, Draft, Verdict},
    wire::{Outcome, Reply},
};

/// One case.
pub(super) enum Drawn {
    /// A call. Its requirement is found when it is judged.
    Library(Box<Vector>),
    /// A session.
    Flow(Box<Flow>, Setting, Vec<Stage>),
}

/// What a difference is held to.
pub(super) struct Law<'l> {
    /// The level of each requirement that binds.
    pub(super) levels: &'l BTreeMap<&'l str, Level>,
    /// Requirements that the adapter's fixture decides.
    pub(super) not_ours: Patterns,
    /// The operations that offer plain.
    pub(super) plain: Vec<Op>,
}

impl Drawn {
    /// The case of a plot. The index and the seed of the draws decide every value.
    pub(super) fn of(plot: &Plot, index: usize, ground: &Ground, draws: &Draws<'_>) -> Self {
        match plot {
            Plot::Library(plot) => {
                let mut bindings = Bindings::new(draws.seed, &index.to_string(), BTreeMap::new());
                Self::Library(Box::new(vector(plot.op, plot.input(&mut bindings))))
            }
            Plot::Flow(plot) => {
                let flow = plot.flow(&format!("flow/explored/{index}"), ground);
                let setting = plot.setting();
                let mut bindings = draws.bindings(&flow, setting);
                let stages = oracle::stages(&flow, setting, &mut bindings);
                Self::Flow(Box::new(flow), setting, stages)
            }
        }
    }

    pub(super) const fn kind(&self) -> Kind {
        match self {
            Self::Library(vector) => Kind::Library(vector.op),
            Self::Flow(..) => Kind::Flow,
        }
    }

    /// As scripts want it. The level says nothing yet.
    pub(super) fn case(&self) -> Case<'_> {
        let level = Level::Hardening;
        match self {
            Self::Library(vector) => Case { kind: CaseKind::Library(vector), level },
            Self::Flow(flow, setting, _) => Case { kind: CaseKind::Flow(flow, *setting), level },
        }
    }

    /// Every requirement that the answer breaks.
    pub(super) fn differences(&self, record: &Record, law: &Law<'_>) -> Vec<Difference> {
        match self {
            Self::Library(vector) => of_call(vector, record, law),
            Self::Flow(flow, setting, stages) => of_session(flow, *setting, stages, record, law),
        }
    }
}

impl Law<'_> {
    /// The level of a requirement, where it is held against this target.
    fn level(&self, requirement: &str) -> Option<Level> {
        let level = self.levels.get(requirement).copied()?;
        (!self.not_ours.is_match(requirement)).then_some(level)
    }
}

fn vector(op: Op, input: Input) -> Vector {
    Vector {
        id: String::new(),
        requirement: String::new(),
        comment: String::new(),
        flags: Vec::new(),
        op,
        input,
        expect: Vec::new(),
        effect: None,
        needs: Needs::default(),
        implied_by: Vec::new(),
        control: false,
        controlled_by: None,
        withdrawn: None,
    }
}

fn of_call(vector: &Vector, record: &Record, law: &Law<'_>) -> Vec<Difference> {
    let nothing = Reply::Nothing;
    let reply = match record {
        Record::Library(reply) => reply,
        _ => &nothing,
    };
    let asked = oracle::asked(vector.op, &vector.input, reply);
    let mut found = Vec::new();
    for oracle::Asked { rule, needs } in asked {
        if needs.plain == Some(true) && !law.plain.contains(&vector.op) {
            continue;
        }
        let draft = |requirement: &str, expect: Vec<Expect>, effect| Vector {
            requirement: requirement.to_owned(),
            expect,
            effect,
            needs,
            ..vector.clone()
        };
        let told = draft(rule.requirement, rule.expect.clone(), rule.effect);
        let judged = |vector: &Vector, level| {
            judge(&Case { kind: CaseKind::Library(vector), level }, record)
        };
        let op = vector.op.as_str();
        if let Some(level) = law.level(rule.requirement) {
            let judgement = judged(&told, level);
            if matches!(judgement.verdict, Verdict::Fail | Verdict::Broken) {
                found.push(difference::of(op, level, judgement, Draft::Vector(Box::new(told))));
                if matches!(record, Record::Broken(_) | Record::Abandoned(_)) {
                    break;
                }
                continue;
            }
            let level = law.level(ids::HARDENING_UNCAUGHT_EXCEPTION);
            if let Some((level, message)) = level.zip(judgement.exception) {
                let told =
                    draft(ids::HARDENING_UNCAUGHT_EXCEPTION, rule.expect, Some(Effect::Deviation));
                let judgement = uncaught_exception(&message);
                found.push(difference::of(op, level, judgement, Draft::Vector(Box::new(told))));
            }
        }
    }
    found
}

fn of_session(
    flow: &Flow,
    setting: Setting,
    stages: &[Stage],
    record: &Record,
    law: &Law<'_>,
) -> Vec<Difference> {
    let mut found = Vec::new();
    let steps = match record {
        Record::Flow(steps) => steps,
        Record::Broken(_) | Record::Abandoned(_) => {
            if let Some(level) = law.level(ids::HARDENING_SERVER_ERROR) {
                let rule = Rule {
                    requirement: ids::HARDENING_SERVER_ERROR,
                    expect: Vec::new(),
                    effect: None,
                };
                let last = flow.steps.len().saturating_sub(1);
                let draft = cut(flow, setting, stages, last, &rule);
                let case = Case { kind: CaseKind::Flow(&draft, setting), level };
                let judgement = judge(&case, record);
                found.push(difference::of("flow", level, judgement, Draft::Flow(Box::new(draft))));
            }
            return found;
        }
        _ => return found,
    };
    for (index, (stage, step)) in stages.iter().zip(steps).enumerate() {
        let upto = steps.get(..=index).unwrap_or(steps).to_vec();
        let upto = Record::Flow(upto);
        let mut wrong = false;
        let outcome = outcome_of(step);
        if outcome == Some(Outcome::Throttled) {
            break;
        }
        let crashed =
            outcome == Some(Outcome::ServerError) && stage.right.contains(&Expect::Refused);
        let of_crash = Rule {
            requirement: ids::HARDENING_SERVER_ERROR,
            expect: stage.right.clone(),
            effect: Some(Effect::Deviation),
        };
        let rules: Vec<&Rule> =
            if crashed { vec![&of_crash] } else { stage.rules.iter().collect() };
        for rule in rules {
            let Some(level) = law.level(rule.requirement) else { continue };
            let draft = cut(flow, setting, stages, index, rule);
            let judgement = judge(&Case { kind: CaseKind::Flow(&draft, setting), level }, &upto);
            if matches!(judgement.verdict, Verdict::Fail | Verdict::Broken) {
                wrong = true;
                found.push(difference::of("flow", level, judgement, Draft::Flow(Box::new(draft))));
            }
        }
        found.extend(of_checks(flow, setting, stages, index, &upto, law));
        // After a token that should not be, or one that did not come, nobody knows what is right.
        if wrong && !is_front(flow.steps.get(index)) {
            break;
        }
    }
    found
}

fn of_checks(
    flow: &Flow,
    setting: Setting,
    stages: &[Stage],
    index: usize,
    upto: &Record,
    law: &Law<'_>,
) -> Vec<Difference> {
    let mut found = Vec::new();
    let Record::Flow(steps) = upto else { return found };
    let Some(stage) = stages.get(index) else { return found };
    for (requirement, kind) in &stage.checks {
        let Some(level) = law.level(requirement) else { continue };
        let rule = Rule { requirement, expect: stage.right.clone(), effect: None };
        let mut draft = cut(flow, setting, stages, index, &rule);
        let check =
            Check { step: index, requirement: (*requirement).to_owned(), kind: kind.clone() };
        draft.checks = vec![check];
        let mut judged = judge_checks(&draft, steps).into_iter().map(|told| told.judgement);
        let failed = judged.rfind(|judgement| judgement.verdict == Verdict::Fail);
        if let Some(judgement) = failed {
            let judgement = judgement.at_step(index);
            found.push(difference::of("flow", level, judgement, Draft::Flow(Box::new(draft))));
        }
    }
    found
}

fn is_front(step: Option<&Step>) -> bool {
    step.is_some_and(|step| matches!(step.action, Action::Authorize(_) | Action::Par(_)))
}

fn outcome_of(step: &StepRecord) -> Option<Outcome> {
    match step {
        StepRecord::Answered(answer, _) => Some(answer.outcome),
        _ => None,
    }
}

/// The flow up to a step, at which one rule is held against the target.
pub(super) fn cut(
    flow: &Flow,
    setting: Setting,
    stages: &[Stage],
    index: usize,
    rule: &Rule,
) -> Flow {
    let mut steps: Vec<Step> = flow.steps.iter().take(index + 1).cloned().collect();
    for (at, (step, stage)) in steps.iter_mut().zip(stages).enumerate() {
        step.expect.clone_from(if at == index && !rule.expect.is_empty() {
            &rule.expect
        } else {
            &stage.right
        });
        let only = matches!(
            step.expect.as_slice(),
            [Expect::Code(_) | Expect::Token(_) | Expect::RequestUri(_)]
        );
        step.setup = at < index && only;
    }
    let draft = Flow {
        requirement: rule.requirement.to_owned(),
        effect: rule.effect,
        roles: vec![setting.role],
        policies: vec![setting.policy],
        steps,
        ..flow.clone()
    };
    Flow { needs: super::plot::needs(setting, &draft.steps), ..draft }
}
