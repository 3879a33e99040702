//! The plan: which cases a run holds against a target, and in which order with which controls.

mod critical;
mod filter;
mod shard;

use std::collections::{BTreeMap, BTreeSet};

use pkce_vectors::{Level, Op, UnknownProfile, Vector, VectorSet};

use crate::{
    case::{Case, CaseKind, Setting},
    result::CaseResult,
    settings::Settings,
};

pub use critical::CRITICAL;
pub use filter::{Filter, Patterns};
pub use shard::{NoShard, Shard};

/// Negatives between two runs of their control.
const BETWEEN_CONTROLS: usize = 10;

/// What a run holds against a target.
#[derive(Debug)]
pub struct Plan<'a> {
    /// The profile's id.
    pub profile: &'a str,
    /// The level of each requirement that binds.
    pub levels: BTreeMap<&'a str, Level>,
    /// The cases, in the order of the vectors: a row each.
    pub cases: Vec<Case<'a>>,
    /// What is put to the target, in order.
    pub entries: Vec<Entry<'a>>,
    /// The settings that the target has, as far as they were known when the plan was made.
    pub settings: Settings,
    /// What was let through.
    filter: Filter,
    /// Whether the questions that matter most come first.
    critical_first: bool,
    /// Names what all shards of one run take together, and no other run does; of a shard alone.
    pub whole: Option<String>,
}

/// One conversation with the target.
#[derive(Debug, Clone, Copy)]
pub struct Entry<'a> {
    /// What is held against the target.
    pub case: Case<'a>,
    /// The row that it fills; `None` for a control that only guards others.
    pub row: Option<usize>,
    /// The group of cases that share a control.
    pub group: usize,
    /// Whether it is the group's control.
    pub control: bool,
}

/// What makes cases share a control: the control itself, and the flow's surroundings.
type Shape<'a> = (&'a str, Option<Setting>);

impl<'a> Plan<'a> {
    /// Selects what the profile binds and the filter lets through, for a target of whose settings nothing is known.
    pub fn new(
        set: &'a VectorSet,
        profile: Option<&str>,
        filter: &Filter,
    ) -> Result<Self, UnknownProfile> {
        Self::for_settings(set, profile, filter, Settings::default())
    }

    /// The same for a target that has these settings.
    pub fn for_settings(
        set: &'a VectorSet,
        profile: Option<&str>,
        filter: &Filter,
        settings: Settings,
    ) -> Result<Self, UnknownProfile> {
        let profile = set.catalogue.profile(profile)?;
        let settings = settings
            .under(&set.catalogue.clients_of(profile), set.catalogue.demands_pushing(profile));
        let levels = set.catalogue.binding(profile);
        let plan = Self {
            profile: &profile.id,
            cases: library_cases(set, &levels, filter),
            levels,
            entries: Vec::new(),
            settings,
            filter: filter.clone(),
            critical_first: false,
            whole: None,
        };
        Ok(plan.with_flows(set))
    }

    /// Appends the flows, and puts the cases in order.
    fn with_flows(mut self, set: &'a VectorSet) -> Self {
        for flow in set.flows.iter().filter(|flow| flow.withdrawn.is_none()) {
            let Some(level) = self.levels.get(flow.requirement.as_str()) else { continue };
            for setting in self.settings.all_of(flow) {
                let case = Case { kind: CaseKind::Flow(flow, setting), level: *level };
                let checks = flow.checks.iter().map(|check| check.requirement.as_str());
                let requirements = std::iter::once(flow.requirement.as_str()).chain(checks);
                let ids = [&*case.id(), &*flow.id];
                if self.filter.takes_any(&ids, requirements, &flow.flags, *level) {
                    self.cases.push(case);
                }
            }
        }
        self.arranged(set)
    }

    /// Groups the cases that are taken; of a shard, leaves out those of the others.
    fn arranged(mut self, set: &'a VectorSet) -> Self {
        let shard = self.filter.shard;
        self.whole = shard.map(|_| fingerprint(self.profile, &self.cases));
        self.entries = entries(set, &self.cases, self.critical_first, shard);
        if shard.is_some() {
            keep_what_is_asked(&mut self.cases, &mut self.entries);
        }
        self
    }

    /// The same with the questions that matter most before all others; rows stay in their order.
    #[must_use]
    pub fn critical_first(mut self, set: &'a VectorSet) -> Self {
        self.entries = entries(set, &self.cases, true, self.filter.shard);
        Self { critical_first: true, ..self }
    }

