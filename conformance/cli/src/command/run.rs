//! `pkce run`: one target, with every failure.

use std::{
    ffi::OsString,
    io::IsTerminal as _,
    path::{Path, PathBuf},
    time::Duration,
};

use clap::ValueHint;

use super::{
    choice::{Conditions, Selection},
    error::CliError,
    forms::{Beside, Shown},
    interrupt,
    output::{Console, write_file},
    progress,
    reporting::{Reporting, likely_anchors},
    settled::{Around, Given},
};
use crate::subject::{Target, TargetError, live::Live};
use pkce_conformance::{
    known::{self, Left},
    plan::Shard,
    result::Report,
    run::RunOptions,
    transport::Limits,
};
use pkce_report::{
    render,
    run::{Form, Run},
    vectors,
};
use pkce_vectors::VectorSet;

/// Hold the vectors against one target
///
/// TARGET is a name: `reference`, a bundled Rust crate (`oauth2`, `pkce`, `pkce-std`, `oauth2-types`, `oxide-auth`), or a
/// library of the list (`pkce targets` lists them all). A file that ends in `.toml` describes a live authorization server,
/// which is then asked over HTTP; conformance/schema/server.schema.json is its schema.
/// Any other implementation goes behind `--`: a command that speaks the adapter protocol (`pkce init` writes one).
/// Without both, pkce.toml says what is run; it is looked for in the working folder and in those above, up to the root of
/// the repository.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES, override_usage = "pkce run [OPTIONS] TARGET\n       pkce run [OPTIONS] -- COMMAND [ARGS]...\n       pkce run [OPTIONS]")]
pub(super) struct Args {
    /// The name of a target, or the file of a live server
    #[arg(conflicts_with = "command")]
    target: Option<String>,
    /// Words behind a target, which stand for a command that lacks its `--`
    #[arg(hide = true)]
    more: Vec<OsString>,
    /// A command that speaks the adapter protocol, with its arguments
    #[arg(last = true, value_name = "COMMAND")]
    command: Vec<OsString>,
    /// List the cases that would be asked, and ask nothing
    #[arg(long, conflicts_with_all = ["output", "format", "places", "write_known_failures", "transcript"])]
    list: bool,
    #[command(flatten)]
    selection: Selection,
    /// Take only this part of the run, such as 2/5; the others run elsewhere, and `pkce report --merge` makes one result of all
    #[arg(long, value_name = "K/N", conflicts_with = "write_known_failures", help_heading = "Which vectors", value_hint = ValueHint::Other)]
    shard: Option<Shard>,
    #[command(flatten)]
    conditions: Conditions,
    /// Write every exchange with a live server to this file; secrets, codes, tokens and cookies are masked
    #[arg(long, value_name = "FILE", conflicts_with = "command", help_heading = "How")]
    trace: Option<PathBuf>,
    /// End the run after so long (`90s`, `10m`, `1h`), with a report of what was asked until then; what was not asked is told
    #[arg(long, value_name = "LIMIT", value_parser = duration, help_heading = "How", value_hint = ValueHint::Other)]
    time: Option<Duration>,
    /// Judge a live server that you started yourself, under a debugger perhaps: start nothing, wait as long as it takes, and
    /// put one flow at a time. PORT stands for each `{port}` of its file
    #[arg(
        long,
        value_name = "PORT",
        num_args = 0..=1,
        require_equals = true,
        default_missing_value = "0",
        conflicts_with = "command",
        help_heading = "How",
        value_hint = ValueHint::Other
    )]
    attach: Option<u16>,
    /// Wait as long as an adapter takes: its process id is printed, and Enter begins the run
    #[arg(long, conflicts_with_all = ["attach", "timeout", "start_timeout"], help_heading = "How")]
    no_time_limit: bool,
    #[command(flatten)]
    verdicts: Verdicts,
    #[command(flatten)]
    reporting: Reporting,
    /// Write what was asked and what came, case by case, those that pass too, to this file; a report in JSON has it then
    #[arg(long, value_name = "FILE", help_heading = "Report", value_hint = ValueHint::FilePath)]
    transcript: Option<PathBuf>,
}

/// A number with its unit; without one, seconds.
fn duration(text: &str) -> Result<Duration, String> {
    let digits = text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let unit = text.get(digits.len()..).unwrap_or_default();
    let unit = match unit {
        "" | "s" => 1.0,
        "m" => 60.0,
        "h" => 3_600.0,
        _ => return Err(format!("`{unit}` is no unit; write s, m or h")),
    };
    let number: f64 = digits.parse().map_err(|_| "no number stands before the unit".to_owned())?;
    let seconds = number * unit;
    if (0.001..=864_000.0).contains(&seconds) {
        Ok(Duration::from_secs_f64(seconds))
    } else {
        Err("not between a millisecond and ten days".to_owned())
    }
}

