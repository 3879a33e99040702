//! `pkce vectors list`.

use super::scenarios;
use crate::command::{choice::Selection, error::CliError, output::Console};
use pkce_report::{render, vectors::list::Form};

/// List the vectors that a run, and the scenarios that a client, would take: id, level and requirement, a line each
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  pkce vectors list --only 'flow/downgrade/*'
  pkce vectors list --profile mcp --level must | wc -l")]
pub(in crate::command) struct Args {
    #[command(flatten)]
    selection: Selection,
}

pub(super) fn list(args: &Args, console: Console) -> Result<u8, CliError> {
    let set = args.selection.load()?;
    let filter = args.selection.filter(&set)?;
    let scenarios = scenarios::list(&set, args.selection.profile.as_deref(), &filter)?;
    let cases = match args.selection.plan(&set) {
        Ok(plan) => render(Form::Terminal, &plan),
        Err(CliError::NothingSelected { .. }) if !scenarios.is_empty() => String::new(),
        Err(error) => return Err(error),
    };
    console.print(&format!("{cases}{scenarios}"))?;
    Ok(0)
}
