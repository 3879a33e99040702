//! What stops the command before or beside its verdict, with its exit code.

use std::{io, path::PathBuf};

use pkce_vectors::{LoadError, UnknownProfile};

use crate::{
    list::{ListError, NoRepository},
    near::did_you_mean,
    project::ProjectError,
    subject::{TargetError, listed::NotInstalled},
};
use pkce_conformance::{known::KnownError, run::CannotMerge};
use pkce_explore::CannotDraft;
use pkce_report::ReadError;

/// Wrong usage, a wrong file, or a file that cannot be written.
#[derive(Debug, thiserror::Error)]
pub(super) enum CliError {
    #[error(transparent)]
    Target(#[from] TargetError),
    #[error(transparent)]
    NoRepository(#[from] NoRepository),
    #[error(transparent)]
    List(#[from] ListError),
    #[error("the list has no `{name}`{near}; `pkce targets` lists it")]
    NotListed { name: String, near: String },
    #[error("`{command}` failed: {why}")]
    Install { command: String, why: String },
    #[error("every command went well, and yet {0}")]
    StillNotInstalled(NotInstalled),
    #[error("{wrong}{near}", wrong = .0, near = near_profile(.0))]
    Profile(#[from] UnknownProfile),
    #[error(transparent)]
    Vectors(#[from] LoadError),
    #[error("{0}")]
    Known(#[from] KnownError),
    #[error(
        "`{option} {glob}` matches no id, requirement or flag{near}; `pkce vectors list` shows them"
    )]
    GlobWithoutMatch { option: &'static str, glob: String, near: String },
    #[error(
        "no vector is left: together, the filters take none of profile {profile}; see `pkce vectors list`"
    )]
    NothingSelected { profile: String },
    #[error("{} does not pass the lint: {first}{more}; `pkce vectors lint {}` tells all", dir.display(), dir.display())]
    Lint { dir: PathBuf, first: String, more: String },
    #[error("there is no vector `{id}`{near}; `pkce vectors list` shows all")]
    UnknownVector { id: String, near: String },
    #[error("{} exists and is not overwritten; {instead}", path.display())]
    Exists { path: PathBuf, instead: &'static str },
    #[error("there is no server to begin with in {language}; {known} have one")]
    NoServer { language: String, known: String },
    #[error("{} would hold two things; name another file for one of them", path.display())]
    OneFileForTwo { path: PathBuf },
    #[error("cannot write {}: {source}", path.display())]
    Write { path: PathBuf, source: io::Error },
    #[error("cannot write to standard output: {0}")]
    Stdout(io::Error),
    #[error("{0} is no folder")]
    NoFolder(String),
    #[error("there is no mutant and no family `{name}`{near}; `pkce mutants --matrix` names all")]
    NoMutant { name: String, near: String },
    #[error("a command goes behind `--`: pkce {verb} -- {command}")]
    WithoutDashes { verb: &'static str, command: String },
    #[error("the bundled list of suites: {0}")]
    Suites(#[from] toml::de::Error),
    #[error("nothing of what was asked for is installed")]
    NothingInstalled,
    #[error("the command after `--command` is empty")]
    EmptyCommand,
    #[error("it is no command: nothing is in it, or a quotation mark is not closed")]
    NoCommand,
    #[error(
        "nothing says what is run: name a target, give a command behind `--`, or write a pkce.toml (see pkce run --help)"
    )]
    NoTarget,
    #[error(transparent)]
    Project(#[from] ProjectError),
    #[error("{place}: {source}")]
    Within { place: String, source: Box<CliError> },
    #[error("{0}")]
    Place(String),
    #[error("cannot read {}: {source}", path.display())]
    Read { path: PathBuf, source: io::Error },
    #[error("{}: {source}", path.display())]
    NoReport { path: PathBuf, source: ReadError },
    #[error("no failure has the id `{id}`{near}; {some}")]
    NoFailure { id: String, near: String, some: String },
    #[error(transparent)]
    Merge(#[from] CannotMerge),
    #[error("no target of the one file is in the other by its name")]
    NoPair,
    #[error(
        "there is no {what}: give one with {option}, or a text in which it has its name{notes}"
    )]
    HalfMissing { what: &'static str, option: &'static str, notes: String },
    #[error(
        "standard input can be read once: as a text, or as lines for --verifier and --challenge"
    )]
    StdinTwice,
    #[error("standard input has {had} of the {wanted} lines that `-` stands for")]
    LinesMissing { wanted: usize, had: usize },
    #[error(
        "--method stands there {methods} times, and --challenge {challenges} times: give one method for all, or one for each"
    )]
    Methods { methods: usize, challenges: usize },
    #[error(transparent)]
    Draft(#[from] CannotDraft),
    #[error("the operating system gives no random seed ({0}); name one with --seed")]
    Seed(String),
    #[error("{0} is for live servers, and this target is none; name a file such as server.toml")]
    WithoutServer(&'static str),
    #[error("--issuer goes with `pkce init server` alone")]
    IssuerWithoutServer,
    #[error("the operating system gives no random octets ({0})")]
    Random(String),
    #[error("there is no mutant of a server `{0}`; `pkce mutants --matrix` names all")]
    NoServerMutant(String),
    #[error("`{name}` cannot be served: {why}")]
    CannotServe { name: String, why: String },
    #[error(
        "cannot listen on port {port} of 127.0.0.1: {source}; name another with --port, or 0 for any"
    )]
    Listen { port: u16, source: io::Error },
    #[error(transparent)]
    File(#[from] pkce_http::FileError),
    #[error("there is no mutant of a client `{0}`; `pkce mutants --matrix` names all")]
    NoClientMutant(String),
    #[error("the adapter's streams failed: {0}")]
    Streams(io::Error),
}

fn near_profile(UnknownProfile { name, known }: &UnknownProfile) -> String {
    did_you_mean(name, known.iter().flatten().map(String::as_str))
}

impl CliError {
    /// The exit code that goes with it.
    pub(super) fn code(&self) -> u8 {
        match self {
            Self::Within { source, .. } => source.code(),
            Self::Install { .. } | Self::StillNotInstalled(_) => 1,
            Self::NothingInstalled
            | Self::Target(TargetError::NotInstalled(_))
            | Self::Merge(CannotMerge::NotRun(..)) => 3,
            _ => 2,
        }
    }
}
