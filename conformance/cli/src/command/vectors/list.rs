//! `pkce vectors list`.

use std::fmt::Write as _;

use crate::command::{choice::Selection, error::CliError, output::Console};
use pkce_report::clean;

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
    let ids: Vec<String> = plan.cases.iter().map(|case| clean(&case.id()).into_owned()).collect();
    // One long id does not push every line out of sight.
    let width = ids.iter().map(|id| id.chars().count()).max().unwrap_or(0).min(64);
    let mut text = String::new();
    for (id, case) in ids.iter().zip(&plan.cases) {
        let (level, requirement) = (case.level.as_str(), clean(case.requirement()));
        // Writing to a String cannot fail.
        let _ = writeln!(text, "{id:width$}  {level:<9}  {requirement}");
    }
    console.print(&text)?;
    Ok(0)
}
