//! The search: every text that a mistake makes of a verifier, and two of them.

mod road;
mod stage;

use std::ops::Range;

use pkce_vectors::transformations::{
    ALL, FAMILIES, Family,
    Kind::{self, Carried, Hash, Hashed, MixedUp, Written},
    hashes, mixed, spelling,
};

pub(crate) use road::{Road, Step};
use stage::{Made, Stage};

/// From how many octets on two mistakes in one verifier are not searched any more.
pub(crate) const LONG: usize = 1024;

/// From how many octets on a verifier is compared alone: no such text can be a verifier.
pub(crate) const HUGE: usize = 64 * 1024;

/// How many characters must be left of a challenge that was cut: as many bits are no accident.
const EVIDENCE: usize = 8;

/// The lengths of other digests, to which one of SHA-256 may be cut.
const DIGESTS: Range<usize> = 16..32;

/// How many members of a family that cuts verifiers are tried.
const CUTS: usize = 256;

/// What a search found, and how far it went.
#[derive(Debug, Default)]
pub(crate) struct Found {
    /// Which text of those that were wanted, and the road that leads there.
    pub(crate) roads: Vec<(Vec<u8>, Road)>,
    /// How many texts were made.
    pub(crate) texts: usize,
}

impl Found {
    /// Looks at a text.
    fn look(&mut self, wanted: &[&[u8]], made: &Made) {
        self.texts += 1;
        if wanted.contains(&made.octets.as_slice()) {
            self.roads.push((made.octets.clone(), made.road));
        }
    }
}

/// How the right challenge is made where nothing goes wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Base {
    /// By S256.
    S256,
    /// It is the verifier.
    Plain,
}

impl Base {
    /// The right challenge.
    pub(crate) fn challenge(self, verifier: &[u8]) -> Vec<u8> {
        match self {
            Self::S256 => mixed::s256(verifier),
            Self::Plain => verifier.to_vec(),
        }
    }
}

/// The roads of exactly `steps` mistakes, at most two, that lead from the verifier to a wanted text,
/// most likely first.
///
/// A first mistake that changes nothing, or that makes what a likelier one makes, is on no road.
pub(crate) fn roads(verifier: &[u8], wanted: &[&[u8]], base: Base, steps: usize) -> Found {
    let mut found = Found::default();
    if steps == 0 {
        found.look(wanted, &Made::new(base.challenge(verifier)));
        return found;
    }
    let most = match verifier.len() {
        HUGE.. => 0,
        LONG.. => 1,
        _ => 2,
    };
    if steps <= most {
        let before = Before::new(verifier, wanted, base, steps - 1);
        before.each_further(wanted, base, &mut |made| found.look(wanted, &made));
    }
    found
}

/// What may stand at each step of the way, after so many mistakes.
struct Before {
    mistakes: usize,
    /// In the verifier's place.
    texts: Stage,
    /// In the digest's place.
    digests: Stage,
    /// In the challenge's place.
    arrived: Stage,
}

impl Before {
    fn new(verifier: &[u8], wanted: &[&[u8]], base: Base, mistakes: usize) -> Self {
        let mut texts = Stage::default();
        texts.add(Made::new(verifier.to_vec()));
        let mut digests = Stage::default();
        let mut arrived = Stage::default();
        if base == Base::S256 {
            digests.add(Made::new(hashes::sha256(verifier)));
        }
        arrived.add(Made::new(base.challenge(verifier)));
        let straight = Self { mistakes: 0, texts, digests, arrived };
        if mistakes == 0 { straight } else { straight.further(wanted, base) }
    }

    /// The same after one mistake more. What stood there without it is known, and is not kept.
    fn further(self, wanted: &[&[u8]], base: Base) -> Self {
        let Self { mut texts, mut digests, mut arrived, .. } = self;
        if base == Base::S256 {
            for step in steps(Hashed, texts.first(), wanted) {
                texts.extend(|text| text.step(step));
            }
            digests.add_all(texts.fresh().map(|text| text.then(hashes::sha256)));
            for step in steps(Hash, texts.first(), wanted) {
                digests.add_all(texts.old().map(|text| text.step(step)));
            }
            for step in listed(Written) {
                arrived.add_all(digests.old().map(|digest| digest.step(step)));
            }
        }
        let full = arrived.first().to_vec();
        for step in steps(Carried, &full, wanted) {
            arrived.extend(|text| text.step(step));
        }
        if base == Base::S256 {
            arrived.add_all(digests.fresh().map(|digest| digest.then(spelling::base64url)));
            for step in listed(MixedUp) {
                arrived.add_all(texts.old().map(|text| text.step(step)));
            }
        }
        for stage in [&mut texts, &mut digests, &mut arrived] {
            stage.forget_old();
        }
        Self { mistakes: self.mistakes + 1, texts, digests, arrived }
    }

