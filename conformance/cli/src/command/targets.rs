//! `pkce targets`: what can be named, what of it is installed, and how to install the rest.

mod install;

use std::{fs, path::Path};

use super::{error::CliError, output::Console};
use crate::{
    list::repository,
    subject::{
        self,
        listed::{self, NotInstalled},
    },
};
use pkce_http::target::{self, ServerFile};
use pkce_report::{
    render,
    targets::{Form, Listed, Targets},
};

/// List every target that has a name, and install those of the list
///
/// The reference and the Rust crates are built in. The others are real libraries in their own languages
/// (conformance/adapters/list.toml), and run once their package manager has installed them; and real authorization servers,
/// each a file in conformance/targets, which `pkce run` installs and starts.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    Install(install::Args),
}

const EXAMPLES: &str = "\
Examples:
  pkce targets
  pkce targets install oauthlib
  pkce targets install --language python
  pkce run oauthlib
  pkce compare --all";

pub(super) fn targets(args: &Args, console: Console) -> Result<u8, CliError> {
    match &args.command {
        Some(Command::Install(args)) => install::install(args, console),
        None => list(console),
    }
}

fn list(console: Console) -> Result<u8, CliError> {
    let root = repository();
    let mut remedy = "";
    let mut targets = Vec::new();
    for name in subject::names() {
        let about = subject::implementation(name, 0).map(|implementation| implementation.about());
        let (version, language) =
            about.map(|about| (about.version, about.language)).unwrap_or_default();
        let (name, state) = (name.to_owned(), "built in".to_owned());
        targets.push(Listed { name, version, language, state });
    }
    for known in listed::all()? {
        let state = match root.as_ref().map(|root| known.installed(root)) {
            Err(_) => {
                remedy = CLONE;
                "from a checkout".to_owned()
            }
            Ok(Ok(_)) => "installed".to_owned(),
            Ok(Err(NotInstalled::Package(_))) => {
                remedy = INSTALL;
                "not installed".to_owned()
            }
            Ok(Err(NotInstalled::Program { program, .. })) => format!("needs {program}"),
        };
        let (version, language) =
            (known.adapter.version.clone(), known.adapter.language.as_str().to_owned());
        targets.push(Listed { name: known.name.clone(), version, language, state });
    }
    if let Ok(root) = &root {
        targets.extend(servers(root));
    }
    let shown = Targets { listed: &targets, remedy, columns: Console::columns() };
    console.print(&render(Form::Terminal, shown))?;
    Ok(0)
}

/// The live servers of the repository, by their files, which are what `pkce run` is given.
fn servers(root: &Path) -> Vec<Listed> {
    let folder = root.join(SERVERS);
    let mut names: Vec<String> = fs::read_dir(&folder)
        .into_iter()
        .flatten()
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .filter(|name| Path::new(name).extension().is_some_and(|extension| extension == "toml"))
        .collect();
    names.sort();
    let listed = |name: String| {
        let path = folder.join(&name);
        // Whatever port it is started at: nothing is asked here.
        let (version, language, state) = match target::read(&path, 1) {
            Ok(file) => (file.version.clone(), file.language.clone(), installed(&file, &folder)),
            Err(error) => (String::new(), String::new(), error.to_string()),
        };
        Listed { name: format!("{SERVERS}/{name}"), version, language, state }
    };
    names.into_iter().map(listed).collect()
}

/// How a live server is made ready: it installs itself at its first run.
fn installed(file: &ServerFile, folder: &Path) -> String {
    let Some(run) = &file.run else { return "a server that runs already".to_owned() };
    let at = run.folder.as_ref().map_or_else(|| folder.to_owned(), |own| folder.join(own));
    if run.installed.as_ref().is_none_or(|made| at.join(made).exists()) {
        return "server, installed".to_owned();
    }
    let commands: Vec<String> = run.install.iter().map(|words| words.join(" ")).collect();
    format!("server, installed at its first run by `{}`", commands.join("`, `"))
}

const SERVERS: &str = "conformance/targets";

const INSTALL: &str = "`pkce targets install NAME` installs one, with `--language LANGUAGE` all of a language. \
    Each command is printed before it runs.";

const CLONE: &str = "What is not built in runs from a checkout of the repository, in which its package managers put \
    it: clone the repository, and run `pkce targets` there.";
