//! The command `pkce`: arguments in, exit code out.

mod adapter;
mod check_adapter;
mod check_target;
mod choice;
mod client;
mod compare;
mod completions;
mod diagnose;
mod diff;
mod error;
mod explore;
mod forms;
mod init;
mod interrupt;
mod man;
mod mutants;
mod output;
mod progress;
mod reference_client;
mod report;
mod reporting;
mod run;
mod serve;
mod settled;
mod targets;
mod vectors;

use std::{ffi::OsString, process::ExitCode};

use clap::{CommandFactory as _, FromArgMatches as _, Parser, Subcommand, error::ErrorKind};

use crate::subject::{Target, near};
use error::CliError;
use output::{Color, Console, quoted};

/// Holds PKCE implementations against conformance vectors (RFC 7636 and what builds on it)
///
/// Libraries and authorization servers, in any language: a target is asked what each vector says, and each answer
/// is judged by the requirement behind the vector.
#[derive(Debug, Parser)]
#[command(name = "pkce", version, max_term_width = 100, after_help = EXAMPLES)]
pub(crate) struct Cli {
    #[command(subcommand)]
    command: Command,
    /// When to colour what goes to the terminal
    #[arg(long, global = true, value_name = "WHEN", value_enum, default_value_t = Color::Auto)]
    color: Color,
}

const EXAMPLES: &str = "\
Examples:
  pkce compare                      the reference and the bundled Rust crates, in one table
  pkce run oauth2                   one of them, with every failure
  pkce report FILE --format junit   saved results in another form
  pkce targets                      real libraries in other languages, and how to install them
  pkce run -- python3 adapter.py    your own library, behind an adapter
  pkce run server.toml              a live authorization server, as this file describes it
  pkce client -- node client.mjs    your own OAuth client, against a judge in the server's place
  pkce init python                  write such an adapter
  pkce vectors show ID              what a vector asks, and why
  pkce serve                        the reference as a server, for clients and other tools
  pkce explore oauth2               beyond the vectors: drawn inputs, shrunk to drafts
  pkce diagnose -                   why a verifier and a challenge do not match

Exit codes:
  0  every `must` that was selected and applies holds
  1  one fails or is broken; a known failure no longer holds; a lint found something;
     a pair does not match
  2  wrong usage, or a wrong file
  3  the target could not be run, nothing was judged, or a `must` stayed inconclusive";

#[derive(Debug, Subcommand)]
enum Command {
    Run(run::Args),
    Client(client::Args),
    Serve(serve::Args),
    Compare(compare::Args),
    Report(report::Args),
    Diff(diff::Args),
    Mutants(mutants::Args),
    Explore(explore::Args),
    Diagnose(diagnose::Args),
    Targets(targets::Args),
    #[command(subcommand)]
    Vectors(vectors::Command),
    Init(init::Args),
    CheckAdapter(check_adapter::Args),
    CheckTarget(check_target::Args),
    Completions(completions::Args),
    Man(man::Args),
    Adapter(adapter::Args),
    ReferenceClient(reference_client::Args),
}

/// Every argument that `pkce` understands.
#[must_use]
pub fn command() -> clap::Command {
    Cli::command()
}

/// Reads the arguments, does what they say, and returns the exit code.
#[must_use]
pub fn main() -> ExitCode {
    let words: Vec<OsString> = std::env::args_os().collect();
    let cli = match parsed(&words) {
        Ok(cli) => cli,
        Err(error) => {
            if error.kind() == ErrorKind::UnknownArgument
                && let Some(without) = without_dashes(&words)
            {
                Console::new(Color::Auto).complain(&without);
                return ExitCode::from(without.code());
            }
            // Help asked for goes to stdout, usage errors to stderr; a closed pipe is nobody's fault.
            let _ = error.print();
            return ExitCode::from(if error.use_stderr() { 2 } else { 0 });
        }
    };
    let console = Console::new(cli.color);
    let done = match &cli.command {
        Command::Run(args) => run::run(args, console),
        Command::Client(args) => client::client(args, console),
        Command::Serve(args) => serve::serve(args, console),
        Command::Compare(args) => compare::compare(args, console),
        Command::Report(args) => report::report(args, console),
        Command::Diff(args) => diff::diff(args, console),
        Command::Mutants(args) => mutants::mutants(args, console),
        Command::Explore(args) => explore::explore(args, console),
        Command::Diagnose(args) => diagnose::diagnose(args, console),
        Command::Targets(args) => targets::targets(args, console),
        Command::Vectors(command) => vectors::vectors(command, console),
        Command::CheckAdapter(args) => check_adapter::check_adapter(args, console),
        Command::CheckTarget(args) => check_target::check_target(args, console),
        Command::Init(args) => init::init(args, console),
        Command::Completions(args) => completions::completions(args),
        Command::Man(args) => man::man(args, console),
        Command::Adapter(args) => adapter::adapter(args),
        Command::ReferenceClient(args) => reference_client::reference_client(args),
    };
    ExitCode::from(done.unwrap_or_else(|error| {
        console.complain(&error);
        error.code()
    }))
}

/// The arguments; what help and errors look like is asked for in them too.
fn parsed(words: &[OsString]) -> Result<Cli, clap::Error> {
    let mut words = words.to_vec();
    // `pkce help run --help` asks for the same as `pkce help run`, which clap takes for a command of the name `--help`.
    if words.get(1).is_some_and(|word| word == "help") {
        let is_help = |word: &OsString| word == "--help" || word == "-h";
        words.retain(|word| !is_help(word));
    }
    let apart = words.windows(2).any(|pair| pair == ["--color", "never"]);
    let colour = if apart || words.iter().any(|word| word == "--color=never") {
        clap::ColorChoice::Never
    } else {
        clap::ColorChoice::Auto
    };
    Cli::from_arg_matches(&command().color(colour).try_get_matches_from(words)?)
}

/// A command with options of its own that lacks its `--`: `pkce run node --import x adapter.mjs`.
fn without_dashes(words: &[OsString]) -> Option<CliError> {
    let words: Vec<String> = words.iter().map(|w| w.to_string_lossy().into_owned()).collect();
    let [_, verb, command @ ..] = words.as_slice() else { return None };
    let verb = ["run", "explore", "check-adapter"].into_iter().find(|known| known == verb)?;
    let program = command.first().filter(|word| !word.starts_with('-'))?;
    let resembles = || Target::named(program).is_ok() || !near(program).is_empty();
    let is_target = verb != "check-adapter" && resembles();
    let is_command = command.iter().all(|word| word != "--") && !is_target;
    is_command.then(|| CliError::WithoutDashes { verb, command: quoted(command.iter().cloned()) })
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_arguments_are_consistent() {
        super::command().debug_assert();
    }
}
