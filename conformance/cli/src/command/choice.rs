//! Which vectors a command takes, and under what conditions: options that several commands share.

use std::{
    ffi::OsString,
    path::{Path, PathBuf},
    time::Duration,
};

use clap::{
    ValueHint,
    builder::{PossibleValuesParser, TypedValueParser},
};
use pkce_vectors::{Level, VectorSet, lint::lint};

use super::{error::CliError, output::quoted};
use crate::{near::near, subject::Target};
use pkce_conformance::{
    plan::{CRITICAL, Filter, Patterns, Plan, Shard},
    run::all_ids,
    transport::Limits,
};

/// What is selected.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Which vectors")]
pub(super) struct Selection {
    /// Judge by the requirements of this profile, such as rfc7636, rfc9700, oauth-2.1, mcp, fapi-2.0
    #[arg(long, value_name = "PROFILE")]
    pub(super) profile: Option<String>,
    /// Take only what matches a glob over ids, requirements and flags (`*` crosses `/`)
    #[arg(long, value_name = "GLOB", value_hint = ValueHint::Other)]
    only: Vec<String>,
    /// Take only ten flows, those that matter most: at most 40 token requests of a server
    #[arg(long, conflicts_with = "only")]
    quick: bool,
    /// Leave out what matches a glob over ids, requirements and flags
    #[arg(long, value_name = "GLOB", value_hint = ValueHint::Other)]
    skip: Vec<String>,
    /// Take only requirements of at least this level: must, should, may, hardening
    #[arg(long, value_name = "LEVEL", hide_possible_values = true, value_parser = level())]
    level: Option<Level>,
    /// Read the vectors from this folder, which has requirements.json, flags.json and v1/
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    vectors: Option<PathBuf>,
}

fn level() -> impl TypedValueParser<Value = Level> {
    let levels = [Level::Must, Level::Should, Level::May, Level::Hardening];
    PossibleValuesParser::new(levels.map(Level::as_str)).map(move |name| {
        // The parser lets only their names through.
        levels.into_iter().find(|level| level.as_str() == name).unwrap_or(Level::Hardening)
    })
}

impl Selection {
    /// Reads the vectors.
    pub(super) fn load(&self) -> Result<VectorSet, CliError> {
        load(self.vectors.as_deref())
    }

    /// What the options take of the vectors.
    pub(super) fn plan<'a>(&self, set: &'a VectorSet) -> Result<Plan<'a>, CliError> {
        self.plan_of(set, self.profile.as_deref(), None)
    }

    /// The same in a profile; of a shard, what it has of that, which may be nothing.
    pub(super) fn plan_of<'a>(
        &self,
        set: &'a VectorSet,
        profile: Option<&str>,
        shard: Option<Shard>,
    ) -> Result<Plan<'a>, CliError> {
        let filter = Filter { shard, ..self.filter(set)? };
        let plan = Plan::new(set, profile, &filter)?;
        if plan.cases.is_empty() && !(shard.is_some() && takes_any(set, profile, &filter)) {
            return Err(CliError::NothingSelected { profile: plan.profile.to_owned() });
        }
        Ok(plan)
    }

    /// The options as a filter.
    pub(super) fn filter(&self, set: &VectorSet) -> Result<Filter, CliError> {
        Ok(Filter {
            shard: None,
            // A check (`…#error`) cannot be asked without its case, so its id selects the case.
            only: if self.quick {
                patterns("--quick", &CRITICAL.map(str::to_owned), set)?
            } else {
                patterns("--only", &cases(&self.only), set)?
            },
            skip: patterns("--skip", &self.skip, set)?,
            level: self.level,
        })
    }
}

/// Whether a filter takes anything, in whichever shard it is.
fn takes_any(set: &VectorSet, profile: Option<&str>, filter: &Filter) -> bool {
    let whole = Filter { shard: None, ..filter.clone() };
    Plan::new(set, profile, &whole).is_ok_and(|plan| !plan.cases.is_empty())
}

/// Reads the vectors of a folder; without one, those that are built in.
pub(super) fn load(dir: Option<&Path>) -> Result<VectorSet, CliError> {
    let Some(dir) = dir else { return Ok(VectorSet::bundled()?) };
    let set = VectorSet::from_dir(dir)?;
    refuse_faulty(&set, dir)?;
    Ok(set)
}

/// The globs without what they say of checks.
fn cases(globs: &[String]) -> Vec<String> {
    globs.iter().map(|glob| glob.split('#').next().unwrap_or_default().to_owned()).collect()
}

