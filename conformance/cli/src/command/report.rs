//! `pkce report`: results that were saved, in another form.

use std::{
    fs::File,
    io::{self, Read as _},
    path::{Path, PathBuf},
};

use clap::ValueHint;
use pkce_conformance::{known::KnownFailures, result::Report, run::merge, text::clip_to};
use pkce_report::{
    issue::{self, Issue},
    read_all, render,
    run::View,
};
use pkce_vectors::VectorSet;

use super::{
    choice::load,
    error::CliError,
    forms::{Beside, Format, Shown},
    output::{Console, look_at, print_raw, write_file},
};
use crate::near::did_you_mean;

/// Show saved results in another form
///
/// A FILE is what `pkce run --format json` or `pkce compare --format json` wrote; `-` is standard input. Several files
/// make one report of all their targets. With --merge they are the shards of one run (`pkce run --shard`) and make its
/// result, which ends with the exit code of that run.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// The saved results
    #[arg(required = true, value_name = "FILE", value_hint = ValueHint::FilePath)]
    files: Vec<PathBuf>,
    /// Make one result of all shards of a run
    #[arg(long)]
    merge: bool,
    /// Take the failures that this file lists (TOML) for known; it is the file that the shards were run with
    #[arg(long, value_name = "FILE", requires = "merge", value_hint = ValueHint::FilePath)]
    known: Option<PathBuf>,
    /// Write the report in this form
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t = Format::Terminal)]
    format: Format,
    /// Write the text that reports one failure to its maintainers: that of a row, or of a vector
    #[arg(long, value_name = "ID", value_hint = ValueHint::Other, conflicts_with_all = ["format", "places"])]
    issue: Option<String>,
    /// Write the report to this file (`-` is standard output)
    #[arg(long, short, value_name = "FILE", value_hint = ValueHint::FilePath)]
    output: Option<PathBuf>,
    /// Show so many rows under each requirement
    #[arg(long, value_name = "N", default_value_t = View::default().show)]
    show: usize,
    /// Show every row, of hardening too
    #[arg(long, conflicts_with = "show")]
    all: bool,
    /// Explain rows by the vectors in this folder
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    vectors: Option<PathBuf>,
    #[command(flatten)]
    beside: Beside,
}

const EXAMPLES: &str = "\
Examples:
  pkce run --format json -o result.json -- python3 adapter.py
  pkce report result.json --format junit -o junit.xml
  pkce report result.json --report sarif=pkce.sarif --report markdown=summary.md
  pkce report result.json --issue flow/downgrade/verifier-without-challenge
  pkce report --merge 1.json 2.json 3.json --format json -o result.json

Exit codes:
  0  the report was written, whatever it says; with --merge, every `must` that was judged holds
  1  with --merge: one fails or is broken, or a known failure no longer holds
  2  wrong usage, a file that cannot be read or written, or shards that are not of one run or not all there
  3  with --merge: a shard could not be run, nothing was judged, or a `must` stayed inconclusive; and none failed";

pub(super) fn report(args: &Args, console: Console) -> Result<u8, CliError> {
    let set = load(args.vectors.as_deref())?;
    let output = args.output.as_deref().filter(|path| path.as_os_str() != "-");
    output.map_or(Ok(()), look_at)?;
    args.beside.look(output.as_slice())?;
    let kills = args.beside.kills()?;
    let reports = merged(args, &set, read(&args.files)?)?;
    if let Some(id) = &args.issue {
        let text = render(issue::Form::Markdown, found(&reports, id, &set)?);
        return output.map_or_else(|| print_raw(&text), |path| write_file(path, &text)).map(|()| 0);
    }
    let view = View { show: args.show, all: args.all, strict: false, columns: Console::columns() };
    let view = View { strict: reports.iter().any(|report| report.run.strict), ..view };
    let milliseconds: u64 = reports.iter().map(|report| report.run.milliseconds).sum();
    #[expect(clippy::cast_precision_loss, reason = "seconds are shown to one digit")]
    let seconds = milliseconds as f64 / 1000.0;
    let anchor = args.beside.anchor([]);
    let kills = kills.as_deref();
    let shown = Shown { reports: &reports, set: &set, view, anchor: &anchor, kills, seconds };
    let beside = args.beside.write(shown);
    match (output, args.format) {
        (Some(path), format) => format.write(path, shown)?,
        (None, Format::Terminal) => console.print(&Format::Terminal.text(shown))?,
        (None, format) => print_raw(&format.text(shown))?,
    }
    beside?;
    let of_run = |report: &Report| report.exit_code(report.run.strict);
    Ok(reports.first().filter(|_| args.merge).map_or(0, of_run))
}

/// The one report of all shards where they are merged; else all as they are.
fn merged(args: &Args, set: &VectorSet, reports: Vec<Report>) -> Result<Vec<Report>, CliError> {
    if !args.merge {
        return Ok(reports);
    }
    let known = args.known.as_deref().map(KnownFailures::read).transpose()?;
    Ok(vec![merge(set, &reports, known.as_ref())?])
}

/// Every report of every file, in order.
pub(super) fn read(files: &[PathBuf]) -> Result<Vec<Report>, CliError> {
    let mut reports = Vec::new();
    for path in files {
        let text = text_of(path).map_err(|source| CliError::Read { path: path.clone(), source })?;
        let read =
            read_all(&text).map_err(|source| CliError::NoReport { path: path.clone(), source })?;
        reports.extend(read);
    }
    Ok(reports)
}

/// A file of more than this is no report of ours.
const MOST: u64 = 1 << 30;

fn text_of(path: &Path) -> io::Result<String> {
    let mut text = String::new();
    if path.as_os_str() == "-" {
        io::stdin().take(MOST).read_to_string(&mut text)?;
    } else {
        File::open(path)?.take(MOST).read_to_string(&mut text)?;
    }
    Ok(text)
}

/// The failure of this id, in the first report that has it.
fn found<'a>(reports: &'a [Report], id: &str, set: &'a VectorSet) -> Result<Issue<'a>, CliError> {
    let found = reports.iter().find_map(|report| Issue::find(report, id, set));
    found.ok_or_else(|| {
        let failing = reports.iter().flat_map(Issue::failing);
        let names = failing.clone().flat_map(|row| [&*row.id, &*row.vector]);
        let near = did_you_mean(id, names);
        let first = failing.map(|row| clip_to(&row.vector, 120)).next();
        let some = first.map_or_else(
            || "nothing fails in it".to_owned(),
            |first| format!("`{first}` is one that does"),
        );
        CliError::NoFailure { id: id.to_owned(), near, some }
    })
}
