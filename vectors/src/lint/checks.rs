//! Checks: each stands at a step whose answer it can be about, and no two have one name.

use std::collections::BTreeSet;

use super::findings::Findings;
use crate::{
    check::{Check, CheckKind},
    expect::Expect,
    flow::Flow,
    step::{Action, Step},
};

pub(super) fn lint(flow: &Flow, findings: &mut Findings) {
    let mut seen = BTreeSet::new();
    for check in &flow.checks {
        let name = check.kind.as_str();
        if !seen.insert((check.step, name)) {
            let message = format!("step {} has the check {name} twice", check.step);
            findings.add("check", &flow.id, message);
        }
        match flow.steps.get(check.step) {
            None => {
                let message = format!(
                    "the check {name} is about step {}, of {}, from 0",
                    check.step,
                    flow.steps.len()
                );
                findings.add("check", &flow.id, message);
            }
            Some(step) if !fits(check, step) => {
                let message = format!("the check {name} cannot be about step {}", check.step);
                findings.add("check", &flow.id, message);
            }
            Some(_) => {}
        }
    }
}

fn fits(check: &Check, step: &Step) -> bool {
    let authorize = matches!(step.action, Action::Authorize(_));
    let direct = matches!(step.action, Action::Par(_) | Action::Token(_));
    let refusal = step.expect.contains(&Expect::Refused);
    let token = step.expect.iter().any(|expect| matches!(expect, Expect::Token(_)));
    match check.kind {
        CheckKind::Error(_) => (authorize || direct) && refusal,
        CheckKind::Status(_) => direct && refusal,
        CheckKind::State(_) => authorize,
        CheckKind::Redirect(_) => authorize && refusal,
        CheckKind::NoStore(_) => token,
        CheckKind::ContentType(_) => direct || matches!(step.action, Action::Metadata { .. }),
        CheckKind::ChallengeAbsent(_) => authorize || direct,
    }
}