/// Refuses a copy with a fault, which would give wrong verdicts, or silently fewer. A copy may hold a part of the
/// vectors, so the rules about the whole set do not count.
fn refuse_faulty(set: &VectorSet, dir: &Path) -> Result<(), CliError> {
    let of_a_part = ["requirement-coverage", "unused-flag", "planned"];
    let findings: Vec<_> =
        lint(set, false).into_iter().filter(|finding| !of_a_part.contains(&finding.rule)).collect();
    let Some(first) = findings.first() else { return Ok(()) };
    let more = match findings.len() - 1 {
        0 => String::new(),
        more => format!(" (and {more} more)"),
    };
    Err(CliError::Lint { dir: dir.to_owned(), first: first.to_string(), more })
}

/// A glob whose text before its first `*` is the beginning of a name that is near to it.
fn near_glob<'n>(glob: &str, names: impl Iterator<Item = &'n str>) -> String {
    let (head, rest) = glob.split_at(glob.find(['*', '?']).unwrap_or(glob.len()));
    let depth = head.matches('/').count();
    let beginning = |name: &'n str| {
        if rest.is_empty() {
            return Some(name);
        }
        // Up to the slash with which the head ends.
        let (at, _) = name.match_indices('/').nth(depth.checked_sub(1)?)?;
        head.ends_with('/').then(|| name.get(..=at))?
    };
    let near = near(head, names.filter_map(beginning));
    near.map_or(String::new(), |near| format!(" (did you mean `{near}{rest}`?)"))
}

fn patterns(
    option: &'static str,
    globs: &[String],
    set: &VectorSet,
) -> Result<Option<Patterns>, CliError> {
    if globs.is_empty() {
        return Ok(None);
    }
    let ids = all_ids(set);
    for glob in globs {
        let pattern = Patterns::new(std::slice::from_ref(glob));
        let names = ids
            .iter()
            .chain(set.flows.iter().map(|flow| &flow.id))
            .chain(set.scenarios.iter().map(|scenario| &scenario.id))
            .chain(set.catalogue.requirements.iter().map(|requirement| &requirement.id))
            .chain(set.flags.keys());
        if !names.clone().any(|name| pattern.is_match(name)) {
            let near = near_glob(glob, names.map(String::as_str));
            return Err(CliError::GlobWithoutMatch { option, glob: glob.clone(), near });
        }
    }
    Ok(Some(Patterns::new(globs)))
}

/// The target that is named, or the command behind `--`. `more` are words behind a name: a command that lacks its `--`.
pub(super) fn one_target(
    verb: &'static str,
    name: Option<&str>,
    more: &[OsString],
    command: &[OsString],
) -> Result<Target, CliError> {
    match name {
        None => Ok(Target::Command(command.to_vec())),
        Some(name) if more.is_empty() => Ok(Target::named(name)?),
        Some(name) => {
            let words = std::iter::once(name.to_owned())
                .chain(more.iter().map(|word| word.to_string_lossy().into_owned()));
            let command = quoted(words);
            Err(CliError::WithoutDashes { verb, command })
        }
    }
}

/// How long a target may take, and what decides the draws.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "How")]
pub(super) struct Conditions {
    /// Draw every value from this seed; the report shows it [default: a random one]
    #[arg(long, value_name = "N", value_hint = ValueHint::Other)]
    seed: Option<u64>,
    /// Give up on a request after so many seconds
    #[arg(long, value_name = "SECS", default_value = "10", value_parser = seconds, value_hint = ValueHint::Other)]
    timeout: Duration,
    /// Give up on a target that has not started after so many seconds
    #[arg(long, value_name = "SECS", default_value = "30", value_parser = seconds, value_hint = ValueHint::Other)]
    start_timeout: Duration,
}

impl Conditions {
    pub(super) fn seed(&self) -> Result<u64, CliError> {
        self.seed.map_or_else(random_seed, Ok)
    }

    pub(super) const fn limits(&self) -> Limits {
        Limits { start: self.start_timeout, request: self.timeout, attached: None }
    }
}

/// 48 random bits: short to type, and exact in every JSON reader.
pub(super) fn random_seed() -> Result<u64, CliError> {
    let mut octets = [0; 8];
    getrandom::fill(&mut octets).map_err(|error| CliError::Seed(error.to_string()))?;
    Ok(u64::from_le_bytes(octets) >> 16)
}

/// Between a millisecond and a day.
pub(super) fn seconds(text: &str) -> Result<Duration, String> {
    let seconds: f64 = text.parse().map_err(|_| "not a number of seconds".to_owned())?;
    if (0.001..=86_400.0).contains(&seconds) {
        Ok(Duration::from_secs_f64(seconds))
    } else {
        Err("not between 0.001 and 86400 seconds".to_owned())
    }
}
