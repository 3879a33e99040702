//! Known failures: a file that turns a red run green until something changes.

use std::{collections::BTreeSet, fs::File, io, path::Path};

use pkce_vectors::Level;
use serde::Deserialize;

use crate::{
    bounded,
    plan::Patterns,
    result::{CaseResult, Verdict},
    text::clean,
};

/// One entry: a glob over case ids, with the reason why it may fail.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Known {
    /// A glob over the ids of rows.
    pub id: String,
    /// Why this is known.
    pub reason: String,
    /// Where it is discussed.
    #[serde(default)]
    pub url: Option<String>,
}

/// The file: `[[known]]` tables.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KnownFailures {
    /// Its entries.
    #[serde(default)]
    pub known: Vec<Known>,
    #[serde(skip)]
    globs: Vec<Patterns>,
}

/// The file cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum KnownError {
    /// It cannot be read.
    #[error("{0}: {1}")]
    Io(String, io::Error),
    /// It is not of the form `[[known]] id = "…" reason = "…"`.
    #[error("{file}: {message}")]
    Form {
        /// Which file.
        file: String,
        /// What is wrong, with line and column.
        message: String,
    },
}

impl KnownFailures {
    /// Reads a file, or a pipe, of at most 4 MiB.
    pub fn read(path: &Path) -> Result<Self, KnownError> {
        let file = path.display().to_string();
        match File::open(path).and_then(bounded::read) {
            Ok(text) => Self::parse(&file, &text),
            Err(error) => Err(KnownError::Io(file, error)),
        }
    }

    /// Reads a file's text; `file` is for errors.
    pub fn parse(file: &str, text: &str) -> Result<Self, KnownError> {
        let failed = |message: String| KnownError::Form { file: file.to_owned(), message };
        let mut list: Self = toml::from_str(text).map_err(|error| failed(error.to_string()))?;
        for known in &list.known {
            if known.reason.trim().is_empty() {
                return Err(failed(format!("`{}` needs a reason", known.id)));
            }
            list.globs.push(Patterns::new(&[&known.id]));
        }
        Ok(list)
    }

    /// The entry that lists a row.
    #[must_use]
    pub fn entry_of(&self, id: &str) -> Option<&Known> {
        self.known
            .iter()
            .zip(&self.globs)
            .find(|(_, glob)| glob.is_match(id))
            .map(|(known, _)| known)
    }

    /// What is no longer true: an entry that passes in this run, and one that matches no id at all. `all_ids` are those of
    /// the whole data set, in every profile; `by_chance` names the vectors that may pass now and then, which makes no
    /// entry stale.
    #[must_use]
    pub fn stale(
        &self,
        rows: &[CaseResult],
        all_ids: &[String],
        by_chance: &BTreeSet<&str>,
    ) -> Vec<String> {
        let mut stale = Vec::new();
        for (known, glob) in self.known.iter().zip(&self.globs) {
            if !all_ids.iter().any(|id| glob.is_match(id)) {
                stale.push(format!("`{}` matches no id of the vectors", known.id));
            }
            let passes = |row: &&CaseResult| {
                row.verdict == Verdict::Pass && !by_chance.contains(&*row.vector)
            };
            for row in rows.iter().filter(passes).filter(|row| glob.is_match(&row.id)) {
                stale.push(format!("`{}` is listed, and {} passes", known.id, row.id));
            }
        }
        stale
    }
}

/// A file that lists the failures of a run, and each `must` that a failed control leaves undecided, for its reader to
/// give reasons to; nothing where there is none.
#[must_use]
pub fn write(rows: &[CaseResult]) -> Option<String> {
    let mut text = String::from(
        "# Failures that are known, each with a reason. A listed one that passes fails the run.\n",
    );
    let listed = |row: &&CaseResult| match row.verdict {
        Verdict::Fail | Verdict::Broken => true,
        Verdict::Inconclusive => row.level == Level::Must,
        Verdict::Pass | Verdict::Unsupported | Verdict::Skipped => false,
    };
    let mut listed = rows.iter().filter(listed).peekable();
    listed.peek()?;
    for row in listed {
        let observed = row.observed.as_deref().or(row.reason.as_deref()).unwrap_or("failed");
        let entry = toml::toml! {
            id = (row.id.to_string())
            reason = (format!("{}: {}", row.requirement, clean(observed)))
        };
        text.push_str("\n[[known]]\n");
        text.push_str(&entry.to_string());
    }
    Some(text)
}
