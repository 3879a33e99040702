//! What holds of a run, whatever the adapter does.

use std::{
    collections::BTreeSet,
    ffi::OsString,
    path::PathBuf,
    sync::atomic::{AtomicUsize, Ordering},
    time::{Duration, Instant},
};

use jsonschema::Validator;
use pkce_conformance::{
    plan::{Filter, Plan},
    result::{CaseResult, Report, Verdict},
    run::{RunOptions, run},
    transport::{Limits, Stdio, Transport},
};
use pkce_report::{
    Form as _, clean, read, render,
    run::{Form, Run, View},
};
use pkce_vectors::VectorSet;

use crate::{behaviour::Behaviour, memory::Memory, process::nobody_is_left};

/// Short: most of what hangs would hang for ever, and a verdict that a busy machine costs is broken with its reason.
const LIMITS: Limits =
    Limits { start: Duration::from_secs(3), request: Duration::from_millis(200), attached: None };

/// Twenty restarts, each after a hang, and as long again for a busy machine.
const TIME: Duration = Duration::from_secs(60);

/// More answers and faults than any run of so few vectors can have with all its restarts.
const TURNS: usize = 20_000;

/// What reports, queues and lines of such a run may take, with everything else that this program holds.
const KIBIBYTES: usize = 512 << 10;

pub(crate) struct Laws {
    set: VectorSet,
    schema: Validator,
    /// What the reference gets.
    honest: Report,
    runs: AtomicUsize,
}