/// Says which process an adapter is, and waits until somebody who may attach to it presses Enter.
fn attached(process: u32) {
    anstream::eprintln!("the adapter is process {process}; press Enter to begin");
    if std::io::stdin().is_terminal() {
        // Whatever ends the wait begins the run.
        let _ = std::io::stdin().read_line(&mut String::new());
    }
}

#[derive(Debug, clap::Args)]
#[command(next_help_heading = "What fails")]
#[expect(clippy::struct_excessive_bools, reason = "each is an option")]
struct Verdicts {
    /// Fail the run for a `should` that does not hold, and for a target that broke and held when asked again
    #[arg(long)]
    strict: bool,
    /// Fail the run for a `must` that applies and was not judged, too
    #[arg(long)]
    complete: bool,
    /// End the run at the first `must` that fails
    #[arg(long)]
    fail_fast: bool,
    /// Fail a refusal whose reason names a fault that the input does not have
    #[arg(long)]
    strict_reasons: bool,
    /// Take the failures that this file lists (TOML) for known: they are asked, told apart and fail nothing; one that
    /// passes fails the run
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    known: Option<PathBuf>,
    /// Write the failures of this run, at levels `must` and `should`, to a new file for --known
    #[arg(long, value_name = "FILE", conflicts_with = "known", value_hint = ValueHint::FilePath)]
    write_known_failures: Option<PathBuf>,
    /// Write failures of levels `may` and `hardening` to that file too
    #[arg(long, requires = "write_known_failures")]
    write_advice: bool,
}

const EXAMPLES: &str = r#"Examples:
  pkce run reference
  pkce run oauth2 --profile mcp --all
  pkce run reference --only 'flow/downgrade/*' --seed 7
  pkce run oauthlib
  pkce run server.toml --trace exchanges.txt
  pkce run server.toml --time 10m
  pkce run --timeout 2 -- python3 adapter.py
  pkce run --known known.toml --format json -o report.json -- node adapter.mjs
  pkce run --report junit=junit.xml --report sarif=pkce.sarif -- python3 adapter.py
  pkce run --fail-fast --level must -- ./adapter
  pkce run --shard 2/5 --seed 7 --format json -o 2.json -- python3 adapter.py

Project file:
  With a pkce.toml, `pkce run` alone is enough (schema: conformance/schema/project.schema.json):
    command = ["python3", "adapter.py"]   # or target = "server.toml"
    profile = "mcp"
    known = "known.toml"
    reports = { junit = "junit.xml", sarif = "pkce.sarif" }
  The command is printed, and started in the folder of the file.
  Options go before PKCE_TARGET, PKCE_COMMAND, PKCE_PROFILE, PKCE_KNOWN and PKCE_REPORTS of the
  environment, and those before the file. Its known failures and reports are those of its own target.

Exit codes:
  0  every `must` that was judged holds (with --complete, every one that applies)
  1  one fails or is broken (with --strict, a `should` too, or the target broke once), or a known failure no longer holds
  2  wrong usage, a wrong file, or a report that could not be written
  3  the target could not be run, nothing was judged, a `must` stayed inconclusive, or the run was interrupted; and none failed"#;

