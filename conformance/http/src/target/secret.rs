//! Secrets of a file: named by an environment variable or a file, or written in place.

use std::{fmt, fs, io, path::Path};

use serde::Deserialize;

/// Where a secret is.
#[derive(Clone, PartialEq, Eq, Deserialize)]
#[serde(untagged, expecting = "a secret is `{ env = \"NAME\" }`, `{ file = \"path\" }`, or text")]
pub enum Secret {
    /// In the file itself.
    Inline(String),
    /// In this environment variable.
    Env(EnvSecret),
    /// In this file, next to the target file; white space at its end does not count.
    File(FileSecret),
}

/// `{ env = "NAME" }`.
#[derive(Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EnvSecret {
    env: String,
}

/// `{ file = "path" }`.
#[derive(Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FileSecret {
    file: String,
}

/// A secret is not where the file says.
#[derive(Debug, thiserror::Error)]
pub enum SecretError {
    /// The variable is not set.
    #[error("the environment variable {0} is not set, or is no text; set it before the run")]
    NoVariable(String),
    /// The file cannot be read.
    #[error("cannot read the secret in {path}: {source}")]
    NoFile {
        /// Its path.
        path: String,
        /// Why.
        source: io::Error,
    },
}

impl Secret {
    /// The secret itself. Relative paths start at `folder`.
    pub fn reveal(&self, folder: &Path) -> Result<String, SecretError> {
        match self {
            Self::Inline(text) => Ok(text.clone()),
            Self::Env(EnvSecret { env }) => {
                std::env::var(env).map_err(|_| SecretError::NoVariable(env.clone()))
            }
            Self::File(FileSecret { file }) => {
                let path = folder.join(file);
                let text = fs::read_to_string(&path).map_err(|source| SecretError::NoFile {
                    path: path.display().to_string(),
                    source,
                })?;
                Ok(text.trim_end().to_owned())
            }
        }
    }

    /// Whether it stands in the file.
    #[must_use]
    pub const fn is_inline(&self) -> bool {
        matches!(self, Self::Inline(_))
    }
}

/// Where it is, not what it is.
impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Inline(_) => f.write_str("Inline([redacted])"),
            Self::Env(EnvSecret { env }) => f.debug_tuple("Env").field(env).finish(),
            Self::File(FileSecret { file }) => f.debug_tuple("File").field(file).finish(),
        }
    }
}
