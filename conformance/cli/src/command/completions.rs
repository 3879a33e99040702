//! `pkce completions`: what a shell needs to complete the command's arguments.

use clap_complete::Shell;

use super::{error::CliError, output::print_raw};

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
    clap_complete::generate(args.shell, &mut super::command(), "pkce", &mut script);
    print_raw(&String::from_utf8_lossy(&script))?;
    Ok(0)
}
