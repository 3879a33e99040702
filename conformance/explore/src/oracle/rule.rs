//! What a wrong outcome breaks.

use pkce_vectors::{Effect, Expect};

/// Outcomes beyond which a requirement is broken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Rule {
    /// The requirement's id.
    pub(crate) requirement: &'static str,
    /// Every outcome that keeps it.
    pub(crate) expect: Vec<Expect>,
    /// Who gains, where the outcome alone does not tell.
    pub(crate) effect: Option<Effect>,
}

impl Rule {
    /// An outcome alone decides who gains.
    pub(super) fn of(requirement: &'static str, expect: impl IntoIterator<Item = Expect>) -> Self {
        Self { requirement, expect: expect.into_iter().collect(), effect: None }
    }

    /// Nobody gains.
    pub(super) fn deviation(
        requirement: &'static str,
        expect: impl IntoIterator<Item = Expect>,
    ) -> Self {
        Self { effect: Some(Effect::Deviation), ..Self::of(requirement, expect) }
    }

    /// A right request refused.
    pub(super) fn lockout(
        requirement: &'static str,
        expect: impl IntoIterator<Item = Expect>,
    ) -> Self {
        Self { effect: Some(Effect::Lockout), ..Self::of(requirement, expect) }
    }
}
