//! Known failures: a file that turns a red run green until something changes.

mod written;

use std::{collections::BTreeSet, fs::File, io, path::Path};

use pkce_vectors::{Check, VectorSet};
use serde::Deserialize;
use toml::Spanned;

use crate::{
    bounded,
    plan::Patterns,
    result::{CaseResult, Verdict},
};

pub use written::{Left, Written, write};

/// One entry: which rows may fail, and why.
#[derive(Debug, Clone)]
pub struct Known {
    /// Which.
    pub rows: Rows,
    /// Why this is known.
    pub reason: String,
    /// Where it is discussed.
    pub url: Option<String>,
    /// The line of the file on which the entry begins.
    line: usize,
    glob: Patterns,
}

/// Which rows an entry is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Rows {
    /// Those whose ids a glob matches.
    Id(String),
    /// Those that fail under each requirement whose id a glob matches, whichever they are: an entry of this kind goes
    /// stale when none of them fails any more.
    Requirement(String),
}

/// The file: `[[known]]` tables.
#[derive(Debug, Clone, Default)]
pub struct KnownFailures {
    /// Its entries.
    pub known: Vec<Known>,
    /// Its name, for what is told of its entries.
    file: String,
    /// A run asks a part of the vectors of a requirement: what passes there does not speak for the rest.
    of_a_part: bool,
    /// A digest of the file.
    digest: String,
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
    /// An entry cannot be used.
    #[error("{file}:{line}: {message}")]
    Entry {
        /// Which file.
        file: String,
        /// The line on which the entry begins.
        line: usize,
        /// What is wrong with it.
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

    /// Reads a file's text; `file` is for errors, and for what is told of entries.
    pub fn parse(file: &str, text: &str) -> Result<Self, KnownError> {
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct File {
            #[serde(default)]
            known: Vec<Spanned<Entry>>,
        }
        let form = |error: toml::de::Error| KnownError::Form {
            file: file.to_owned(),
            message: error.to_string(),
        };
        let read: File = toml::from_str(text).map_err(form)?;
        let mut known = Vec::with_capacity(read.known.len());
        let (mut line, mut counted) = (1, 0);
        for entry in read.known {
            // Entries stand in the order of the file, so that its lines are counted once.
            let begin = entry.span().start;
            line += text.get(counted..begin).unwrap_or_default().matches('\n').count();
            counted = begin.max(counted);
            let wrong = |message| KnownError::Entry { file: file.to_owned(), line, message };
            known.push(entry.into_inner().known(line).map_err(wrong)?);
        }
        let digest = pkce_vectors::s256(text.as_bytes());
        Ok(Self { known, file: file.to_owned(), of_a_part: false, digest })
    }

    /// The same for a run that asks a part of the vectors alone: no entry for a requirement goes stale in it.
    #[must_use]
    pub fn of_a_part(self) -> Self {
        Self { of_a_part: true, ..self }
    }

    /// The entry that makes a row known, by its id, its requirement and its verdict. An entry for a requirement is about
    /// failures alone: what broke, or stayed undecided, was not judged under it.
    #[must_use]
    pub fn entry_of(&self, id: &str, requirement: &str, verdict: Verdict) -> Option<&Known> {
        let may_be_known =
            matches!(verdict, Verdict::Fail | Verdict::Broken | Verdict::Inconclusive);
        let lists = |known: &&Known| match known.rows {
            Rows::Id(_) => known.glob.is_match(id),
            Rows::Requirement(_) => verdict == Verdict::Fail && known.glob.is_match(requirement),
        };
        self.known.iter().filter(|_| may_be_known).find(lists)
    }

    /// A digest of the file, which tells whether two runs had the same.
    #[must_use]
    pub fn digest(&self) -> &str {
        &self.digest
    }

    /// Whether an entry lists a row by its id, so that it may break without a word.
    #[must_use]
    pub fn lists(&self, id: &str) -> bool {
        self.known.iter().any(|known| known.is_of_ids() && known.glob.is_match(id))
    }

    /// What is no longer true: an entry for ids of which one passes in this run, one for a requirement of which every row
    /// passes, and one that matches nothing in the whole data set. `all_ids` are those of every profile; `by_chance` names
    /// the vectors that may pass now and then, which makes no entry stale.
    #[must_use]
    pub fn stale(
        &self,
        rows: &[CaseResult],
        set: &VectorSet,
        all_ids: &[String],
        by_chance: &BTreeSet<&str>,
    ) -> Vec<String> {
        let mut stale = Vec::new();
        for known in &self.known {
            let at = self.place(known);
            match &known.rows {
                Rows::Id(glob) => {
                    if !all_ids.iter().any(|id| known.glob.is_match(id)) {
                        stale.push(format!("{at}: `{glob}` matches no id of the vectors"));
                    }
                    for row in passing(known, rows).filter(|row| !by_chance.contains(&*row.vector))
                    {
                        stale.push(format!("{at}: `{glob}` is listed, and {} passes", row.id));
                    }
                }
                Rows::Requirement(glob) => {
                    let mut requirements = set.catalogue.requirements.iter();
                    if !requirements.any(|requirement| known.glob.is_match(&requirement.id)) {
                        stale.push(format!("{at}: no requirement is named `{glob}`"));
                    } else if self.no_longer_fails(known, rows, set, by_chance) {
                        let what = format!("`{glob}` is listed, and every row under it passes");
                        stale.push(format!("{at}: {what}"));
                    }
                }
            }
        }
        stale
    }

    /// What passes although it is listed, and makes no entry stale: a row that passes now and then, and some of the rows
    /// under a requirement.
    #[must_use]
    pub fn still_known(
        &self,
        rows: &[CaseResult],
        set: &VectorSet,
        by_chance: &BTreeSet<&str>,
    ) -> Vec<String> {
        let mut known_still = Vec::new();
        for known in &self.known {
            let at = self.place(known);
            let passing = passing(known, rows);
            let passing: Vec<&CaseResult> = match &known.rows {
                Rows::Id(_) => passing.filter(|row| by_chance.contains(&*row.vector)).collect(),
                Rows::Requirement(_) if self.no_longer_fails(known, rows, set, by_chance) => {
                    continue;
                }
                Rows::Requirement(_) => passing.collect(),
            };
            let (Rows::Id(glob) | Rows::Requirement(glob)) = &known.rows;
            let Some(first) = passing.first() else { continue };
            known_still.push(match passing.len() {
                1 => format!("{at}: `{glob}` is listed, and {} passes", first.id),
                more => {
                    format!("{at}: `{glob}` is listed, and {more} rows pass, such as {}", first.id)
                }
            });
        }
        known_still
    }

    /// Whether all rows under a requirement pass, and they are all that it has.
    fn no_longer_fails(
        &self,
        known: &Known,
        rows: &[CaseResult],
        set: &VectorSet,
        by_chance: &BTreeSet<&str>,
    ) -> bool {
        let mut passes = false;
        for row in rows.iter().filter(|row| known.glob.is_match(&row.requirement)) {
            match row.verdict {
                Verdict::Pass => passes |= !by_chance.contains(&*row.vector),
                Verdict::Unsupported => {}
                Verdict::Skipped if row.known.is_none() => {}
                _ => return false,
            }
        }
        passes && !self.of_a_part && is_whole(rows, set, |id| known.glob.is_match(id))
    }

    fn place(&self, known: &Known) -> String {
        format!("{}:{}", self.file, known.line)
    }
}

impl Known {
    const fn is_of_ids(&self) -> bool {
        matches!(self.rows, Rows::Id(_))
    }
}

/// The rows that pass although an entry lists them.
fn passing<'r>(known: &'r Known, rows: &'r [CaseResult]) -> impl Iterator<Item = &'r CaseResult> {
    rows.iter().filter(|row| row.verdict == Verdict::Pass).filter(|row| match known.rows {
        Rows::Id(_) => known.glob.is_match(&row.id),
        Rows::Requirement(_) => known.glob.is_match(&row.requirement),
    })
}

/// Whether each vector of the data set under the requirements, or with a check under them, has a row: no filter left one
/// out. A client is asked the scenarios alone, and nobody else is asked any.
fn is_whole(rows: &[CaseResult], set: &VectorSet, is_under: impl Fn(&str) -> bool) -> bool {
    let asked: BTreeSet<&str> = rows.iter().map(|row| &*row.vector).collect();
    let is_asked = |id: &str, withdrawn: &Option<String>| withdrawn.is_some() || asked.contains(id);
    let is_under_check = |check: &Check| is_under(&check.requirement);
    let mut vectors = set.vectors.iter().filter(|vector| is_under(&vector.requirement));
    let mut flows = set
        .flows
        .iter()
        .filter(|flow| is_under(&flow.requirement) || flow.checks.iter().any(is_under_check));
    let mut scenarios = set
        .scenarios
        .iter()
        .filter(|scenario| scenario.judged.iter().any(|question| is_under(&question.requirement)));
    if rows.iter().any(|row| row.op == "client") {
        return scenarios.all(|scenario| is_asked(&scenario.id, &scenario.withdrawn));
    }
    vectors.all(|vector| is_asked(&vector.id, &vector.withdrawn))
        && flows.all(|flow| is_asked(&flow.id, &flow.withdrawn))
}

/// An entry as it is written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    id: Option<String>,
    requirement: Option<String>,
    reason: Option<String>,
    url: Option<String>,
}

impl Entry {
    fn known(self, line: usize) -> Result<Known, String> {
        let (rows, glob) = match (self.id, self.requirement) {
            (Some(glob), None) => (Rows::Id(glob.clone()), glob),
            (None, Some(glob)) => (Rows::Requirement(glob.clone()), glob),
            (Some(id), Some(_)) => {
                return Err(format!(
                    "`{id}` has a requirement beside it; an entry names rows by `id` or by `requirement`"
                ));
            }
            (None, None) => {
                return Err(
                    "the entry names no rows; give it an `id` or a `requirement`".to_owned()
                );
            }
        };
        let reason = self.reason.filter(|reason| !reason.trim().is_empty());
        let reason = reason.ok_or_else(|| format!("`{glob}` needs a reason"))?;
        Ok(Known { rows, reason, url: self.url, line, glob: Patterns::new(&[&glob]) })
    }
}
