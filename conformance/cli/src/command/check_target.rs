//! `pkce check-target`: whether a live server is set up as its file says, before anything is judged.

use std::{fmt::Write as _, path::PathBuf};

use super::{error::CliError, interrupt, output::Console, progress};
use crate::subject::{Target, TargetError, live::Live};
use pkce_conformance::{
    plan::{Filter, Patterns, Plan},
    result::{CaseResult, Report, Unjudged, Verdict},
    run::RunOptions,
    transport::Limits,
};
use pkce_vectors::VectorSet;

/// Try the login and every client of a live server, and say what is not set up
///
/// It puts the positive controls to the server that FILE describes: a whole login for each client, with S256, with
/// plain, and with a pushed request. Nothing is judged; a control that fails means that the file and the server do not
/// fit.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// The file of a live server
    file: PathBuf,
    /// Write every exchange to this file; secrets, codes, tokens and cookies are masked
    #[arg(long, value_name = "FILE")]
    trace: Option<PathBuf>,
    /// Give up on an exchange after so many seconds
    #[arg(long, value_name = "SECS", default_value = "10", value_parser = super::choice::seconds)]
    timeout: std::time::Duration,
}

const EXAMPLES: &str = "\
Examples:
  pkce check-target server.toml
  pkce check-target server.toml --trace exchanges.txt

Exit codes:
  0  every client that the file names logs in
  2  wrong usage, or a wrong file
  3  the server could not be reached, or a client does not log in";

pub(super) fn check_target(args: &Args, console: Console) -> Result<u8, CliError> {
    let set = VectorSet::bundled()?;
    let mut live = Live::read(&args.file).map_err(TargetError::File)?;
    live.trace.clone_from(&args.trace);
    let target = Target::Live(Box::new(live));
    let only = Some(Patterns::new(&["flow/control/*"]));
    let plan = Plan::new(&set, None, &Filter { only, ..Filter::default() })?;
    let label = target.label();
    let options = RunOptions {
        request_limit: args.timeout,
        interrupted: interrupt::listen(),
        ..RunOptions::new(&label, 1)
    };
    let limits = Limits { request: args.timeout, ..Limits::default() };
    let bar = progress::bar(plan.entries.len(), &label, progress::CASES, false);
    let report = target.hold(&set, &plan, limits, &options, &mut |progress| {
        bar.set_length(progress.of as u64);
        bar.set_position(progress.done as u64);
    });
    bar.finish_and_clear();
    console.print(&told(&report))?;
    Ok(if is_set_up(&report) { 0 } else { 3 })
}

/// Whether each client that is served got a token with S256.
fn is_set_up(report: &Report) -> bool {
    let mut s256 = rows(report).filter(|row| &*row.vector == "flow/control/s256").peekable();
    s256.peek().is_some() && s256.all(|row| row.verdict == Verdict::Pass || row.unjudged.is_some())
}

fn rows(report: &Report) -> impl Iterator<Item = &CaseResult> {
    report.results.iter().filter(|row| row.check.is_none())
}

fn told(report: &Report) -> String {
    if let Some(why) = &report.failed_to_run {
        return format!("the server could not be reached: {}\n", pkce_report::clean(why));
    }
    let mut text = String::new();
    let can_be = |row: &&CaseResult| row.unjudged != Some(Unjudged::PolicyFixed);
    for row in rows(report).filter(can_be) {
        let what = match &*row.vector {
            "flow/control/s256" => "a login with S256",
            "flow/control/plain" => "a login with plain",
            "flow/control/par" => "a login with a pushed request",
            _ => "two logins side by side",
        };
        let role = row.setting.map_or("", |setting| setting.role.as_str());
        let why = [&row.reason, &row.observed].into_iter().flatten().next();
        let why = why.map_or(String::new(), |why| format!(": {}", pkce_report::clean(why)));
        let came = match row.verdict {
            Verdict::Pass => "goes through".to_owned(),
            Verdict::Skipped | Verdict::Unsupported => format!("is not offered{why}"),
            _ => format!("DOES NOT GO THROUGH{why}"),
        };
        // Writing to a String cannot fail.
        let _ = writeln!(text, "{role:<14} {what} {came}");
    }
    let end = if is_set_up(report) {
        "set up: `pkce run` can judge this server\n"
    } else {
        "not set up: look at the lines above, and with --trace at what was sent and came back\n"
    };
    text.push_str(end);
    text
}
