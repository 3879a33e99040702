//! Where text goes: standard output, standard error, files. A reader that went away is no error.

use std::{
    borrow::Cow,
    ffi::OsString,
    fs,
    io::{self, Write},
    path::{Path, PathBuf},
};

use anstream::{AutoStream, ColorChoice};
use clap::ValueEnum;

use super::error::CliError;
use pkce_report::{COLUMNS, clean, wrapped};

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

    /// How wide a report is: as the terminal, as far as lines of that length can be read.
    pub(super) fn columns() -> usize {
        let said = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
        let seen =
            || terminal_size::terminal_size_of(io::stdout()).map(|(width, _)| usize::from(width.0));
        said.or_else(seen).unwrap_or(COLUMNS).min(WIDEST)
    }

    /// Text with colours, which are kept where they can be seen.
    pub(super) fn print(self, text: &str) -> Result<(), CliError> {
        let mut out = AutoStream::new(io::stdout().lock(), self.choice);
        unless_gone(out.write_all(text.as_bytes()).and_then(|()| out.flush()))
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
        // On a terminal words stay whole; in a file or a pipe a line stays a line.
        let columns = terminal_size::terminal_size_of(io::stderr())
            .map_or(usize::MAX, |(width, _)| usize::from(width.0));
        let mark = format!("{red}error:{red:#} ");
        let lines = text.trim_end().lines().enumerate().flat_map(|(index, line)| {
            wrapped(if index == 0 { &mark } else { "" }, 0, &clean(line), columns)
        });
        // There is nobody left to tell.
        let _ = writeln!(out, "{}", lines.collect::<Vec<_>>().join("\n"));
    }
}

/// The most columns that a report takes: longer lines are hard to read.
const WIDEST: usize = 100;

/// Words as a shell wants them typed.
pub(super) fn quoted(words: impl IntoIterator<Item = String>) -> String {
    // A word that holds NUL can be typed in no shell; it is shown as it is.
    let quoted =
        |word: String| shlex::try_quote(&word).map(Cow::into_owned).unwrap_or(word.clone());
    words.into_iter().map(quoted).collect::<Vec<_>>().join(" ")
}

/// Text as it is, on standard output.
pub(super) fn print_raw(text: &str) -> Result<(), CliError> {
    let mut out = io::stdout().lock();
    unless_gone(out.write_all(text.as_bytes()).and_then(|()| out.flush()))
}

fn unless_gone(written: io::Result<()>) -> Result<(), CliError> {
    match written {
        // `pkce … | head` has read what it wanted.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        written => written.map_err(CliError::Stdout),
    }
}

/// Whether a file can be written, tried before there is something to write.
pub(super) fn look_at(path: &Path) -> Result<(), CliError> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    if let Some(folder) = folder.filter(|folder| !folder.is_dir()) {
        return Err(CliError::NoFolder(folder.display().to_string()));
    }
    let failed = |source| CliError::Write { path: path.to_owned(), source };
    let place = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    match fs::metadata(&place) {
        Ok(known) if known.is_dir() => Err(failed(io::ErrorKind::IsADirectory.into())),
        Ok(known) if !known.is_file() => {
            fs::OpenOptions::new().write(true).open(&place).map(drop).map_err(failed)
        }
        _ => {
            let neighbour = neighbour(&place);
            let made = fs::File::create(&neighbour).map(drop);
            // What was made is of no use yet; if it is not there, all the better.
            let _ = fs::remove_file(&neighbour);
            made.map_err(failed)
        }
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
