//! What stops the command before or beside its verdict: exit code 2.

use std::{io, path::PathBuf};

use pkce_vectors::{LoadError, UnknownProfile};

use crate::{known::KnownError, target::UnknownTarget};

/// Wrong usage, a wrong file, or a file that cannot be written.
#[derive(Debug, thiserror::Error)]
pub(super) enum CliError {
    #[error(transparent)]
    Target(#[from] UnknownTarget),
    #[error(transparent)]
    Profile(#[from] UnknownProfile),
    #[error(transparent)]
    Vectors(#[from] LoadError),
    #[error("{0}")]
    Known(#[from] KnownError),
    #[error("`{option} {glob}` matches no id, requirement or flag; `pkce vectors list` shows them")]
    GlobWithoutMatch { option: &'static str, glob: String },
    #[error(
        "no vector is left: together, the filters take none of profile {profile}; see `pkce vectors list`"
    )]
    NothingSelected { profile: String },
    #[error("{} does not pass the lint: {first}{more}; `pkce vectors lint` tells all", dir.display())]
    Lint { dir: PathBuf, first: String, more: String },
    #[error("there is no vector `{id}`{near}; `pkce vectors list` shows all")]
    UnknownVector { id: String, near: String },
    #[error("{} exists and is not overwritten; {instead}", path.display())]
    Exists { path: PathBuf, instead: &'static str },
    #[error("cannot write {}: {source}", path.display())]
    Write { path: PathBuf, source: io::Error },
    #[error("cannot write to standard output: {0}")]
    Stdout(io::Error),
    #[error("{0} is no folder")]
    NoFolder(String),
    #[error("there is no mutant and no family `{0}`; `pkce mutants --matrix` names all")]
    NoMutant(String),
    #[error("the command after `--command` is empty")]
    EmptyCommand,
    #[error("the operating system gives no random seed ({0}); name one with --seed")]
    Seed(String),
    #[error("the adapter's streams failed: {0}")]
    Streams(io::Error),
}
