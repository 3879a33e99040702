//! The data by its ids: a report of thousands of rows looks each of them up.

use std::collections::HashMap;

use pkce_conformance::result::CaseResult;
use pkce_vectors::{Flag, Flow, Requirement, Vector, VectorSet};

/// What explains a row, found by the ids that the row has. A report may name what the data does not have: it was made with
/// other data, or by somebody else.
pub(crate) struct Index<'a> {
    set: &'a VectorSet,
    requirements: HashMap<&'a str, &'a Requirement>,
    vectors: HashMap<&'a str, &'a Vector>,
    flows: HashMap<&'a str, &'a Flow>,
}

impl<'a> Index<'a> {
    pub(crate) fn of(set: &'a VectorSet) -> Self {
        let requirements = set.catalogue.requirements.iter();
        Self {
            set,
            requirements: requirements.map(|known| (known.id.as_str(), known)).collect(),
            vectors: set.vectors.iter().map(|vector| (vector.id.as_str(), vector)).collect(),
            flows: set.flows.iter().map(|flow| (flow.id.as_str(), flow)).collect(),
        }
    }

    pub(crate) fn requirement(&self, id: &str) -> Option<&'a Requirement> {
        self.requirements.get(id).copied()
    }

    pub(crate) fn vector(&self, id: &str) -> Option<&'a Vector> {
        self.vectors.get(id).copied()
    }

    pub(crate) fn flow(&self, id: &str) -> Option<&'a Flow> {
        self.flows.get(id).copied()
    }

    /// What is special about the case of a row.
    pub(crate) fn comment(&self, row: &CaseResult) -> Option<&'a str> {
        let vector = self.vector(&row.vector).map(|vector| vector.comment.as_str());
        vector.or_else(|| Some(self.flow(&row.vector)?.comment.as_str()))
    }

    /// The kinds of bug that the case of a row shows.
    pub(crate) fn flags(&self, row: &CaseResult) -> Vec<&'a Flag> {
        let vector = self.vector(&row.vector).map(|vector| &vector.flags);
        let names = vector.or_else(|| Some(&self.flow(&row.vector)?.flags));
        names.into_iter().flatten().filter_map(|name| self.set.flags.get(name)).collect()
    }
}
