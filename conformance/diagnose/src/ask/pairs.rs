//! Every verifier with every challenge.

use std::collections::BTreeSet;

use pkce_vectors::{APPENDIX_B_VERIFIER, transformations::mixed};

use super::answer::{self, Pair};
use crate::{
    diagnosis::Answer,
    faults,
    given::{Beside, Challenge, Method, Value},
    near::{Near, edits, near},
    search::{Base, Step, roads},
};

/// How many mistakes are searched.
const MOST_MISTAKES: usize = 2;

/// How many roads to one challenge are told.
const MOST_ROADS: usize = 3;

/// What is being asked.
pub(super) struct Pairs<'g> {
    verifiers: Vec<(usize, &'g Value)>,
    challenges: Vec<(usize, &'g Challenge)>,
    beside: &'g [Beside],
    texts: usize,
}

impl<'g> Pairs<'g> {
    pub(super) fn new(
        verifiers: &'g [Value],
        challenges: &'g [Challenge],
        beside: &'g [Beside],
    ) -> Self {
        Self {
            verifiers: (1..).zip(verifiers).collect(),
            challenges: (1..).zip(challenges).collect(),
            beside,
            texts: 0,
        }
    }

    /// How many texts were made and compared.
    pub(super) const fn texts(&self) -> usize {
        self.texts
    }

    /// Which verifier opens which challenge.
    pub(super) fn matches(&self) -> Vec<Answer> {
        self.each(&self.challenges, |pair, verifier, challenge| {
            let right = |base: &Base| base.challenge(&verifier.octets) == challenge.value.octets;
            let base = bases(&challenge.method).iter().copied().find(right)?;
            // Two values that were not set are one text, and no pair.
            let set = faults::unset(&verifier.octets, "verifier").is_none();
            set.then(|| answer::matching(pair, base))
        })
    }

    /// Why the others do not match, most likely first.
    pub(super) fn reasons(
        &mut self,
        opened: &BTreeSet<usize>,
        opening: &BTreeSet<usize>,
    ) -> Vec<Answer> {
        self.challenges.retain(|(number, _)| !opened.contains(number));
        let idle = self.verifiers.iter().filter(|(number, _)| !opening.contains(number));
        let idle: Vec<_> = idle.copied().collect();
        let mut reasons = self.unset(&idle);
        reasons.extend(self.mixed_up_with_others(&idle));
        let mut left = self.challenges.clone();
        let reached = |left: &mut Vec<_>, found: &[Answer]| {
            left.retain(|(number, _)| !found.iter().any(|answer| answer.challenge == *number));
        };
        for mistakes in 0..MOST_MISTAKES {
            let found = self.roads(&left, mistakes);
            reached(&mut left, &found);
            reasons.extend(found);
        }
        reasons.extend(self.swapped());
        // One place that differs is likelier than two mistakes, and both are told.
        let one_place = self.near(&left, Near::is_one_place);
        let more = self.near(&left, |found| !found.is_one_place());
        let found = self.roads(&left, MOST_MISTAKES);
        for found in [one_place, found, more] {
            reasons.extend(found);
        }
        reached(&mut left, &reasons);
        // A verifier that opens another challenge was no mistake.
        self.verifiers.retain(|(number, _)| !opening.contains(number));
        let edited = self.edited(&left);
        reached(&mut left, &edited);
        reasons.extend(edited);
        reasons.extend(self.examples(&left));
        reasons
    }

    /// What is said of pairs, each verifier with each of these challenges.
    fn each(
        &self,
        challenges: &[(usize, &'g Challenge)],
        say: impl Fn(Pair, &Value, &Challenge) -> Option<Answer>,
    ) -> Vec<Answer> {
        let pairs = self.verifiers.iter().flat_map(|(verifier, value)| {
            challenges.iter().map(move |(challenge, known)| {
                (Pair { verifier: *verifier, challenge: *challenge }, *value, *known)
            })
        });
        pairs.filter_map(|(pair, value, known)| say(pair, value, known)).collect()
    }

    /// Verifiers that are none, whatever the other half is. Challenges that are none are on roads.
    fn unset(&self, idle: &[(usize, &'g Value)]) -> Vec<Answer> {
        let Some((challenge, _)) = self.challenges.first() else { return Vec::new() };
        let say = |(number, verifier): &(usize, &Value)| {
            let fault = faults::unset(&verifier.octets, "verifier")?;
            let pair = Pair { verifier: *number, challenge: *challenge };
            Some(answer::fault_of(pair, "verifier-unset", fault))
        };
        idle.iter().filter_map(say).collect()
    }

    /// Verifiers and challenges that are another parameter's value.
    fn mixed_up_with_others(&self, idle: &[(usize, &'g Value)]) -> Vec<Answer> {
        let (Some((first, _)), Some((any, _))) = (self.challenges.first(), self.verifiers.first())
        else {
            return Vec::new();
        };
        let mut reasons: Vec<Answer> = Vec::new();
        for Beside { name, octets } in self.beside.iter().filter(|known| !known.octets.is_empty()) {
            for (number, _) in idle.iter().filter(|(_, value)| value.octets == *octets) {
                let pair = Pair { verifier: *number, challenge: *first };
                reasons.push(answer::other_verifier(pair, name));
            }
            let derived = mixed::s256(octets);
            for (number, challenge) in &self.challenges {
                let text = &challenge.value.octets;
                if *text == *octets || *text == derived {
                    let pair = Pair { verifier: *any, challenge: *number };
                    reasons.push(answer::other_challenge(pair, name, *text == derived));
                }
            }
        }
        reasons.dedup_by(|a, b| a.says == b.says);
        reasons
    }

    /// The roads of so many mistakes to these challenges.
    fn roads(&mut self, left: &[(usize, &'g Challenge)], mistakes: usize) -> Vec<Answer> {
        let mut reasons = Vec::new();
        for base in [Base::Plain, Base::S256] {
            let of_base =
                |known: &&(usize, &Challenge)| base == Base::S256 || known.1.method.may_be("plain");
            let open: Vec<_> = left.iter().filter(of_base).copied().collect();
            let wanted: Vec<&[u8]> =
                open.iter().map(|(_, known)| known.value.octets.as_slice()).collect();
            if wanted.is_empty() {
                continue;
            }
            for (verifier, value) in &self.verifiers {
                let found = roads(&value.octets, &wanted, base, mistakes);
                self.texts += found.texts;
                for (challenge, known) in &open {
                    let pair = Pair { verifier: *verifier, challenge: *challenge };
                    let to_this =
                        found.roads.iter().filter(|(text, _)| *text == known.value.octets);
                    let steps = to_this.map(|(_, road)| road.steps().collect::<Vec<Step>>());
                    reasons.extend(told(pair, known, &steps.collect::<Vec<_>>()));
                }
            }
        }
        reasons
    }

    /// Pairs whose halves were exchanged, with at most one mistake beside that.
    fn swapped(&self) -> Vec<Answer> {
        let verifiers = self.verifiers.iter().map(|(_, value)| value.octets.as_slice());
        // What was not set is made of no challenge.
        let set = |octets: &&[u8]| faults::unset(octets, "verifier").is_none();
        let wanted: Vec<&[u8]> = verifiers.filter(set).collect();
        let mut reasons = Vec::new();
        for (challenge, known) in &self.challenges {
            let found = |mistakes| roads(&known.value.octets, &wanted, Base::S256, mistakes).roads;
            let mut found =
                Some(found(0)).filter(|found| !found.is_empty()).unwrap_or_else(|| found(1));
            found.dedup_by(|a, b| a.0 == b.0);
            for (text, road) in found {
                let steps: Vec<Step> = road.steps().collect();
                // Two halves that are one text are not exchanged.
                if steps.iter().any(|step| step.id() == "plain-in-place-of-s256") {
                    continue;
                }
                for (verifier, _) in self.verifiers.iter().filter(|(_, known)| known.octets == text)
                {
                    let pair = Pair { verifier: *verifier, challenge: *challenge };
                    reasons.push(answer::swapped(pair, known, &steps));
                }
            }
        }
        reasons
    }

    /// Halves that are those of the document's worked example.
    fn examples(&self, left: &[(usize, &'g Challenge)]) -> Vec<Answer> {
        let example = mixed::s256(APPENDIX_B_VERIFIER.as_bytes());
        self.each(left, |pair, verifier, challenge| {
            if challenge.value.octets == example {
                Some(answer::example(pair, "challenge", "verifier"))
            } else if verifier.octets == APPENDIX_B_VERIFIER.as_bytes() {
                Some(answer::example(pair, "verifier", "challenge"))
            } else {
                None
            }
        })
    }

    /// Challenges that differ little from the right one, in such a way.
    fn near(&self, left: &[(usize, &'g Challenge)], so: impl Fn(Near) -> bool) -> Vec<Answer> {
        self.each(left, |pair, verifier, challenge| {
            let right = bases(&challenge.method).iter();
            let mut right = right.map(|base| base.challenge(&verifier.octets));
            let found = right
                .find_map(|right| near(&right, &challenge.value.octets))
                .filter(|found| so(*found))?;
            Some(answer::near(pair, found, "challenge"))
        })
    }

    /// Verifiers that differ in one place from one that matches.
    fn edited(&self, left: &[(usize, &'g Challenge)]) -> Vec<Answer> {
        let wanted: Vec<&[u8]> =
            left.iter().map(|(_, known)| known.value.octets.as_slice()).collect();
        let mut reasons = Vec::new();
        for (verifier, value) in &self.verifiers {
            for (text, found) in edits(&value.octets, &wanted) {
                for (challenge, _) in left.iter().filter(|(_, known)| known.value.octets == text) {
                    let pair = Pair { verifier: *verifier, challenge: *challenge };
                    reasons.push(answer::near(pair, found, "verifier"));
                }
            }
        }
        reasons
    }
}

/// What the roads to one challenge mean.
fn told(pair: Pair, challenge: &Challenge, roads: &[Vec<Step>]) -> Vec<Answer> {
    let mut reasons: Vec<Answer> = Vec::new();
    for steps in roads {
        let alternative = !reasons.is_empty();
        let reason = Answer { alternative, ..answer::mistakes(pair, challenge, steps) };
        // Two mistakes in the other order are the same two.
        let same = |known: &Answer| known.ids.iter().all(|id| reason.ids.contains(id));
        if !steps.is_empty() && !reasons.iter().any(same) && reasons.len() < MOST_ROADS {
            reasons.push(reason);
        }
    }
    let is_verifier = |answer: &Answer| answer.ids == ["plain-in-place-of-s256"];
    if reasons.first().is_some_and(is_verifier) {
        reasons.push(answer::sent_again(pair));
    } else if !roads.is_empty() {
        reasons.extend(answer::method(pair, challenge));
    }
    reasons
}

/// The right ways under a method, the likelier one first; none under a name that is none.
fn bases(method: &Method) -> &'static [Base] {
    match method {
        Method::Unsaid => &[Base::S256, Base::Plain],
        _ if method.may_be("plain") => &[Base::Plain],
        _ if method.may_be("S256") => &[Base::S256],
        _ => &[],
    }
}
