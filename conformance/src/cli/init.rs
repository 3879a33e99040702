//! `pkce init`: an adapter to fill in.

use std::{
    fs,
    io::{self, Write},
    path::{Path, PathBuf},
};

use clap::builder::PossibleValuesParser;

use super::{error::CliError, output::Console};
use crate::init::{LANGUAGES, skeleton};

/// Write an adapter that runs at once, to put your library into
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  pkce init python
  pkce init node adapters/mine")]
pub(super) struct Args {
    /// The adapter's language
    #[arg(value_parser = PossibleValuesParser::new(LANGUAGES.iter().map(|known| known.language)))]
    language: String,
    /// The folder to write it to; made where there is none
    #[arg(default_value = ".")]
    dir: PathBuf,
}

pub(super) fn init(args: &Args, console: Console) -> Result<u8, CliError> {
    // The parser lets only known languages through.
    let Some(skeleton) = skeleton(&args.language) else { return Ok(2) };
    let path = args.dir.join(skeleton.file_name);
    let failed = |source: io::Error| match source.kind() {
        io::ErrorKind::AlreadyExists => {
            CliError::Exists { path: path.clone(), instead: "name another folder" }
        }
        _ => CliError::Write { path: path.clone(), source },
    };
    fs::create_dir_all(&args.dir).map_err(failed)?;
    let mut file = fs::File::create_new(&path).map_err(failed)?;
    file.write_all(skeleton.text.as_bytes()).map_err(failed)?;
    let enter = if args.dir == Path::new(".") {
        String::new()
    } else {
        format!("cd {}\n  ", args.dir.display())
    };
    console.print(&format!(
        "wrote {}; it runs as it is:\n\n  {enter}pkce run -- {}\n\nThen put your library where it says \"Your library goes here\".\n",
        path.display(),
        skeleton.run
    ))?;
    Ok(0)
}