    /// The cases that are kept, with their controls.
    #[must_use]
    pub fn narrowed(&self, set: &'a VectorSet, keep: impl Fn(&Case<'a>) -> bool) -> Self {
        let cases: Vec<Case<'a>> = self.cases.iter().copied().filter(keep).collect();
        Self {
            profile: self.profile,
            levels: self.levels.clone(),
            entries: entries(set, &cases, self.critical_first, None),
            cases,
            settings: self.settings.clone(),
            filter: self.filter.clone(),
            critical_first: self.critical_first,
            whole: self.whole.clone(),
        }
    }

    /// The same vectors for a target that has these settings.
    #[must_use]
    pub fn again_for(&self, set: &'a VectorSet, settings: Settings) -> Self {
        let is_library = |case: &Case<'a>| matches!(case.kind, CaseKind::Library(_));
        let cases = match self.filter.shard {
            None => self.cases.iter().copied().filter(is_library).collect(),
            // Those of other shards are known by the whole alone.
            Some(_) => library_cases(set, &self.levels, &self.filter),
        };
        Self {
            profile: self.profile,
            levels: self.levels.clone(),
            cases,
            entries: Vec::new(),
            settings: settings.under_as(&self.settings),
            filter: self.filter.clone(),
            critical_first: self.critical_first,
            whole: None,
        }
        .with_flows(set)
    }

    /// The part of a run that this is.
    #[must_use]
    pub const fn shard(&self) -> Option<Shard> {
        self.filter.shard
    }

    /// Lets the row of a check (`id#error`) through the filter. A check comes with its case: `--only` need not name it.
    /// `--skip` and `--level` may still take it out, by its own requirement.
    pub(crate) fn part(&self, row: CaseResult) -> Option<CaseResult> {
        self.filter.leaves(&row.id, &row.requirement, row.level).then_some(row)
    }
}

/// The vectors of libraries that bind, and that the filter takes.
fn library_cases<'a>(
    set: &'a VectorSet,
    levels: &BTreeMap<&'a str, Level>,
    filter: &Filter,
) -> Vec<Case<'a>> {
    let mut cases = Vec::new();
    for vector in set.vectors.iter().filter(|vector| vector.withdrawn.is_none()) {
        if let Some(level) = levels.get(vector.requirement.as_str())
            && filter.takes(&vector.id, [vector.requirement.as_str()], &vector.flags, *level)
        {
            cases.push(Case { kind: CaseKind::Library(vector), level: *level });
        }
    }
    cases
}

