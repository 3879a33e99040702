//! For whom a flow runs, and whether it judges anything.

use super::findings::Findings;
use crate::{flow::Flow, role::RoleName, step::Action};

pub(super) fn lint(flow: &Flow, findings: &mut Findings) {
    if flow.roles.is_empty() || flow.policies.is_empty() {
        findings.add("roles-and-policies", &flow.id, "it runs for nobody");
    }
    let neighbour = |role: &RoleName| matches!(role, RoleName::Public2 | RoleName::Confidential2);
    if flow.roles.iter().any(neighbour) {
        let message = "a case's role is public or confidential, its neighbour is `other`";
        findings.add("roles-and-policies", &flow.id, message);
    }
    if has_twin(&flow.roles) || has_twin(&flow.policies) {
        findings.add("roles-and-policies", &flow.id, "a role or policy is listed twice");
    }

    let judges = |action: &Action| !matches!(action, Action::Wait(_));
    let is_judged = flow.steps.iter().any(|step| !step.setup && judges(&step.action));
    if !is_judged && flow.checks.is_empty() {
        findings.add(
            "judged-step",
            &flow.id,
            "every step is setup or a wait, and there is no check",
        );
    }
    for step in &flow.steps {
        if let Action::Race { tokens, times } = &step.action {
            let all = u32::try_from(tokens.len()).unwrap_or(u32::MAX).saturating_mul(*times);
            if !(2..=32).contains(&all) {
                findings.add("race-times", &flow.id, format!("a race of {all}, not of 2 to 32"));
            }
        }
    }
}

fn has_twin<T: PartialEq>(items: &[T]) -> bool {
    items.iter().enumerate().any(|(i, a)| items.iter().skip(i + 1).any(|b| a == b))
}
