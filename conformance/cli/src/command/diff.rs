//! `pkce diff`: what changed between two results.

use std::path::PathBuf;

use clap::{ValueEnum, ValueHint};
use pkce_conformance::result::Report;
use pkce_report::{
    changes::{self, Changes, Found},
    render,
};

use super::{
    choice::load,
    error::CliError,
    output::{Console, print_raw},
    report::read,
};

/// Show what changed between two saved results
///
/// OLD and NEW are what `pkce run --format json` wrote: of the same target before and after a change, or of two of its
/// versions. Of `pkce compare --format json` the targets of the same name are held against each other.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// The older results
    #[arg(value_hint = ValueHint::FilePath)]
    old: PathBuf,
    /// The newer results
    #[arg(value_hint = ValueHint::FilePath)]
    new: PathBuf,
    /// Write the changes in this form
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t = Format::Terminal)]
    format: Format,
    /// Show so many rows of each kind
    #[arg(long, value_name = "N", default_value_t = 20)]
    show: usize,
    /// Show every row
    #[arg(long, conflicts_with = "show")]
    all: bool,
    /// Explain rows by the vectors in this folder
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    vectors: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people
    Terminal,
    /// Every row that changed, with both verdicts
    Json,
    /// A page in Markdown, such as a comment on a change
    Markdown,
}

const EXAMPLES: &str = "\
Examples:
  pkce diff before.json after.json
  pkce diff base.json head.json --format markdown

Exit codes:
  0  no `must` fails that did not
  1  one does, and is no known failure
  2  wrong usage, or a file that cannot be read
  3  a target of NEW could not be run";

pub(super) fn diff(args: &Args, console: Console) -> Result<u8, CliError> {
    let set = load(args.vectors.as_deref())?;
    let (old, new) =
        (read(std::slice::from_ref(&args.old))?, read(std::slice::from_ref(&args.new))?);
    let show = (!args.all).then_some(args.show);
    let mut worst = 0;
    let mut texts = Vec::new();
    for (old, new) in pairs(&old, &new)? {
        let changes = Changes { old, new, set: &set, show, columns: Console::columns() };
        let code = Found::of(changes).exit_code(new);
        worst = if worst == 1 || code == 0 { worst } else { code };
        let form = match args.format {
            Format::Terminal => changes::Form::Terminal,
            Format::Json => changes::Form::Json,
            Format::Markdown => changes::Form::Markdown,
        };
        texts.push(render(form, changes));
    }
    match args.format {
        Format::Terminal => console.print(&texts.join("\n"))?,
        Format::Markdown => print_raw(&texts.join("\n"))?,
        Format::Json if texts.len() == 1 => print_raw(&texts.concat())?,
        Format::Json => print_raw(&format!("[\n{}\n]\n", texts.join(",\n")))?,
    }
    Ok(worst)
}

/// One of each is a pair whatever its name; of several, those of the same name are.
fn pairs<'a>(
    old: &'a [Report],
    new: &'a [Report],
) -> Result<Vec<(&'a Report, &'a Report)>, CliError> {
    if let ([old], [new]) = (old, new) {
        return Ok(vec![(old, new)]);
    }
    let pair = |new: &'a Report| {
        let old = old.iter().find(|old| old.target == new.target)?;
        Some((old, new))
    };
    let pairs: Vec<_> = new.iter().filter_map(pair).collect();
    if pairs.is_empty() { Err(CliError::NoPair) } else { Ok(pairs) }
}
