//! Why a verifier and a challenge match or do not.

mod json;
mod terminal;

use std::collections::BTreeMap;

use pkce_diagnose::Diagnosis;
use pkce_vectors::{Catalogue, Flag};

use crate::form::forms;

/// A diagnosis, and the data that its names stand in.
#[derive(Debug, Clone, Copy)]
pub struct Diagnosed<'a> {
    /// The diagnosis.
    pub diagnosis: &'a Diagnosis,
    /// The requirements that it names.
    pub catalogue: &'a Catalogue,
    /// The kinds of bug that it names.
    pub flags: &'a BTreeMap<String, Flag>,
    /// The columns of the terminal, in the form for people.
    pub columns: usize,
}

impl Diagnosed<'_> {
    /// The exit code that goes with it: 0 where everything matches.
    #[must_use]
    pub fn exit_code(self) -> u8 {
        u8::from(self.diagnosis.verdict != pkce_diagnose::Verdict::Match)
    }

    /// Links to published cases, each once: own ones, then those of the kinds of bug.
    fn cases(self, flags: &[&str], links: &[&str]) -> Vec<String> {
        let of_flags = flags.iter().filter_map(|name| self.flags.get(*name));
        let of_flags = of_flags.flat_map(|flag| flag.links.iter().cloned());
        let mut cases: Vec<String> = Vec::new();
        for link in links.iter().map(|link| (*link).to_owned()).chain(of_flags) {
            if !cases.contains(&link) {
                cases.push(link);
            }
        }
        cases
    }
}

forms! {
    /// The forms of a diagnosis.
    Diagnosed:
    /// For people.
    Terminal => terminal::render,
    /// Everything.
    Json => json::render,
}
