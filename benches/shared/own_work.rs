//! The reference's own work in a run: its answers, without runner or protocol.

use std::hint::black_box;

use pkce_conformance::{
    case::Draws,
    implementation::{Implementation as _, answer},
    plan::Plan,
    reference::Reference,
    wire::Call,
};

/// Every call of a plan.
pub(crate) fn calls(plan: &Plan<'_>) -> Vec<Call> {
    let mut calls = Vec::new();
    for entry in &plan.entries {
        let mut reference = Reference::new(0);
        let offers = reference.about().offers;
        let mut script = entry.case.script(&Draws::first(1, &offers), 0);
        let mut next = script.next(None);
        while let Some(call) = next {
            next = script.next(Some(answer(&mut reference, &call)));
            calls.push(call);
        }
    }
    calls
}

/// The reference's answers to calls, without a runner.
pub(crate) fn answers(calls: &[Call]) {
    let mut reference = Reference::new(0);
    for call in calls {
        black_box(answer(&mut reference, black_box(call)));
    }
}
