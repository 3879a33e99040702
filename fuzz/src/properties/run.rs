//! The runner trusts no target: whatever it answers, a whole report comes back, and shows nothing else than text.

mod hostile;

use std::{sync::LazyLock, time::Duration};

use pkce_conformance::{
    plan::{Filter, Plan},
    reference::Reference,
    result::{Report, Verdict},
    run::{RunOptions, run as run_plan},
    transport::{InProcess, Transport},
};
use pkce_vectors::{Action, VectorSet};

use super::report::every_form_is_clean;
use crate::case::RunCase;
use hostile::Hostile;

/// A handful of vectors against a target that says anything.
pub fn run(case: &RunCase) {
    let report = held_against(&FEW, &mut Hostile::new(case));
    if let Some(report) = report {
        every_form_is_clean(&report, &FEW);
    }
}

/// Every vector of a set that was loaded, against the reference: nothing in a set upsets the runner.
pub(super) fn against_the_reference(set: &VectorSet) {
    if !is_modest(set) {
        return;
    }
    let mut reference = Reference::new(0);
    let report = held_against(set, &mut InProcess::new(&mut reference));
    if let Some(report) = report {
        let broken = report.results.iter().find(|row| row.verdict == Verdict::Broken);
        assert!(broken.is_none(), "{broken:?}");
        assert!(report.failed_to_run.is_none());
    }
}

fn held_against(set: &VectorSet, target: &mut dyn Transport) -> Option<Report> {
    let plan = Plan::new(set, None, &Filter::default()).ok()?;
    let options = RunOptions {
        request_limit: Duration::from_secs(3_600),
        strict_reasons: true,
        ..RunOptions::new("a target", 7)
    };
    let mut done = 0;
    let report = run_plan(set, &plan, target, &options, &mut |progress| done = progress.done);
    assert!(report.failed_to_run.is_some() || report.results.len() >= plan.cases.len());
    assert!(done <= plan.entries.len());
    let counted = &report.summary;
    assert_eq!(counted.selected, report.results.len());
    assert!(matches!(report.exit_code(false), 0 | 1 | 3));
    Some(report)
}

/// Races and batches of a size that a run of many inputs can afford.
fn is_modest(set: &VectorSet) -> bool {
    let races = set.flows.iter().flat_map(|flow| &flow.steps).map(|step| match &step.action {
        Action::Race { tokens, times } => {
            times.saturating_mul(u32::try_from(tokens.len()).unwrap_or(u32::MAX))
        }
        _ => 0,
    });
    let draws = set.vectors.iter().map(|vector| vector.input.count.unwrap_or(0));
    races.chain(draws).all(|count| count <= 16)
}

/// A few of the bundled vectors: each operation, and the flows of each shape.
static FEW: LazyLock<VectorSet> = LazyLock::new(|| {
    let bundled = VectorSet::bundled();
    assert!(bundled.is_ok(), "{bundled:?}");
    let mut set = bundled.unwrap_or_else(|_| unreachable!("asserted above"));
    let mut of_op = std::collections::BTreeMap::new();
    set.vectors.retain(|vector| {
        let seen: &mut usize = of_op.entry(vector.op).or_default();
        *seen += 1;
        *seen <= 2 && vector.input.count.unwrap_or(0) <= 16
    });
    let mut number = 0;
    set.flows.retain_mut(|flow| {
        number += 1;
        flow.roles.truncate(1);
        flow.policies.truncate(1);
        number % 60 == 0
    });
    set
});
