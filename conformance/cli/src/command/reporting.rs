//! How a run is reported: the options that `run` and `client` share, and what becomes of them.

use std::{
    ffi::OsString,
    path::{Path, PathBuf},
};

use clap::ValueHint;
use pkce_report::{
    render,
    run::{Form, Run, View},
};

use super::{
    error::CliError,
    forms::{Beside, Format, Shown},
    output::{Console, look_at, print_raw},
};

#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Report")]
pub(super) struct Reporting {
    /// Write the report in this form
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t = Format::Terminal)]
    format: Format,
    /// Write the report to this file, and the terminal report to standard output (`-` is standard output)
    #[arg(long, short, value_name = "FILE", value_hint = ValueHint::FilePath)]
    output: Option<PathBuf>,
    /// Print only the last line of a terminal report, and no progress
    #[arg(long, short)]
    pub(super) quiet: bool,
    /// Show so many rows under each requirement
    #[arg(long, value_name = "N", default_value_t = View::default().show)]
    show: usize,
    /// Show every row, of hardening too
    #[arg(long, conflicts_with = "show")]
    all: bool,
    #[command(flatten)]
    pub(super) beside: Beside,
}

impl Reporting {
    /// The file that the report goes to.
    fn file(&self) -> Option<&Path> {
        self.output.as_deref().filter(|path| path.as_os_str() != "-")
    }

    /// How much is shown.
    pub(super) fn view(&self, strict: bool) -> View {
        View { show: self.show, all: self.all, strict, columns: Console::columns() }
    }

    /// Looks at the places of files before the run. What a run found should not be lost because a name is wrong. `others`
    /// are places of what goes beside the reports.
    pub(super) fn look<'p>(
        &'p self,
        others: impl Iterator<Item = &'p PathBuf>,
        beside: &Beside,
    ) -> Result<(), CliError> {
        let places: Vec<&Path> = others.map(PathBuf::as_path).chain(self.file()).collect();
        for (at, path) in places.iter().enumerate() {
            if places.iter().skip(at + 1).any(|other| other == path) {
                return Err(CliError::OneFileForTwo { path: (*path).to_owned() });
            }
            look_at(path)?;
        }
        beside.look(&places)
    }

    /// Writes the report to its place. If that fails, it still goes to standard output.
    pub(super) fn tell(&self, shown: Shown<'_>, console: Console) -> Result<(), CliError> {
        let written = self.file().map(|path| self.format.write(path, shown));
        let is_in_file = matches!(written, Some(Ok(())));
        if self.format != Format::Terminal && !is_in_file {
            print_raw(&self.format.text(shown))?;
        } else if self.quiet {
            for report in shown.reports {
                let run = Run { report, set: shown.set, view: shown.view };
                console.print(&render(Form::LastLine, run))?;
            }
        } else {
            console.print(&Format::Terminal.text(shown))?;
        }
        written.unwrap_or(Ok(()))
    }
}

/// Files of the user's that stand for the target: its own, and what its command runs.
pub(super) fn likely_anchors<'a>(
    target: Option<&'a Path>,
    command: &'a [OsString],
) -> impl Iterator<Item = &'a Path> {
    target.into_iter().chain(command.iter().map(Path::new).filter(|word| word.is_relative()))
}
