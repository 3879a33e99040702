//! `pkce client`: the scenarios held against an OAuth client.

use std::{
    ffi::OsString,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::Duration,
};

use clap::{ValueEnum, ValueHint};

use super::{
    choice::{Selection, seconds},
    error::CliError,
    forms::Shown,
    interrupt,
    output::{Console, quoted, write_file},
    progress,
    reporting::{Reporting, likely_anchors},
    vectors::scenarios,
};
use pkce_conformance::{known::KnownFailures, wire::About};
use pkce_http::client::{ClientCommand, ClientFile, ClientOptions, Ran, Way, run};

/// Hold the scenarios against an OAuth client, as the authorization server that it logs in at
///
/// The client is started for each scenario with the places of its command filled in: `{issuer}`, `{client_id}`,
/// `{client_secret}`, `{redirect_uri}`, `{port}`, `{resource}`, `{authorize}`, `{token}`. It speaks lines on its standard
/// input and output: `{"op":"begin"}` asks for the link of a login, `{"op":"callback","login":1,"url":"…"}` gives it the
/// answer.
/// A file that ends in `.toml` describes a client; conformance/schema/client.schema.json is its schema.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES, override_usage = "pkce client [OPTIONS] FILE\n       pkce client [OPTIONS] -- COMMAND [ARGS]...")]
pub(super) struct Args {
    /// The file of a client
    #[arg(required_unless_present_any = ["command", "list"], conflicts_with = "command", value_hint = ValueHint::FilePath)]
    file: Option<PathBuf>,
    /// The client's command, with its arguments
    #[arg(last = true, value_name = "COMMAND")]
    command: Vec<OsString>,
    /// List the rows that there would be, and start nothing
    #[arg(long, conflicts_with_all = ["output", "format"])]
    list: bool,
    #[command(flatten)]
    selection: Selection,
    #[command(flatten)]
    how: How,
    #[command(flatten)]
    verdicts: Verdicts,
    #[command(flatten)]
    reporting: Reporting,
}

#[derive(Debug, clap::Args)]
#[command(next_help_heading = "How")]
struct How {
    /// How the judge talks with the client of a command
    #[arg(long, value_name = "WAY", value_enum, default_value_t = WayOfCommand::Lines, conflicts_with = "file")]
    way: WayOfCommand,
    /// Give up on an answer of the client after so many seconds
    #[arg(long, value_name = "SECS", default_value = "10", value_parser = seconds, value_hint = ValueHint::Other)]
    timeout: Duration,
    /// Play so many scenarios at once
    #[arg(long, value_name = "N", default_value_t = 4, value_parser = clap::value_parser!(u8).range(1..=64))]
    jobs: u8,
    /// Write what each scenario's client sent to this file
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    trace: Option<PathBuf>,
}

#[derive(Debug, clap::Args)]
#[command(next_help_heading = "What fails")]
struct Verdicts {
    /// Fail the run for a `should` that does not hold, and for a client that broke and held when asked again
    #[arg(long)]
    strict: bool,
    /// Fail the run for a `must` that applies and was not judged, too
    #[arg(long)]
    complete: bool,
    /// Take the failures that this file lists (TOML) for known
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    known: Option<PathBuf>,
}

const EXAMPLES: &str = "\
Examples:
  pkce client -- node client.mjs {issuer} {client_id} {redirect_uri}
  pkce client conformance/clients/oauth4webapi.toml --profile mcp
  pkce client --report junit=junit.xml --report html=page.html -- node client.mjs {issuer} {client_id} {redirect_uri}
  pkce client --only 'client/many/*' --trace requests.txt -- python3 client.py {issuer} {redirect_uri}

Exit codes:
  0  every `must` that was judged holds (with --complete, every one that applies)
  1  one fails or is broken (with --strict, a `should` too), or a known failure no longer holds
  2  wrong usage, a wrong file, or a report that could not be written
  3  the client could not be run, nothing was judged, a `must` stayed inconclusive, or the run was interrupted; and none failed";

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum WayOfCommand {
    /// JSON lines on its standard input and output
    Lines,
    /// It prints its link, and listens at the redirect URI
    Printed,
    /// It opens its link in a browser, which is the judge's
    Browser,
}

