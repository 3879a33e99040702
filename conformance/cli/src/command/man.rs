//! `pkce man`: the command's own help as manual pages.

use std::{
    fs,
    io::{self, Write as _},
    path::{Path, PathBuf},
};

use clap::{Command, ValueHint};
use clap_mangen::Man;

use super::{error::CliError, output::Console};

/// Write manual pages, one for each command
///
/// They say what `--help` says. A page that is there already is written anew.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  pkce man ~/.local/share/man/man1
  man pkce-run")]
pub(super) struct Args {
    /// The folder for the pages, which is made if it is not there
    #[arg(value_hint = ValueHint::DirPath)]
    dir: PathBuf,
}

pub(super) fn man(args: &Args, console: Console) -> Result<u8, CliError> {
    let failed = |source| CliError::Write { path: args.dir.clone(), source };
    fs::create_dir_all(&args.dir).map_err(failed)?;
    let mut command = super::command();
    // Names such as `pkce vectors lint` are put together here.
    command.build();
    let count = write(&command, &args.dir)?;
    console.print(&format!("wrote {count} pages to {}\n", args.dir.display()))?;
    Ok(0)
}

/// The page of a command, and those of the commands below it: how many they are.
fn write(command: &Command, dir: &Path) -> Result<usize, CliError> {
    let name = command.get_display_name().unwrap_or_else(|| command.get_name());
    let path = dir.join(format!("{name}.1"));
    let failed = |source| CliError::Write { path: path.clone(), source };
    let page = page(command, name).map_err(failed)?;
    let written = fs::File::create(&path).and_then(|mut file| file.write_all(&page));
    written.map_err(failed)?;
    let below = command.get_subcommands().filter(|command| command.get_name() != "help");
    below.map(|command| write(command, dir)).sum::<Result<usize, CliError>>().map(|sum| sum + 1)
}

/// What stands below the options, such as examples, keeps its lines: to set them as text would run them together.
fn page(command: &Command, name: &str) -> io::Result<Vec<u8>> {
    let after = command.get_after_help().map(ToString::to_string).unwrap_or_default();
    let command = command.clone().name(name.to_owned()).after_help("");
    let man = Man::new(command).section("1").manual("pkce");
    let mut page = Vec::new();
    man.render_title(&mut page)?;
    man.render_name_section(&mut page)?;
    man.render_synopsis_section(&mut page)?;
    man.render_description_section(&mut page)?;
    man.render_options_section(&mut page)?;
    man.render_subcommands_section(&mut page)?;
    for block in after.split("\n\n").filter(|block| !block.trim().is_empty()) {
        let (heading, rest) = match block.split_once('\n') {
            Some((heading, rest)) if heading.ends_with(':') => (heading, rest),
            _ => ("More:", block),
        };
        writeln!(page, ".SH \"{}\"\n.nf", literal(heading.trim_end_matches(':')).to_uppercase())?;
        for line in rest.lines() {
            writeln!(page, "{}", literal(line))?;
        }
        writeln!(page, ".fi")?;
    }
    Ok(page)
}

/// A line as it is: nothing in it is a request to the typesetter.
fn literal(line: &str) -> String {
    let line = line.replace('\\', "\\e").replace('-', "\\-").replace('`', "\\(ga");
    let line = line.replace('\'', "\\(aq").replace('"', "\\(dq");
    if line.starts_with('.') { format!("\\&{line}") } else { line }
}