impl Laws {
    pub(crate) fn new() -> Self {
        let set = few();
        let schema = include_str!("../../../schema/result.schema.json");
        let schema = serde_json::from_str(schema).expect("the schema is JSON");
        let schema = jsonschema::draft202012::new(&schema).expect("the schema is one");
        let honest: Behaviour =
            serde_json::from_str(r#"{"lives":[],"repents":true}"#).expect("a behaviour");
        let honest = put(&set, &mut Memory::new(&honest));
        let all_pass = honest.results.iter().all(|row| row.verdict == Verdict::Pass);
        assert!(all_pass && honest.results.len() > 20, "{honest:#?}");
        Self { set, schema, honest, runs: AtomicUsize::new(0) }
    }

    /// Over octets in memory, where every fault is known.
    pub(crate) fn hold_in_memory(&self, behaviour: &Behaviour) -> Result<(), String> {
        let mut memory = Memory::new(behaviour);
        let report = put(&self.set, &mut memory);
        self.hold(&report)?;
        if memory.turns > TURNS {
            return Err(format!("{} turns", memory.turns));
        }
        if report.failed_to_run.is_some() {
            return Ok(());
        }
        let (faults, lies) = (memory.faults(), memory.lies());
        let is_abandoned = |row: &&CaseResult| {
            row.reason.as_ref().is_some_and(|reason| reason.starts_with("abandoned: "))
        };
        let abandoned = report.results.iter().filter(is_abandoned).count();
        let broken = report.summary.broken - abandoned;
        // An exception in the place of a refusal is no answer either.
        if broken > faults + lies {
            return Err(format!("{broken} broken for {faults} faults and {lies} lies"));
        }
        if memory.starts() > 1 + faults {
            return Err(format!("{} starts for {faults} faults", memory.starts()));
        }
        if abandoned > 0 && faults < 5 && behaviour.introduces_itself(true) {
            return Err(format!("{abandoned} abandoned for {faults} faults"));
        }
        if lies == 0 && behaviour.introduces_itself(false) {
            self.nothing_is_lost(&report, faults)?;
        }
        Ok(())
    }

    /// Over the real road.
    pub(crate) fn hold_over_processes(&self, behaviour: &Behaviour) -> Result<(), String> {
        let number = self.runs.fetch_add(1, Ordering::Relaxed);
        let lives = PathBuf::from(env!("CARGO_TARGET_TMPDIR"))
            .join(format!("behaviours-{}-{number}", std::process::id()));
        let begun = Instant::now();
        let own = std::env::current_exe().expect("this test has a path");
        let told = serde_json::to_string(behaviour).expect("a behaviour is JSON");
        let command: Vec<OsString> =
            vec![own.into(), "--adapter".into(), told.into(), lives.clone().into()];
        let report = {
            let mut stdio = Stdio::new(command, LIMITS);
            put(&self.set, &mut stdio)
        };
        if begun.elapsed() > TIME {
            return Err(format!("took {:?}", begun.elapsed()));
        }
        nobody_is_left(&lives)?;
        self.hold(&report)?;
        match most_memory() {
            Some(most) if most > KIBIBYTES => Err(format!("took {most} KiB")),
            _ => Ok(()),
        }
    }

    /// A whole report: valid, clean, a row for each case.
    fn hold(&self, report: &Report) -> Result<(), String> {
        let shown = Run { report, set: &self.set, view: View::default() };
        let text = render(Form::Json, shown);
        let value = serde_json::from_str(&text).map_err(|error| error.to_string())?;
        if let Err(error) = self.schema.validate(&value) {
            return Err(format!("{error} at {}", error.instance_path()));
        }
        if read(&text).map_err(|error| error.to_string())? != *report {
            return Err("it is read as another".to_owned());
        }
        for all in [true, false] {
            let view = View { all, ..View::default() };
            for form in Form::ALL {
                shows_itself(&without_colours(&render(*form, Run { view, ..shown })))?;
            }
        }
        if let Some(why) = &report.failed_to_run {
            let nothing = report.results.is_empty() && report.exit_code(false) == 3;
            return if nothing { Ok(()) } else { Err(format!("not run ({why}), yet judged")) };
        }
        let own = |report: &Report| -> Vec<String> {
            let rows = report.results.iter().filter(|row| row.check.is_none());
            rows.map(|row| row.id.to_string()).collect()
        };
        if own(report) != own(&self.honest) {
            return Err(format!("not one row a case: {:?}", own(report)));
        }
        let ids: BTreeSet<&str> = report.results.iter().map(|row| &*row.id).collect();
        if ids.len() != report.results.len() {
            return Err("two rows with one id".to_owned());
        }
        let says_why = |row: &CaseResult| match row.verdict {
            Verdict::Pass => true,
            Verdict::Fail => row.expected.is_some() && row.observed.is_some(),
            _ => row.reason.is_some(),
        };
        match report.results.iter().find(|row| !says_why(row)) {
            Some(row) => Err(format!("no reason: {row:?}")),
            None => Ok(()),
        }
    }

    /// Where every answer is right that comes at all, none turns into a failure.
    fn nothing_is_lost(&self, report: &Report, faults: usize) -> Result<(), String> {
        if faults == 0 && timeless(report) != timeless(&self.honest) {
            return Err(format!("without a fault: {:#?}", report.summary));
        }
        let lost = report.results.iter().find(|row| {
            let reason = row.reason.as_deref().unwrap_or_default();
            match row.verdict {
                Verdict::Pass | Verdict::Broken => false,
                Verdict::Inconclusive => !reason.contains(" broke: "),
                Verdict::Fail | Verdict::Skipped | Verdict::Unsupported => true,
            }
        });
        lost.map_or(Ok(()), |row| Err(format!("lost: {row:?}")))
    }
}

fn put(set: &VectorSet, transport: &mut dyn Transport) -> Report {
    let plan = Plan::new(set, None, &Filter::default()).expect("there is a default profile");
    let options = RunOptions { request_limit: LIMITS.request, ..RunOptions::new("behaviour", 1) };
    run(set, &plan, transport, &options, &mut |_| {})
}

/// Two vectors of each operation with their controls, and flows of one role and policy.
fn few() -> VectorSet {
    let mut set = VectorSet::bundled().expect("the bundled vectors are right");
    let mut of_op = std::collections::BTreeMap::new();
    set.vectors.retain(|vector| {
        let seen: &mut usize = of_op.entry(vector.op).or_default();
        let few = vector.input.count.unwrap_or(0) <= 16;
        *seen += usize::from(few);
        few && *seen <= 4
    });
    let mut number = 0;
    set.flows.retain_mut(|flow| {
        number += 1;
        flow.roles.truncate(1);
        flow.policies.truncate(1);
        flow.control || number % 90 == 0
    });
    set
}

fn shows_itself(text: &str) -> Result<(), String> {
    let hidden = text.lines().find(|line| clean(line) != *line);
    hidden.map_or(Ok(()), |line| Err(format!("more than it shows: {line:?}")))
}

/// The text without what sets colours: `ESC [ digits m`.
fn without_colours(text: &str) -> String {
    let mut parts = text.split("\u{1b}[");
    let mut plain = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let rest = part.trim_start_matches(|c: char| c.is_ascii_digit() || c == ';');
        plain.push_str(rest.strip_prefix('m').unwrap_or("\u{1b}"));
    }
    plain
}

/// The most that this process has held at once, where the system tells it.
fn most_memory() -> Option<usize> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().strip_suffix("kB")?.trim().parse().ok()
}

/// The rows, but for how long each took.
fn timeless(report: &Report) -> Vec<CaseResult> {
    let rows = report.results.iter();
    rows.map(|row| CaseResult { micros: None, ..row.clone() }).collect()
}
