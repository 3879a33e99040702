//! `pkce vectors draft`: what was found, as a vector.

use std::{fs::File, io, path::PathBuf};

use crate::command::{error::CliError, output::print_raw};
use pkce_conformance::bounded;
use pkce_explore::completed;

/// Make a draft of a vector from a case that was found
///
/// The case is JSON: `{"op": …, "input": {…}}` for a library, `{"steps": […]}` for a server, in the form of the
/// vectors. What is missing is filled in: the requirement, the outcomes that are right, names for codes and tokens.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  echo '{\"op\": \"verify\", \"input\": {\"method\": \"S256\", \"challenge\": \"\", \"verifier\": \"a\"}}' | pkce vectors draft
  pkce vectors draft found.json --id verify/challenge-empty

Exit codes:
  0  the draft is printed
  2  the case cannot be read, or the documents leave every outcome of it open")]
pub(in crate::command) struct Args {
    /// Read the case from this file [default: standard input]
    file: Option<PathBuf>,
    /// Give the draft this id
    #[arg(long, value_name = "ID")]
    id: Option<String>,
}

pub(super) fn draft(args: &Args) -> Result<u8, CliError> {
    let (read, path) = match &args.file {
        Some(path) => (File::open(path).and_then(bounded::read), path.clone()),
        None => (bounded::read(io::stdin().lock()), "standard input".into()),
    };
    let text = read.map_err(|source| CliError::Read { path, source })?;
    let draft = completed(&text, args.id.as_deref())?;
    print_raw(&(draft.text() + "\n"))?;
    Ok(0)
}