pub(super) fn run(args: &Args, console: Console) -> Result<u8, CliError> {
    let set = args.selection.load()?;
    let around = Around::look()?;
    let profile = around.profile(args.selection.profile.as_deref(), &set)?;
    let mut plan = args.selection.plan_of(&set, profile.as_deref(), args.shard)?;
    if args.list {
        console.print(&render(vectors::list::Form::Terminal, &plan))?;
        return Ok(0);
    }
    let settled = around.settle(&args.given(), console)?;
    let beside = args.reporting.beside.with(settled.reports);
    let (mut target, known) = (settled.target, settled.known);
    match &mut target {
        Target::Live(live) => {
            if let Some(port) = args.attach.filter(|port| *port != 0) {
                **live = Live::read_at(&live.path, port).map_err(TargetError::File)?;
            }
            live.trace.clone_from(&args.trace);
            live.attach = args.attach.is_some();
            plan = plan.critical_first(&set);
        }
        _ if args.trace.is_some() => return Err(CliError::WithoutServer("--trace")),
        _ if args.attach.is_some() => return Err(CliError::WithoutServer("--attach")),
        _ => {}
    }
    look_at_places(args, &beside)?;
    let kills = beside.kills()?;
    let label = target.label();
    let limits = if args.no_time_limit { UNLIMITED } else { args.conditions.limits() };
    let options = RunOptions {
        request_limit: limits.request,
        strict_reasons: args.verdicts.strict_reasons,
        strict: args.verdicts.strict,
        complete: args.verdicts.complete,
        transcript: args.transcript.is_some(),
        known: known.as_ref(),
        fail_fast: args.verdicts.fail_fast,
        time: args.time,
        interrupted: interrupt::listen(),
        ..RunOptions::new(&label, args.conditions.seed()?)
    };
    let bar = progress::bar(plan.entries.len(), &label, progress::CASES, args.reporting.quiet);
    let report = target.hold(&set, &plan, limits, &options, &mut |progress| {
        bar.set_length(progress.of as u64);
        bar.set_position(progress.done as u64);
    });
    bar.finish_and_clear();

    let view = args.reporting.view(args.verdicts.strict);
    let of_project = settled.known_path.as_deref().into_iter().chain(settled.project.as_deref());
    // The file of a live server is one of the user's too; a name is no file.
    let of_target = likely_anchors(args.target.as_deref().map(Path::new), &args.command);
    let anchor = beside.anchor(of_project.chain(of_target));
    let reports = std::slice::from_ref(&report);
    let kills = kills.as_deref();
    let shown = Shown { reports, set: &set, view, anchor: &anchor, kills, seconds: 0.0 };
    let told = args.reporting.tell(shown, console);
    let told = told.and(beside.write(shown)).and(write_transcript(args, shown));
    if let Some(path) = &args.verdicts.write_known_failures {
        write_known(path, &report, &set, args.verdicts.write_advice, console)?;
    }
    told?;
    Ok(report.exit_code(args.verdicts.strict))
}

/// So long that nobody who looks at a process in a debugger is hurried.
const UNLIMITED: Limits = Limits { start: TEN_DAYS, request: TEN_DAYS, attached: Some(attached) };

const TEN_DAYS: Duration = Duration::from_secs(864_000);

impl Args {
    /// What the command line says of what else may be said elsewhere.
    fn given(&self) -> Given<'_> {
        Given {
            target: self.target.as_deref(),
            more: &self.more,
            command: &self.command,
            known: self.verdicts.known.as_deref(),
            writes_known: self.verdicts.write_known_failures.is_some(),
            has_reports: self.reporting.beside.has_places(),
        }
    }
}

/// Looks at the places of files before the run.
fn look_at_places(args: &Args, beside: &Beside) -> Result<(), CliError> {
    let known = &args.verdicts.write_known_failures;
    if let Some(path) = known.as_ref().filter(|path| path.exists()) {
        let instead = "its reasons would be lost; name a new file";
        return Err(CliError::Exists { path: path.clone(), instead });
    }
    args.reporting.look(known.iter().chain(&args.transcript), beside)
}

fn write_known(
    path: &Path,
    report: &Report,
    set: &VectorSet,
    advice: bool,
    console: Console,
) -> Result<(), CliError> {
    let known::Written { text, left } = known::write(&report.results, set, advice);
    let why_not = if report.failed_to_run.is_some() {
        "the target could not be run"
    } else if report.interrupted {
        "the run was interrupted"
    } else if report.run.cut_short {
        "the run ended at its first failure"
    } else if report.run.out_of_time {
        "the time of the run was over"
    } else if let Some(text) = text {
        write_file(path, &text)?;
        console.say(&format!("wrote {}: give each entry its reason", path.display()));
        say_what_is_left(left, console);
        return Ok(());
    } else {
        "nothing failed that is written"
    };
    console.say(&format!("{} was not written: {why_not}", path.display()));
    say_what_is_left(left, console);
    Ok(())
}

/// What does not hold, and is in no file of known failures.
fn say_what_is_left(left: Left, console: Console) {
    let Left { broken, inconclusive, advice } = left;
    let counts = [
        (broken, "broken"),
        (inconclusive, "of level must that stayed inconclusive"),
        (advice, "of level may or hardening (--write-advice)"),
    ];
    let counts = counts.iter().filter(|(count, _)| *count > 0);
    let counts: Vec<String> = counts.map(|(count, what)| format!("{count} {what}")).collect();
    if !counts.is_empty() {
        console.say(&format!("rows left out: {}", counts.join(", ")));
    }
}

/// Writes the transcript, where one is wanted.
fn write_transcript(args: &Args, shown: Shown<'_>) -> Result<(), CliError> {
    let (Some(path), [report]) = (&args.transcript, shown.reports) else { return Ok(()) };
    let run = Run { report, set: shown.set, view: shown.view };
    write_file(path, &render(Form::Transcript, run))
}