/// A digest of every case that a run takes.
fn fingerprint(profile: &str, cases: &[Case<'_>]) -> String {
    let ids = cases.iter().map(|case| format!("\n{} {}", case.id(), case.level.as_str()));
    pkce_vectors::s256(format!("{profile}{}", ids.collect::<String>()).as_bytes())
}

/// Leaves out the cases that no entry asks: those of other shards.
fn keep_what_is_asked<'a>(cases: &mut Vec<Case<'a>>, entries: &mut [Entry<'a>]) {
    let asked: BTreeSet<usize> = entries.iter().filter_map(|entry| entry.row).collect();
    let rows: BTreeMap<usize, usize> =
        asked.iter().enumerate().map(|(new, old)| (*old, new)).collect();
    *cases = asked.iter().filter_map(|row| cases.get(*row).copied()).collect();
    for entry in entries {
        entry.row = entry.row.and_then(|row| rows.get(&row).copied());
    }
}

/// Groups the cases by their control, and puts the control before them, after every ten, and at the end. Where plain must
/// be off for a case, and no group tells whether it is, its control is asked too. Of other shards the controls alone are
/// asked: what they show is known in each.
fn entries<'a>(
    set: &'a VectorSet,
    cases: &[Case<'a>],
    critical_first: bool,
    shard: Option<Shard>,
) -> Vec<Entry<'a>> {
    let controls = Controls::of(set);
    let mut groups: Vec<(Option<Case<'a>>, Vec<usize>)> = Vec::new();
    let mut known: BTreeMap<Shape<'a>, usize> = BTreeMap::new();
    for (row, case) in cases.iter().enumerate() {
        let control = controls.control_of(case);
        let setting = match case.kind {
            CaseKind::Library(_) => None,
            CaseKind::Flow(_, setting) => Some(setting),
        };
        let new = groups.len();
        let group = match &control {
            Some(control) => *known.entry((control.vector_id(), setting)).or_insert(new),
            None => new,
        };
        if group == new {
            groups.push((control, Vec::new()));
        }
        if let Some((_, rows)) = groups.get_mut(group) {
            rows.push(row);
        }
    }
    let mut entries = Vec::new();
    let mut begun = BTreeSet::new();
    let critical =
        |row: &usize| cases.get(*row).is_some_and(|case| CRITICAL.contains(&case.vector_id()));
    // Who puts the critical ones first goes through the groups twice; a group's control still stands before its first case.
    let passes: &[Option<bool>] = if critical_first { &[Some(true), Some(false)] } else { &[None] };
    for pass in passes {
        for (group, (control, rows)) in groups.iter().enumerate() {
            let of_pass = |row: &usize| pass.is_none_or(|wanted| critical(row) == wanted);
            let is_control = |row: &usize| {
                let case = cases.get(*row);
                case.zip(control.as_ref()).is_some_and(|(case, control)| case.id() == control.id())
            };
            let own_row = rows.iter().copied().find(|row| is_control(row));
            if !rows.iter().any(of_pass) {
                continue;
            }
            let guard = |row| control.map(|case| Entry { case, row, group, control: true });
            if begun.insert(group) {
                // In its own row a control has its own level, not that of what it guards.
                let own = own_row.and_then(|row| cases.get(row).copied());
                let first = guard(own_row);
                entries
                    .extend(first.map(|entry| Entry { case: own.unwrap_or(entry.case), ..entry }));
            }
            let is_here = |row: &usize| {
                shard.is_none_or(|shard| cases.get(*row).is_some_and(|case| shard.takes(case)))
            };
            let others = rows.iter().copied().filter(|row| Some(*row) != own_row);
            let others: Vec<usize> = others.filter(|row| of_pass(row) && is_here(row)).collect();
            for chunk in others.chunks(BETWEEN_CONTROLS) {
                for row in chunk {
                    let Some(case) = cases.get(*row) else { continue };
                    entries.push(Entry { case: *case, row: Some(*row), group, control: false });
                }
                entries.extend(guard(None));
            }
        }
    }
    for op in Op::ALL {
        let of = |case: &Case<'_>, plain: bool| match case.kind {
            CaseKind::Library(vector) => vector.op == op && vector.needs.plain == Some(plain),
            CaseKind::Flow(..) => false,
        };
        let is_told = entries.iter().any(|entry| entry.control && of(&entry.case, true));
        if let Some(first) = cases.iter().find(|case| of(case, false)).filter(|_| !is_told)
            && let Some(control) = controls.library.get(&(op, true)).copied()
        {
            let case = Case { kind: CaseKind::Library(control), level: first.level };
            let group = entries.last().map_or(0, |entry| entry.group + 1);
            entries.push(Entry { case, row: None, group, control: true });
        }
    }
    entries
}

/// The controls of a data set, by what they guard.
struct Controls<'a> {
    set: &'a VectorSet,
    library: BTreeMap<(Op, bool), &'a Vector>,
}

impl<'a> Controls<'a> {
    fn of(set: &'a VectorSet) -> Self {
        let mut library = BTreeMap::new();
        for vector in set.vectors.iter().filter(|vector| vector.control) {
            library.entry((vector.op, is_plain(vector))).or_insert(vector);
        }
        Self { set, library }
    }

    fn control_of(&self, case: &Case<'a>) -> Option<Case<'a>> {
        let level = case.level;
        match case.kind {
            CaseKind::Library(vector) => {
                let named = vector.controlled_by.as_ref();
                let control = match named {
                    Some(id) => self.set.vectors.iter().find(|known| known.id == *id),
                    None => self.library.get(&(vector.op, is_plain(vector))).copied(),
                };
                control.map(|control| Case { kind: CaseKind::Library(control), level })
            }
            CaseKind::Flow(flow, setting) => {
                let id = flow.controlled_by.as_deref().unwrap_or(if flow.control {
                    &flow.id
                } else if flow.needs.par == Some(true) {
                    "flow/control/par"
                } else {
                    "flow/control/s256"
                });
                let control = self.set.flows.iter().find(|known| known.id == id)?;
                Some(Case { kind: CaseKind::Flow(control, setting), level })
            }
        }
    }
}

/// Whether a library vector is about the plain method: named, or by default.
#[must_use]
pub fn is_plain(vector: &Vector) -> bool {
    vector.needs.plain == Some(true)
}
