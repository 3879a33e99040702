//! What a run came to.

use pkce_vectors::Level;
use serde::{Deserialize, Serialize};

use super::{
    asked::Asked, coverage::Coverage, row::CaseResult, summary::Summary, verdict::Verdict,
};
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
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own")]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RunFacts {
    /// When it began: seconds since the start of 1970, UTC.
    pub started: u64,
    /// How long it took, in milliseconds.
    pub milliseconds: u64,
    /// How often the target was started anew, after it broke.
    pub restarts: usize,
    /// Cases that were under way when the target broke, and of which none broke it when each was asked again.
    pub asked_again: usize,
    /// Whether the run ended at the first `must` that failed, as it was told to.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub cut_short: bool,
    /// Whether the run ended before its last case because its time was over.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub out_of_time: bool,
    /// Whether a `should` that fails, fails the run.
    pub strict: bool,
    /// Whether a `must` that applies and was not judged fails the run.
    pub complete: bool,
    /// The exit code that goes with it.
    pub exit_code: u8,
    /// Which part of a run this is, where it is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shard: Option<ShardFacts>,
}

/// A part of a run, which others complete.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShardFacts {
    /// Its number, counted from 1.
    pub number: u32,
    /// How many there are.
    pub of: u32,
    /// Names what all parts of the run take together: those of another run have another name.
    pub whole: String,
    /// A digest of the file of known failures, where there was one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub known: Option<String>,
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
        let is_unsteady = self.run.asked_again > 0;
        if fails(Level::Must)
            || (strict && (fails(Level::Should) || is_unsteady))
            || !self.stale.is_empty()
        {
            return 1;
        }
        let undecided =
            |row: &CaseResult| row.level == Level::Must && row.verdict == Verdict::Inconclusive;
        let undecided = self.results.iter().any(undecided);
        // What a part of a run lacks, another part may have; it may have no row at all.
        let is_part = self.run.shard.is_some();
        let incomplete = self.run.complete && !self.coverage.is_complete() && !is_part;
        let unjudged = self.is_unjudged() && !(is_part && self.results.is_empty());
        if unjudged || undecided || incomplete || self.interrupted { 3 } else { 0 }
    }

    /// Whether not one answer was judged. A failure that is known was; what broke was not, known or new.
    #[must_use]
    pub fn is_unjudged(&self) -> bool {
        let judged = |row: &CaseResult| {
            let was = row.known.as_ref().map_or(row.verdict, |known| known.was);
            matches!(was, Verdict::Pass | Verdict::Fail)
        };
        !self.results.iter().any(judged)
    }

    /// The same without what the vectors say themselves: the inputs of library vectors, and the rows of operations that the
    /// target does not name. The counts stay those of every row.
    #[must_use]
    pub fn brief(&self) -> Self {
        let mut brief = self.clone();
        let names = |op: &str| {
            let wanted = if op == "flow" { "flow.open" } else { op };
            self.about.as_ref().is_none_or(|about| about.ops.iter().any(|known| known == wanted))
        };
        brief.results.retain(|row| row.verdict != Verdict::Unsupported || names(&row.op));
        for row in &mut brief.results {
            if matches!(row.asked.as_deref(), Some(Asked::Input(_))) {
                row.asked = None;
            }
        }
        brief
    }

    /// Whether some applicable `must` requirement was not judged.
    #[must_use]
    pub const fn is_partial(&self) -> bool {
        !self.coverage.is_complete()
            || self.interrupted
            || self.run.cut_short
            || self.run.out_of_time
            || self.run.shard.is_some()
    }
}
