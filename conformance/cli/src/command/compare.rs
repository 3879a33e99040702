//! `pkce compare`: targets side by side.

use std::{ffi::OsString, path::PathBuf, sync::atomic::AtomicBool, time::Instant};

use clap::ValueEnum;
use pkce_vectors::VectorSet;

use super::{
    choice::{Conditions, Selection},
    error::CliError,
    forms::{Beside, Shown},
    interrupt,
    output::{Console, print_raw},
    progress,
};
use crate::{
    list::{Language, repository},
    subject::{Target, listed},
};
use pkce_conformance::{
    known::KnownFailures,
    parallel,
    plan::Plan,
    result::Report,
    run::{Progress, RunOptions},
    transport::Limits,
};
use pkce_report::{
    comparison::{Comparison, Form},
    render,
    run::View,
};

/// Hold the vectors against several targets, and print one table
///
/// Without targets: the reference and every bundled Rust crate. `pkce targets` lists what else there is.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// Names of targets
    targets: Vec<String>,
    /// Compare what is installed of a language: go, java, javascript, python, rust, shell; may be given again
    #[arg(
        long = "language",
        value_name = "LANGUAGE",
        hide_possible_values = true,
        ignore_case = true
    )]
    languages: Vec<Language>,
    /// Compare everything that is built in or installed
    #[arg(long, conflicts_with_all = ["targets", "languages"])]
    all: bool,
    /// Compare a command that speaks the adapter protocol, split at white space; may be given again
    #[arg(long = "command", value_name = "COMMAND")]
    commands: Vec<String>,
    /// Hold each row to its known failures, and exit with 1 if a row fails
    #[arg(long)]
    check: bool,
    /// Read known failures from this folder: NAME.toml for each target (python/pkce.toml for python:pkce)
    #[arg(long, value_name = "DIR", requires = "check")]
    known_dir: Option<PathBuf>,
    /// Write the table in this form
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t = Format::Terminal)]
    format: Format,
    /// Show no progress
    #[arg(long, short)]
    quiet: bool,
    #[command(flatten)]
    beside: Beside,
    #[command(flatten)]
    selection: Selection,
    #[command(flatten)]
    conditions: Conditions,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people
    Terminal,
    /// A list of reports, each as `pkce run --format json` gives it, without the inputs that stand in the vectors and the
    /// rows of operations that the target does not have
    Json,
    /// A table for a page
    Markdown,
}

const EXAMPLES: &str = "\
Examples:
  pkce compare
  pkce compare oauth2 pkce-std --profile oauth-2.1
  pkce compare --language python
  pkce compare --all --check --known-dir conformance/adapters/known
  pkce compare reference --command 'python3 adapter.py' --command 'node adapter.mjs'

Exit codes:
  0  every row was judged, whatever it says; with --check, each holds apart from its known failures
  1  a row fails (with --check only)
  2  wrong usage, or a wrong file
  3  a target could not be run, or nothing of it was judged";

/// One target with what is known of it.
struct Row {
    target: Target,
    label: String,
    known: Option<KnownFailures>,
}

pub(super) fn compare(args: &Args, console: Console) -> Result<u8, CliError> {
    let set = args.selection.load()?;
    let plan = args.selection.plan(&set)?;
    let rows = rows(args, console)?;
    args.beside.look(&[])?;
    let kills = args.beside.kills()?;
    let seed = args.conditions.seed()?;
    let limits = args.conditions.limits();
    let interrupted = interrupt::listen();
    let begun = Instant::now();
    let bar = progress::bar(0, "comparing", progress::CASES, args.quiet);
    // How many cases a row has is known when its target has said what it is.
    let advance = |progress: Progress| match progress.done {
        0 => bar.inc_length(progress.of as u64),
        _ => bar.inc(1),
    };
    let hold = |row: &Row| hold(row, &set, &plan, limits, seed, interrupted, &advance);
    let reports = parallel::map(&rows, hold);
    bar.finish_and_clear();
    let seconds = begun.elapsed().as_secs_f64();
    let shown = Comparison { reports: &reports, seconds, columns: Console::columns() };
    let anchor = args.beside.anchor([]);
    let view = View { columns: Console::columns(), ..View::default() };
    let kills = kills.as_deref();
    let shown_beside =
        Shown { reports: &reports, set: &set, view, anchor: &anchor, kills, seconds };
    let beside = args.beside.write(shown_beside);
    match args.format {
        Format::Terminal => console.print(&render(Form::Terminal, shown))?,
        Format::Json => print_raw(&render(Form::Json, shown))?,
        Format::Markdown => print_raw(&render(Form::Markdown, shown))?,
    }
    beside?;
    if !args.check {
        return Ok(judged(&reports));
    }
    let unheld = render(Form::Unheld, shown);
    if args.format == Format::Terminal {
        console.print(&unheld)?;
    } else {
        unheld.lines().for_each(|line| console.say(line));
    }
    Ok(worst(&reports))
}

