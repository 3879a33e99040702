//! Answers that depend on what was asked before.

use pkce_vectors::requirement_ids as ids;
use std::collections::{BTreeMap, BTreeSet};

use crate::Mutant;
use pkce_conformance::{
    implementation::{Answered, Derived},
    reference::{Library, StandardLibrary},
};

pub(super) fn mutants() -> Vec<Mutant> {
    let mutants = vec![
        Mutant::library(
            "verify-remembers-challenges",
            &[ids::RFC7636_4_6_UNEQUAL_REFUSED],
            "a challenge that was answered once counts as answered",
            Remembering { what: |_, challenge| challenge.to_vec(), matched: BTreeSet::new() },
        )
        .limit("seen only where one process is asked the right question before the wrong one"),
        Mutant::library(
            "verify-remembers-verifiers",
            &[ids::RFC7636_4_6_UNEQUAL_REFUSED],
            "a verifier that was right once counts as right for every challenge",
            Remembering { what: |verifier, _| verifier.to_vec(), matched: BTreeSet::new() },
        )
        .wide("most vectors change the challenge of a verifier that was right before")
        .limit("seen only where one process is asked the right question before the wrong one"),
        Mutant::library(
            "derive-remembers-by-the-first-43-characters",
            &[ids::RFC7636_4_2_S256_FORMULA],
            "challenges are kept by the first 43 characters of their verifiers",
            Keeping { challenges: BTreeMap::new() },
        )
        .limit("seen only where one process derives of two verifiers that begin alike"),
    ];
    mutants.into_iter().map(Mutant::unseen).collect()
}

/// Keeps what matched, and looks there first.
#[derive(Clone)]
struct Remembering {
    what: fn(verifier: &[u8], challenge: &[u8]) -> Vec<u8>,
    matched: BTreeSet<Vec<u8>>,
}

impl Library for Remembering {
    fn verify(
        &mut self,
        verifier: &[u8],
        challenge: &[u8],
        method: Option<&[u8]>,
    ) -> Answered<bool> {
        let key = (self.what)(verifier, challenge);
        if self.matched.contains(&key) {
            return Ok(true);
        }
        let matches = StandardLibrary.verify(verifier, challenge, method)?;
        if matches {
            self.matched.insert(key);
        }
        Ok(matches)
    }
}

/// Keeps what was derived, and looks there first.
#[derive(Clone)]
struct Keeping {
    challenges: BTreeMap<(Vec<u8>, Option<Vec<u8>>), Derived>,
}

impl Library for Keeping {
    fn derive(&mut self, verifier: &[u8], method: Option<&[u8]>) -> Answered<Derived> {
        let beginning = verifier.get(..43).unwrap_or(verifier).to_vec();
        let key = (beginning, method.map(<[u8]>::to_vec));
        if let Some(kept) = self.challenges.get(&key) {
            return Ok(kept.clone());
        }
        let derived = StandardLibrary.derive(verifier, method)?;
        self.challenges.insert(key, derived.clone());
        Ok(derived)
    }
}