impl From<WayOfCommand> for Way {
    fn from(way: WayOfCommand) -> Self {
        match way {
            WayOfCommand::Lines => Self::Lines,
            WayOfCommand::Printed => Self::Printed,
            WayOfCommand::Browser => Self::Browser,
        }
    }
}

/// A client, as it was named.
struct Named {
    label: String,
    client: ClientCommand,
    about: About,
    knows_support: bool,
}

pub(super) fn client(args: &Args, console: Console) -> Result<u8, CliError> {
    let set = args.selection.load()?;
    let filter = args.selection.filter(&set)?;
    if args.list {
        let profile = args.selection.profile.as_deref();
        console.print(&scenarios::list(&set, profile, &filter)?)?;
        return Ok(0);
    }
    let named = named(args, console)?;
    let known = args.verdicts.known.as_deref().map(KnownFailures::read).transpose()?;
    let (reporting, beside) = (&args.reporting, &args.reporting.beside);
    reporting.look(args.how.trace.iter(), beside)?;
    let kills = beside.kills()?;
    let mut key = [0; 32];
    getrandom::fill(&mut key).map_err(|error| CliError::Random(error.to_string()))?;
    let options = ClientOptions {
        target: &named.label,
        profile: args.selection.profile.as_deref(),
        filter: &filter,
        about: named.about,
        knows_support: named.knows_support,
        limit: args.how.timeout,
        jobs: usize::from(args.how.jobs),
        key,
        strict: args.verdicts.strict,
        complete: args.verdicts.complete,
        known: known.as_ref(),
        interrupted: interrupt::listen(),
    };
    let bar = progress::bar(set.scenarios.len(), &named.label, "scenarios", reporting.quiet);
    let Ran { report, logs } = run(&set, &named.client, &options, &|progress| {
        bar.set_length(progress.of as u64);
        bar.set_position(progress.done as u64);
    })?;
    bar.finish_and_clear();
    if let Some(path) = &args.how.trace {
        let texts = logs.iter().map(|(id, log)| format!("=== {id}\n{}\n", log.shown()));
        write_file(path, &texts.collect::<String>())?;
    }
    let anchor = beside.anchor(likely_anchors(args.file.as_deref(), &args.command));
    let shown = Shown {
        reports: std::slice::from_ref(&report),
        set: &set,
        view: reporting.view(args.verdicts.strict),
        anchor: &anchor,
        kills: kills.as_deref(),
        seconds: 0.0,
    };
    reporting.tell(shown, console).and(beside.write(shown))?;
    Ok(report.exit_code(args.verdicts.strict))
}

/// The client of a file, or of a command.
fn named(args: &Args, console: Console) -> Result<Named, CliError> {
    let Some(path) = &args.file else {
        let words: Vec<String> =
            args.command.iter().map(|word| word.to_string_lossy().into_owned()).collect();
        let label = quoted(words.iter().cloned());
        let client = ClientCommand::typed(&words, args.how.way.into(), args.how.timeout);
        let about = About { language: String::new(), ..About::library("", "", &["client"]) };
        return Ok(Named { label, client, about, knows_support: false });
    };
    let file = ClientFile::read(path)?;
    let folder = path.parent().map(Path::to_owned).unwrap_or_default();
    install(&file, &folder, console)?;
    let about = About {
        language: file.language.clone(),
        not_ours: file.not_ours.clone(),
        ..About::library(&file.name, &file.version, &["client"])
    };
    let knows_support = file.knows_support;
    Ok(Named {
        label: path.display().to_string(),
        client: file.client(&folder, args.how.timeout),
        about,
        knows_support,
    })
}

/// Runs what a file says installs its client, unless that is there.
fn install(file: &ClientFile, folder: &Path, console: Console) -> Result<(), CliError> {
    let place = file.place(folder);
    let is_there = file.installed.as_ref().is_none_or(|made| place.join(made).exists());
    let Some((program, arguments)) = file.install.split_first().filter(|_| !is_there) else {
        return Ok(());
    };
    let command = quoted(file.install.iter().cloned());
    console.say(&format!("runs: {command}"));
    let status = Command::new(program)
        .args(arguments)
        .current_dir(&place)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .status();
    let why = match status {
        Ok(status) if status.success() => return Ok(()),
        Ok(status) => status.to_string(),
        Err(error) => error.to_string(),
    };
    Err(CliError::Install { command, why })
}
