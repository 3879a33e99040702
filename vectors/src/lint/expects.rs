//! Expectations: not empty, each of a kind that the operation or step can give, none said twice.

use super::findings::Findings;
use crate::{
    expect::Expect,
    flow::Flow,
    step::Action,
    vector::{Op, Vector},
};

impl Expect {
    /// Whether the target accepts: the opposite of a refusal in all its spellings.
    pub(super) fn is_acceptance(&self) -> bool {
        !matches!(
            self,
            Self::Refused
                | Self::Match(false)
                | Self::Valid(false)
                | Self::Inactive
                | Self::AtMostTokens(_)
        )
    }
}

pub(super) fn lint_vector(vector: &Vector, findings: &mut Findings) {
    if vector.expect.is_empty() {
        findings.add("expectation", &vector.id, "no outcome is right");
    }
    for expect in &vector.expect {
        let fits = match vector.op {
            Op::Derive => {
                matches!(expect, Expect::Challenge(_) | Expect::Method(_) | Expect::Refused)
            }
            Op::Verify => matches!(expect, Expect::Match(_)),
            Op::CheckVerifier | Op::CheckChallenge => matches!(expect, Expect::Valid(_)),
            Op::ParseMethod => matches!(expect, Expect::Method(_) | Expect::Refused),
            Op::Generate => matches!(expect, Expect::Verifiers(_) | Expect::Refused),
        };
        if !fits {
            let message = format!("{expect:?} is no outcome of {}", vector.op.as_str());
            findings.add("expectation", &vector.id, message);
        }
    }
    if has_twin(&vector.expect) {
        findings.add("expectation", &vector.id, "an outcome is listed twice");
    }
}

pub(super) fn lint_flow(flow: &Flow, findings: &mut Findings) {
    for (index, step) in flow.steps.iter().enumerate() {
        if step.expect.is_empty() != matches!(step.action, Action::Wait(_)) {
            let message = format!("step {index}: every step but a wait has a right outcome");
            findings.add("expectation", &flow.id, message);
        }
        for expect in &step.expect {
            if !fits(&step.action, expect) {
                let message = format!("step {index}: {expect:?} is no outcome of this step");
                findings.add("expectation", &flow.id, message);
            }
        }
        if has_twin(&step.expect) {
            let message = format!("step {index}: an outcome is listed twice");
            findings.add("expectation", &flow.id, message);
        }
    }
}

fn fits(action: &Action, expect: &Expect) -> bool {
    match action {
        Action::Authorize(_) => matches!(expect, Expect::Code(_) | Expect::Refused),
        Action::Par(_) => matches!(expect, Expect::RequestUri(_) | Expect::Refused),
        Action::Token(_) => matches!(expect, Expect::Token(_) | Expect::Refused),
        Action::Use { .. } => matches!(expect, Expect::Active | Expect::Inactive),
        Action::Metadata { .. } => {
            matches!(expect, Expect::Metadata | Expect::Methods(_) | Expect::Refused)
        }
        Action::Race { tokens, times } => {
            let requests = times.saturating_mul(u32::try_from(tokens.len()).unwrap_or(u32::MAX));
            matches!(expect, Expect::AtMostTokens(most) if *most < requests)
        }
        Action::Wait(_) => false,
    }
}

/// Whether two of the outcomes are one: a name makes no difference.
fn has_twin(expects: &[Expect]) -> bool {
    let same = |a: &Expect, b: &Expect| match (a, b) {
        (Expect::Code(_), Expect::Code(_))
        | (Expect::Token(_), Expect::Token(_))
        | (Expect::RequestUri(_), Expect::RequestUri(_)) => true,
        _ => a == b,
    };
    expects.iter().enumerate().any(|(i, a)| expects.iter().skip(i + 1).any(|b| same(a, b)))
}
