//! `pkce init`: an adapter to fill in, or the target file of a live server.

use std::{
    fs,
    io::{self, Write},
    path::{Path, PathBuf},
};

use clap::builder::PossibleValuesParser;

use super::{
    error::CliError,
    output::{Console, quoted},
};
use crate::init::{CLIENT_FILE, LANGUAGES, skeleton, target_file};

/// Write an adapter that runs at once, to put your library or server into; or the file of a live server or of a client
///
/// `pkce init server` writes server.toml, with a comment at each member. With --issuer it asks a server on this machine
/// for its metadata document, which names the endpoints.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  pkce init python
  pkce init go adapters/mine
  pkce init node --server
  pkce init server --issuer http://127.0.0.1:8080
  pkce init client

Languages with --server: go, java, node, python")]
pub(super) struct Args {
    /// The adapter's language, `server` for a target file, or `client` for a client file
    #[arg(value_parser = PossibleValuesParser::new(
        LANGUAGES.iter().map(|known| known.language).chain([LIVE, CLIENT])
    ))]
    language: String,
    /// Write it to this folder, which is made if it is not there
    #[arg(default_value = ".")]
    dir: PathBuf,
    /// Write one for an authorization server, which is held by flows
    #[arg(long)]
    server: bool,
    /// Ask this issuer for its metadata document; with `pkce init server` alone
    #[arg(long, value_name = "URL", conflicts_with = "server")]
    issuer: Option<String>,
}

/// What is written in the place of an adapter.
const LIVE: &str = "server";

/// The same, for an OAuth client.
const CLIENT: &str = "client";

pub(super) fn init(args: &Args, console: Console) -> Result<u8, CliError> {
    if args.language == LIVE {
        return init_live(args, console);
    }
    if args.language == CLIENT {
        return init_client(args, console);
    }
    if args.issuer.is_some() {
        return Err(CliError::IssuerWithoutServer);
    }
    // The parser lets only known languages through.
    let Some(skeleton) = skeleton(&args.language) else { return Ok(2) };
    let files = skeleton.files(args.server).ok_or_else(|| {
        let known = LANGUAGES.iter().filter(|known| known.server.is_some());
        let known: Vec<&str> = known.map(|known| known.language).collect();
        CliError::NoServer { language: args.language.clone(), known: known.join(", ") }
    })?;
    let paths: Vec<PathBuf> = files.iter().map(|file| args.dir.join(file.path)).collect();
    // Looked for before the first is written: a refusal leaves nothing behind.
    if let Some(path) = paths.iter().find(|path| path.exists()) {
        return Err(CliError::Exists { path: path.clone(), instead: "name another folder" });
    }
    for (path, file) in paths.iter().zip(&files) {
        write(path, file.text).map_err(|source| CliError::Write { path: path.clone(), source })?;
    }
    let enter = if args.dir == Path::new(".") {
        String::new()
    } else {
        format!("cd {}\n  ", quoted([args.dir.display().to_string()]))
    };
    let build = skeleton.build.map_or(String::new(), |build| format!("{build}\n  "));
    let wrote: Vec<String> = paths.iter().map(|path| path.display().to_string()).collect();
    let what = if args.server { "server" } else { "library" };
    console.print(&format!(
        "wrote {}; it runs as it is:\n\n  {enter}{build}pkce run -- {}\n\nThen put your {what} where it says \"Your {what} goes here\".\n",
        wrote.join(" and "),
        skeleton.run
    ))?;
    Ok(0)
}

fn init_live(args: &Args, console: Console) -> Result<u8, CliError> {
    let path = args.dir.join("server.toml");
    if path.exists() {
        return Err(CliError::Exists { path, instead: "name another folder" });
    }
    let issuer = args.issuer.as_deref().unwrap_or("http://127.0.0.1:8080");
    let found = match &args.issuer {
        None => Vec::new(),
        Some(issuer) => pkce_http::driver::look(issuer).unwrap_or_else(|why| {
            console.say(&format!("no metadata document was found: {why}"));
            Vec::new()
        }),
    };
    write(&path, &target_file(issuer, &found))
        .map_err(|source| CliError::Write { path: path.clone(), source })?;
    let shown = quoted([path.display().to_string()]);
    console.print(&format!(
        "wrote {shown}; fill in the clients and the user, then:\n\n  pkce check-target {shown}\n  pkce run {shown}\n",
    ))?;
    Ok(0)
}

fn init_client(args: &Args, console: Console) -> Result<u8, CliError> {
    let path = args.dir.join("client.toml");
    if path.exists() {
        return Err(CliError::Exists { path, instead: "name another folder" });
    }
    write(&path, CLIENT_FILE).map_err(|source| CliError::Write { path: path.clone(), source })?;
    let shown = quoted([path.display().to_string()]);
    console.print(&format!(
        "wrote {shown}; it starts a client of ours as it is. Put your own into `command`, then:\n\n  pkce client {shown}\n",
    ))?;
    Ok(0)
}

/// Never over another file, even one that appeared just now.
fn write(path: &Path, text: &str) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::File::create_new(path)?.write_all(text.as_bytes())
}
