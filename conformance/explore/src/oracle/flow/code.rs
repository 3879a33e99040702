//! What is known of a code.

use pkce_vectors::RoleName;

use super::{fit::Bound, front::Front};

/// An authorization code, as the requests that led to it make it.
#[derive(Debug, Clone)]
#[expect(clippy::struct_excessive_bools, reason = "each is another fact of a code")]
pub(super) struct Code {
    pub(super) role: RoleName,
    /// Something about it allows more than one reading: nothing is judged.
    pub(super) doubtful: bool,
    /// The challenges of which any may be bound. None: the request was without PKCE.
    pub(super) bound: Vec<Bound>,
    /// A pushed request led to it.
    pub(super) pushed: bool,
    /// What the query said beside the pushed request.
    pub(super) beside: Vec<Bound>,
    /// Nothing of PKCE was sent, not even an empty parameter.
    pub(super) bare: bool,
    /// A parameter stood twice: a server may have resolved it in any way, but to no PKCE at all.
    pub(super) repeated: bool,
    pub(super) spent: Spent,
    pub(super) tried: Tried,
    pub(super) expired: bool,
    pub(super) replays: Replays,
}

/// Whether a code gave a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Spent {
    No,
    Perhaps,
    Surely,
}

/// Refused attempts: a server may have burned the code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tried {
    No,
    /// By its client, with a well-formed verifier that is not the one.
    WrongVerifier,
    Otherwise,
}

/// Attempts after the code gave a token.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Replays {
    pub(super) valid: bool,
    pub(super) wrong: bool,
    /// One that some server takes for valid.
    pub(super) doubtful: bool,
}

impl Code {
    pub(super) fn of(role: RoleName, front: &Front, pushed: bool) -> Self {
        Self {
            role,
            doubtful: front.doubtful,
            bound: front.bound.clone(),
            pushed,
            beside: Vec::new(),
            bare: front.is_bare(),
            repeated: front.repeats(),
            spent: Spent::No,
            tried: Tried::No,
            expired: false,
            replays: Replays::default(),
        }
    }

    pub(super) fn doubtful(role: RoleName) -> Self {
        let front = Front::of(&Vec::new(), None, false);
        Self { doubtful: true, ..Self::of(role, &front, true) }
    }
}

impl Spent {
    pub(super) const fn max_perhaps(self) -> Self {
        match self {
            Self::No => Self::Perhaps,
            other => other,
        }
    }
}