    /// Shows each text to which one mistake more leads.
    fn each_further(&self, wanted: &[&[u8]], base: Base, show: &mut impl FnMut(Made)) {
        if base == Base::S256 {
            let written = listed(Written);
            for digest in self.digests.old() {
                for step in &written {
                    show(digest.step(*step));
                }
            }
        }
        for text in self.arrived.old() {
            for step in steps(Carried, &text.octets, wanted) {
                show(text.step(step));
            }
        }
        if base == Base::Plain {
            return;
        }
        for text in self.texts.old() {
            for step in self.steps_of(Hash, text, wanted) {
                show(text.step(step).then(spelling::base64url));
            }
            for step in self.steps_of(Hashed, text, wanted) {
                show(text.step(step).then(mixed::s256));
            }
            for step in listed(MixedUp) {
                show(text.step(step));
            }
        }
    }

    /// The mistakes that may follow. Members of families stand alone here: there are hundreds.
    fn steps_of(&self, kind: Kind, text: &Made, wanted: &[&[u8]]) -> Vec<Step> {
        let of_family = text.road.steps().any(|step| matches!(step, Step::Member(..)));
        match (self.mistakes, of_family, kind) {
            (0, ..) => steps(kind, &text.octets, wanted),
            (_, true, Hashed) => Vec::new(),
            _ => listed(kind),
        }
    }
}

/// Every mistake of a kind that can be made with a text: those of the list, then those of the
/// families. The families of challenges have the members alone that lead to a wanted length.
fn steps(kind: Kind, text: &[u8], wanted: &[&[u8]]) -> Vec<Step> {
    let full = text.len();
    let numbers = |family: &Family| -> Vec<usize> {
        let mut lengths: Vec<usize> = wanted.iter().map(|text| text.len()).collect();
        lengths.sort_unstable();
        lengths.dedup();
        match family.id {
            "verifier-cut" | "verifier-tail" => (1..full.min(CUTS)).collect(),
            "digest-cut" => DIGESTS.collect(),
            "last-bits-set" => (1..4).collect(),
            "challenge-filled" => lengths.into_iter().filter(|length| *length > full).collect(),
            _ => {
                let cut = EVIDENCE..full;
                lengths.into_iter().filter(|length| cut.contains(length)).collect()
            }
        }
    };
    [listed(kind), members(kind, numbers)].concat()
}

/// The mistakes of a kind, in the order of the list.
fn listed(kind: Kind) -> Vec<Step> {
    ALL.iter().filter(|known| known.kind == kind).map(Step::Listed).collect()
}

/// The members of the families of a kind.
fn members(kind: Kind, numbers: impl Fn(&Family) -> Vec<usize>) -> Vec<Step> {
    let families = FAMILIES.iter().filter(|family| family.kind == kind);
    families
        .flat_map(|family| numbers(family).into_iter().map(|number| Step::Member(family, number)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const VERIFIER: &[u8] = b"dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";

    fn ids(challenge: &[u8], base: Base, steps: usize) -> Vec<Vec<&'static str>> {
        let found = roads(VERIFIER, &[challenge], base, steps);
        let ids = |road: Road| road.steps().map(Step::id).collect();
        found.roads.iter().map(|(_, road)| ids(*road)).collect()
    }

    #[test]
    fn one_mistake_is_found() {
        let padded = b"E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM=";
        assert_eq!(ids(padded, Base::S256, 1), [["padded"]]);
        assert!(ids(padded, Base::S256, 0).is_empty());
    }

    #[test]
    fn two_mistakes_are_found_first_one_first() {
        let challenge = spelling::padded(&hashes::sha256(&spelling::decoded(VERIFIER)));
        let roads = ids(&challenge, Base::S256, 2);
        assert_eq!(roads[0], ["decoded-verifier", "padded"]);
        // This digest has neither `+` nor `/`.
        assert_eq!(roads[1..], [["decoded-verifier", "standard-base64"]]);
    }

    #[test]
    fn what_is_plain_is_only_carried() {
        assert_eq!(ids(&VERIFIER.to_ascii_lowercase(), Base::Plain, 1), [["lower-case"]]);
        assert!(ids(&mixed::s256(VERIFIER), Base::Plain, 2).is_empty());
    }

    #[test]
    fn a_challenge_that_is_cut_far_is_no_evidence() {
        assert_eq!(ids(b"E9Melhoa", Base::S256, 1), [["challenge-cut"]]);
        assert!(ids(b"E9Melho", Base::S256, 1).is_empty());
    }

    #[test]
    fn the_right_challenge_has_no_mistake() {
        assert_eq!(ids(&mixed::s256(VERIFIER), Base::S256, 0), [[""; 0]]);
    }

    #[test]
    fn long_text_is_searched_less() {
        let long = [VERIFIER, b"\n"].concat().repeat(100);
        let twice = mixed::s256(&[&long[..], b"\n"].concat());
        let wanted = [twice.as_slice()];
        assert_eq!(roads(&long, &wanted, Base::S256, 1).roads.len(), 1);
        let huge = long.repeat(20);
        assert_eq!(roads(&huge, &wanted, Base::S256, 1).texts, 0);
    }
}
