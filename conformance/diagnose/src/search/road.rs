//! A road from a verifier to a text: what was done wrong on the way, first mistake first.

use pkce_vectors::transformations::{Family, Kind, Transformation};

/// One mistake.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Step {
    /// One of the list.
    Listed(&'static Transformation),
    /// A member of a family, by its number.
    Member(&'static Family, usize),
}

impl Step {
    /// What becomes of the octets.
    pub(crate) fn apply(self, octets: &[u8]) -> Vec<u8> {
        match self {
            Self::Listed(known) => (known.apply)(octets),
            Self::Member(family, number) => (family.apply)(octets, number),
        }
    }

    /// Its name.
    pub(crate) const fn id(self) -> &'static str {
        match self {
            Self::Listed(known) => known.id,
            Self::Member(family, _) => family.id,
        }
    }

    /// What was done, in one sentence.
    pub(crate) fn says(self) -> String {
        match self {
            Self::Listed(known) => known.says.to_owned(),
            Self::Member(family, number) => family.says.replace("{n}", &number.to_string()),
        }
    }

    /// Who usually does it.
    pub(crate) const fn who(self) -> &'static str {
        match self {
            Self::Listed(known) => known.who,
            Self::Member(family, _) => family.who,
        }
    }

    /// At which step of the right way it leaves that.
    pub(crate) const fn kind(self) -> Kind {
        match self {
            Self::Listed(known) => known.kind,
            Self::Member(family, _) => family.kind,
        }
    }
}

/// The mistakes of a road; none of them is the right way.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Road {
    first: Option<Step>,
    second: Option<Step>,
}

impl Road {
    /// The same road, and one mistake more. A third one takes the place of the second: nobody
    /// searches so far.
    pub(crate) const fn and(self, step: Step) -> Self {
        match self.first {
            None => Self { first: Some(step), second: None },
            first => Self { first, second: Some(step) },
        }
    }

    /// The mistakes, first one first.
    pub(crate) fn steps(self) -> impl Iterator<Item = Step> {
        self.first.into_iter().chain(self.second)
    }
}
