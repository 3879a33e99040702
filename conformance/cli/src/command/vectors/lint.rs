//! `pkce vectors lint`.

use std::path::PathBuf;

use pkce_vectors::VectorSet;

use crate::command::{error::CliError, output::Console};
use pkce_report::{
    render,
    vectors::lint::{Form, Linted},
};

/// Check the vectors: each id, requirement, flag, digest and expectation
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  pkce vectors lint
  pkce vectors lint path/to/vectors --strict

Exit codes:
  0  clean
  1  something was found: a line each, `place: what is wrong (rule)`
  2  a file cannot be read, or does not have the form that its schema describes")]
pub(in crate::command) struct Args {
    /// Lint this folder, which has requirements.json, flags.json and v1/ [default: the vectors built in]
    dir: Option<PathBuf>,
    /// Refuse requirements whose vectors are only planned
    #[arg(long)]
    strict: bool,
}

pub(super) fn lint(args: &Args, console: Console) -> Result<u8, CliError> {
    let set = match &args.dir {
        Some(dir) => VectorSet::from_dir(dir)?,
        None => VectorSet::bundled()?,
    };
    let findings = pkce_vectors::lint::lint(&set, args.strict);
    console.print(&render(Form::Terminal, Linted { set: &set, findings: &findings }))?;
    Ok(u8::from(!findings.is_empty()))
}
