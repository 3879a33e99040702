//! What `generate` gave in all requests of a run, and in a second process: no verifier may come twice in any of it.

use std::collections::{HashMap, hash_map::Entry as Slot};

use pkce_vectors::{Effect, Expect, Op, Property, Vector};

use crate::{
    case::{Case, CaseKind, Record},
    judge::{Judgement, is_legal_verifier},
    result::Verdict,
    text::clip,
    wire::Reply,
};

/// Legal verifiers, none of them longer than 128 octets.
#[derive(Debug, Default)]
pub(super) struct Pool {
    /// Each verifier, with the place in `cases` of the one that drew it first.
    seen: HashMap<String, usize>,
    /// The ids of the cases that drew.
    cases: Vec<String>,
    repeat: Option<String>,
}

impl Pool {
    /// Takes in what a case drew. Malformed values are told elsewhere.
    pub(super) fn add(&mut self, case: &Case<'_>, record: &Record) {
        let mut legal = drawn(record).peekable();
        if legal.peek().is_none() {
            return;
        }
        let this = self.cases.len();
        self.cases.push(case.id());
        for verifier in legal {
            match self.seen.entry(verifier.to_owned()) {
                Slot::Vacant(slot) => {
                    slot.insert(this);
                }
                Slot::Occupied(slot) => {
                    let ids = [*slot.get(), this].map(|place| self.cases.get(place));
                    let [Some(first), Some(again)] = ids else { continue };
                    let what = clip(verifier);
                    self.repeat.get_or_insert_with(|| {
                        format!("{what:?} came twice in this run: under {first} and under {again}")
                    });
                }
            }
        }
    }

    /// Takes in what a second process drew.
    pub(super) fn add_of_second_process(&mut self, record: &Record) {
        let again = drawn(record).find(|verifier| self.seen.contains_key(*verifier));
        if let Some(verifier) = again {
            let what = clip(verifier);
            self.repeat.get_or_insert_with(|| format!("{what:?} came again in a second process"));
        }
    }

    /// Whether anything was drawn.
    pub(super) fn is_empty(&self) -> bool {
        self.seen.is_empty()
    }

    /// What the pool makes of a case that was right by itself.
    pub(super) fn judgement(&self, case: &Case<'_>, own: Judgement) -> Judgement {
        match &self.repeat {
            Some(repeat) if own.verdict == Verdict::Pass && asks_for_distinct(case) => {
                let expected = "no verifier twice".to_owned();
                Judgement::fail(Effect::Bypass, expected, repeat.clone())
            }
            _ => own,
        }
    }
}

/// Whether a case asks that no verifier come twice.
pub(super) fn asks_for_distinct(case: &Case<'_>) -> bool {
    let distinct = Expect::Verifiers(Property::Distinct);
    matches!(case.kind, CaseKind::Library(Vector { op: Op::Generate, expect, .. }) if expect.contains(&distinct))
}

fn drawn(record: &Record) -> impl Iterator<Item = &str> {
    let list: &[String] = match record {
        Record::Library(Reply::Verifiers(list)) => list,
        _ => &[],
    };
    list.iter().map(String::as_str).filter(|verifier| is_legal_verifier(verifier))
}

#[cfg(test)]
mod tests {
    use pkce_vectors::{Level, VectorSet};

    use super::*;

    fn verifiers(texts: &[&str]) -> Record {
        Record::Library(Reply::Verifiers(texts.iter().map(|text| (*text).to_owned()).collect()))
    }

    #[test]
    fn a_legal_verifier_comes_once_in_a_run_and_in_a_second_process() {
        let set = VectorSet::bundled().unwrap();
        let case = |id: &str| {
            let vector = set.vectors.iter().find(|vector| vector.id == id).unwrap();
            Case { kind: CaseKind::Library(vector), level: Level::Must }
        };
        let (grammar, distinct) =
            (case("generate/length-43/grammar"), case("generate/length-default/distinct"));
        let (one, other) = ("a".repeat(43), "b".repeat(43));
        let verdict = |pool: &Pool, case| pool.judgement(case, Judgement::pass()).verdict;

        let mut pool = Pool::default();
        pool.add(&distinct, &verifiers(&[&one, "short", "short"]));
        pool.add(&grammar, &verifiers(&[&other]));
        assert_eq!(verdict(&pool, &distinct), Verdict::Pass);
        pool.add_of_second_process(&verifiers(&["short"]));
        assert_eq!(verdict(&pool, &distinct), Verdict::Pass);
        pool.add_of_second_process(&verifiers(&[&other]));
        assert_eq!(verdict(&pool, &distinct), Verdict::Fail);

        let mut pool = Pool::default();
        pool.add(&distinct, &verifiers(&[&one]));
        pool.add(&grammar, &verifiers(&[&one]));
        assert_eq!(verdict(&pool, &distinct), Verdict::Fail);
        assert_eq!(verdict(&pool, &grammar), Verdict::Pass);
    }
}
