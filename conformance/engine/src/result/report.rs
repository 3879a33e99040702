//! What a run came to.

use pkce_vectors::Level;
use serde::{Deserialize, Serialize};

use super::{coverage::Coverage, row::CaseResult, summary::Summary, verdict::Verdict};
use crate::wire::About;

/// The version of the result model's JSON form.
pub const RESULT_FORMAT: u32 = 2;

/// What a run of the vectors against one target came to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    /// [`RESULT_FORMAT`].
    pub format: u32,
    /// The version of `pkce`.
    pub tool: String,
    /// Which vectors were held against the target.
    pub vectors: VectorsUsed,
    /// The profile's id.
    pub profile: String,
    /// The seed of every draw.
    pub seed: u64,
    /// The target, as it was named on the command line.
    pub target: String,
    /// What the target said of itself; absent where it never spoke.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub about: Option<About>,
    /// Why the target could not be run at all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub failed_to_run: Option<String>,
    /// Whether the run was ended from outside before its time.
    pub interrupted: bool,
    /// How the run went.
    pub run: RunFacts,
    /// Counts over `results`.
    pub summary: Summary,
    /// Which requirements of level must apply, and were judged.
    pub coverage: Coverage,
    /// Entries of the known-failures file that no longer hold.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub stale: Vec<String>,
    /// What a reader must know beside the verdicts.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<String>,
    /// A row a case or check, in the order of the vectors.
    pub results: Vec<CaseResult>,
}

/// How a run went.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RunFacts {
    /// When it began: seconds since the start of 1970, UTC.
    pub started: u64,
    /// How long it took, in milliseconds.
    pub milliseconds: u64,
    /// How often the target was started anew, after it broke.
    pub restarts: usize,
    /// Cases that were under way when the target broke, and were asked again.
    pub asked_again: usize,
    /// Whether a `should` that fails, fails the run.
    pub strict: bool,
    /// Whether a `must` that applies and was not judged fails the run.
    pub complete: bool,
    /// The exit code that goes with it.
    pub exit_code: u8,
}

/// The data behind a run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct VectorsUsed {
    /// Their version.
    pub version: String,
    /// SHA-256 over the files, in lower-case hexadecimal.
    pub digest: String,
}

impl Report {
    /// The process's exit code for this report (documented in `pkce run --help`).
    #[must_use]
    pub fn exit_code(&self, strict: bool) -> u8 {
        let fails = |level: Level| self.summary.failures.of(level).total() > 0;
        if self.failed_to_run.is_some() {
            return 3;
        }
        if fails(Level::Must) || (strict && fails(Level::Should)) || !self.stale.is_empty() {
            return 1;
        }
        let undecided =
            |row: &CaseResult| row.level == Level::Must && row.verdict == Verdict::Inconclusive;
        let known = |row: &CaseResult| row.known.is_some();
        let nothing = self.summary.judged == 0 && !self.results.iter().any(known);
        let undecided = self.results.iter().any(undecided);
        let incomplete = self.run.complete && !self.coverage.is_complete();
        if nothing || undecided || incomplete || self.interrupted { 3 } else { 0 }
    }

    /// Whether some applicable `must` requirement was not judged.
    #[must_use]
    pub const fn is_partial(&self) -> bool {
        !self.coverage.is_complete() || self.interrupted
    }
}
