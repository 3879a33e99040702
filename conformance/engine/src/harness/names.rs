//! The tests' names: what a plan will have rows for, before anything is asked.

use std::{collections::HashMap, sync::atomic::AtomicBool, time::Instant};

use libtest_mimic::{Arguments, Trial};
use pkce_vectors::{Level, VectorSet};

use super::tested::{Came, Tested};
use crate::{
    case::{Case, CaseKind},
    plan::{Patterns, Plan},
    result::Verdict,
    run::{RunOptions, run},
    transport::{Fault, Received, Transport},
    wire::{About, Call},
};

/// One test, and what is known of it without asking.
struct Test {
    name: String,
    level: Level,
    /// The target does not offer it, or its own glue decides it.
    ignored: bool,
}

/// The names of every case of a plan: its own first, then those of its parts.
pub(super) struct Names {
    by_case: Vec<Vec<Test>>,
    /// Where a name stands: the case.
    cases: HashMap<String, usize>,
}

impl Names {
    pub(super) fn of(set: &VectorSet, plan: &Plan<'_>, about: &About) -> Self {
        let not_offered = not_offered(set, plan, about);
        let not_theirs = Patterns::new(&about.not_ours);
        let mut names = Self { by_case: Vec::new(), cases: HashMap::new() };
        for (index, (case, not_offered)) in plan.cases.iter().zip(not_offered).enumerate() {
            let id = case.id();
            let theirs = |requirement| !not_theirs.name(case, requirement);
            let mut of_case = vec![Test {
                name: id.clone(),
                level: case.level,
                ignored: not_offered || !theirs(case.requirement()),
            }];
            let checks = match case.kind {
                CaseKind::Flow(flow, _) if !not_offered => flow.checks.as_slice(),
                _ => &[],
            };
            for check in checks {
                let name = format!("{id}#{}", check.kind.as_str());
                let requirement = check.requirement.as_str();
                if let Some(level) = plan.levels.get(requirement).copied()
                    && of_case.iter().all(|known| known.name != name)
                {
                    of_case.push(Test { name, level, ignored: !theirs(requirement) });
                }
            }
            names.cases.insert(id, index);
            names.by_case.push(of_case);
        }
        names
    }

    /// A test for each, to be listed.
    pub(super) fn tests(&self) -> impl Iterator<Item = Tested> {
        self.by_case.iter().flatten().map(Test::tested)
    }

    /// A test for each that is not asked.
    pub(super) fn not_asked(&self) -> impl Iterator<Item = Tested> {
        self.by_case.iter().flatten().filter(|name| name.ignored).map(Test::tested)
    }

    /// Whether a row is among those.
    pub(super) fn is_ignored(&self, row: &str) -> bool {
        let case = row.split_once('#').map_or(row, |(case, _)| case);
        let names = self.cases.get(case).and_then(|index| self.by_case.get(*index));
        names.into_iter().flatten().any(|name| name.name == row && name.ignored)
    }

    /// Whether a case must be asked: a name of it that is not ignored is let through, or its part that no list has.
    pub(super) fn lets_through(&self, case: &Case<'_>, arguments: &Arguments) -> bool {
        let id = case.id();
        let Some(names) = self.cases.get(&id).and_then(|index| self.by_case.get(*index)) else {
            return false;
        };
        let is_let_through = |trial: &Trial| !arguments.is_filtered_out(trial);
        let asked = |name: &Test| !name.ignored && is_let_through(&name.tested().trial());
        let offered = names.first().is_some_and(|name| !name.ignored);
        let exception = || Trial::test(format!("{id}#exception"), || Ok(()));
        names.iter().any(asked) || (offered && is_let_through(&exception()))
    }
}

impl Test {
    fn tested(&self) -> Tested {
        let came = if self.ignored { Came::NotAsked } else { Came::Holds };
        Tested { name: self.name.clone(), kind: self.level.as_str(), came }
    }
}

/// The ids of which one is that of the vector or flow that a test is about: `[must] flow/a/b/public/required#error` is
/// about `flow/a/b`.
pub(super) fn vectors(name: &str) -> Vec<&str> {
    let name = name
        .strip_prefix('[')
        .and_then(|rest| rest.split_once("] "))
        .map_or(name, |(_, name)| name);
    let case = name.split_once('#').map_or(name, |(case, _)| case);
    let flow = case.rsplit_once('/').and_then(|(rest, _policy)| rest.rsplit_once('/'));
    flow.map(|(flow, _role)| flow).into_iter().chain([case]).collect()
}

/// Whether each case of the plan is one that the target's introduction rules out: what is left of a run that ends before
/// its first question.
fn not_offered(set: &VectorSet, plan: &Plan<'_>, about: &About) -> Vec<bool> {
    let at_once = AtomicBool::new(true);
    let options = RunOptions { interrupted: &at_once, ..RunOptions::new(&about.name, 0) };
    let report = run(set, plan, &mut Unasked(about), &options, &mut |_| {});
    let unsupported = |verdict| verdict == Verdict::Unsupported;
    report.results.iter().map(|row| unsupported(row.verdict)).collect()
}

/// A target that says what it is, and breaks at whatever it is asked: nothing is.
struct Unasked<'a>(&'a About);

impl Transport for Unasked<'_> {
    fn start(&mut self) -> Result<About, Fault> {
        Ok(self.0.clone())
    }

    fn send(&mut self, _: u64, _: Call) -> Result<(), Fault> {
        Err(Fault::nonsense("nothing is asked of it"))
    }

    fn receive(&mut self, _: Instant) -> Received {
        Received::Nothing
    }

    fn window(&self) -> usize {
        1
    }
}

#[cfg(test)]
mod tests {
    use super::vectors;

    #[test]
    fn a_test_is_about_a_vector() {
        assert_eq!(vectors("[must] verify/appendix-b"), ["verify/appendix-b"]);
        assert!(vectors("flow/a/b/public/required").contains(&"flow/a/b"));
        assert!(vectors("[should] flow/a/b/public/required#error").contains(&"flow/a/b"));
        assert!(
            vectors("derive/byte-2b-plus/first#exception").contains(&"derive/byte-2b-plus/first")
        );
    }
}
