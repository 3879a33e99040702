//! `pkce targets install`: the package managers, run in the open.

use std::{path::Path, process::Command};

use crate::{
    command::{error::CliError, output::Console},
    list::{Language, in_repository, repository},
    near::did_you_mean,
    subject::listed::{self, Listed},
};

/// Install implementations of the list, with their package managers
///
/// Each command is printed, then run at the root of the repository, without a shell. What it installs stays in folders
/// of the repository that git ignores.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// Names of the list
    #[arg(value_name = "NAME", required_unless_present_any = ["languages", "all"])]
    names: Vec<String>,
    /// Install all of a language: go, java, javascript, python, rust, shell; may be given again
    #[arg(
        long = "language",
        value_name = "LANGUAGE",
        hide_possible_values = true,
        ignore_case = true
    )]
    languages: Vec<Language>,
    /// Install all of the list
    #[arg(long, conflicts_with_all = ["names", "languages"])]
    all: bool,
}

const EXAMPLES: &str = "\
Examples:
  pkce targets install oauthlib
  pkce targets install --language python --language javascript

Exit codes:
  0  they are installed
  1  a package manager failed
  2  wrong usage";

pub(super) fn install(args: &Args, console: Console) -> Result<u8, CliError> {
    let chosen = chosen(args)?;
    let root = repository()?;
    // Those of a language share their commands.
    let mut commands: Vec<&str> = Vec::new();
    for command in chosen.iter().flat_map(|known| &known.adapter.install) {
        if !commands.contains(&command.as_str()) {
            commands.push(command);
        }
    }
    for command in commands {
        console.say(&format!("+ {command}"));
        run(command, &root)
            .map_err(|why| CliError::Install { command: command.to_owned(), why })?;
    }
    for known in chosen {
        let installed = known.installed(&root);
        installed.map_err(CliError::StillNotInstalled)?;
        console.say(&format!("{} is installed", known.name));
    }
    Ok(0)
}

fn chosen(args: &Args) -> Result<Vec<&'static Listed>, CliError> {
    let mut chosen = Vec::new();
    for name in &args.names {
        let known = listed::find(name)?;
        let names = || listed::all().unwrap_or_default().iter().map(|known| known.name.as_str());
        chosen.push(known.ok_or_else(|| CliError::NotListed {
            name: name.clone(),
            near: did_you_mean(name, names()),
        })?);
    }
    for known in listed::all()? {
        if args.all || args.languages.contains(&known.adapter.language) {
            chosen.push(known);
        }
    }
    Ok(chosen)
}

fn run(command: &str, root: &Path) -> Result<(), String> {
    let words = in_repository(command, root);
    let Some((program, arguments)) = words.split_first() else { return Ok(()) };
    let status = Command::new(program).args(arguments).current_dir(root).status();
    match status {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(status.to_string()),
        Err(error) => Err(error.to_string()),
    }
}
