//! `pkce vectors`: the data itself.

mod draft;
mod lint;
mod list;
pub(super) mod scenarios;
mod show;

use super::{error::CliError, output::Console};

/// List, explain, check and draft the vectors
#[derive(Debug, clap::Subcommand)]
pub(super) enum Command {
    List(list::Args),
    Show(show::Args),
    Lint(lint::Args),
    Draft(draft::Args),
}

pub(super) fn vectors(command: &Command, console: Console) -> Result<u8, CliError> {
    match command {
        Command::List(args) => list::list(args, console),
        Command::Show(args) => show::show(args, console),
        Command::Lint(args) => lint::lint(args, console),
        Command::Draft(args) => draft::draft(args),
    }
}
