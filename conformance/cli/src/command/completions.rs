//! `pkce completions`: what a shell needs to complete the command's arguments.

use clap::{Arg, Command, builder::PossibleValuesParser};
use clap_complete::Shell;
use pkce_vectors::VectorSet;

use super::{error::CliError, output::print_raw};
use crate::subject::{self, listed};

/// Print completions for a shell
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  pkce completions bash > ~/.local/share/bash-completion/completions/pkce
  pkce completions zsh > ~/.zfunc/_pkce
  pkce completions fish > ~/.config/fish/completions/pkce.fish")]
pub(super) struct Args {
    /// The shell
    shell: Shell,
}

pub(super) fn completions(args: &Args) -> Result<u8, CliError> {
    let mut script = Vec::new();
    let mut command = with_names(super::command())?;
    clap_complete::generate(args.shell, &mut command, "pkce", &mut script);
    print_raw(&String::from_utf8_lossy(&script))?;
    Ok(0)
}

/// The arguments with the names that each takes. For completion alone: a run takes profiles of other vectors too, and
/// mutants, and says itself what a name should have been.
fn with_names(command: Command) -> Result<Command, CliError> {
    let set = VectorSet::bundled()?;
    let profiles: Vec<String> =
        set.catalogue.profiles.iter().flat_map(|p| p.names().map(str::to_owned)).collect();
    let listed: Vec<String> = listed::all()?.iter().map(|known| known.name.clone()).collect();
    let mut targets: Vec<String> = subject::names().map(str::to_owned).collect();
    targets.extend(listed.iter().cloned());
    Ok(named(command, &|verb: &str, argument: &str| match (verb, argument) {
        (_, "profile") => Some(profiles.clone()),
        (_, "target" | "targets") => Some(targets.clone()),
        ("install", "names") => Some(listed.clone()),
        _ => None,
    }))
}

/// Each argument of a command and of those below it, with its names.
fn named(command: Command, names: &dyn Fn(&str, &str) -> Option<Vec<String>>) -> Command {
    let verb = command.get_name().to_owned();
    let with = |argument: Arg| match names(&verb, argument.get_id().as_str()) {
        Some(names) => argument.value_parser(PossibleValuesParser::new(names)),
        None => argument,
    };
    command.mut_args(with).mut_subcommands(|command| named(command, names))
}
