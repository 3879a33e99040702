//! Judging: a record against what its vector expects. Pure functions; no target is asked anything here.

mod answers;
mod checks;
mod flow;
mod generate;
mod judgement;
mod library;
mod metadata;
mod reasons;
mod shown;

use crate::{
    case::{Case, CaseKind, Record},
    fault::{Fault, FaultKind},
    result::Verdict,
    text::clip,
};

pub use answers::answers;
pub use checks::{CheckJudgement, judge_checks};
pub use generate::is_legal_verifier;
pub use judgement::{Detail, Judgement, server_error, uncaught_exception};

/// Judges one case.
#[must_use]
pub fn judge(case: &Case<'_>, record: &Record) -> Judgement {
    match (case.kind, record) {
        (_, Record::Unsupported(why)) => Judgement::because(Verdict::Unsupported, clip(why)),
        (_, Record::Broken(Fault { kind, words })) => Judgement::broken(*kind, words),
        (_, Record::Abandoned(why)) => Judgement::broken(FaultKind::Abandoned, why),
        (_, Record::NotRun(why)) => Judgement::because(Verdict::Inconclusive, why),
        (CaseKind::Library(vector), Record::Library(reply)) => library::judge(vector, reply),
        (CaseKind::Flow(flow, _), Record::Flow(steps)) => flow::judge(flow, steps),
        // A script of one kind leaves a record of that kind.
        _ => Judgement::broken(FaultKind::Nonsense, "a record of another kind of case"),
    }
}
