//! `pkce explore`: drawn inputs, beyond the vectors.

use std::{ffi::OsString, time::Duration};

use clap::{
    ValueEnum, ValueHint,
    builder::{PossibleValuesParser, TypedValueParser},
};
use pkce_vectors::VectorSet;

use super::{
    choice::{Conditions, one_target, seconds},
    error::CliError,
    interrupt,
    output::{Console, print_raw},
    progress,
};
use pkce_conformance::plan::Shard;
use pkce_explore::{CASES, Kind, Options, measure};
use pkce_mutants::Mutant;

use pkce_report::{
    exploration::{self, Explored},
    measure::{self, Measured},
    render,
};

/// Search a target for differences that no vector asks for
///
/// Inputs and flows are drawn near every boundary. They are put to the target as in a run, and judged by what the
/// requirements allow. A difference is shrunk to its minimum and folded by its root cause. It is printed as a draft
/// of a vector, with the requirement that it breaks. The same seed and number of cases draw the same.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES, override_usage = "pkce explore [OPTIONS] TARGET\n       pkce explore [OPTIONS] -- COMMAND [ARGS]...\n       pkce explore --mutants")]
pub(super) struct Args {
    /// The name of a target, as `pkce run` takes it
    #[arg(required_unless_present_any = ["command", "mutants"], conflicts_with = "command")]
    target: Option<String>,
    /// Words behind a target, which stand for a command that lacks its `--`
    #[arg(hide = true)]
    more: Vec<OsString>,
    /// A command that speaks the adapter protocol, with its arguments
    #[arg(last = true, value_name = "COMMAND")]
    command: Vec<OsString>,
    /// Show which singular mutants exploring finds, and which it misses
    #[arg(long, conflicts_with_all = ["target", "command", "profile", "only", "time", "format", "all"])]
    mutants: bool,
    #[command(flatten)]
    scope: Scope,
    /// Do only this part, such as 2/5: with --mutants the mutants in it; a search is whole, and done in one of them
    #[arg(long, value_name = "K/N", help_heading = "What is drawn", value_hint = ValueHint::Other)]
    shard: Option<Shard>,
    #[command(flatten)]
    conditions: Conditions,
    /// Write the report in this form
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t = Format::Terminal, help_heading = "Report")]
    format: Format,
    /// Show differences that are only advice (hardening), too
    #[arg(long, help_heading = "Report")]
    all: bool,
}

#[derive(Debug, clap::Args)]
#[command(next_help_heading = "What is drawn")]
struct Scope {
    /// Judge by the requirements of this profile, such as rfc7636, rfc9700, oauth-2.1, mcp, fapi-2.0
    #[arg(long, value_name = "PROFILE")]
    profile: Option<String>,
    /// Explore only this operation, such as verify, or flow; may be given again
    #[arg(long, value_name = "WHAT", hide_possible_values = true, value_parser = kind())]
    only: Vec<Kind>,
    /// Draw so many cases
    #[arg(long, value_name = "N", default_value_t = CASES, value_parser = clap::value_parser!(u32).range(1..=1_000_000_000).map(|n| n as usize))]
    cases: usize,
    /// Stop drawing after so many seconds
    #[arg(long, value_name = "SECS", value_parser = seconds)]
    time: Option<Duration>,
}

fn kind() -> impl TypedValueParser<Value = Kind> {
    let names: Vec<&str> = Kind::all().into_iter().map(Kind::as_str).collect();
    PossibleValuesParser::new(names).map(|name| {
        // The parser lets only their names through.
        Kind::all().into_iter().find(|kind| kind.as_str() == name).unwrap_or(Kind::Flow)
    })
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people
    Terminal,
    /// Every difference with its draft
    Json,
}

const EXAMPLES: &str = "\
Examples:
  pkce explore reference
  pkce explore oauth2 --seed 7 --all
  pkce explore mutant:code-raced --only flow
  pkce explore --time 60 --cases 1000000 -- python3 adapter.py
  pkce explore --mutants
  pkce explore --mutants --shard 2/5

A draft goes into a file of a copy of vectors/v1/; `pkce vectors lint` checks the copy.

Exit codes:
  0  no requirement at level `must` is broken
  1  one is
  2  wrong usage
  3  the target could not be run, offers nothing to explore, or somebody interrupted; and no `must` is broken";

pub(super) fn explore(args: &Args, console: Console) -> Result<u8, CliError> {
    let set = VectorSet::bundled()?;
    let seed = args.conditions.seed()?;
    let Scope { profile, only, cases, time } = &args.scope;
    if args.mutants {
        return mutants(&set, args.shard, seed, *cases, console);
    }
    let target = one_target("explore", args.target.as_deref(), &args.more, &args.command)?;
    let label = target.label();
    if let Some(shard) = args.shard.filter(|shard| !shard.has(&label)) {
        let all = (1..=shard.of()).filter_map(|number| Shard::new(number, shard.of()));
        let its = all.into_iter().find(|other| other.has(&label)).map_or(1, Shard::number);
        console.say(&format!(
            "shard {shard} does not search {label}: a search is whole, and in shard {its}"
        ));
        return Ok(0);
    }
    let limits = args.conditions.limits();
    let options = Options {
        profile: profile.as_deref(),
        only,
        seed,
        cases: *cases,
        time: *time,
        request_limit: limits.request,
        interrupted: interrupt::listen(),
    };
    let bar = progress::bar(*cases, &label, "cases drawn", args.format == Format::Json);
    let exploration: pkce_conformance::result::Exploration =
        target.reached(seed, limits, options.interrupted, &mut |transport| {
            pkce_explore::explore(&set, transport, &options, &mut |done| {
                bar.set_position(done as u64);
            })
        })?;
    bar.finish_and_clear();
    let columns = Console::columns();
    let shown = Explored { exploration: &exploration, target: &label, all: args.all, columns };
    match args.format {
        Format::Json => print_raw(&render(exploration::Form::Json, shown))?,
        Format::Terminal => console.print(&render(exploration::Form::Terminal, shown))?,
    }
    Ok(exploration.exit_code())
}

fn mutants(
    set: &VectorSet,
    shard: Option<Shard>,
    seed: u64,
    cases: usize,
    console: Console,
) -> Result<u8, CliError> {
    let is_here = |mutant: &Mutant| shard.is_none_or(|shard| shard.has(&mutant.name));
    let singular = pkce_mutants::all().into_iter().filter(|mutant| mutant.family.is_none());
    let mutants: Vec<_> = singular.filter(is_here).collect();
    let bar = progress::bar(mutants.len(), "explored", "mutants", false);
    let interrupted = interrupt::listen();
    let found = measure(set, &mutants, seed, cases, interrupted, &|| bar.inc(1));
    bar.finish_and_clear();
    console.print(&render(measure::Form::Terminal, Measured { found: &found, cases, seed }))?;
    Ok(0)
}
