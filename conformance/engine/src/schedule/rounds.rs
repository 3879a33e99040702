//! Races, round after round: where time decides who comes first, one round shows little.

use std::{collections::HashMap, time::Duration};

use crate::{
    case::{Record, StepRecord},
    wire::Outcome,
};

/// The rounds of the jobs that race.
#[derive(Debug, Default)]
pub(super) struct Rounds(HashMap<usize, Round>);

/// The rounds of one job so far.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Round {
    /// How many are over.
    pub(super) over: u32,
    /// How long the target took over them.
    pub(super) took: Duration,
}

impl Rounds {
    /// Those of a job that are over.
    pub(super) fn of(&self, job: usize) -> Round {
        self.0.get(&job).copied().unwrap_or_default()
    }

    /// Counts a round of `job`, if its record tells of one. `true`: another one is due, since `most` are not over, and this
    /// one showed nothing.
    pub(super) fn another(
        &mut self,
        job: usize,
        record: &Record,
        took: Duration,
        most: Option<u32>,
    ) -> bool {
        let (Some(most), Some(tokens)) = (most, record.raced_tokens()) else { return false };
        let round = self.0.entry(job).or_default();
        round.over += 1;
        round.took += took;
        tokens <= 1 && round.over < most
    }
}

impl Record {
    /// The most tokens that one race of it gave; nothing where it has no race that was answered.
    fn raced_tokens(&self) -> Option<usize> {
        let Self::Flow(steps) = self else { return None };
        let tokens = |step: &StepRecord| match step {
            StepRecord::Raced(answers) => {
                Some(answers.iter().filter(|answer| answer.outcome == Outcome::Token).count())
            }
            _ => None,
        };
        steps.iter().filter_map(tokens).max()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::StepAnswer;

    fn raced(tokens: usize) -> Record {
        let outcome = |at| if at < tokens { Outcome::Token } else { Outcome::Refused };
        let answers = (0..3).map(|at| StepAnswer::new(outcome(at))).collect();
        Record::Flow(vec![StepRecord::Raced(answers)])
    }

    #[test]
    fn rounds_end_with_the_last_or_with_two_tokens() {
        let (took, most) = (Duration::from_secs(1), Some(3));
        let mut rounds = Rounds::default();
        assert!(rounds.another(0, &raced(1), took, most));
        assert!(rounds.another(0, &raced(0), took, most));
        assert!(!rounds.another(0, &raced(1), took, most));
        assert_eq!(rounds.of(0), Round { over: 3, took: took * 3 });
        assert!(!rounds.another(1, &raced(2), took, most));
        assert!(!rounds.another(2, &raced(1), took, None));
        assert!(!rounds.another(3, &Record::Flow(Vec::new()), took, most));
        assert_eq!(rounds.of(3), Round::default());
    }
}
