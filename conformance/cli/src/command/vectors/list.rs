//! `pkce vectors list`.

use crate::command::{choice::Selection, error::CliError, output::Console};
use pkce_report::{render, vectors::list::Form};

/// List the vectors that a run would take: id, level and requirement, a line each
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
    let plan = args.selection.plan(&set)?;
    console.print(&render(Form::Terminal, &plan))?;
    Ok(0)
}
