//! What came of a case in words, right or wrong: for a transcript.

use super::{flow, library};
use crate::{
    case::{Record, StepRecord},
    wire::Reply,
};

/// What was answered: of a library once, of a flow at each step. Nothing where nobody answered.
#[must_use]
pub fn answers(record: &Record) -> Vec<String> {
    match record {
        Record::Library(Reply::Verifiers(drawn)) => vec![format!("{} verifiers", drawn.len())],
        Record::Library(reply) => vec![library::observed(reply)],
        Record::Flow(steps) => steps.iter().map(answer).collect(),
        Record::Unsupported(_) | Record::Broken(_) | Record::Abandoned(_) | Record::NotRun(_) => {
            Vec::new()
        }
    }
}

fn answer(step: &StepRecord) -> String {
    match step {
        StepRecord::Void => "not sent: an earlier step did not give what it names".to_owned(),
        StepRecord::Waited => "time passed".to_owned(),
        StepRecord::Answered(answer, _) => flow::observed(answer),
        StepRecord::Raced(answers) => {
            answers.iter().map(flow::observed).collect::<Vec<_>>().join(", ")
        }
    }
}
