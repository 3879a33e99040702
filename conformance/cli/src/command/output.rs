//! Where text goes: standard output, standard error, files. A reader that went away is no error.

use std::{
    ffi::OsString,
    fs,
    io::{self, Write},
    path::{Path, PathBuf},
};

use anstream::{AutoStream, ColorChoice};
use clap::ValueEnum;

use super::error::CliError;
use pkce_report::clean;

/// When to colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Color {
    /// On a terminal, unless `NO_COLOR` is set
    Auto,
    /// Wherever it goes
    Always,
    /// Not at all
    Never,
}

/// The streams of this process.
#[derive(Debug, Clone, Copy)]
pub(super) struct Console {
    choice: ColorChoice,
}

impl Console {
    pub(super) const fn new(color: Color) -> Self {
        let choice = match color {
            Color::Auto => ColorChoice::Auto,
            Color::Always => ColorChoice::Always,
            Color::Never => ColorChoice::Never,
        };
        Self { choice }
    }

    /// Text with colours, which are kept where they can be seen.
    pub(super) fn print(self, text: &str) -> Result<(), CliError> {
        let mut out = AutoStream::new(io::stdout().lock(), self.choice);
        told(out.write_all(text.as_bytes()).and_then(|()| out.flush()))
    }

    /// A word to the user beside the result.
    pub(super) fn say(self, text: &str) {
        let mut out = AutoStream::new(io::stderr().lock(), self.choice);
        // There is nobody left to tell.
        let _ = writeln!(out, "{}", clean(text));
    }

    /// An error. Its lines stay lines.
    pub(super) fn complain(self, error: &CliError) {
        let mut out = AutoStream::new(io::stderr().lock(), self.choice);
        let red = anstyle::AnsiColor::Red.on_default().bold();
        let text = error.to_string();
        let lines: Vec<_> = text.trim_end().lines().map(clean).collect();
        // There is nobody left to tell.
        let _ = writeln!(out, "{red}error:{red:#} {}", lines.join("\n"));
    }
}

/// Text as it is, on standard output.
pub(super) fn print_raw(text: &str) -> Result<(), CliError> {
    let mut out = io::stdout().lock();
    told(out.write_all(text.as_bytes()).and_then(|()| out.flush()))
}

fn told(written: io::Result<()>) -> Result<(), CliError> {
    match written {
        // `pkce … | head` has read what it wanted.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        written => written.map_err(CliError::Stdout),
    }
}

/// Writes a whole file or none: into a neighbour that then takes its place.
pub(super) fn write_file(path: &Path, text: &str) -> Result<(), CliError> {
    let failed = |source| CliError::Write { path: path.to_owned(), source };
    // A link keeps leading to its file; a device or pipe is written to as it is, never replaced.
    let place = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    if fs::metadata(&place).is_ok_and(|known| !known.is_file() && !known.is_dir()) {
        let mut file = fs::OpenOptions::new().write(true).open(&place).map_err(failed)?;
        return file.write_all(text.as_bytes()).map_err(failed);
    }
    let neighbour = neighbour(&place);
    let written = write_synced(&neighbour, text).and_then(|()| fs::rename(&neighbour, &place));
    written.map_err(|source| {
        // What was left half written is of no use; if it is not there, all the better.
        let _ = fs::remove_file(&neighbour);
        failed(source)
    })
}

fn write_synced(path: &Path, text: &str) -> io::Result<()> {
    let mut file = fs::File::create(path)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()
}

fn neighbour(path: &Path) -> PathBuf {
    let mut name = OsString::from(".");
    name.push(path.file_name().unwrap_or_default());
    name.push(format!(".{}.new", std::process::id()));
    path.with_file_name(name)
}
