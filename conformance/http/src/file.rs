//! Files that people write of their servers and clients, in TOML: read strictly, and no further than one could be right.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use serde::de::DeserializeOwned;

/// A file that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum FileError {
    /// It cannot be read.
    #[error("cannot read {}: {source}", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// It does not say what such a file says.
    #[error("{}: {why}", path.display())]
    Wrong {
        /// The file.
        path: PathBuf,
        /// What is wrong, where, and what would be right.
        why: String,
    },
}

/// The largest file that is read, in octets.
const MOST: usize = 1 << 20;

/// Reads a file with what reads its text.
pub(crate) fn read<T>(
    path: &Path,
    parse: impl FnOnce(String) -> Result<T, String>,
) -> Result<T, FileError> {
    let unreadable = |source| FileError::Unreadable { path: path.to_owned(), source };
    let text = fs::File::open(path).and_then(pkce_conformance::bounded::read);
    let text = text.map_err(unreadable)?;
    parse(text).map_err(|why| FileError::Wrong { path: path.to_owned(), why })
}

/// What a text says in TOML; otherwise what is wrong, with the line.
pub(crate) fn parse<T: DeserializeOwned>(text: &str) -> Result<T, String> {
    if text.len() > MOST {
        return Err(format!("it is longer than {MOST} octets, the most that is read"));
    }
    toml::from_str(text).map_err(|error| error.to_string())
}
