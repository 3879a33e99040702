//! `pkce vectors lint`.

use std::{fmt::Write as _, path::PathBuf};

use pkce_vectors::VectorSet;

use crate::command::{error::CliError, output::Console};
use pkce_report::clean;

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
    let mut text = String::new();
    for finding in &findings {
        // Writing to a String cannot fail.
        let _ = writeln!(text, "{}", clean(&finding.to_string()));
    }
    if findings.is_empty() {
        text = counts(&set);
    }
    console.print(&text)?;
    Ok(u8::from(!findings.is_empty()))
}

fn counts(set: &VectorSet) -> String {
    let requirements = &set.catalogue.requirements;
    let untestable = requirements.iter().filter(|known| known.untestable.is_some()).count();
    let planned = requirements.iter().filter(|known| known.planned.is_some()).count();
    format!(
        "clean: {} vectors, {} flows, {} requirements ({untestable} untestable, {planned} planned), {} flags\nversion {}, digest {}\n",
        set.vectors.len(),
        set.flows.len(),
        requirements.len(),
        set.flags.len(),
        clean(&set.catalogue.version),
        set.digest
    )
}
