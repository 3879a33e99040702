//! Which failure follows from which: as the vectors say, and where the control itself fails.

use std::collections::HashMap;

use pkce_vectors::{Effect, Flow, Vector, VectorSet};

use pkce_conformance::{
    plan::is_plain,
    result::{CaseResult, RowSetting, Verdict},
};

/// For each failure the one that it is told under, and the reverse.
pub(super) struct Causes<'r> {
    roots: HashMap<&'r str, &'r str>,
    followers: HashMap<&'r str, Vec<&'r CaseResult>>,
}

impl<'r> Causes<'r> {
    pub(super) fn of(rows: &'r [CaseResult], set: &VectorSet) -> Self {
        let controls = Controls::of(rows, set);
        let failed = || rows.iter().filter(|row| row.verdict == Verdict::Fail);
        let direct: HashMap<&str, &str> = failed()
            .filter_map(|row| {
                let said = row.folded_under.as_deref();
                Some((&*row.id, said.or_else(|| controls.cause(row))?))
            })
            .collect();
        let mut causes = Self { roots: HashMap::new(), followers: HashMap::new() };
        for row in failed() {
            let mut root = &*row.id;
            // A chain of causes is never longer than the list of them: a circle ends there.
            for _ in 0..direct.len() {
                let Some(cause) = direct.get(root) else { break };
                root = cause;
            }
            if root != &*row.id {
                causes.roots.insert(&row.id, root);
                causes.followers.entry(root).or_default().push(row);
            }
        }
        causes
    }

    /// The failure that this one follows from.
    pub(super) fn root(&self, id: &str) -> Option<&'r str> {
        self.roots.get(id).copied()
    }

    /// The failures that follow from this one.
    pub(super) fn followers(&self, id: &str) -> &[&'r CaseResult] {
        self.followers.get(id).map_or(&[], Vec::as_slice)
    }
}

/// The controls that fail: where a right request gets nothing, nobody learns why others get nothing either.
struct Controls<'r, 's> {
    /// In the order of the rows.
    failed: Vec<(&'r CaseResult, Control<'s>)>,
    vectors: HashMap<&'s str, &'s Vector>,
    flows: HashMap<&'s str, &'s Flow>,
}

#[derive(Clone, Copy)]
enum Control<'s> {
    Library(&'s Vector),
    Flow(&'s Flow),
}

impl<'r, 's> Controls<'r, 's> {
    fn of(rows: &'r [CaseResult], set: &'s VectorSet) -> Self {
        let vectors = set.vectors.iter().map(|vector| (vector.id.as_str(), vector)).collect();
        let flows = set.flows.iter().map(|flow| (flow.id.as_str(), flow)).collect();
        let mut controls = Self { failed: Vec::new(), vectors, flows };
        for row in rows.iter().filter(|row| row.verdict == Verdict::Fail && row.check.is_none()) {
            // A right request that gets too much is another matter.
            let gets_nothing = matches!(row.effect, Some(Effect::Lockout | Effect::Deviation));
            let control = controls.control(row).filter(|_| gets_nothing);
            controls.failed.extend(control.map(|control| (row, control)));
        }
        controls
    }

    fn control(&self, row: &CaseResult) -> Option<Control<'s>> {
        let vector = self.vectors.get(&*row.vector).filter(|vector| vector.control);
        let flow = self.flows.get(&*row.vector).filter(|flow| flow.control);
        vector.map(|vector| Control::Library(vector)).or(flow.map(|flow| Control::Flow(flow)))
    }

    /// The first control that fails in the same way as a row, under the same setting, and asks for no more than it does.
    fn cause(&self, row: &CaseResult) -> Option<&'r str> {
        if row.check.is_some() {
            return None;
        }
        let guards = |control: &Control<'_>| match control {
            Control::Library(control) => {
                let vector = self.vectors.get(&*row.vector);
                vector.is_some_and(|vector| {
                    vector.op == control.op && is_plain(vector) == is_plain(control)
                })
            }
            Control::Flow(control) => {
                let flow = self.flows.get(&*row.vector);
                flow.is_some_and(|flow| {
                    control.needs.par != Some(true) || flow.needs.par == Some(true)
                })
            }
        };
        // Of the controls too the first is the cause of the others.
        let before = self.failed.iter().take_while(|(control, _)| control.id != row.id);
        let control = before.filter(|(_, control)| guards(control));
        let mut alike = control.filter(|(control, _)| signature(control) == signature(row));
        alike.next().map(|(control, _)| &*control.id)
    }
}

/// How a row fails: what two of them share that have one cause.
fn signature(row: &CaseResult) -> (Option<RowSetting>, Option<Effect>, &str, &str) {
    let (expected, observed) =
        (at_any_step(row.expected.as_deref(), row), at_any_step(row.observed.as_deref(), row));
    match row.setting {
        Some(setting) => (Some(setting), row.effect, expected, observed),
        // A library names the value that was due, and the one that came, which are others in each row.
        None => (None, row.effect, expected.split(' ').next().unwrap_or_default(), ""),
    }
}

/// A side of a failure without the number of its step.
fn at_any_step<'r>(side: Option<&'r str>, row: &CaseResult) -> &'r str {
    let side = side.unwrap_or_default();
    let at = row.step.and_then(|step| side.strip_prefix(&format!("step {step}: ")));
    at.unwrap_or(side)
}