fn rows(args: &Args, console: Console) -> Result<Vec<Row>, CliError> {
    let mut targets = Vec::new();
    for name in &args.targets {
        targets.push(Target::named(name)?);
    }
    targets.extend(several(args, console)?);
    for command in &args.commands {
        let words: Vec<OsString> = command.split_whitespace().map(OsString::from).collect();
        if words.is_empty() {
            return Err(CliError::EmptyCommand);
        }
        targets.push(Target::Command(words));
    }
    if targets.is_empty() {
        targets = Target::built_in();
    }
    if let Some(dir) = args.known_dir.as_ref().filter(|dir| !dir.is_dir()) {
        return Err(CliError::NoFolder(dir.display().to_string()));
    }
    let row = |target: Target| {
        let file = args.known_dir.as_ref().zip(target.name());
        let file = file.map(|(dir, name)| dir.join(format!("{}.toml", name.replace(':', "/"))));
        let file = file.filter(|file| file.exists());
        let known = file.as_deref().map(KnownFailures::read).transpose()?;
        Ok(Row { label: target.label(), target, known })
    };
    targets.into_iter().map(row).collect()
}

/// What `--language` and `--all` take. What they would take if it were installed is named.
fn several(args: &Args, console: Console) -> Result<Vec<Target>, CliError> {
    let mut targets = Vec::new();
    if args.all {
        targets = Target::built_in();
    } else if args.languages.is_empty() {
        return Ok(targets);
    } else if args.languages.contains(&Language::Rust) {
        targets = Target::built_in()
            .into_iter()
            .filter(|built_in| *built_in != Target::Reference)
            .collect();
    }
    let root = match repository() {
        Ok(root) => root,
        Err(none) if targets.is_empty() => return Err(none.into()),
        Err(none) => {
            console.say(&format!("left out, all but the built-in: {none}"));
            return Ok(targets);
        }
    };
    for known in listed::all()? {
        if !args.all && !args.languages.contains(&known.adapter.language) {
            continue;
        }
        match known.installed(&root) {
            Ok(installed) => targets.push(Target::Listed(installed)),
            Err(missing) => console.say(&format!("left out: {missing}")),
        }
    }
    if targets.is_empty() && args.commands.is_empty() && args.targets.is_empty() {
        return Err(CliError::NothingInstalled);
    }
    Ok(targets)
}

fn hold(
    row: &Row,
    set: &VectorSet,
    plan: &Plan<'_>,
    limits: Limits,
    seed: u64,
    interrupted: &AtomicBool,
    progress: &dyn Fn(Progress),
) -> Report {
    let options = RunOptions {
        request_limit: limits.request,
        known: row.known.as_ref(),
        interrupted,
        ..RunOptions::new(&row.label, seed)
    };
    row.target.hold(set, plan, limits, &options, &mut |at| progress(at))
}

/// 0 where every row was judged.
fn judged(reports: &[Report]) -> u8 {
    let blank = |report: &Report| {
        report.failed_to_run.is_some() || report.interrupted || report.summary.judged == 0
    };
    if reports.iter().any(blank) { 3 } else { 0 }
}

/// The worst of the rows: a failure before one that is undecided.
fn worst(reports: &[Report]) -> u8 {
    let codes = reports.iter().map(|report| report.exit_code(false));
    codes.fold(0, |worst, code| if worst == 1 || code == 0 { worst } else { code })
}
